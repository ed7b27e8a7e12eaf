//! Citing: an article's metadata as a citation in any CSL style, as a bibliography, and in the exchange formats.
//!
//! 1. [`item`] maps an article to CSL-JSON, the form that CSL processors read.
//! 2. [`Citer`] has hayagriva render the items in a style and a language.
//! 3. [`exchange`] writes BibLaTeX, RIS and CSL-JSON; [`reading`] reads them, and BibTeX; [`keys`] makes citekeys.
//!
//! Invariant: the same articles, style and locale give the same citations; no style can fail on an article.

mod citer;
mod exchange;
mod item;
mod keys;
mod names;
mod reading;
mod styles;

pub use citer::{Cited, Citer, Entry};
pub use exchange::{bibtex, csl_json, ris, to_html};
pub use keys::citekey;
pub use names::is_vietnamese_name;
pub use reading::{Record, Records, from_bibtex, from_csl_json, from_ris, page_range, person};
pub use styles::{LocaleInfo, StyleInfo, find_styles, locales, styles};

/// Why articles cannot be cited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CiteError {
    /// No bundled style has that name.
    #[error("{name}")]
    UnknownStyle {
        /// What was asked for.
        name: String,
    },
    /// No bundled locale has that code.
    #[error("{code}")]
    UnknownLocale {
        /// What was asked for.
        code: String,
    },
}

impl CiteError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownStyle { .. } => "unknown-style",
            Self::UnknownLocale { .. } => "unknown-locale",
        }
    }
}
