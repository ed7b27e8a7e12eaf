//! Making the catalog small: sled never gives room back, so what it holds is copied to a new one, which takes its place.

use crate::catalog::Catalog;
use crate::error::at;
use crate::opening::wait_for_readers;
use crate::store::locked;
use crate::{Store, StoreError};
use fonds_model::{Progress, Stage};
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::sync::{Arc, PoisonError};

/// What making the catalog small gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Compaction {
    /// Bytes on disk before.
    pub before: u64,
    /// Bytes on disk now.
    pub after: u64,
}

impl Store {
    /// Copies the catalog beside the present one, compares the two, and swaps them. Writing waits meanwhile, reading does
    /// not. Whatever happens on the way, the catalog is there or is made anew from the journal by the next opening.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], [`StoreError::ReadOnly`], or what the disk says; then the present one stays.
    pub fn compact(&self, progress: &dyn Progress) -> Result<Compaction, StoreError> {
        let _still = locked(self.writer.as_ref().ok_or(StoreError::ReadOnly)?);
        let (current, new) = (self.derived.join("catalog"), self.derived.join("catalog.new"));
        remove_if_there(&new)?;
        let catalog = self.catalog()?;
        let before = catalog.engine().size_on_disk()?;
        if let Err(error) = copy(&catalog, &new, before, progress) {
            // Half a copy only takes room.
            let _ = fs::remove_dir_all(&new);
            return Err(error);
        }
        drop(catalog);
        let mut slot = self.catalog.write().unwrap_or_else(PoisonError::into_inner);
        slot.take().into_iter().for_each(wait_for_readers);
        let old = self.derived.join("catalog.old");
        remove_if_there(&old)?;
        fs::rename(&current, &old).map_err(at(&current))?;
        fs::rename(&new, &current).map_err(at(&current))?;
        let catalog = Catalog::open(&current)?;
        let after = catalog.engine().size_on_disk()?;
        *slot = Some(Arc::new(catalog));
        remove_if_there(&old)?;
        Ok(Compaction { before, after })
    }
}

fn copy(from: &Catalog, folder: &Path, total: u64, progress: &dyn Progress) -> Result<(), StoreError> {
    let copy = Catalog::open(folder)?;
    from.engine().copy_to(copy.engine(), &mut |copied| {
        progress.step(Stage::Rebuild, copied.min(total), total);
        progress.check().map_err(StoreError::from)
    })?;
    if from.engine().is_same_as(copy.engine())? {
        Ok(())
    } else {
        Err(StoreError::Catalog("the copy is not as the original".into()))
    }
}

pub(crate) fn remove_if_there(folder: &Path) -> Result<(), StoreError> {
    if folder.exists() { fs::remove_dir_all(folder).map_err(at(folder)) } else { Ok(()) }
}
