//! Finding: the search index follows the journal; it is made anew whenever it lags or breaks.

use crate::{Library, LibraryError};
use fonds_model::{Article, ArticleId, Progress, Projection, Quiet, Stage, TagId};
use fonds_search::{Index, IndexedArticle, Likeness, SearchError};
use fonds_store::{Store, StoreError, VerifyProblem};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Articles indexed between two commits of the index.
const GROUP: usize = 500;
/// Articles that may wait to be indexed while many come in.
const WAITING: usize = 2000;
/// Code points of text around the found words.
const SNIPPET: usize = 160;

/// What a search found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SearchResult {
    /// How many articles match.
    pub total: usize,
    /// The words were found only without their marks.
    pub folded: bool,
    /// The best ones.
    pub hits: Vec<SearchHit>,
}

/// An article that a search found.
#[derive(Clone, Debug, Serialize)]
pub struct SearchHit {
    /// Its id.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// The text around the found words.
    pub snippet: String,
    /// Ranges of the snippet to mark, in code points.
    pub marks: Vec<(usize, usize)>,
}

/// The search index, opened when it is first needed.
pub(crate) struct Finder {
    folder: PathBuf,
    index: Mutex<Option<Index>>,
    waiting: Mutex<Waiting>,
    /// How many indexes were thrown away since the library was opened.
    discarded: AtomicU32,
}

/// What was committed and is not indexed yet.
#[derive(Default)]
struct Waiting {
    /// The journal's position before the first of it and after the last.
    from: u64,
    to: u64,
    articles: BTreeSet<ArticleId>,
}

/// Everything of an article that the index looks at.
struct Indexable {
    article: Article,
    text: String,
    creators: Vec<String>,
    tags: Vec<String>,
    notes: Vec<String>,
}

impl Finder {
    pub(crate) fn of(library: &Path) -> Self {
        Self::clear_leftovers(library);
        Self {
            folder: library.join("index"),
            index: Mutex::new(None),
            waiting: Mutex::default(),
            discarded: AtomicU32::new(0),
        }
    }

