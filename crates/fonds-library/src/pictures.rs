//! Pictures: which of a collection have no alternative text, and writing one.

use crate::{BookOf, Library, LibraryError};
use fonds_model::body::{for_each_image, for_each_image_mut};
use fonds_model::{Article, ArticleId, AssetInfo, Digest};
use fonds_store::Change;
use serde::Serialize;
use serde_json::{Map, json};

/// A picture that says nothing to those who cannot see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Undescribed {
    /// The article that shows it.
    pub article: ArticleId,
    /// The article's title.
    pub title: String,
    /// The picture.
    pub asset: Digest,
    /// Its file's name, or empty.
    pub file_name: String,
}

impl Library {
    /// The pictures of a collection's articles, or of one article, that have no alternative text, in order, each once an
    /// article.
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-article`.
    pub fn undescribed(&self, of: impl Into<BookOf>) -> Result<Vec<Undescribed>, LibraryError> {
        let collection = match of.into() {
            BookOf::Article(id) => return Ok(undescribed(&self.article(&id)?)),
            BookOf::Collection(id) => self.whole_collection(&id)?,
        };
        let mut found = Vec::new();
        for id in collection.articles() {
            if let Some(article) = self.store.article(id)? {
                found.extend(undescribed(&article));
            }
        }
        Ok(found)
    }

    /// A picture of an article, by the name of its file or the beginning of its digest.
    ///
    /// # Errors
    /// `unknown-article`, `unknown-picture`.
    pub fn picture_named(&self, id: &ArticleId, name: &str) -> Result<Digest, LibraryError> {
        let article = self.article(id)?;
        let named = |asset: &&AssetInfo| {
            !name.is_empty() && (asset.file_name == name || asset.digest.as_str().starts_with(name))
        };
        let found = article.assets.iter().find(named).map(|asset| asset.digest.clone());
        found.ok_or_else(|| LibraryError::NoPicture(name.to_owned()))
    }

    /// Says in words what a picture of an article shows. The change can be undone like any other.
    ///
    /// # Errors
    /// `unknown-article`.
    pub fn describe_picture(&self, id: &ArticleId, asset: &Digest, words: &str) -> Result<(), LibraryError> {
        let article = self.article(id)?;
        let words = fonds_model::text::clean_line(words);
        let mut body = article.body.clone();
        for_each_image_mut(&mut body, &mut |image| {
            if image.asset == *asset {
                image.alt.clone_from(&words);
            }
        });
        if body == article.body {
            return Ok(());
        }
        let fields = Map::from_iter([("body".to_owned(), json!(body))]);
        self.commit(&[], &[Change::SetArticle { id: id.clone(), fields }])
    }
}

/// The pictures of an article that have no alternative text, each once.
fn undescribed(article: &Article) -> Vec<Undescribed> {
    let mut found: Vec<Undescribed> = Vec::new();
    for_each_image(&article.body, &mut |image| {
        if !image.alt.trim().is_empty() || found.iter().any(|one| one.asset == image.asset) {
            return;
        }
        let asset = article.assets.iter().find(|asset| asset.digest == image.asset);
        found.push(Undescribed {
            article: article.id.clone(),
            title: article.title.clone(),
            asset: image.asset.clone(),
            file_name: asset.map(|asset| asset.file_name.clone()).unwrap_or_default(),
        });
    });
    found
}
