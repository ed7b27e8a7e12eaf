//! Citing: an article's metadata as a citation in any CSL style, as a bibliography, and in the exchange formats.
//!
//! 1. [`item`] maps an article to CSL-JSON, the form that CSL processors read.
//! 2. [`styles`] and [`locales`] are what comes with hayagriva, [`added`] what the user adds; [`prepare`] mends a style.
//! 3. [`Citer`] has hayagriva ([`processor`]) render the items in a style and a language; [`dates`] and [`inlines`] mend
//!    what is printed.
//! 4. [`syntax`] reads citations that were typed in a text, [`writing`] writes them; [`copy`] and [`coins`] take citations out of Fonds.
//! 5. [`exchange`] writes BibLaTeX, RIS and CSL-JSON; [`reading`] reads them, and BibTeX; [`keys`] makes citekeys.
//!
//! Invariant: the same articles, style and locale give the same citations; no style can fail on an article.

mod added;
mod archived;
mod citer;
mod cluster;
mod coins;
mod copy;
mod dates;
mod exchange;
mod inlines;
mod item;
mod keys;
mod listing;
mod locales;
mod locators;
mod names;
mod prepare;
mod processor;
mod pruning;
mod reading;
mod special;
mod styles;
mod subsequent;
mod substitutes;
#[cfg(test)]
mod suite;
mod syntax;
mod tried;
mod worded;
mod writing;

pub use added::AddedStyles;
pub use archived::archived_copy;
pub use citer::{Cited, Citer, Entry, InText};
pub use cluster::{AuthorForm, Cite, Cluster, Locator, LocatorLabel};
pub use coins::coins;
pub use copy::{CopyForm, to_markdown};
pub use exchange::{bibtex, csl_json, ris, to_html};
pub use keys::citekey;
pub use locales::{LocaleInfo, locales};
pub use names::{is_vietnamese_name, sorted_name};
pub use reading::{Record, Records, from_bibtex, from_csl_json, from_ris, page_range, person};
pub use styles::{StyleInfo, filtered, find_styles, styles};
pub use syntax::{KeyedCite, Piece, Written, pieces, with_keys};
pub use worded::{date_in_words, printed_date};
pub use writing::written;

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
    /// A style's file cannot be used.
    #[error("line {line}: {reason}; {hint}")]
    BrokenStyle {
        /// Where, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// A style is only a name for another one, which is not there.
    #[error("{parent}")]
    ParentMissing {
        /// The address of that style, such as `http://www.zotero.org/styles/apa`.
        parent: String,
    },
}

impl CiteError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownStyle { .. } => "unknown-style",
            Self::UnknownLocale { .. } => "unknown-locale",
            Self::BrokenStyle { .. } => "style-broken",
            Self::ParentMissing { .. } => "style-parent-missing",
        }
    }
}
