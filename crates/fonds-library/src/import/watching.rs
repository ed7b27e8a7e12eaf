//! A watched folder: its new files are taken in by themselves, and stay where they are.

use super::files::walk;
use super::report::ImportReport;
use super::{ImportOptions, is_within};
use crate::{Language, Library, LibraryError};
use fonds_model::Progress;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// A file that changed later than this may still be being written.
const RESTED: Duration = Duration::from_secs(2);

/// Files of a watched folder that were taken in or tried since the library was opened, as they were then.
#[derive(Default)]
pub(crate) struct Seen(Mutex<HashMap<PathBuf, (SystemTime, u64)>>);

impl Library {
    /// The watched folder, if there is one.
    pub fn watched(&self) -> Option<PathBuf> {
        self.store.watched_folder()
    }

    /// Has the new files of a folder taken in by themselves; `None` ends it.
    ///
    /// # Errors
    /// `watched-folder` when there is no such folder, or it lies in the library; or what the disk says.
    pub fn watch(&self, folder: Option<&Path>) -> Result<(), LibraryError> {
        let folder = folder.map(|folder| {
            let found = folder.canonicalize().ok().filter(|found| found.is_dir());
            let found = found.filter(|found| !is_within(found, self.store.dir()));
            found.ok_or_else(|| LibraryError::WatchedFolder(folder.to_owned()))
        });
        Ok(self.store.watch(folder.transpose()?)?)
    }

    /// Takes in what is new in the watched folder. A file that failed is tried again when it has changed.
    ///
    /// # Errors
    /// `watched-folder` when it is not there now, or as [`Library::import_paths`].
    pub fn import_watched(
        &self,
        language: Language,
        progress: &dyn Progress,
    ) -> Result<ImportReport, LibraryError> {
        let Some(folder) = self.store.watched_folder() else { return Ok(ImportReport::default()) };
        if !folder.is_dir() {
            return Err(LibraryError::WatchedFolder(folder));
        }
        let mut report = ImportReport::default();
        let mut files = walk(&[folder], language, &mut report);
        files.retain(|path| self.seen.is_new(path));
        if files.is_empty() {
            return Ok(report);
        }
        report.append(self.import_paths(&files, ImportOptions::default(), language, progress)?);
        Ok(report)
    }
}

impl Seen {
    /// Whether a file was not seen as it is now, and has come to rest; then it counts as seen.
    fn is_new(&self, path: &Path) -> bool {
        let Ok(metadata) = path.metadata() else { return false };
        let changed = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        if changed.elapsed().is_ok_and(|since| since < RESTED) {
            return false;
        }
        let state = (changed, metadata.len());
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(path.to_owned(), state) != Some(state)
    }
}
