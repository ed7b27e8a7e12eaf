//! A search index that will not do: set aside when it is damaged, and made anew.

use crate::finding::guarded;
use crate::{Language, Library, LibraryError};
use fonds_model::{Diagnostic, Progress, Quiet};
use fonds_search::{Index, SearchError};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// What is to be told of the library that came to light after it was opened.
#[derive(Default)]
pub(crate) struct News(Mutex<Vec<Diagnostic>>);

/// Who hears of work that a search, a list or an import had to begin.
#[derive(Default)]
pub(crate) struct Attendant(RwLock<Option<Arc<dyn Progress>>>);

impl Attendant {
    pub(crate) fn progress(&self) -> Arc<dyn Progress> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.clone().unwrap_or_else(|| Arc::new(Quiet))
    }
}

impl Library {
    /// Has someone hear how far the making of the search index is, which whatever needs it begins by itself. When they
    /// stop it, what needed it fails with `cancelled`, and the next use begins again.
    pub fn attend(&self, attendant: Arc<dyn Progress>) {
        *self.attendant.0.write().unwrap_or_else(PoisonError::into_inner) = Some(attendant);
    }

    /// What had to be mended since the library was opened, or since this was asked last, in a language.
    pub fn news(&self, language: Language) -> Vec<String> {
        let told = std::mem::take(&mut *self.news.0.lock().unwrap_or_else(PoisonError::into_inner));
        crate::worded(told, language).into_iter().map(|news| news.message).collect()
    }

    /// Asks the index as it is; a damaged one is made anew and asked again.
    pub(crate) fn ask_index<T>(
        &self,
        work: impl Fn(&Index) -> Result<T, SearchError>,
    ) -> Result<T, LibraryError> {
        let ask = || Ok(self.finder.with(|index| guarded(|| work(index)))?);
        ask().or_else(|error| {
            // An index can always be made anew; a second failure has another cause.
            self.renew_index(error)?;
            self.follow_index()?;
            ask()
        })
    }

    /// Puts an index away that failed; the next use makes it anew. What is no failure of the index is given back.
    pub(crate) fn renew_index(&self, error: LibraryError) -> Result<(), LibraryError> {
        let LibraryError::Search(error) = error else { return Err(error) };
        tracing::warn!(%error, "the search index is made anew");
        if error.is_damage() { self.set_index_aside() } else { self.finder.discard() }
    }

    /// Keeps a damaged index under a dated name, and tells of it.
    pub(crate) fn set_index_aside(&self) -> Result<(), LibraryError> {
        self.finder.put_away(|folder| Ok(self.store.set_aside(folder)?))?;
        let told = Diagnostic::warning("index-rebuilt", "the search index was damaged and was made anew")
            .hint("nothing was lost; the old one is kept beside it");
        self.news.0.lock().unwrap_or_else(PoisonError::into_inner).push(told);
        Ok(())
    }
}
