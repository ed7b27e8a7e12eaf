//! Finding: a tantivy index over the library, derived from it and deletable at any time.
//!
//! Start at [`Index`]: [`Index::update`] takes articles down, [`Index::search`] finds them by a [`Query`], which
//! [`Query::parse`] reads from what people type; [`Names`] says what tags and collections are called. [`Likeness`] tells
//! texts that are nearly the same. Words are prepared by [`words`] (Vietnamese rules), and tantivy reads texts through
//! [`tokens`].
//!
//! Invariant: the index holds nothing that exists nowhere else.

mod address;
mod index;
mod likeness;
mod names;
mod pairs;
mod query;
mod search;
mod title_key;
mod tokens;
mod words;

pub use address::address;
pub use fonds_model::Sort;
pub use index::{Index, IndexedAnnotation, IndexedArticle};
pub use likeness::Likeness;
pub use names::Names;
pub use query::{Condition, DateRange, Has, Parsed, Problem, ProblemCode, Query, Words};
pub use search::{Facet, FacetKind, FacetValue, Found, Hit, Part, SearchOptions, Snippet};

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

impl SearchError {
    /// Whether the bytes of the index are not what was written, rather than a disk that is full or shut.
    pub fn is_damage(&self) -> bool {
        use tantivy::TantivyError::{DataCorruption, DeserializeError, InternalError, OpenReadError};
        match self {
            Self::Damaged(_) => true,
            Self::Index(DataCorruption(_) | DeserializeError(_) | InternalError(_) | OpenReadError(_)) => {
                true
            }
            Self::Index(_) | Self::Io { .. } => false,
        }
    }
}
