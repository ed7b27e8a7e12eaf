//! Looking into a source that holds several articles, such as a feed or an archive, before any of them comes in.

use super::drafts::{Draft, Known, Reading};
use super::{ImportOptions, WebOptions, files, is_web_address, understand};
use crate::{Library, LibraryError};
use fonds_model::{ArticleId, Edtf, Progress, Projection};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Which pieces of the sources come in, by [`Piece::path`].
pub type Chosen = Arc<BTreeSet<String>>;

/// An article that a source holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    /// The source, and behind `›` the part of it.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Names of its creators.
    pub creators: Vec<String>,
    /// Where it appeared.
    pub publication: Option<String>,
    /// When it appeared.
    pub issued: Option<Edtf>,
    /// How much text it has, in code points.
    pub length: usize,
    /// The article that was made of it before.
    pub known: Option<ArticleId>,
}

impl Library {
    /// What a file or an address holds; nothing of it is kept.
    ///
    /// # Errors
    /// When it cannot be read, or holds no article.
    pub fn pieces(
        &self,
        source: &str,
        options: &ImportOptions,
        progress: &dyn Progress,
    ) -> Result<Vec<Piece>, LibraryError> {
        let mut reading = if is_web_address(source) {
            self.read_url(source, &WebOptions::of(options), progress)?
        } else {
            let path = Path::new(source);
            let bytes = files::read_file(path)?;
            let batch = understand(path, &bytes, options)?;
            Reading::of(source, bytes, batch)
        };
        if let (true, Some((_, error))) = (reading.drafts.is_empty(), reading.failed.pop()) {
            return Err(error);
        }
        let known = Known::default();
        reading.drafts.iter().map(|draft| Ok(piece(draft, self.before(draft, &known)?))).collect()
    }
}

fn piece(draft: &Draft, known: Option<ArticleId>) -> Piece {
    let article = &draft.made.article;
    Piece {
        path: draft.path().to_owned(),
        title: article.title.clone(),
        creators: article.creators.iter().map(|creator| creator.name.clone()).collect(),
        publication: article.publication.clone(),
        issued: article.issued.clone(),
        length: Projection::of(article).text.chars().count(),
        known,
    }
}
