//! The store: an open library, and everything that is read from its catalog.
//!
//! [`opening`](crate::opening) opens it, [`commit`](crate::commit) is the one way in.

use crate::catalog::{ArticleLine, Catalog};
use crate::engine::Writes;
use crate::folder::{self, LibraryInfo, Lock};
use crate::history::{Entry, FixityEvent};
use crate::journal::Journal;
use crate::originals::{Originals, Place};
use crate::verify::{self, Settled, VerifyReport, Work};
use crate::watchdog::Watchdog;
use crate::{Position, StoreError};
use fonds_model::tree::settle;
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, ArticleSummary, Block, Clock, Collection, CollectionId,
    Diagnostic, Digest, IdSource, ItemId, Progress, Tag, TagId, Timestamp,
};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

/// How long a read of the catalog may take before it counts as hanging.
pub(crate) const READ: Duration = Duration::from_secs(20);
/// How long a write may take: a group of articles on a slow disk.
pub(crate) const WRITE: Duration = Duration::from_secs(120);
/// Rows of the catalog that a check looks at under one time limit.
const LOOKED: usize = 5000;
/// Left beside a catalog that hung or is not as it should be, so that it is made anew when the library is next opened.
pub(crate) const SUSPECT: &str = "catalog.suspect";

/// What the store takes from outside, so that the same input gives the same bytes.
#[derive(Clone)]
pub struct Env {
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// New identifiers.
    pub ids: Arc<dyn IdSource>,
    /// Who works: the name that journal lines and annotations carry.
    pub agent: String,
    /// Which machine this is; the same one each time.
    pub machine: String,
}

/// An open library on disk.
pub struct Store {
    pub(crate) folder: PathBuf,
    pub(crate) info: LibraryInfo,
    pub(crate) env: Env,
    pub(crate) notices: Vec<Diagnostic>,
    pub(crate) catalog: RwLock<Option<Arc<Catalog>>>,
    pub(crate) dog: Watchdog,
    /// `None` where the library is open for reading only.
    pub(crate) writer: Option<Mutex<Writer>>,
    /// Where what is made of the archive lies.
    pub(crate) derived: PathBuf,
    pub(crate) _lock: Option<Lock>,
}

/// What appends to the archive.
pub(crate) struct Writer {
    pub journal: Journal,
    pub originals: Originals,
}

/// A removed article or collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removed {
    /// An article.
    Article {
        /// Its id.
        id: ArticleId,
        /// Its title.
        title: String,
        /// When it was removed.
        removed: Timestamp,
        /// Who removed it.
        agent: String,
    },
    /// A collection.
    Collection {
        /// Its id.
        id: CollectionId,
        /// Its title.
        title: String,
        /// When it was removed.
        removed: Timestamp,
        /// Who removed it.
        agent: String,
    },
}

/// What was undone or done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// What the changes did when they were first made, such as `set-article`.
    pub actions: Vec<String>,
    /// The articles that look different now.
    pub touched: BTreeSet<ArticleId>,
}

/// A device that works on the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceInfo {
    /// The name of its journal.
    pub id: String,
    /// Who works there; empty when that is not known.
    pub agent: String,
    /// How many changes it made.
    pub changes: u64,
    /// Whether it is this one.
    pub own: bool,
}

impl Store {
    /// What the library is.
    pub fn info(&self) -> &LibraryInfo {
        &self.info
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.folder
    }

    /// Where what is made of the archive lies: its folder, [another](Store::keep_derived), or a folder for this once when it
    /// is open for reading only.
    pub fn derived_dir(&self) -> &Path {
        &self.derived
    }

    /// Renames a folder that was made from the journal and is damaged to a dated name; the newest of these stay.
    ///
    /// # Errors
    /// What the disk says.
    pub fn set_aside(&self, derived: &Path) -> Result<(), StoreError> {
        crate::aside::set_aside(derived, &self.env)
    }

    /// What opening it had to mend.
    pub fn notices(&self) -> &[Diagnostic] {
        &self.notices
    }