    /// Throws the index away; the next use makes it anew.
    pub(crate) fn discard(&self) -> Result<(), LibraryError> {
        let mut index = self.lock();
        *index = None;
        // Threads of the old index may still be writing into its folder, so it is moved away before it is removed.
        let gone =
            self.folder.with_extension(format!("gone-{}", self.discarded.fetch_add(1, Ordering::Relaxed)));
        let moved = match std::fs::rename(&self.folder, &gone) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            moved => moved,
        };
        // What cannot be removed now is removed when a library is next opened.
        let _ = std::fs::remove_dir_all(&gone);
        moved.map_err(crate::problem::write_error(&self.folder))
    }

    /// Removes what [`Finder::discard`] had to leave.
    fn clear_leftovers(library: &Path) {
        let entries = std::fs::read_dir(library).into_iter().flatten().flatten();
        let left = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("index.gone-"));
        for entry in left {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }

    pub(crate) fn exists(&self) -> bool {
        self.folder.is_dir()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Index>> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, work: impl FnOnce(&Index) -> Result<T, SearchError>) -> Result<T, SearchError> {
        work(self.opened(&mut self.lock())?)
    }

    fn opened<'a>(&self, slot: &'a mut Option<Index>) -> Result<&'a Index, SearchError> {
        let index = match slot.take() {
            Some(index) => index,
            None => guarded(|| Index::open_or_create(&self.folder))?,
        };
        Ok(slot.insert(index))
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Library {
    /// Finds articles, best first.
    ///
    /// # Errors
    /// `search-failed` when the index cannot be read or made.
    pub fn search(&self, query: &str, limit: usize) -> Result<SearchResult, LibraryError> {
        let found = self.find(query, limit).or_else(|error| {
            // An index can always be made anew; a second failure has another cause.
            tracing::warn!(%error, "the search index is made anew");
            self.finder.discard()?;
            self.find(query, limit)
        })?;
        let mut hits = Vec::with_capacity(found.hits.len());
        for hit in found.hits {
            let Some(article) = self.store.article(&hit.id)? else { continue };
            let snippet = fonds_search::snippet(&Projection::of(&article).text, query, SNIPPET);
            hits.push(SearchHit {
                id: hit.id,
                title: article.title,
                snippet: snippet.text,
                marks: snippet.marks,
            });
        }
        Ok(SearchResult { total: found.total, folded: found.folded, hits })
    }

    /// Brings the index up to the journal; one that lags or is missing is made anew.
    pub(crate) fn follow_index(&self) -> Result<(), LibraryError> {
        self.index_what_waits();
        if self.finder.with(|index| Ok(index.position()))? != self.store.journal_position()? {
            self.reindex(&Quiet)?;
        }
        Ok(())
    }

    /// Whether something was committed that is not indexed yet.
    pub(crate) fn is_index_waiting(&self) -> bool {
        !self.finder.waiting().articles.is_empty()
    }

    /// Articles in the index that may be nearly the same as a text.
    pub(crate) fn index_perhaps_alike(
        &self,
        text: &Likeness,
        limit: usize,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        Ok(self.finder.with(|index| guarded(|| index.perhaps_alike(text, limit)))?)
    }

    /// Articles in the index that were found at an address.
    pub(crate) fn index_at_url(&self, url: &str) -> Result<Vec<ArticleId>, LibraryError> {
        Ok(self.finder.with(|index| guarded(|| index.at_url(url)))?)
    }

    fn find(&self, query: &str, limit: usize) -> Result<fonds_search::Found, LibraryError> {
        self.follow_index()?;
        Ok(self.finder.with(|index| guarded(|| index.search(query, limit)))?)
    }

    /// What is wrong with the search index, if it is there and up to date.
    pub(crate) fn check_index(&self, articles: usize) -> Result<Vec<VerifyProblem>, LibraryError> {
        let problem = |file: String, message: String| VerifyProblem {
            file,
            offset: None,
            code: "index-damaged".into(),
            message: format!("{message}; the index is made anew by the next search"),
        };
        if !self.finder.exists() {
            return Ok(vec![]);
        }
        let looked =
            self.finder.with(|index| Ok((index.damaged_files()?, index.article_count(), index.position())));
        let (damaged, count, position) = match looked {
            Ok(looked) => looked,
            Err(error) => return Ok(vec![problem("index".into(), error.to_string())]),
        };
        let names = damaged.iter().map(|file| format!("index/{}", file.display()));
        let mut problems: Vec<_> = names.map(|name| problem(name, "the file has changed".into())).collect();
        if position == self.store.journal_position()? && count != articles as u64 {
            problems.push(problem("index".into(), format!("it knows {count} articles of {articles}")));
        }
        Ok(problems)
    }

    /// Indexes every article again.
    pub(crate) fn reindex(&self, progress: &dyn Progress) -> Result<(), LibraryError> {
        let mut slot = self.finder.lock();
        let index = self.finder.opened(&mut slot)?;
        let (ids, position) = {
            let mut waiting = self.finder.waiting();
            *waiting = Waiting::default();
            (self.store.summaries()?, self.store.journal_position()?)
        };
        let ids: Vec<ArticleId> = ids.into_iter().map(|summary| summary.id).collect();
        index.clear()?;
        let total = ids.len() as u64;
        let mut done = 0;
        for group in ids.chunks(GROUP) {
            progress.check()?;
            self.index(index, group, 0)?;
            done += group.len() as u64;
            progress.step(Stage::Index, done, total);
        }
        Ok(index.update(&[], &[], position)?)
    }

    /// Does something that changes articles, which it names, and has the search index follow at once.
    pub(crate) fn and_index(
        &self,
        work: impl FnOnce(&Store) -> Result<BTreeSet<ArticleId>, StoreError>,
    ) -> Result<(), LibraryError> {
        self.and_index_later(work)?;
        self.index_what_waits();
        Ok(())
    }

    /// Does something that changes articles, as one of many; the search index follows when enough waits.
    pub(crate) fn and_index_later(
        &self,
        work: impl FnOnce(&Store) -> Result<BTreeSet<ArticleId>, StoreError>,
    ) -> Result<(), LibraryError> {
        let many = {
            // Held meanwhile, so that positions and articles belong together.
            let mut waiting = self.finder.waiting();
            let before = self.store.journal_position()?;
            let touched = work(&self.store)?;
            if waiting.from == waiting.to {
                waiting.from = before;
            }
            waiting.articles.extend(touched);
            waiting.to = self.store.journal_position()?;
            waiting.articles.len() >= WAITING
        };
        if many {
            self.index_what_waits();
        }
        Ok(())
    }

    /// Brings the index up to what was committed. An index that fails or lagged before is left behind: the next search
    /// sees by its position that it must be made anew.
    pub(crate) fn index_what_waits(&self) {
        let mut slot = self.finder.lock();
        let waiting = std::mem::take(&mut *self.finder.waiting());
        if waiting.from == waiting.to {
            return;
        }
        let follow = || {
            let index = self.finder.opened(&mut slot)?;
            if index.position() == waiting.from {
                let articles: Vec<ArticleId> = waiting.articles.into_iter().collect();
                self.index(index, &articles, waiting.to)?;
            }
            Ok::<(), LibraryError>(())
        };
        if let Err(error) = follow() {
            tracing::warn!(%error, "the search index could not follow");
        }
    }

    fn index(&self, index: &Index, ids: &[ArticleId], position: u64) -> Result<(), LibraryError> {
        let labels: HashMap<_, _> = self.store.tags()?.into_iter().map(|tag| (tag.id, tag.label)).collect();
        let mut found = Vec::with_capacity(ids.len());
        let mut removed = Vec::new();
        let read: Vec<_> = ids.par_iter().map(|id| self.indexable(id, &labels)).collect();
        for (id, indexable) in ids.iter().zip(read) {
            match indexable? {
                Some(indexable) => found.push(indexable),
                None => removed.push(id.clone()),
            }
        }
        let rows: Vec<_> = found.iter().map(Indexable::row).collect();
        Ok(index.update(&rows, &removed, position)?)
    }

    fn indexable(
        &self,
        id: &ArticleId,
        labels: &HashMap<TagId, String>,
    ) -> Result<Option<Indexable>, LibraryError> {
        let Some(article) = self.store.article(id)? else { return Ok(None) };
        Ok(Some(Indexable {
            text: Projection::of(&article).text,
            creators: article.creators.iter().map(|creator| creator.name.clone()).collect(),
            notes: self.store.annotations_of(id)?.into_iter().map(|annotation| annotation.note).collect(),
            tags: article.tags.iter().filter_map(|tag| labels.get(tag).cloned()).collect(),
            article,
        }))
    }
}

/// tantivy stops with a panic on some damage.
fn guarded<T>(work: impl FnOnce() -> Result<T, SearchError>) -> Result<T, SearchError> {
    let panicked = || SearchError::Damaged("the search index stopped on a damaged place".into());
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(panicked()))
}

impl Indexable {
    fn row(&self) -> IndexedArticle<'_> {
        IndexedArticle {
            id: &self.article.id,
            title: &self.article.title,
            text: &self.text,
            creators: &self.creators,
            publication: self.article.publication.as_deref(),
            tags: &self.tags,
            notes: &self.notes,
            url: self.article.url.as_deref(),
        }
    }
}
