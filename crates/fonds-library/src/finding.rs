//! Finding: the search index follows the journal; it is made anew whenever it lags or breaks.

use crate::{Library, LibraryError};
use fonds_model::{Annotation, Article, ArticleId, Progress, Projection, Stage, TagId, TextPosition};
use fonds_search::{
    Found, Index, IndexedAnnotation, IndexedArticle, Likeness, Query, SearchError, SearchOptions,
};
use fonds_store::{Store, StoreError, VerifyProblem};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

/// Articles indexed between two commits of the index.
const GROUP: usize = 500;
/// Articles that may wait to be indexed while many come in.
const WAITING: usize = 2000;

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
    tags: Vec<TagId>,
    annotations: Vec<(Annotation, TextPosition, bool)>,
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
        self.put_away(|folder| {
            // Threads of the old index may still be writing into its folder, so it is moved away before it is removed.
            let gone =
                folder.with_extension(format!("gone-{}", self.discarded.fetch_add(1, Ordering::Relaxed)));
            let moved = match std::fs::rename(folder, &gone) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
                moved => moved,
            };
            // What cannot be removed now is removed when a library is next opened.
            let _ = std::fs::remove_dir_all(&gone);
            moved.map_err(crate::problem::write_error(folder))
        })
    }

    /// Closes the index and does something with its folder.
    pub(crate) fn put_away(
        &self,
        work: impl FnOnce(&Path) -> Result<(), LibraryError>,
    ) -> Result<(), LibraryError> {
        let mut index = self.lock();
        *index = None;
        work(&self.folder)
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

    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&Index) -> Result<T, SearchError>,
    ) -> Result<T, SearchError> {
        work(self.opened(&mut self.lock())?)
    }

    fn opened<'a>(&self, slot: &'a mut Option<Index>) -> Result<&'a Index, SearchError> {
        let index = match slot.take() {
            Some(index) => index,
            None => guarded(|| Index::open_or_create(&self.folder))?,
        };
        Ok(slot.insert(index))
    }

    /// Does something while somebody works on the index.
    #[cfg(test)]
    pub(crate) fn busy<T>(&self, work: impl FnOnce() -> T) -> T {
        let _slot = self.lock();
        work()
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is said of a file of the index that is not as it was written.
const CHANGED: &str = "the file has changed; the index is made anew by the next search";

impl Library {
    /// Finds articles: a page of them with snippets, how many there are, and facets. What in the query could not be
    /// understood is told in the problems, and the rest of it runs.
    ///
    /// # Errors
    /// `search-failed` when the index cannot be read or made.
    pub fn search(&self, query: &str, options: &SearchOptions) -> Result<Found, LibraryError> {
        let read = Query::parse(query);
        let names = self.names_for(&read.query, &mut vec![])?;
        let mut found = self.with_index(|index| index.search(&read.query, &names, options))?;
        found.problems.splice(0..0, read.problems);
        found.problems.sort_by_key(|problem| problem.place.start);
        Ok(found)
    }

    /// Brings the index up to the journal; one that lags or is missing is made anew.
    pub(crate) fn follow_index(&self) -> Result<(), LibraryError> {
        let follow = || {
            self.index_what_waits();
            if self.finder.with(|index| Ok(index.position()))? != self.store.journal_position()? {
                self.reindex_attended()?;
            }
            Ok(())
        };
        follow().or_else(|error| {
            self.renew_index(error)?;
            follow()
        })
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
        self.ask_index(|index| index.perhaps_alike(text, limit))
    }

    /// Articles in the index that were found at an address.
    pub(crate) fn index_at_url(&self, url: &str) -> Result<Vec<ArticleId>, LibraryError> {
        self.ask_index(|index| index.at_url(url))
    }

    /// Asks the index, which is brought up to the journal first.
    pub(crate) fn with_index<T>(
        &self,
        work: impl Fn(&Index) -> Result<T, SearchError>,
    ) -> Result<T, LibraryError> {
        self.follow_index()?;
        let answer = self.ask_index(work);
        self.index_soon();
        answer
    }

    /// Asks the index if that takes no time: nobody else works on it, and it is up to the journal.
    pub(crate) fn ask_at_once<T>(&self, work: impl Fn(&Index) -> Result<T, SearchError>) -> Option<T> {
        if !self.finder.exists() || self.is_index_waiting() {
            return None;
        }
        let mut slot = self.finder.index.try_lock().ok()?;
        let index = self.finder.opened(&mut slot).ok()?;
        let is_current = self.store.journal_position().ok()? == index.position();
        is_current.then(|| guarded(|| work(index)).ok()).flatten()
    }

    /// Whether [`Library::ask_at_once`] would be answered.
    pub(crate) fn is_index_at_hand(&self) -> bool {
        self.ask_at_once(|_| Ok(())).is_some()
    }

    /// What is wrong with the search index, if it is there and up to date.
    pub(crate) fn check_index(&self, articles: usize) -> Result<Vec<VerifyProblem>, LibraryError> {
        let problem = |file: String, message: String| VerifyProblem {
            file,
            offset: None,
            code: "index-damaged".into(),
            message,
        };
        if !self.finder.exists() {
            return Ok(vec![]);
        }
        let looked =
            self.finder.with(|index| Ok((index.damaged_files()?, index.article_count(), index.position())));
        let (damaged, count, position) = match looked {
            Ok(looked) => looked,
            Err(error) => {
                return Ok(vec![problem(
                    "index".into(),
                    format!("{error}; the index is made anew by the next search"),
                )]);
            }
        };
        self.index_soon();
        let names = damaged.iter().map(|file| format!("index/{}", file.display()));
        let mut problems: Vec<_> = names.map(|name| problem(name, CHANGED.to_owned())).collect();
        if position == self.store.journal_position()? && count != articles as u64 {
            problems.push(problem(
                "index".into(),
                format!("it knows {count} articles of {articles}; the index is made anew by the next search"),
            ));
        }
        Ok(problems)
    }

    /// Indexes every article again.
    pub(crate) fn reindex(&self, progress: &dyn Progress) -> Result<(), LibraryError> {
        let mut slot = self.finder.lock();
        let index = self.finder.opened(&mut slot)?;
        // Another search may have done it while this one waited.
        if index.position() == self.store.journal_position()? {
            return Ok(());
        }
        let (ids, position) = {
            let mut waiting = self.finder.waiting();
            *waiting = Waiting::default();
            (self.store.summaries()?, self.store.journal_position()?)
        };
        let ids: Vec<ArticleId> = ids.into_iter().map(|summary| summary.id).collect();
        index.clear()?;
        let total = ids.len() as u64;
        let mut done = 0;
        progress.step(Stage::Index, done, total);
        for group in ids.chunks(GROUP) {
            progress.check()?;
            self.index(index, group, 0)?;
            done += group.len() as u64;
            progress.step(Stage::Index, done, total);
        }
        index.update(&[], &[], position)?;
        drop(slot);
        self.index_soon();
        Ok(())
    }

    /// Indexes every article again, which nobody asked for by itself.
    fn reindex_attended(&self) -> Result<(), LibraryError> {
        let attendant = self.attendant.progress();
        let made = self.reindex(&*attendant);
        if made.is_err() {
            // Whoever asked is told why; whoever watches learns that it has ended.
            attendant.step(Stage::Index, 1, 1);
        }
        made
    }

    /// Does something that changes articles, which it names, and has the search index follow at once, or as soon as it is
    /// free: nobody waits for an index that is being made anew.
    pub(crate) fn and_index(
        &self,
        work: impl FnOnce(&Store) -> Result<BTreeSet<ArticleId>, StoreError>,
    ) -> Result<(), LibraryError> {
        self.and_index_later(work)?;
        self.index_soon();
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
            let now = self.store.journal_position()?;
            self.shelf.note(before, &touched, now);
            if waiting.from == waiting.to {
                waiting.from = before;
            }
            waiting.articles.extend(touched);
            waiting.to = now;
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
        self.follow_into(&mut self.finder.lock());
    }

    /// As [`Library::index_what_waits`], unless somebody works on the index: whoever does calls this when done.
    fn index_soon(&self) {
        match self.finder.index.try_lock() {
            Ok(mut slot) => self.follow_into(&mut slot),
            Err(TryLockError::Poisoned(slot)) => self.follow_into(&mut slot.into_inner()),
            Err(TryLockError::WouldBlock) => {}
        }
    }

    fn follow_into(&self, slot: &mut Option<Index>) {
        let waiting = std::mem::take(&mut *self.finder.waiting());
        if waiting.from == waiting.to {
            return;
        }
        let follow = || {
            let index = self.finder.opened(slot)?;
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
        let mut found = Vec::with_capacity(ids.len());
        let mut removed = Vec::new();
        let read: Vec<_> = ids.par_iter().map(|id| self.indexable(id)).collect();
        for (id, indexable) in ids.iter().zip(read) {
            match indexable? {
                Some(indexable) => found.push(indexable),
                None => removed.push(id.clone()),
            }
        }
        let annotations: Vec<_> = found.iter().map(Indexable::annotations).collect();
        let rows = found.iter().zip(&annotations).map(|(indexable, annotations)| indexable.row(annotations));
        Ok(index.update(&rows.collect::<Vec<_>>(), &removed, position)?)
    }

    fn indexable(&self, id: &ArticleId) -> Result<Option<Indexable>, LibraryError> {
        let Some(article) = self.store.article(id)? else { return Ok(None) };
        let projection = Projection::of(&article);
        let length = projection.leaves.last().map_or(0, |leaf| leaf.end);
        let placed = |annotation: Annotation| {
            // One whose passage is gone from the text leads to where it was.
            let position = annotation.target.resolve(&projection).unwrap_or(annotation.target.position);
            let is_whole = position.end - position.start.min(position.end) >= length;
            let is_highlight = annotation.target.region.is_some() || !is_whole;
            (annotation, position, is_highlight)
        };
        let annotations: Vec<_> = self.store.annotations_of(id)?.into_iter().map(placed).collect();
        let of_annotations = annotations.iter().flat_map(|(annotation, _, _)| &annotation.tags);
        let tags: BTreeSet<&TagId> = article.tags.iter().chain(of_annotations).collect();
        Ok(Some(Indexable {
            creators: article.creators.iter().map(|creator| creator.name.clone()).collect(),
            tags: tags.into_iter().cloned().collect(),
            text: projection.text,
            annotations,
            article,
        }))
    }
}

/// A query that is kept: its last word is whole, where in the search box it may still be the beginning of one.
pub(crate) fn closed(query: &str) -> Query {
    Query::parse(&format!("{query} ")).query
}

/// tantivy stops with a panic on some damage.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, SearchError>) -> Result<T, SearchError> {
    let panicked = || SearchError::Damaged("the search index stopped on a damaged place".into());
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(panicked()))
}

impl Indexable {
    fn annotations(&self) -> Vec<IndexedAnnotation<'_>> {
        let annotations = self.annotations.iter();
        annotations
            .map(|(annotation, position, is_highlight)| IndexedAnnotation {
                note: &annotation.note,
                start: position.start,
                is_highlight: *is_highlight,
            })
            .collect()
    }

    fn row<'a>(&'a self, annotations: &'a [IndexedAnnotation<'a>]) -> IndexedArticle<'a> {
        IndexedArticle {
            id: &self.article.id,
            title: &self.article.title,
            text: &self.text,
            creators: &self.creators,
            publication: self.article.publication.as_deref(),
            kind: self.article.kind,
            language: self.article.language.as_deref(),
            issued: self.article.issued.as_ref(),
            added: self.article.source.captured,
            tags: &self.tags,
            annotations,
            url: self.article.url.as_deref(),
        }
    }
}