    /// Whether there is something to undo, and something to do again.
    ///
    /// # Errors
    /// When the catalog cannot be read; so for all that follow.
    pub fn turns(&self) -> Result<(bool, bool), StoreError> {
        let device = self.info.device.clone();
        let turns = self.watched(READ, move |catalog| catalog.turns(&device))?;
        Ok((turns.done.is_some(), !turns.undone.is_empty()))
    }

    /// The changes of a record (an article, a tag, a collection), oldest first.
    pub fn history(&self, record: &str) -> Result<Vec<Entry>, StoreError> {
        let record = record.to_owned();
        self.watched(READ, move |catalog| catalog.history(&record))
    }

    /// When any of the records was last changed. They are asked about at once: of many, ask in parts.
    pub fn last_change(&self, records: Vec<String>) -> Result<Option<Timestamp>, StoreError> {
        self.watched(READ, move |catalog| {
            records.iter().try_fold(None, |last, record| Ok(last.max(catalog.last_change(record)?)))
        })
    }

    /// The latest check of every byte.
    pub fn last_fixity(&self) -> Result<Option<FixityEvent>, StoreError> {
        self.watched(READ, Catalog::last_fixity)
    }

    /// Whether the library is open for reading only.
    pub fn is_read_only(&self) -> bool {
        self.writer.is_none()
    }

    /// What is in the trash, the latest first.
    pub fn trash(&self) -> Result<Vec<Removed>, StoreError> {
        let (articles, collections) =
            self.watched(READ, |catalog| Ok((catalog.trashed()?, catalog.trashed_collections()?)))?;
        let mut removed: Vec<(Timestamp, Removed)> = Vec::new();
        removed.extend(articles.into_iter().map(|gone| {
            let article = gone.kept.article;
            let (id, title) = (article.id, article.title);
            (gone.removed, Removed::Article { id, title, removed: gone.removed, agent: gone.agent })
        }));
        removed.extend(collections.into_iter().map(|gone| {
            let (id, title) = (gone.collection.id, gone.collection.title);
            (gone.removed, Removed::Collection { id, title, removed: gone.removed, agent: gone.agent })
        }));
        removed.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
        Ok(removed.into_iter().map(|(_, removed)| removed).collect())
    }

    /// The devices that work on the library.
    pub fn devices(&self) -> Result<Vec<DeviceInfo>, StoreError> {
        let applied = self.watched(READ, |catalog| Ok(catalog.applied()?.unwrap_or_default()))?;
        let known = folder::devices(&self.folder);
        let info = |id: String| {
            let agent = known.iter().find(|device| device.id == id).map(|device| device.agent.clone());
            DeviceInfo {
                agent: agent.unwrap_or_default(),
                changes: applied.marks.get(&id).map_or(0, |mark| mark.seq),
                own: id == self.info.device,
                id,
            }
        };
        Ok(crate::journal::devices(&self.folder)?.into_iter().map(info).collect())
    }

