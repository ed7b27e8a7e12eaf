//! Doubles: what comes in again, from the same address or in another paper.
//!
//! What is the same is passed over and told; what is nearly the same comes in, and its likes are told with it.

use super::drafts::Draft;
use super::lately::{Lately, Seen};
use crate::{Library, LibraryError};
use fonds_model::{Article, ArticleId, Edtf, Projection};
use fonds_search::{Likeness, address};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// From here on texts are nearly the same (Jaccard of their runs of words).
const ALIKE: f64 = 0.6;
/// So many candidates are compared, those first that share the most.
const CANDIDATES: usize = 30;

/// An article whose text is nearly the same as another's.
#[derive(Clone, Debug, Serialize)]
pub struct Alike {
    /// The article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Where it appeared.
    pub publication: Option<String>,
    /// When it appeared.
    pub issued: Option<Edtf>,
    /// How alike the texts are, from 0.6 to 1.
    pub likeness: f64,
}

/// What an import knows of other texts besides the search index.
#[derive(Default)]
pub(super) struct Recent {
    // Articles that came in with this import and are not in the search index yet.
    by_band: HashMap<u64, Vec<ArticleId>>,
    by_address: HashMap<String, Vec<ArticleId>>,
    lately: Lately,
}

/// A draft's text, ready to be compared.
pub(super) struct Compared {
    likeness: Likeness,
    bands: Vec<u64>,
}

impl Compared {
    pub fn of(draft: &Draft) -> Self {
        let likeness = Likeness::of(&Projection::of(&draft.made.article).text);
        let bands = likeness.bands();
        Self { likeness, bands }
    }
}

impl Recent {
    pub fn add(&mut self, article: &Article, compared: Compared) {
        for band in &compared.bands {
            self.by_band.entry(*band).or_default().push(article.id.clone());
        }
        if let Some(url) = &article.url {
            self.by_address.entry(address(url)).or_default().push(article.id.clone());
        }
        self.lately.keep(&article.id, Arc::new(Seen::new(article, compared.likeness)));
    }

    /// What came in is in the search index now.
    pub fn indexed(&mut self) {
        (self.by_band, self.by_address) = Default::default();
    }

    fn perhaps_alike(&self, compared: &Compared) -> Vec<ArticleId> {
        let mut shared: HashMap<&ArticleId, usize> = HashMap::new();
        for id in compared.bands.iter().filter_map(|band| self.by_band.get(band)).flatten() {
            *shared.entry(id).or_default() += 1;
        }
        let mut found: Vec<_> = shared.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        found.into_iter().take(CANDIDATES).map(|(id, _)| id.clone()).collect()
    }

    fn at(&self, url: &str) -> Vec<ArticleId> {
        self.by_address.get(&address(url)).cloned().unwrap_or_default()
    }
}

impl Library {
    /// Articles whose text is nearly the same as this one's, the likest first.
    ///
    /// # Errors
    /// `unknown-article`, `search-failed`.
    pub fn alike(&self, id: &ArticleId) -> Result<Vec<Alike>, LibraryError> {
        let text = Likeness::of(&Projection::of(&self.article(id)?).text);
        self.follow_index()?;
        let mut candidates = self.index_perhaps_alike(&text, CANDIDATES)?;
        candidates.retain(|other| other != id);
        likest(&text, candidates, |id| self.seen(id))
    }

    /// What a draft, and the drafts before it, are like; `Err` in the inner result means the library has it.
    pub(super) fn doubles_of(
        &self,
        draft: &Draft,
        compared: &Compared,
        recent: &mut Recent,
        fresh: &[Draft],
    ) -> Result<Result<Vec<Alike>, ArticleId>, LibraryError> {
        let waiting =
            |id: &ArticleId| fresh.iter().map(|draft| &draft.made.article).find(|a| a.id == *id).cloned();
        if let Some(same) = self.same_at_address(draft, compared, recent, &waiting)? {
            return Ok(Err(same));
        }
        let mut candidates = recent.perhaps_alike(compared);
        for id in self.index_perhaps_alike(&compared.likeness, CANDIDATES)? {
            if !candidates.contains(&id) {
                candidates.push(id);
            }
        }
        let lately = &mut recent.lately;
        likest(&compared.likeness, candidates, |id| lately.get(id, || self.seen(id))).map(Ok)
    }

    /// The article that was found at the same address with the same text. What brings marks of its own is never passed
    /// over, and a bare reference only for another record of the same address.
    fn same_at_address(
        &self,
        draft: &Draft,
        compared: &Compared,
        recent: &Recent,
        waiting: &dyn Fn(&ArticleId) -> Option<Article>,
    ) -> Result<Option<ArticleId>, LibraryError> {
        let Some(url) = draft.made.article.url.as_deref().filter(|_| draft.made.markings.is_empty()) else {
            return Ok(None);
        };
        let text = Projection::of(&draft.made.article).text;
        for id in recent.at(url).into_iter().chain(self.index_at_url(url)?) {
            let Some(other) = self.read_or(&id, waiting)? else { continue };
            let other = Projection::of(&other).text;
            let same = compared.likeness.with(&Likeness::of(&other)) >= 1.0;
            if text.trim().is_empty() || text == other || same {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    fn seen(&self, id: &ArticleId) -> Result<Option<Arc<Seen>>, LibraryError> {
        let seen = |article: Article| {
            let likeness = Likeness::of(&Projection::of(&article).text);
            Arc::new(Seen::new(&article, likeness))
        };
        Ok(self.store.article(id)?.map(seen))
    }

    fn read_or(
        &self,
        id: &ArticleId,
        waiting: &dyn Fn(&ArticleId) -> Option<Article>,
    ) -> Result<Option<Article>, LibraryError> {
        match waiting(id) {
            Some(article) => Ok(Some(article)),
            None => Ok(self.store.article(id)?),
        }
    }
}

/// Of the candidates those that are nearly the same as the text, the likest first.
fn likest(
    text: &Likeness,
    candidates: Vec<ArticleId>,
    mut seen: impl FnMut(&ArticleId) -> Result<Option<Arc<Seen>>, LibraryError>,
) -> Result<Vec<Alike>, LibraryError> {
    let mut found = Vec::new();
    for id in candidates {
        let Some(other) = seen(&id)? else { continue };
        let likeness = text.with(&other.likeness);
        if likeness >= ALIKE {
            let Seen { title, publication, issued, .. } = (*other).clone();
            found.push(Alike { id, title, publication, issued, likeness });
        }
    }
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then_with(|| a.id.cmp(&b.id)));
    Ok(found)
}

/// The texts of drafts, ready to be compared.
pub(super) fn compare(drafts: &[Draft]) -> Vec<Compared> {
    drafts.par_iter().map(Compared::of).collect()
}
