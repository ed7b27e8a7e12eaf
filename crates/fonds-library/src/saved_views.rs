//! Saved views: a list as someone wants to find it again. They lie in the library's folder, because they name its tags and
//! collections and everyone who works on the library has them; they are no records, so the journal knows nothing of them.

use crate::problem::{read_error, write_error};
use crate::{Library, LibraryError, ListFilter, ListSort, Sort};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::PathBuf;

/// The file in the library's folder.
const FILE: &str = "views.json";

/// A list with everything that makes it up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SavedView {
    /// Its name among the views of the library.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The query; empty where nothing is looked for.
    pub query: String,
    /// The order of what the query finds.
    pub order: Sort,
    /// Which articles, where nothing is looked for.
    pub filter: ListFilter,
    /// Their order.
    pub sort: ListSort,
    /// How they are shown.
    pub look: Look,
    /// The table's columns.
    pub columns: Vec<ViewColumn>,
}

/// How a list is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// A card an article.
    #[default]
    Cards,
    /// A line an article, in columns.
    Table,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewColumn {
    /// Which one, as the window calls it.
    pub key: String,
    /// Its width in pixels.
    pub width: u32,
}

impl Library {
    /// The saved views, in the order in which they are shown.
    ///
    /// # Errors
    /// `file-failed` and the like when the file cannot be read.
    pub fn saved_views(&self) -> Result<Vec<SavedView>, LibraryError> {
        let path = self.views_path();
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::from).map_err(read_error(&path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(vec![]),
            Err(error) => Err(read_error(&path)(error)),
        }
    }

    /// Keeps these views in the place of those that were saved.
    ///
    /// # Errors
    /// `library-read-only`, or what the disk says; then the views stay as they were.
    pub fn save_views(&self, views: &[SavedView]) -> Result<(), LibraryError> {
        if self.store.is_read_only() {
            return Err(fonds_store::StoreError::ReadOnly.into());
        }
        let path = self.views_path();
        let write = || {
            let mut file = tempfile::NamedTempFile::new_in(self.store.dir())?;
            serde_json::to_writer_pretty(&mut file, views)?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            Ok::<(), io::Error>(())
        };
        write().map_err(write_error(&path))
    }

    fn views_path(&self) -> PathBuf {
        self.store.dir().join(FILE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment;

    #[test]
    fn views_come_back_as_they_were_and_damage_is_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("x");
        let library = Library::create(&folder, "x", environment()).unwrap();
        assert_eq!(library.saved_views().unwrap(), []);
        let view = SavedView {
            id: "v".into(),
            name: "Báo trước 1954".into(),
            query: "date:..1954".into(),
            order: Sort::Oldest,
            look: Look::Table,
            columns: vec![ViewColumn { key: "title".into(), width: 320 }],
            ..SavedView::default()
        };
        library.save_views(std::slice::from_ref(&view)).unwrap();
        assert_eq!(library.saved_views().unwrap(), [view]);
        fs::write(folder.join(FILE), "{").unwrap();
        assert_eq!(library.saved_views().unwrap_err().code(), "file-failed");
    }
}
