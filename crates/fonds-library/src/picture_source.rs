//! The pictures of a book, read one at a time. Where they lie is asked for of many at once: each question to the catalog costs
//! two changes of threads.

use fonds_model::{AssetInfo, AssetSource, Digest};
use fonds_store::{Place, Store, StoreError};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::sync::{Mutex, PoisonError};

/// Places that are asked for at once.
const AHEAD: usize = 256;

/// The library as the source of a book's pictures.
pub(crate) struct Pictures<'a> {
    store: &'a Store,
    /// The book's pictures, in its order.
    order: Vec<&'a Digest>,
    at: HashMap<&'a Digest, usize>,
    /// Where they lie, so many at a time.
    places: Mutex<HashMap<usize, Vec<Option<Place>>>>,
}

impl<'a> Pictures<'a> {
    pub fn of(store: &'a Store, shown: &'a [AssetInfo]) -> Self {
        let order: Vec<&Digest> = shown.iter().map(|asset| &asset.digest).collect();
        let at = order.iter().enumerate().map(|(n, digest)| (*digest, n)).collect();
        Self { store, order, at, places: Mutex::default() }
    }

    /// Where a picture of the book lies; `None` for what the catalog or the book does not have.
    fn place(&self, digest: &Digest) -> Result<Option<Place>, StoreError> {
        let Some(at) = self.at.get(digest) else { return Ok(None) };
        let (part, within) = (at / AHEAD, at % AHEAD);
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let places = match places.entry(part) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let asked = self.order.iter().skip(part * AHEAD).take(AHEAD);
                unknown.insert(self.store.places(asked.map(|digest| (*digest).clone()).collect())?)
            }
        };
        Ok(places.get(within).cloned().flatten())
    }
}

impl AssetSource for Pictures<'_> {
    fn read(&self, digest: &Digest) -> io::Result<Vec<u8>> {
        let bytes = match self.place(digest) {
            Ok(Some(place)) => self.store.read_at(digest, &place),
            // Which says why it is not there.
            Ok(None) => self.store.read_original(digest),
            Err(error) => Err(error),
        };
        bytes.map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ImportOptions, Language, Library, environment};

    #[test]
    fn pictures_are_those_of_the_library_in_any_order() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::create(&folder.path().join("P.fonds"), "P", environment()).unwrap();
        let import = |n: usize| {
            let text = format!("Bài {n}\n\nNước lên lần thứ {n}.\n").into_bytes();
            let digest = Digest::of(&text);
            library.import_bytes("a.txt", text, ImportOptions::default(), Language::English).unwrap();
            digest
        };
        let there: Vec<Digest> = (0..5).map(import).collect();
        let gone = |n: usize| Digest::of(format!("gone {n}").as_bytes());
        let mut shown: Vec<Digest> = (0..AHEAD).map(gone).collect();
        // On both sides of where a new part is asked for, and one that the book does not name.
        shown.splice(AHEAD - 2..AHEAD, there[..4].iter().cloned());
        let assets = shown.iter().map(|digest| AssetInfo { digest: digest.clone(), ..AssetInfo::default() });
        let assets: Vec<AssetInfo> = assets.collect();
        let pictures = Pictures::of(&library.store, &assets);
        for digest in there.iter().rev().chain(&there) {
            assert_eq!(pictures.read(digest).unwrap(), library.store.read_original(digest).unwrap());
        }
        assert!(pictures.read(&gone(3)).unwrap_err().to_string().contains(gone(3).as_str()));
    }
}
