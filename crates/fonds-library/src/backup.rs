//! Backup: a copy of journal and originals that is a library itself, and getting a library back from one.

use crate::{Library, LibraryError};
use fonds_model::Progress;
use fonds_store::{BackupReport, Store};
use std::path::Path;

impl Library {
    /// Copies what is new to a backup, which is made if it is not there. It can be opened as a library.
    ///
    /// # Errors
    /// `backup-other` when the folder holds something else, `backup-differs` when it is not an earlier state of this
    /// library, `cancelled`, or what the disk says. What was copied stays; the next call goes on from there.
    pub fn backup(&self, to: &Path, progress: &dyn Progress) -> Result<BackupReport, LibraryError> {
        Ok(self.store.backup(to, progress)?)
    }
}

/// Makes a library of a backup, in a folder that is empty or not there.
///
/// # Errors
/// `library-missing` when there is no backup, `library-exists` when the folder is in use, or what the disk says.
pub fn restore(backup: &Path, to: &Path, progress: &dyn Progress) -> Result<BackupReport, LibraryError> {
    Ok(Store::restore(backup, to, progress)?)
}
