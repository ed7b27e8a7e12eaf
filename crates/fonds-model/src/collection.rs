//! Collections: articles, part headings and texts of their own, in order, with how they are exported. They stand in a
//! tree as folders do; a smart one holds what its search finds.

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
    /// The collection that it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<CollectionId>,
    /// The search whose finds it holds, in the language of the search box. Its items are then texts of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The order of what the search finds.
    #[serde(skip_serializing_if = "Sort::is_usual")]
    pub sort: Sort,
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

/// An order of articles that a search finds. What has no date stands last in both orders by date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// By the date of publication, the latest first.
    Newest,
    /// By the date of publication, the earliest first.
    Oldest,
    /// By title, in the order of Vietnamese dictionaries.
    Title,
    /// What came in last first.
    Added,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Relevance, Self::Newest, Self::Oldest, Self::Title, Self::Added];

    /// Its name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Title => "title",
            Self::Added => "added",
        }
    }

    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl Collection {
    /// Whether it holds what a search finds.
    pub fn is_smart(&self) -> bool {
        self.query.is_some()
    }

    /// The articles in order; one may come more than once.
    pub fn articles(&self) -> impl Iterator<Item = &ArticleId> {
        self.items.iter().filter_map(|item| match &item.content {
            ItemContent::Article { article } => Some(article),
            _ => None,
        })
    }
}
