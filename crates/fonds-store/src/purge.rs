//! Purging: an original's bytes leave the archive; that they did, and what they were, stays in the journal.
//!
//! The journal says first that an original is purged; then it is erased from the files of this place, and, when it is
//! opened there, of every other. A purge that was interrupted goes on when the library is next opened.

use crate::catalog::Catalog;
use crate::change::Purge;
use crate::journal::Turn;
use crate::originals::Originals;
use crate::store::{READ, Store};
use crate::{Change, Purged, StoreError};
use fonds_model::{ArticleId, Digest};
use serde::Serialize;
use std::collections::BTreeSet;

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
        let places = originals.places_of(&digest)?;
        if places.is_empty() {
            let purged = self.about(&digest, Catalog::purged)?;
            let gone = purged.map(|purged| StoreError::Purged(Box::new(purged)));
            return Err(gone.unwrap_or(StoreError::Unknown { what: "original", id: digest.0 }));
        }
        let bytes = places.iter().find_map(|place| originals.read(&digest, place).ok());
        let purge = Purge {
            article: article.clone(),
            digest: digest.clone(),
            bytes: bytes.map_or(0, |bytes| bytes.len() as u64),
            media_type: source.media_type,
            file_name: source.file_name,
            reason: reason.to_owned(),
        };
        let change = Change::PurgeOriginal { purge: Box::new(purge) };
        self.commit_turn(&[], &[change], Turn::default(), false)?;
        let mut purged = self.about(&digest, Catalog::purged)?.ok_or_else(unknown)?;
        purged.places.extend(places);
        let waiting = self.erase(&digest, &purged, everywhere)?;
        Ok(PurgeReport { purged, waiting })
    }

    /// Erases what was purged and still lies in the files of this place, as after a kill or a purge elsewhere.
    pub(crate) fn erase_what_is_purged(&self) -> Result<(), StoreError> {
        for purged in self.watched(READ, Catalog::all_purged)? {
            self.erase(&purged.purge.digest, &purged, false)?;
        }
        Ok(())
    }

    /// Gives the devices in whose files it still lies.
    fn erase(
        &self,
        digest: &Digest,
        purged: &Purged,
        everywhere: bool,
    ) -> Result<BTreeSet<String>, StoreError> {
        self.while_still(|library| {
            let originals = Originals::read_only(library);
            let kept = self.about(digest, Catalog::original)?;
            let mut waiting = BTreeSet::new();
            for place in &purged.places {
                let device = place.file.split('/').next().unwrap_or_default();
                if kept.as_ref() == Some(place) || !originals.lies_at(place) {
                    continue;
                }
                if everywhere || device == self.info.device {
                    originals.erase(digest, place, purged.time)?;
                } else {
                    waiting.insert(device.to_owned());
                }
            }
            Ok(waiting)
        })
    }
}
