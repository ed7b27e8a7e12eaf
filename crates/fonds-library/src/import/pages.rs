//! Pages that were saved as files of their own and are one article, or two versions of one.
//!
//! A page says where its article goes on (`rel="next"`) and, where it is one for telephones or for printing, which page
//! it is a version of. Files that were read together are held against each other by their addresses.

use super::drafts::Reading;
use super::report::{Duplicate, Remark};
use crate::{Library, LibraryError};
use fonds_import::{Imported, PageLinks};
use fonds_model::{ArticleId, Diagnostic, Digest};
use std::collections::{HashMap, HashSet};

impl Library {
    /// Puts the further pages of an article behind its first one, and leaves out versions of pages that are there.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub(super) fn join_saved_pages(&self, readings: &mut [Reading]) -> Result<(), LibraryError> {
        self.pass_over_known_pages(readings)?;
        leave_out_versions(readings);
        let next = chains(readings);
        let later: HashSet<usize> = next.values().copied().collect();
        let firsts: Vec<usize> = next.keys().copied().filter(|first| !later.contains(first)).collect();
        for first in firsts {
            let mut last = first;
            // A row that comes back to its beginning has no first page, so this ends.
            while let Some(after) = next.get(&last) {
                let page = std::mem::take(&mut readings[*after]);
                append(&mut readings[first], page);
                last = *after;
            }
        }
        Ok(())
    }

    /// A page that was put behind another in an earlier import is known by the article that it is in.
    fn pass_over_known_pages(&self, readings: &mut [Reading]) -> Result<(), LibraryError> {
        let mut held: HashMap<Digest, ArticleId> = HashMap::new();
        for known in readings.iter().flat_map(|reading| &reading.known) {
            let further = self.store.article(&known.id)?.map(|article| article.source.further);
            held.extend(further.unwrap_or_default().into_iter().map(|digest| (digest, known.id.clone())));
        }
        for reading in readings.iter_mut() {
            let Some(page) = page_of(reading) else { continue };
            if let Some(id) = held.get(&page.article.source.digest) {
                let path = reading.drafts[0].path().to_owned();
                reading.known.push(Duplicate { path, id: id.clone() });
                reading.drafts.clear();
            }
        }
        Ok(())
    }
}

/// The page that a reading is, where it is one.
fn page_of(reading: &Reading) -> Option<&Imported> {
    match reading.drafts.as_slice() {
        [draft] if draft.made.page.is_some() && draft.made.article.source.part.is_none() => Some(&draft.made),
        _ => None,
    }
}

/// Which reading goes on with which.
fn chains(readings: &[Reading]) -> HashMap<usize, usize> {
    let mut next = HashMap::new();
    let mut taken = HashSet::new();
    for (n, reading) in readings.iter().enumerate() {
        let links = page_of(reading).and_then(|page| page.page.as_ref());
        let Some(wanted) = links.and_then(|(_, links)| links.next.as_ref()) else { continue };
        let after = find(readings, wanted).filter(|after| *after != n && taken.insert(*after));
        next.extend(after.map(|after| (n, after)));
    }
    next
}

fn find(readings: &[Reading], address: &url::Url) -> Option<usize> {
    readings.iter().position(|reading| {
        let own = page_of(reading).and_then(|page| page.page.as_ref());
        own.is_some_and(|(own, _)| PageLinks::is_same(own, address))
    })
}

fn leave_out_versions(readings: &mut [Reading]) {
    for n in 0..readings.len() {
        let links = page_of(&readings[n]).and_then(|page| page.page.as_ref());
        let Some(main) = links.and_then(|(_, links)| links.main.as_ref()) else { continue };
        let Some(main) = find(readings, main).filter(|main| *main != n) else { continue };
        let message = "it is a version for telephones or for printing of a page that comes in with it";
        let place = readings[main].drafts[0].path().to_owned();
        let version = std::mem::take(&mut readings[n]);
        readings[n].remarks = version.remarks;
        tell(&mut readings[n], version.drafts[0].path(), Diagnostic::info("page-version", message).at(place));
    }
}

/// Puts a page behind the pages of its article.
fn append(first: &mut Reading, mut page: Reading) {
    first.remarks.append(&mut page.remarks);
    let Some(further) = page.drafts.pop() else { return };
    let path = further.path().to_owned();
    let message = "it is a further page of an article, and stands behind the first one";
    let place = first.drafts[0].path().to_owned();
    tell(first, &path, Diagnostic::info("page-joined", message).at(place));
    first.drafts[0].go_on_with(further);
}

fn tell(reading: &mut Reading, path: &str, diagnostic: Diagnostic) {
    reading.remarks.push(Remark { path: path.to_owned(), diagnostic });
}
