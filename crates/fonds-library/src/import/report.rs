//! What is told of an import.

use super::doubles::Alike;
use crate::{Language, LibraryError, Problem};
use fonds_model::{ArticleId, CollectionId, Diagnostic};
use serde::Serialize;

/// What became of each file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportReport {
    /// Articles that are in the library now.
    pub imported: Vec<Imported>,
    /// Files whose bytes were in the library before.
    pub duplicates: Vec<Duplicate>,
    /// Files that are not in the library, and why.
    pub failed: Vec<Failed>,
    /// What is to be said of files as a whole, such as of an archive of many articles.
    pub remarks: Vec<Remark>,
    /// Collections that came with their articles from another library.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collections: Vec<Brought>,
    /// The user stopped; files that are not listed were not looked at.
    pub cancelled: bool,
}

/// A file that became an article.
#[derive(Clone, Debug, Serialize)]
pub struct Imported {
    /// The file, and behind `›` the part of it.
    pub path: String,
    /// The article.
    pub id: ArticleId,
    /// Its citekey.
    pub citekey: String,
    /// Its title.
    pub title: String,
    /// What was imperfect.
    pub diagnostics: Vec<Diagnostic>,
    /// Articles of the library whose text is nearly the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<Alike>,
}

/// A file that the library had.
#[derive(Clone, Debug, Serialize)]
pub struct Duplicate {
    /// The file, and behind `›` the part of it.
    pub path: String,
    /// The article that it became before.
    pub id: ArticleId,
}

/// A file that could not be taken in.
#[derive(Clone, Debug, Serialize)]
pub struct Failed {
    /// The file, and behind `›` the part of it.
    pub path: String,
    /// Why, and what to do.
    #[serde(flatten)]
    pub problem: Problem,
}

/// A collection that came from another library.
#[derive(Clone, Debug, Serialize)]
pub struct Brought {
    /// The file.
    pub path: String,
    /// The collection.
    pub id: CollectionId,
    /// Its title.
    pub title: String,
    /// How many places were added to it.
    pub added: usize,
    /// It was not here before.
    pub is_new: bool,
}

/// A remark about a file.
#[derive(Clone, Debug, Serialize)]
pub struct Remark {
    /// The file.
    pub path: String,
    /// What is to be said of it.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
}

impl ImportReport {
    /// Adds what another import of the same job told.
    pub fn append(&mut self, other: Self) {
        self.imported.extend(other.imported);
        self.duplicates.extend(other.duplicates);
        self.failed.extend(other.failed);
        self.remarks.extend(other.remarks);
        self.collections.extend(other.collections);
        self.cancelled |= other.cancelled;
    }
}

impl Failed {
    /// A file that failed, in words.
    pub(super) fn of(path: String, error: &LibraryError, language: Language) -> Self {
        Self { path, problem: error.problem(language) }
    }
}
