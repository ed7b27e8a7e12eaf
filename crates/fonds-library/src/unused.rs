//! Originals that nothing refers to any more: telling of them, and taking all of them out of the archive for good.

use crate::{Library, LibraryError};
use fonds_model::Progress;
use fonds_model::text::clean_line;
use fonds_store::{Unused, UnusedPurged};
use std::collections::BTreeSet;

impl Library {
    /// The originals that no article and no collection refers to, neither in the library nor in the trash: those of what
    /// was taken out of the trash for good.
    ///
    /// # Errors
    /// `cancelled`, or when the archive cannot be read.
    pub fn unused_originals(&self, progress: &dyn Progress) -> Result<Vec<Unused>, LibraryError> {
        Ok(self.store.unused_originals(progress)?)
    }

    /// Purges all of them; what they were and why they went stays in the history of what they belonged to. Other devices
    /// that share the library should have been heard of first: what they have not sent yet may still refer to them.
    ///
    /// # Errors
    /// `cancelled` when nothing was purged yet, `library-read-only`, or what the disk says.
    pub fn purge_unused(&self, reason: &str, progress: &dyn Progress) -> Result<UnusedPurged, LibraryError> {
        let found = self.store.find_unused(progress)?;
        let mut report = UnusedPurged::default();
        self.and_index(|store| {
            report = store.purge_unused(found, &clean_line(reason), progress)?;
            Ok(BTreeSet::new())
        })?;
        Ok(report)
    }
}
