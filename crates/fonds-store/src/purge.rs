//! Purging: an original's bytes leave the archive; that they did, and what they were, stays in the journal.
//!
//! The journal says first that an original is purged; then it is erased from the files of this place, and, when it is
//! opened there, of every other. A purge that was interrupted goes on when the library is next opened.

use crate::catalog::Catalog;
use crate::change::Purge;
use crate::journal::Turn;
use crate::originals::{Erased, Found, Originals};
use crate::store::{READ, Store};
use crate::{Change, Purged, StoreError};
use fonds_model::ArticleId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What purging an original did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PurgeReport {
    /// What was purged.
    #[serde(flatten)]
    pub purged: Purged,
    /// Devices in whose files it still lies until the library is opened there.
    pub waiting: BTreeSet<String>,
}

impl Store {
    /// Purges the original of an article, also of one in the trash. With `everywhere` it is also erased from files that other devices write:
    /// only when no other device has the library open, or an old machine will never open it again.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when there is no such original, [`StoreError::Purged`] when it is gone everywhere
    /// already, or what the disk says.
    pub fn purge(
        &self,
        article: &ArticleId,
        reason: &str,
        everywhere: bool,
    ) -> Result<PurgeReport, StoreError> {
        let unknown = || StoreError::Unknown { what: "article", id: article.0.clone() };
        let source = match self.article(article)? {
            Some(article) => article.source,
            None => self.about(article, Catalog::trashed_article)?.ok_or_else(unknown)?.source,
        };
        let digest = source.digest;
        let originals = Originals::read_only(&self.folder);
        let found = originals.places_of(&BTreeSet::from([digest.clone()]), &mut |_| Ok(()))?;
        let Some(Found { bytes, places }) = found.into_values().next() else {
            let purged = self.about(&digest, Catalog::purged)?;
            let gone = purged.map(|purged| StoreError::Purged(Box::new(purged)));
            return Err(gone.unwrap_or(StoreError::Unknown { what: "original", id: digest.0 }));
        };
        let purge = Purge {
            article: article.clone(),
            digest: digest.clone(),
            bytes,
            media_type: source.media_type,
            file_name: source.file_name,
            reason: reason.to_owned(),
            unused: false,
        };
        let change = Change::PurgeOriginal { purge: Box::new(purge) };
        self.commit_turn(&[], &[change], Turn::default(), false)?;
        let mut purged = self.about(&digest, Catalog::purged)?.ok_or_else(unknown)?;
        purged.places.extend(places);
        let waiting = self.erase(std::slice::from_ref(&purged), everywhere, &mut |_| Ok(()))?;
        Ok(PurgeReport { purged, waiting })
    }

    /// Erases what was purged and still lies in the files of this place, as after a kill or a purge elsewhere.
    pub(crate) fn erase_what_is_purged(&self) -> Result<(), StoreError> {
        let purged = self.watched(READ, Catalog::all_purged)?;
        self.erase(&purged, false, &mut |_| Ok(())).map(|_| ())
    }

    /// Gives the devices in whose files something of it still lies. `tell` hears how many bytes were written.
    pub(crate) fn erase(
        &self,
        purged: &[Purged],
        everywhere: bool,
        tell: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<BTreeSet<String>, StoreError> {
        self.while_still(|library| {
            let originals = Originals::read_only(library);
            let mut waiting = BTreeSet::new();
            let mut files: BTreeMap<&str, Vec<Erased>> = BTreeMap::new();
            for Purged { time, purge, places, .. } in purged {
                let kept = self.about(&purge.digest, Catalog::original)?;
                for place in places {
                    let device = place.file.split('/').next().unwrap_or_default();
                    if kept.as_ref() == Some(place) || !originals.lies_at(place) {
                        continue;
                    }
                    if everywhere || device == self.info.device {
                        let (offset, digest) = (place.offset, purge.digest.clone());
                        files.entry(&place.file).or_default().push(Erased { offset, digest, time: *time });
                    } else {
                        waiting.insert(device.to_owned());
                    }
                }
            }
            let mut done = Ok(waiting);
            // One file that cannot be written does not keep the others.
            for (file, gone) in files {
                if let Err(error) = originals.erase(file, &gone, tell) {
                    done = Err(error);
                }
            }
            done
        })
    }
}
