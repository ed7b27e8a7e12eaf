//! Finding: a tantivy index over the library, derived from it and deletable at any time.
//!
//! Start at [`Index`]; [`Likeness`] tells texts that are nearly the same. Words are prepared by [`words`] (Vietnamese rules) and queries read by [`query`]; tantivy
//! sees only prepared words.
//!
//! Invariant: the index holds nothing that exists nowhere else.

mod address;
mod index;
mod likeness;
mod query;
mod snippet;
mod words;

pub use address::address;
pub use index::{Found, Hit, Index, IndexedArticle};
pub use likeness::Likeness;
pub use snippet::{Snippet, snippet};

/// A failure of the index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index's folder cannot be used.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which folder.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// tantivy failed.
    #[error("{0}")]
    Index(#[from] tantivy::TantivyError),
    /// The index is damaged.
    #[error("{0}")]
    Damaged(String),
}
