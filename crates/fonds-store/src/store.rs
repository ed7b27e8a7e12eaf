//! The store: opening a library, the one way in, and everything that is read from the catalog.

use crate::apply::Draft;
use crate::catalog::Catalog;
use crate::engine::Writes;
use crate::error::at;
use crate::folder::{self, Device, LibraryInfo, Lock, Place};
use crate::history::{Entry, FixityEvent, Group};
use crate::journal::{Journal, Line, Mark, Turn};
use crate::originals::Originals;
use crate::replay::{self, CaughtUp, Replay};
use crate::verify::{self, VerifyReport};
use crate::watchdog::Watchdog;
use crate::{Change, Original, Position, StoreError, migrate};
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, ArticleSummary, Clock, Collection, CollectionId,
    Diagnostic, Digest, IdSource, ItemId, Progress, Tag, TagId, Timestamp,
};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

/// How long a read of the catalog may take before it counts as hanging.
const READ: Duration = Duration::from_secs(20);
/// How long a write may take: a group of articles on a slow disk.
const WRITE: Duration = Duration::from_secs(120);
/// Left in a library whose catalog hung, so that it is made anew when it is next opened.
const SUSPECT: &str = "catalog.suspect";

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
    folder: PathBuf,
    info: LibraryInfo,
    env: Env,
    notices: Vec<Diagnostic>,
    catalog: RwLock<Option<Arc<Catalog>>>,
    dog: Watchdog,
    /// `None` where the library is open for reading only.
    writer: Option<Mutex<Writer>>,
    /// Where what is made for a library that is open for reading only lies.
    beside: Option<PathBuf>,
    _lock: Option<Lock>,
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
    /// Makes a library in a folder that is empty or not there.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or what the disk says.
    pub fn create(folder: &Path, title: &str, env: Env) -> Result<Self, StoreError> {
        if folder.is_file() {
            return Err(StoreError::Exists(folder.to_owned()));
        }
        fs::create_dir_all(folder).map_err(at(folder))?;
        let info = LibraryInfo {
            id: env.ids.next_id(),
            title: fonds_model::text::clean_line(title),
            version: folder::VERSION,
            device: env.ids.next_id(),
        };
        folder::create(folder, &info, &Place::of(folder, &env.machine), &env.agent)?;
        Self::open(folder, env, &fonds_model::Quiet)
    }

    /// Opens a library; what had to be mended is in [`Store::notices`].
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Locked`], [`StoreError::Newer`], or what the disk says.
    pub fn open(folder: &Path, env: Env, progress: &dyn Progress) -> Result<Self, StoreError> {
        check_there(folder)?;
        let lock = folder::lock(folder)?;
        let mut info = own_device(folder, &env)?;
        let mut notices = Vec::new();
        let dog = Watchdog::default();
        let catalog = open_catalog(folder, &env, &dog, &mut notices)?;
        let mut originals = Originals::open(folder, &info.device, &info.id)?;
        let mut replay =
            Replay { library: folder, originals: &mut originals, own: &info.device, notices: &mut notices };
        let CaughtUp { catalog, lost, own_is_shorter } =
            replay.catch_up(catalog, &|| set_aside(&folder.join("catalog"), &env), progress)?;
        if own_is_shorter {
            info.device = new_device(folder, &env)?;
            originals = Originals::open(folder, &info.device, &info.id)?;
        }
        let applied = catalog.applied()?.unwrap_or_default();
        let mark = applied.marks.get(&info.device).cloned().unwrap_or_else(Mark::start);
        let journal = Journal::open(folder, &info.device, mark, applied.last.as_ref())?;
        let store = Self {
            folder: folder.to_owned(),
            info,
            env,
            notices,
            catalog: RwLock::new(Some(Arc::new(catalog))),
            dog,
            writer: Some(Mutex::new(Writer { journal, originals })),
            beside: None,
            _lock: Some(lock),
        };
        if !lost.is_empty() {
            let lost = store.possible(lost, Turn::default())?;
            store.commit_turn(&[], &lost, Turn::default(), true)?;
        }
        Ok(store)
    }

    /// Opens a library for reading only, also while another process has it open. Its catalog is made for this once.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Newer`], or what the disk says.
    pub fn open_read_only(folder: &Path, env: Env, progress: &dyn Progress) -> Result<Self, StoreError> {
        check_there(folder)?;
        let info = folder::read(folder, &Place::of(folder, &env.machine))?;
        let beside = std::env::temp_dir().join(format!("fonds-{}", env.ids.next_id()));
        let mut notices = Vec::new();
        let mut originals = Originals::read_only(folder);
        let mut replay =
            Replay { library: folder, originals: &mut originals, own: "", notices: &mut notices };
        fs::create_dir_all(&beside).map_err(at(&beside))?;
        let catalog = Catalog::open(&beside.join("catalog"))?;
        let made = replay.fill(&catalog, progress);
        let store = Self {
            folder: folder.to_owned(),
            info,
            env,
            notices,
            catalog: RwLock::new(Some(Arc::new(catalog))),
            dog: Watchdog::default(),
            writer: None,
            beside: Some(beside),
            _lock: None,
        };
        made.map(|()| store)
    }

    /// What the library is.
    pub fn info(&self) -> &LibraryInfo {
        &self.info
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.folder
    }

    /// Where what is made of the archive lies: its folder, or a folder for this once when it is open for reading only.
    pub fn derived_dir(&self) -> &Path {
        self.beside.as_deref().unwrap_or(&self.folder)
    }

    /// What opening it had to mend.
    pub fn notices(&self) -> &[Diagnostic] {
        &self.notices
    }

    /// Writes originals and changes: all of them, durably, or nothing. Gives the articles that look different now.
    ///
    /// # Errors
    /// When a change is refused, or the disk fails; the library is then as before.
    pub fn commit(
        &self,
        originals: &[Original<'_>],
        changes: &[Change],
    ) -> Result<BTreeSet<ArticleId>, StoreError> {
        self.commit_turn(originals, changes, Turn::default(), false)
    }

    /// Takes back the latest group of changes that this device made and has not taken back. `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when nothing of what was changed is there any more (the next call goes on with what was done
    /// before it), or what the disk says.
    pub fn undo(&self) -> Result<Option<Turned>, StoreError> {
        let device = self.info.device.clone();
        let next = self.watched(READ, move |catalog| {
            let Some(number) = catalog.turns(&device)?.done else { return Ok(None) };
            Ok(catalog.group(&device, number)?.map(|group| (number, group)))
        })?;
        let Some((number, group)) = next else { return Ok(None) };
        self.turn(group, Turn { undoes: Some(number), redoes: None }).map(Some)
    }

    /// Does again what was undone last. `None` when nothing is undone, or something was done since.
    ///
    /// # Errors
    /// As for [`Store::undo`].
    pub fn redo(&self) -> Result<Option<Turned>, StoreError> {
        let device = self.info.device.clone();
        let next = self.watched(READ, move |catalog| {
            let Some(number) = catalog.turns(&device)?.undone.pop() else { return Ok(None) };
            Ok(catalog.group(&device, number)?.map(|group| (number, group)))
        })?;
        let Some((number, group)) = next else { return Ok(None) };
        self.turn(group, Turn { undoes: None, redoes: Some(number) }).map(Some)
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
    /// [`StoreError::Unknown`] when there is none, [`StoreError::Damaged`] when it is not what came in.
    pub fn read_original(&self, digest: &Digest) -> Result<Vec<u8>, StoreError> {
        let place = self.about(digest, Catalog::original)?;
        let place = place.ok_or_else(|| StoreError::Unknown { what: "original", id: digest.0.clone() })?;
        Originals::read_only(&self.folder).read(digest, &place)
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

    /// The article that was made of these bytes.
    pub fn article_of_source(&self, digest: &Digest) -> Result<Option<ArticleId>, StoreError> {
        self.about(digest, Catalog::article_of_source)
    }

    /// A line for each article, in the order they came in.
    pub fn summaries(&self) -> Result<Vec<ArticleSummary>, StoreError> {
        self.watched(READ, Catalog::summaries)
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

    /// All tags.
    pub fn tags(&self) -> Result<Vec<Tag>, StoreError> {
        self.watched(READ, Catalog::tags)
    }

    /// All collections with their items in order.
    pub fn collections(&self) -> Result<Vec<Collection>, StoreError> {
        self.watched(READ, Catalog::collections)
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

    /// Reads everything and compares every digest.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], or when the check itself cannot run; damage is in the report.
    pub fn verify(&self, progress: &dyn Progress) -> Result<VerifyReport, StoreError> {
        let _still = self.writer.as_ref().map(locked);
        let catalog = self.catalog()?;
        verify::verify(&self.folder, &Originals::read_only(&self.folder), &catalog, progress)
    }

    /// Sets the catalog aside and makes it anew from journal and originals. Gives what was wrong with them.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], or what the disk says. The journal is not touched.
    pub fn rebuild(&self, progress: &dyn Progress) -> Result<Vec<Diagnostic>, StoreError> {
        let mut writer = locked(self.writer.as_ref().ok_or(StoreError::ReadOnly)?);
        let mut notices = Vec::new();
        let mut replay = Replay {
            library: &self.folder,
            originals: &mut writer.originals,
            own: &self.info.device,
            notices: &mut notices,
        };
        let made = replay.beside(progress)?;
        let mut slot = self.catalog.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(catalog) = slot.take() {
            wait_for_readers(catalog);
        }
        let current = self.folder.join("catalog");
        set_aside(&current, &self.env)?;
        fs::rename(&made, &current).map_err(at(&current))?;
        *slot = Some(Arc::new(Catalog::open(&current)?));
        Ok(notices)
    }

    /// Takes a group back, or does it again, as far as what it changed is still there.
    fn turn(&self, group: Group, turn: Turn) -> Result<Turned, StoreError> {
        let possible = self.possible(group.inverse, turn)?;
        if possible.is_empty() {
            self.commit_turn(&[], &[Change::Nothing {}], turn, true)?;
            return Err(StoreError::Gone);
        }
        let touched = self.commit_turn(&[], &possible, turn, true)?;
        Ok(Turned { actions: group.actions, touched })
    }

    /// Those of the changes that can be made, one after the other.
    fn possible(&self, changes: Vec<Change>, turn: Turn) -> Result<Vec<Change>, StoreError> {
        let line = self.next_line(turn)?;
        self.watched(WRITE, move |catalog| {
            let mut draft = Draft::on(catalog);
            let possible = changes
                .into_iter()
                .filter(|change| draft.apply(&Line { change: change.clone(), ..line.clone() }, true).is_ok());
            Ok(possible.collect())
        })
    }

    /// A line as the next one will be, to try changes with.
    fn next_line(&self, turn: Turn) -> Result<Line, StoreError> {
        let writer = locked(self.writer.as_ref().ok_or(StoreError::ReadOnly)?);
        let now = self.env.clock.now();
        let mut prepared = writer.journal.prepare(&[Change::Nothing {}], turn, &self.env.agent, now)?;
        prepared.lines.pop().ok_or(StoreError::Gone)
    }

    /// With `merging`, a name that is taken is told apart instead of refused.
    fn commit_turn(
        &self,
        originals: &[Original<'_>],
        changes: &[Change],
        turn: Turn,
        merging: bool,
    ) -> Result<BTreeSet<ArticleId>, StoreError> {
        let now = self.env.clock.now();
        let mut writer = locked(self.writer.as_ref().ok_or(StoreError::ReadOnly)?);
        self.overtake(&mut writer)?;
        let mut prepared = writer.journal.prepare(changes, turn, &self.env.agent, now)?;
        let (lines, catalog) = (std::mem::take(&mut prepared.lines), self.catalog()?);
        let (mut applied, writes, touched) = self.watched(WRITE, move |catalog| {
            let mut draft = Draft::on(catalog);
            for line in &lines {
                draft.apply(line, merging)?;
            }
            let mut applied = catalog.applied()?.unwrap_or_default();
            applied.last = lines.last().map(Line::stamp).or(applied.last);
            let (writes, touched) = draft.finish()?;
            Ok((applied, writes, touched))
        })?;
        let mut draft = Draft::with(&catalog, writes);
        self.keep_originals(&mut writer.originals, originals, now, &mut draft)?;
        if !changes.is_empty() {
            writer.journal.append(prepared)?;
        }
        // From here on the changes are acknowledged: a catalog that fails now catches up later.
        applied.marks.insert(writer.journal.device().to_owned(), writer.journal.mark().clone());
        draft.set_applied(&applied)?;
        let (writes, _) = draft.finish()?;
        self.save(writes)?;
        Ok(touched)
    }

    /// Appends the originals that are not kept yet.
    fn keep_originals(
        &self,
        kept: &mut Originals,
        originals: &[Original<'_>],
        now: Timestamp,
        draft: &mut Draft<'_>,
    ) -> Result<(), StoreError> {
        let digests: Vec<Digest> = originals.iter().map(|original| Digest::of(original.bytes)).collect();
        let mut fresh: Vec<(&Digest, &Original<'_>)> = Vec::new();
        for (digest, original) in digests.iter().zip(originals) {
            let known = fresh.iter().any(|(other, _)| *other == digest) || self.has_original(digest)?;
            if !known {
                fresh.push((digest, original));
            }
        }
        let places = kept.append(&fresh, now)?;
        for ((digest, _), place) in fresh.iter().zip(&places) {
            draft.set_original(digest, place)?;
        }
        if !fresh.is_empty() {
            let (file, length) = kept.current();
            draft.set_known(&file, length)?;
        }
        Ok(())
    }

    /// Applies what is acknowledged but, because the catalog could not be written then, not applied.
    fn overtake(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let applied = self.watched(READ, Catalog::applied)?.unwrap_or_default();
        let mark = applied.marks.get(writer.journal.device()).cloned().unwrap_or_else(Mark::start);
        if mark == *writer.journal.mark() {
            return Ok(());
        }
        let catalog = self.catalog()?;
        let mut notices = Vec::new();
        let mut replay = Replay {
            library: &self.folder,
            originals: &mut writer.originals,
            own: &self.info.device,
            notices: &mut notices,
        };
        replay.append(&catalog, applied, &fonds_model::Quiet)
    }

    fn save(&self, writes: Writes) -> Result<(), StoreError> {
        self.watched(WRITE, move |catalog| catalog.save(writes))
    }

    fn about<K: Clone + Send + 'static, T: Send + 'static>(
        &self,
        key: &K,
        read: fn(&Catalog, &K) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let key = key.clone();
        self.watched(READ, move |catalog| read(catalog, &key))
    }

    /// Asks the catalog; one that does not answer counts as damaged, now and when the library is next opened.
    fn watched<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&Catalog) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let catalog = self.catalog()?;
        let answer = self.dog.run(limit, move || work(&catalog));
        answer.unwrap_or_else(|| {
            // Best effort: without the mark the library opens as it is, and hangs again at worst.
            let _ = fs::write(self.folder.join(SUSPECT), b"a read did not end\n");
            *self.catalog.write().unwrap_or_else(PoisonError::into_inner) = None;
            Err(hangs())
        })
    }

    fn catalog(&self) -> Result<Arc<Catalog>, StoreError> {
        self.catalog.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(hangs)
    }

    /// Writes changes to the journal and not to the catalog.
    #[cfg(test)]
    pub(crate) fn lose_the_catalogs_part(&self, changes: &[Change]) {
        let mut writer = locked(self.writer.as_ref().unwrap());
        let now = self.env.clock.now();
        let prepared = writer.journal.prepare(changes, Turn::default(), &self.env.agent, now).unwrap();
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
        if let Some(beside) = &self.beside {
            *self.catalog.write().unwrap_or_else(PoisonError::into_inner) = None;
            // A catalog made for this once; the system clears its folder otherwise.
            let _ = fs::remove_dir_all(beside);
        }
    }
}

/// A folder that may not be read is no missing library.
fn check_there(folder: &Path) -> Result<(), StoreError> {
    let head = folder.join("fonds.json");
    match head.metadata() {
        Ok(found) if found.is_file() => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Err(at(&head)(error)),
        _ => Err(StoreError::Missing(folder.to_owned())),
    }
}

fn hangs() -> StoreError {
    StoreError::Catalog("it does not answer".into())
}

fn locked(writer: &Mutex<Writer>) -> MutexGuard<'_, Writer> {
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until nobody reads from a catalog that is to be closed.
fn wait_for_readers(mut catalog: Arc<Catalog>) {
    for _ in 0..100 {
        match Arc::try_unwrap(catalog) {
            Ok(_) => return,
            Err(still) => catalog = still,
        }
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// What the library is, with a journal of this place's own, migrated to the present format.
fn own_device(folder: &Path, env: &Env) -> Result<LibraryInfo, StoreError> {
    let place = Place::of(folder, &env.machine);
    let mut info = folder::read(folder, &place)?;
    if info.version < folder::VERSION {
        info = migrate::migrate(folder, info, &place, &env.agent)?;
    }
    if info.device.is_empty() {
        info.device = new_device(folder, env)?;
    }
    Ok(info)
}

/// Begins a journal for this place.
fn new_device(folder: &Path, env: &Env) -> Result<String, StoreError> {
    let device = Device { id: env.ids.next_id(), agent: env.agent.clone() };
    folder::write_device(folder, &Place::of(folder, &env.machine), &device)?;
    Ok(device.id)
}

/// Opens the catalog; one that will not open is tried without its snapshots, then set aside.
fn open_catalog(
    folder: &Path,
    env: &Env,
    dog: &Watchdog,
    notices: &mut Vec<Diagnostic>,
) -> Result<Catalog, StoreError> {
    let path = folder.join("catalog");
    let suspect = folder.join(SUSPECT);
    let guarded = |path: &Path| {
        let path = path.to_owned();
        dog.run(WRITE, move || Catalog::open(&path)).unwrap_or_else(|| Err(hangs()))
    };
    let opened = if suspect.exists() {
        Err(hangs())
    } else {
        guarded(&path).or_else(|error| {
            if error.is_of_the_disk() {
                return Err(error);
            }
            set_snapshots_aside(&path)?;
            guarded(&path)
        })
    };
    let first = match opened {
        Ok(catalog) => return Ok(catalog),
        // A full or shut disk is no fault of the catalog's.
        Err(error) if error.is_of_the_disk() => return Err(error),
        Err(error) => error,
    };
    set_aside(&path, env)?;
    if suspect.exists() {
        fs::remove_file(&suspect).map_err(at(&suspect))?;
    }
    notices.push(replay::rebuilt(&format!("the catalog would not open ({first}) and was made anew")));
    Catalog::open(&path)
}

/// sled stops at a snapshot that a crash left half written, and does without one.
fn set_snapshots_aside(catalog: &Path) -> Result<(), StoreError> {
    let entries = fs::read_dir(catalog).map_err(at(catalog))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("snap.") {
            let aside = catalog.join(format!("aside-{name}"));
            fs::rename(entry.path(), &aside).map_err(at(&aside))?;
        }
    }
    Ok(())
}

/// Renames a folder to a dated name.
fn set_aside(path: &Path, env: &Env) -> Result<(), StoreError> {
    if !path.exists() {
        return Ok(());
    }
    let date = env.clock.now().strftime("%Y%m%dT%H%M%S").to_string();
    let named = (0..).map(|n| path.with_extension(if n == 0 { date.clone() } else { format!("{date}-{n}") }));
    let free = named.into_iter().find(|name| !name.exists()).unwrap_or_else(|| path.with_extension("aside"));
    fs::rename(path, &free).map_err(at(path))
}