    /// Whether the bytes of that digest are kept.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn has_original(&self, digest: &Digest) -> Result<bool, StoreError> {
        Ok(self.about(digest, Catalog::original)?.is_some())
    }

    /// The bytes of an original, checked.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when there is none, [`StoreError::Purged`], [`StoreError::Damaged`] when it is not what came in.
    pub fn read_original(&self, digest: &Digest) -> Result<Vec<u8>, StoreError> {
        let read =
            |catalog: &Catalog, digest: &Digest| Ok((catalog.original(digest)?, catalog.purged(digest)?));
        let place = match self.about(digest, read)? {
            (Some(place), _) => place,
            (None, Some(purged)) => return Err(StoreError::Purged(Box::new(purged))),
            (None, None) => return Err(StoreError::Unknown { what: "original", id: digest.0.clone() }),
        };
        self.read_at(digest, &place)
    }

    /// Where originals lie, for [`Store::read_at`]: of many that are read, each need not ask the catalog. `None` for what is not
    /// there.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn places(&self, digests: Vec<Digest>) -> Result<Vec<Option<Place>>, StoreError> {
        self.watched(READ, move |catalog| digests.iter().map(|digest| catalog.original(digest)).collect())
    }

    /// The original of that digest, which lies there.
    ///
    /// # Errors
    /// When it is damaged or cannot be read.
    pub fn read_at(&self, digest: &Digest, place: &Place) -> Result<Vec<u8>, StoreError> {
        Originals::read_only(&self.folder).read(digest, place)
    }

    /// An article.
    ///
    /// # Errors
    /// When the catalog cannot be read; so for all that follow.
    pub fn article(&self, id: &ArticleId) -> Result<Option<Article>, StoreError> {
        self.about(id, Catalog::article)
    }

    /// The article that has the citekey.
    pub fn article_with_citekey(&self, citekey: &str) -> Result<Option<ArticleId>, StoreError> {
        self.about(&citekey.to_owned(), |catalog, key| catalog.article_with_citekey(key))
    }

    /// The citekeys that begin so.
    pub fn citekeys_with_prefix(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.about(&prefix.to_owned(), |catalog, key| catalog.citekeys_with_prefix(key))
    }

    /// The articles whose ids begin so.
    pub fn articles_with_prefix(&self, prefix: &str) -> Result<Vec<ArticleId>, StoreError> {
        self.about(&prefix.to_owned(), |catalog, key| catalog.articles_with_prefix(key))
    }

    /// The article that was made of the source of that [name](fonds_model::Source::name).
    pub fn article_of_source(&self, name: &str) -> Result<Option<ArticleId>, StoreError> {
        self.about(&name.to_owned(), |catalog, name| catalog.article_of_source(name))
    }

    /// A line for each article, in the order they came in.
    pub fn summaries(&self) -> Result<Vec<ArticleSummary>, StoreError> {
        self.watched(READ, Catalog::summaries)
    }

    /// Gives the lines of all articles with when they came in, in that order. A large library is read in parts, so that
    /// not all of it is in memory.
    ///
    /// # Errors
    /// When the catalog cannot be read; so for all that follow.
    pub fn each_line(&self, visit: &mut dyn FnMut(ArticleLine)) -> Result<(), StoreError> {
        let mut last = String::new();
        loop {
            let after = last.clone();
            let lines = self.watched(READ, move |catalog| catalog.lines_behind(&after, LOOKED))?;
            let Some(line) = lines.last() else { return Ok(()) };
            last.clone_from(&line.arrival);
            lines.into_iter().for_each(&mut *visit);
        }
    }

    /// The lines of the articles that came in first, in that order.
    pub fn first_lines(&self, count: usize) -> Result<Vec<ArticleLine>, StoreError> {
        self.watched(READ, move |catalog| catalog.lines_behind("", count))
    }

    /// The lines of the articles that came in last, the last one first.
    pub fn latest_lines(&self, count: usize) -> Result<Vec<ArticleLine>, StoreError> {
        self.watched(READ, move |catalog| catalog.latest_lines(count))
    }

    /// The line of an article.
    pub fn line(&self, id: &ArticleId) -> Result<Option<ArticleLine>, StoreError> {
        self.about(id, Catalog::line)
    }

    /// The lines of the articles that came in then; one that is gone is missing.
    pub fn lines_at(&self, arrivals: Vec<String>) -> Result<Vec<ArticleLine>, StoreError> {
        self.watched(READ, move |catalog| catalog.lines_at(&arrivals))
    }

    /// An article without its body.
    pub fn head(&self, id: &ArticleId) -> Result<Option<Article>, StoreError> {
        self.about(id, Catalog::head)
    }

    /// Articles without their bodies, with their annotations; those that are not there are left out. They are asked about at
    /// once: of many, ask in parts.
    pub fn heads_with_annotations(
        &self,
        ids: Vec<ArticleId>,
    ) -> Result<Vec<(Article, Vec<Annotation>)>, StoreError> {
        self.watched(READ, move |catalog| {
            let mut found = Vec::with_capacity(ids.len());
            for id in &ids {
                if let Some(head) = catalog.head(id)? {
                    found.push((head, catalog.annotations_of(id)?));
                }
            }
            Ok(found)
        })
    }

    /// The body of an article; none of one that is not there.
    pub fn body(&self, id: &ArticleId) -> Result<Vec<Block>, StoreError> {
        self.about(id, Catalog::body)
    }

    /// The bodies of articles, as [`Store::body`] gives each. They are read at once: of many, ask in parts.
    pub fn bodies(&self, ids: Vec<ArticleId>) -> Result<Vec<Vec<Block>>, StoreError> {
        self.watched(READ, move |catalog| ids.iter().map(|id| catalog.body(id)).collect())
    }

    /// How many articles there are.
    pub fn article_count(&self) -> Result<usize, StoreError> {
        self.watched(READ, Catalog::article_count)
    }

    /// An annotation.
    pub fn annotation(&self, id: &AnnotationId) -> Result<Option<Annotation>, StoreError> {
        self.about(id, Catalog::annotation)
    }

    /// The annotations of an article, in the order they were made.
    pub fn annotations_of(&self, article: &ArticleId) -> Result<Vec<Annotation>, StoreError> {
        self.about(article, Catalog::annotations_of)
    }

    /// All annotations, in the order they were made.
    pub fn annotations(&self) -> Result<Vec<Annotation>, StoreError> {
        self.watched(READ, Catalog::annotations)
    }

    /// A tag.
    pub fn tag(&self, id: &TagId) -> Result<Option<Tag>, StoreError> {
        self.about(id, Catalog::tag)
    }

    /// All tags, as a forest: a loop that two devices made is [opened](fonds_model::tree).
    pub fn tags(&self) -> Result<Vec<Tag>, StoreError> {
        let mut tags = self.watched(READ, Catalog::tags)?;
        settle(&mut tags);
        Ok(tags)
    }

    /// All collections with their items in order, as a forest likewise.
    pub fn collections(&self) -> Result<Vec<Collection>, StoreError> {
        let mut collections = self.watched(READ, Catalog::collections)?;
        settle(&mut collections);
        Ok(collections)
    }

    /// A collection with its items in order.
    pub fn collection(&self, id: &CollectionId) -> Result<Option<Collection>, StoreError> {
        self.about(id, Catalog::collection)
    }

    /// Places for `count` items after an item of a collection, or (`None`) before all.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when the collection has no such item.
    pub fn positions(
        &self,
        collection: &CollectionId,
        after: Option<&ItemId>,
        count: usize,
    ) -> Result<Vec<Position>, StoreError> {
        let order = self.about(collection, Catalog::positions)?;
        let Some(after) = after else {
            return Ok(self.own_places(None, order.first().map(|(_, place)| place), count));
        };
        let at = order.iter().position(|(item, _)| item == after);
        let at = at.ok_or_else(|| StoreError::Unknown { what: "item", id: after.0.clone() })?;
        let low = &order[at].1;
        let high = order.iter().map(|(_, place)| place).find(|place| *place > low);
        Ok(self.own_places(Some(low), high, count))
    }

    /// Places for `count` items after all others.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn end_positions(
        &self,
        collection: &CollectionId,
        count: usize,
    ) -> Result<Vec<Position>, StoreError> {
        let order = self.about(collection, Catalog::positions)?;
        Ok(self.own_places(order.last().map(|(_, place)| place), None, count))
    }

    fn own_places(&self, low: Option<&Position>, high: Option<&Position>, count: usize) -> Vec<Position> {
        Position::between_on(&self.info.device, low, high, count)
    }

    /// A number that grows with every change, whatever device made it.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn journal_position(&self) -> Result<u64, StoreError> {
        let applied = self.watched(READ, Catalog::applied)?.unwrap_or_default();
        Ok(applied.marks.values().map(|mark| mark.seq).sum())
    }

    /// Does something while nobody writes.
    pub(crate) fn while_still<T>(
        &self,
        work: impl FnOnce(&Path) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _still = self.writer.as_ref().map(locked);
        work(&self.folder)
    }

    /// Reads everything and compares every digest, while others may write.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], or when the check itself cannot run; damage is in the report.
    pub fn verify(&self, progress: &dyn Progress) -> Result<VerifyReport, StoreError> {
        let own = (!self.is_read_only()).then_some(self.info.device.as_str());
        let (extent, applied, sum) = self.while_still(|library| {
            let (applied, known, sum) = self.watched(READ, |catalog| {
                Ok((catalog.applied()?, catalog.known_originals()?, catalog.engine().sum()?))
            })?;
            let applied = applied.unwrap_or_default();
            Ok((verify::extent(library, own, &applied, &known)?, applied, sum))
        })?;
        let look = |from| self.watched(READ, |catalog| catalog.engine().look(from, LOOKED));
        let work = Work { library: &self.folder, extent, applied, sum, progress, look: &look };
        let findings = work.run()?;
        let report = self.while_still(|_| {
            let doubtful = findings.doubtful().to_vec();
            let settled = self.watched(WRITE, move |catalog| {
                let read = |key: &Vec<u8>| catalog.engine().get(key).err().map(|error| error.to_string());
                Ok(Settled {
                    applied: catalog.applied()?.unwrap_or_default(),
                    sum: catalog.engine().sum()?,
                    articles: catalog.whole_articles()?,
                    on_disk: catalog.engine().size_on_disk()?,
                    damaged: doubtful.iter().filter_map(read).collect(),
                })
            });
            match settled {
                Ok(settled) => findings.settle(&work, settled),
                Err(StoreError::Catalog(reason)) => Ok(findings.without_catalog(reason)),
                Err(error) => Err(error),
            }
        })?;
        if report.is_of_the_catalog_alone() {
            self.suspect();
        }
        Ok(report)
    }

    /// Has the catalog made anew when the library is next opened.
    fn suspect(&self) {
        // Best effort: without the mark the library opens as it is.
        let _ = fs::write(self.derived.join(SUSPECT), b"the catalog is not as it should be\n");
    }

    pub(crate) fn save(&self, writes: Writes) -> Result<(), StoreError> {
        self.watched(WRITE, move |catalog| catalog.save(writes))
    }

    pub(crate) fn about<K: Clone + Send + 'static, T: Send + 'static>(
        &self,
        key: &K,
        read: fn(&Catalog, &K) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let key = key.clone();
        self.watched(READ, move |catalog| read(catalog, &key))
    }

    /// Asks the catalog; one that does not answer, or answers that it is damaged, is made anew when the library is next
    /// opened. It is asked no more if it did not answer.
    pub(crate) fn watched<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&Catalog) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let catalog = self.catalog()?;
        match self.dog.run(limit, move || work(&catalog)) {
            Some(Err(damaged @ StoreError::Catalog(_))) => {
                self.suspect();
                Err(damaged)
            }
            Some(answer) => answer,
            None => {
                self.suspect();
                *self.catalog.write().unwrap_or_else(PoisonError::into_inner) = None;
                Err(hangs())
            }
        }
    }

    pub(crate) fn catalog(&self) -> Result<Arc<Catalog>, StoreError> {
        self.catalog.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(hangs)
    }

    /// Writes changes to the journal and not to the catalog.
    #[cfg(test)]
    pub(crate) fn lose_the_catalogs_part(&self, changes: &[crate::Change]) {
        let mut writer = locked(self.writer.as_ref().unwrap());
        let now = self.env.clock.now();
        let prepared = writer
            .journal
            .prepare(changes, Default::default(), &self.env.agent, now, &Default::default())
            .unwrap();
        writer.journal.append(prepared).unwrap();
    }

    /// A read that does not end.
    #[cfg(test)]
    pub(crate) fn hang(&self) -> Result<(), StoreError> {
        self.watched(Duration::from_millis(50), |_| {
            std::thread::sleep(Duration::from_secs(3));
            Ok(())
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.is_read_only() {
            *self.catalog.write().unwrap_or_else(PoisonError::into_inner) = None;
            // A catalog made for this once; the system clears its folder otherwise.
            let _ = fs::remove_dir_all(&self.derived);
        }
    }
}

pub(crate) fn hangs() -> StoreError {
    StoreError::Catalog("it does not answer".into())
}

pub(crate) fn locked(writer: &Mutex<Writer>) -> MutexGuard<'_, Writer> {
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}
