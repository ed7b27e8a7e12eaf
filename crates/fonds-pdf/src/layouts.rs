//! What was set before: texts that have not changed keep their pages.

use crate::pictures::{self, Picture};
use crate::press::SetText;
use fonds_model::{AssetSource, Book, Cancelled, Diagnostic, Digest, Progress};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The texts and pictures of the last book that was printed. Another printing of it sets only what has changed.
#[derive(Default)]
pub struct Layouts {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    texts: HashMap<Digest, Entry>,
    pictures: BTreeMap<Digest, Picture>,
    /// Counts printings.
    now: u64,
}

struct Entry {
    text: Arc<SetText>,
    used: u64,
}

impl Layouts {
    /// Another printing begins; what the last one did not use is let go when it ends.
    pub(crate) fn begin(&self) {
        self.lock().now += 1;
    }

    /// The printing is over.
    pub(crate) fn end(&self) {
        let mut kept = self.lock();
        let now = kept.now;
        kept.texts.retain(|_, entry| entry.used + 1 >= now);
    }

    pub(crate) fn get(&self, key: &Digest) -> Option<Arc<SetText>> {
        let mut kept = self.lock();
        let now = kept.now;
        let entry = kept.texts.get_mut(key)?;
        entry.used = now;
        Some(Arc::clone(&entry.text))
    }

    pub(crate) fn keep(&self, key: Digest, text: &Arc<SetText>) {
        let mut kept = self.lock();
        let used = kept.now;
        kept.texts.insert(key, Entry { text: Arc::clone(text), used });
    }

    /// The book's pictures; those that the last printing had are not read again.
    pub(crate) fn pictures(
        &self,
        book: &Book,
        assets: &dyn AssetSource,
        remarks: &mut Vec<Diagnostic>,
        progress: &dyn Progress,
    ) -> Result<BTreeMap<Digest, Picture>, Cancelled> {
        let before = self.lock().pictures.clone();
        let pictures = pictures::read(book, assets, &before, remarks, progress)?;
        self.lock().pictures.clone_from(&pictures);
        Ok(pictures)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
