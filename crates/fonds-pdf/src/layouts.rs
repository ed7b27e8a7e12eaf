//! What was set before: texts that have not changed keep their pages.

use crate::pictures::{self, Picture};
use crate::press::SetText;
use crate::taking::Taken;
use fonds_model::{AssetSource, Book, Cancelled, Diagnostic, Digest, Progress, Section};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The texts and pictures of the last book that was printed. Another printing of it sets only what has changed.
#[derive(Default)]
pub struct Layouts {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    texts: HashMap<Digest, Entry<SetText>>,
    /// Texts without their page numbers.
    forms: HashMap<Digest, Entry<Taken>>,
    /// Sections by their ids.
    sections: HashMap<String, Known>,
    pictures: BTreeMap<Digest, Picture>,
    /// Counts printings.
    now: u64,
}

struct Entry<T> {
    text: Arc<T>,
    used: u64,
}

impl<T> Entry<T> {
    /// What is kept, which is used now.
    fn at(&mut self, now: u64) -> Arc<T> {
        self.used = now;
        Arc::clone(&self.text)
    }
}

/// A section as it was when it was set.
struct Known {
    section: Section,
    /// What else it was set with.
    with: Digest,
    text: Entry<SetText>,
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
        // The text of a section that is known is found without its key.
        kept.texts.retain(|_, entry| entry.used + 1 >= now || Arc::strong_count(&entry.text) > 1);
        kept.sections.retain(|_, known| known.text.used + 1 >= now);
        kept.forms.retain(|_, entry| entry.used + 1 >= now);
    }

    pub(crate) fn get(&self, key: &Digest) -> Option<Arc<SetText>> {
        let mut kept = self.lock();
        let now = kept.now;
        Some(kept.texts.get_mut(key)?.at(now))
    }

    /// The text of a section that is as it was. Comparing takes less than making its data.
    pub(crate) fn section(&self, section: &Section, with: &Digest) -> Option<Arc<SetText>> {
        let mut kept = self.lock();
        let now = kept.now;
        let known = kept.sections.get_mut(&section.id)?;
        (known.with == *with && known.section == *section).then(|| known.text.at(now))
    }

    pub(crate) fn keep_section(&self, section: &Section, with: Digest, text: &Arc<SetText>) {
        let mut kept = self.lock();
        let text = Entry { text: Arc::clone(text), used: kept.now };
        kept.sections.insert(section.id.clone(), Known { section: section.clone(), with, text });
    }

    /// A text without its page numbers, or what makes it.
    pub(crate) fn form<E>(
        &self,
        key: Digest,
        make: impl FnOnce() -> Result<Taken, E>,
    ) -> Result<Arc<Taken>, E> {
        let known = {
            let mut kept = self.lock();
            let now = kept.now;
            kept.forms.get_mut(&key).map(|entry| entry.at(now))
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let text = Arc::new(make()?);
        let mut kept = self.lock();
        let used = kept.now;
        kept.forms.insert(key, Entry { text: Arc::clone(&text), used });
        Ok(text)
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
