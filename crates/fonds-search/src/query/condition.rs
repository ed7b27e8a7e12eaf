//! The conditions that an article can meet.

use super::DateRange;
use fonds_model::ArticleKind;

/// One condition of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Words anywhere in the article: title, text, creators, publication, tags, notes.
    Text(Words),
    /// `author:` words in the name of one creator.
    Author(Words),
    /// `source:` the name of the publication; where none is called so, words in its name.
    Source(Words),
    /// `tag:` a tag by its label, a synonym, or its path (`Nghệ thuật/Hội hoạ`); narrower tags are meant too.
    Tag(String),
    /// `date:` when it appeared.
    Date(DateRange),
    /// `kind:` what sort of document it is.
    Kind(ArticleKind),
    /// `has:` what it carries.
    Has(Has),
    /// `in:` a collection by its title, its id or the beginning of its id.
    In(String),
    /// `lang:` its language; `vi` means `vi-VN` too.
    Language(String),
}

/// Words that are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// As they were typed, NFC.
    pub text: String,
    /// They stood in quotes.
    pub is_quoted: bool,
    /// The last one may be the beginning of a longer one (`*`).
    pub is_beginning: bool,
}

/// What an article can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Has {
    /// A note.
    Note,
    /// A highlight.
    Highlight,
    /// A tag.
    Tag,
}

impl Has {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Note, Self::Highlight, Self::Tag];

    /// Its name in a query.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Highlight => "highlight",
            Self::Tag => "tag",
        }
    }
}

impl Condition {
    /// What stands before the colon; nothing for words.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Text(_) => None,
            Self::Author(_) => Some("author"),
            Self::Source(_) => Some("source"),
            Self::Tag(_) => Some("tag"),
            Self::Date(_) => Some("date"),
            Self::Kind(_) => Some("kind"),
            Self::Has(_) => Some("has"),
            Self::In(_) => Some("in"),
            Self::Language(_) => Some("lang"),
        }
    }
}
