//! The words of Fonds: plain values that every other crate speaks in.
//!
//! Start at [`Article`] (a record and its body tree), [`projection::Projection`] (its plain text and the
//! offsets that annotations use), [`Collection`] (articles in order) and [`Book`] (a collection ready to
//! be written). Nothing here does IO.
//!
//! Invariant: values are complete without any other crate; all text is NFC; no HTML exists in them.

pub mod anchoring;
pub mod annotation;
pub mod article;
pub mod aside;
pub mod body;
pub mod book;
pub mod collection;
pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod ebook;
pub mod export;
mod field;
pub mod id;
pub mod json;
pub mod markdown;
pub mod nesting;
pub mod print;
pub mod progress;
pub mod projection;
pub mod region;
pub mod tag;
pub mod text;
pub mod transfer;
pub mod tree;

pub use annotation::{Annotation, Colour, Motivation, TextPosition, TextQuote, TextRevision, TextTarget};
pub use article::{
    Article, ArticleKind, ArticleSummary, Asset, AssetInfo, Creator, Field, Holding, Identifier, Role, Source,
};
pub use aside::{aside, is_aside, step_aside};
pub use body::{Block, Cell, Image, Inline, Outline, Row};
pub use book::{AssetSource, Book, BookLabels, BookMeta, Contributor, Section, SectionKind, TextSource};
pub use collection::{Collection, CollectionItem, ItemContent, Sort, TextRole};
pub use date::{DateParts, Edtf, season_named};
pub use diagnostic::{Diagnostic, Severity};
pub use digest::Digest;
pub use ebook::EbookSettings;
pub use export::{CitationPlace, ExportSettings, Paper};
pub use id::{AnnotationId, ArticleId, CollectionId, IdSource, ItemId, TagId};
pub use print::{Booklet, NotePlace, Numerals, PageNumbers, PrintSettings, RunningHead, Typeface};
pub use progress::{Cancelled, Progress, Quiet, Stage, apart};
pub use projection::Projection;
pub use region::{Area, Region};
pub use tag::Tag;
pub use transfer::{Transfer, TransferHead};

/// A moment in time, written as RFC 3339 in UTC.
pub type Timestamp = jiff::Timestamp;

/// Where the present moment comes from; passed in, so that the same input gives the same bytes.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}
