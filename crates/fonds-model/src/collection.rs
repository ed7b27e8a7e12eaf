//! Collections: articles, part headings and texts of their own, in order, with how they are exported.

use crate::{ArticleId, CollectionId, ExportSettings, ItemId};
use serde::{Deserialize, Serialize};

/// An ordered selection of articles that can become a book.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Collection {
    /// Its name within the library.
    pub id: CollectionId,
    /// Its title, which is also the book's.
    pub title: String,
    /// What it is for; shown in the window only.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// How it is exported, title page included.
    pub settings: ExportSettings,
    /// What it holds, in order.
    pub items: Vec<CollectionItem>,
}

/// One place in a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionItem {
    /// Its name within the library.
    pub id: ItemId,
    /// What stands there.
    #[serde(flatten)]
    pub content: ItemContent,
}

/// What stands at a place of a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ItemContent {
    /// An article.
    Article {
        /// Which one.
        article: ArticleId,
    },
    /// The heading of a part, which runs to the next one.
    Part {
        /// The heading.
        title: String,
    },
    /// A text written for the collection.
    Text {
        /// What the text is for.
        role: TextRole,
        /// Its heading; empty for the role's usual one in the book's language.
        title: String,
        /// Markdown.
        text: String,
    },
}

/// What a collection's own text is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextRole {
    /// Stands before everything else.
    #[default]
    Foreword,
    /// Introduces what follows it.
    Introduction,
    /// Closes what came before it.
    Afterword,
}

impl Collection {
    /// The articles in order; one may come more than once.
    pub fn articles(&self) -> impl Iterator<Item = &ArticleId> {
        self.items.iter().filter_map(|item| match &item.content {
            ItemContent::Article { article } => Some(article),
            _ => None,
        })
    }
}
