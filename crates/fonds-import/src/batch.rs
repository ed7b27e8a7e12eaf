//! What one input gave: its articles, and what could not be read of it.

use crate::{ImportError, PageLinks, Received};
use fonds_model::{Article, Asset, Colour, Diagnostic, TextQuote, Timestamp};
use std::sync::Arc;
use url::Url;

/// What import made of one input.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Its articles, in their order.
    pub articles: Vec<Imported>,
    /// Parts of it that gave no article.
    pub failed: Vec<Unread>,
    /// What is to be said of it as a whole.
    pub diagnostics: Vec<Diagnostic>,
    /// What other libraries handed on in it; its articles are not among [`Batch::articles`].
    pub received: Vec<Received>,
}

/// An article that import made. It has no id and no tags of a library yet, and a citekey only where it came with one.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The article; remarks are in its source.
    pub article: Article,
    /// Its pictures, each once.
    pub assets: Vec<Asset>,
    /// Labels of its tags, without those that a publication gave (they are keywords).
    pub tags: Vec<String>,
    /// Highlights and notes that came with it.
    pub markings: Vec<Marking>,
    /// The exact bytes that it was made of, where they are not the input's: a file in an archive, an attached file.
    pub original: Option<Arc<[u8]>>,
    /// Of a web page: its own address, and what it says of other pages of its article.
    pub page: Option<(Url, PageLinks)>,
}

/// A highlight or note that came with an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marking {
    /// The passage; an empty one means the whole article.
    pub quote: TextQuote,
    /// What was said, in a subset of Markdown.
    pub note: String,
    /// Its colour.
    pub colour: Colour,
    /// Labels of its tags.
    pub tags: Vec<String>,
    /// Who made it.
    pub creator: String,
    /// When it was made.
    pub created: Option<Timestamp>,
}

/// A part of an input that gave no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Which part: a path in an archive, an address, a record's name.
    pub part: String,
    /// Why.
    pub error: ImportError,
}

impl Batch {
    /// A batch of one article.
    pub(crate) fn of(imported: Imported) -> Self {
        Self { articles: vec![imported], ..Self::default() }
    }
}
