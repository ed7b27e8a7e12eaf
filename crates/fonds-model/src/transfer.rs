//! What travels from one library to another: a collection with its articles, annotations and tags, as they are.
//!
//! A book may carry it as data files in a folder of their own: a head ([`HEAD`]) that says what there is, and one file an
//! article ([`article_file`]). Who reads them trusts nothing in them.

use crate::{Annotation, Article, Collection, Tag};
use serde::{Deserialize, Serialize};

/// The name of the head's file.
pub const HEAD: &str = "transfer.json";
/// What the head calls its format.
pub const FORMAT: &str = "fonds-transfer";
/// The version of the format that is written.
pub const VERSION: u32 = 1;

/// A collection, or an article alone, with all that belongs to it. Ids are those of the library that it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transfer {
    /// The collection; none where an article travels alone.
    pub collection: Option<Collection>,
    /// Its articles in order, then those that its texts cite, without their texts.
    pub articles: Vec<Article>,
    /// Their annotations, as far as the book shows them.
    pub annotations: Vec<Annotation>,
    /// The tags of articles and annotations, with all broader ones.
    pub tags: Vec<Tag>,
}

/// The head of a transfer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TransferHead {
    /// [`FORMAT`]
    pub format: String,
    /// [`VERSION`]
    pub version: u32,
    /// How many articles there are.
    pub articles: usize,
    /// [`Transfer::collection`]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection: Option<Collection>,
    /// [`Transfer::annotations`]
    pub annotations: Vec<Annotation>,
    /// [`Transfer::tags`]
    pub tags: Vec<Tag>,
}

/// The name of the file of the article at a place, counted from 0.
pub fn article_file(place: usize) -> String {
    format!("articles/{:05}.json", place + 1)
}

/// What the file of an article holds.
pub fn article_content(article: &Article) -> String {
    written(article)
}

impl TransferHead {
    /// The head of a transfer of so many articles.
    pub fn of(
        articles: usize,
        collection: Option<Collection>,
        annotations: Vec<Annotation>,
        tags: Vec<Tag>,
    ) -> Self {
        Self { format: FORMAT.into(), version: VERSION, articles, collection, annotations, tags }
    }

    /// What its file holds.
    pub fn content(&self) -> String {
        written(self)
    }
}

impl Transfer {
    /// The files that carry it, where all of it is in memory: names within their folder, and contents.
    pub fn files(&self) -> Vec<(String, String)> {
        let Self { collection, articles, annotations, tags } = self;
        let head = TransferHead::of(articles.len(), collection.clone(), annotations.clone(), tags.clone());
        let articles = articles.iter().enumerate();
        let articles = articles.map(|(place, article)| (article_file(place), article_content(article)));
        std::iter::once((HEAD.to_owned(), head.content())).chain(articles).collect()
    }
}

fn written(value: &impl Serialize) -> String {
    // Values that are made of strings and numbers always print.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_read_again() {
        let transfer = Transfer {
            collection: Some(Collection { id: "c1".into(), title: "Cầu".into(), ..Collection::default() }),
            articles: vec![Article::default(), Article::default()],
            ..Transfer::default()
        };
        let files = transfer.files();
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["transfer.json", "articles/00001.json", "articles/00002.json"]);
        let head: TransferHead = serde_json::from_str(&files[0].1).unwrap();
        assert_eq!((head.articles, head.collection), (2, transfer.collection));
    }
}
