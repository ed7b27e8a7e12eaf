//! The store: opening a library, the one way in, and everything that is read from the catalog.

use crate::catalog::Catalog;
use crate::error::at;
use crate::folder::{self, LibraryInfo, Lock};
use crate::journal::{self, Journal, Mark};
use crate::originals::{self, Originals};
use crate::verify::{self, VerifyReport};
use crate::{Change, Original, Position, StoreError};
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, ArticleSummary, Clock, Collection, CollectionId,
    Diagnostic, Digest, IdSource, ItemId, Progress, Stage, Tag, TagId,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

/// Lines applied to the catalog at once while it is made anew.
const REPLAY: usize = 500;

/// What the store takes from outside, so that the same input gives the same bytes.
#[derive(Clone)]
pub struct Env {
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// New identifiers.
    pub ids: Arc<dyn IdSource>,
    /// Who works: the name that journal lines and annotations carry.
    pub agent: String,
}

/// An open library on disk.
pub struct Store {
    folder: PathBuf,
    info: LibraryInfo,
    env: Env,
    notices: Vec<Diagnostic>,
    catalog: RwLock<Catalog>,
    writer: Mutex<Writer>,
    _lock: Lock,
}

struct Writer {
    journal: Journal,
    originals: Originals,
}

impl Store {
    /// Makes a library in a folder that is empty or not there.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or what the disk says.
    pub fn create(folder: &Path, title: &str, env: Env) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(at(folder))?;
        let info = LibraryInfo {
            id: env.ids.next_id(),
            title: fonds_model::text::clean_line(title),
            version: folder::VERSION,
            device: env.ids.next_id(),
        };
        folder::create(folder, &info)?;
        Self::open(folder, env, &fonds_model::Quiet)
    }

    /// Opens a library; what had to be mended is in [`Store::notices`].
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Locked`], [`StoreError::Newer`], or what the disk says.
    pub fn open(folder: &Path, env: Env, progress: &dyn Progress) -> Result<Self, StoreError> {
        if !folder.join("fonds.json").is_file() {
            return Err(StoreError::Missing(folder.to_owned()));
        }
        let lock = folder::lock(folder)?;
        let info = folder::read(folder, || env.ids.next_id())?;
        let mut notices = Vec::new();
        let catalog = open_catalog(folder, &env, &mut notices)?;
        let journal = Journal::open(folder, &info.device, Mark::start())?;
        let originals = Originals::open(folder, &info.device, &info.id)?;
        let mut store = Self {
            folder: folder.to_owned(),
            info,
            env,
            notices,
            catalog: RwLock::new(catalog),
            writer: Mutex::new(Writer { journal, originals }),
            _lock: lock,
        };
        store.catch_up(progress)?;
        Ok(store)
    }

    /// What the library is.
    pub fn info(&self) -> &LibraryInfo {
        &self.info
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.folder
    }

    /// What opening it had to mend.
    pub fn notices(&self) -> &[Diagnostic] {
        &self.notices
    }

    /// Writes originals and changes: all of them, durably, or nothing.
    ///
    /// # Errors
    /// When a change is refused, or the disk fails; the library is then as before.
    pub fn commit(&self, originals: &[Original<'_>], changes: &[Change]) -> Result<(), StoreError> {
        let now = self.env.clock.now();
        let mut writer = self.writer();
        let catalog = self.catalog();
        overtake(&catalog, &mut writer)?;
        let mut draft = catalog.draft();
        let first = writer.journal.mark().seq + 1;
        for (seq, change) in (first..).zip(changes) {
            draft.apply(change, seq)?;
        }
        let digests: Vec<Digest> = originals.iter().map(|original| Digest::of(original.bytes)).collect();
        let mut fresh: Vec<(&Digest, &Original<'_>)> = Vec::new();
        for (digest, original) in digests.iter().zip(originals) {
            let known =
                fresh.iter().any(|(other, _)| *other == digest) || catalog.original(digest)?.is_some();
            if !known {
                fresh.push((digest, original));
            }
        }
        let places = writer.originals.append(&fresh, now)?;
        for ((digest, _), place) in fresh.iter().zip(&places) {
            draft.set_original(digest, place)?;
        }
        if !changes.is_empty() {
            writer.journal.append(changes, &self.env.agent, now)?;
        }
        // From here on the changes are acknowledged: a catalog that fails now catches up when it is next opened.
        draft.set_mark(writer.journal.mark())?;
        let writes = draft.into_writes();
        catalog.save(writes)
    }

    /// Whether the bytes of that digest are kept.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn has_original(&self, digest: &Digest) -> Result<bool, StoreError> {
        Ok(self.catalog().original(digest)?.is_some())
    }

    /// The bytes of an original, checked.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when there is none, [`StoreError::Damaged`] when it is not what came in.
    pub fn read_original(&self, digest: &Digest) -> Result<Vec<u8>, StoreError> {
        let place = self.catalog().original(digest)?;
        let place = place.ok_or_else(|| StoreError::Unknown { what: "original", id: digest.0.clone() })?;
        let originals = Originals::open(&self.folder, &self.info.device, &self.info.id)?;
        originals.read(digest, &place)
    }

    /// An article.
    ///
    /// # Errors
    /// When the catalog cannot be read; so for all that follow.
    pub fn article(&self, id: &ArticleId) -> Result<Option<Article>, StoreError> {
        self.catalog().article(id)
    }

    /// The article that has the citekey.
    pub fn article_with_citekey(&self, citekey: &str) -> Result<Option<ArticleId>, StoreError> {
        self.catalog().article_with_citekey(citekey)
    }

    /// The articles whose ids begin so.
    pub fn articles_with_prefix(&self, prefix: &str) -> Result<Vec<ArticleId>, StoreError> {
        self.catalog().articles_with_prefix(prefix)
    }

    /// The article that was made of these bytes.
    pub fn article_of_source(&self, digest: &Digest) -> Result<Option<ArticleId>, StoreError> {
        self.catalog().article_of_source(digest)
    }

    /// A line for each article, in the order they came in.
    pub fn summaries(&self) -> Result<Vec<ArticleSummary>, StoreError> {
        self.catalog().summaries()
    }

    /// How many articles there are.
    pub fn article_count(&self) -> Result<usize, StoreError> {
        self.catalog().article_count()
    }

    /// An annotation.
    pub fn annotation(&self, id: &AnnotationId) -> Result<Option<Annotation>, StoreError> {
        self.catalog().annotation(id)
    }

    /// The annotations of an article, in the order they were made.
    pub fn annotations_of(&self, article: &ArticleId) -> Result<Vec<Annotation>, StoreError> {
        self.catalog().annotations_of(article)
    }

    /// All annotations, in the order they were made.
    pub fn annotations(&self) -> Result<Vec<Annotation>, StoreError> {
        self.catalog().annotations()
    }

    /// A tag.
    pub fn tag(&self, id: &TagId) -> Result<Option<Tag>, StoreError> {
        self.catalog().tag(id)
    }

    /// All tags.
    pub fn tags(&self) -> Result<Vec<Tag>, StoreError> {
        self.catalog().tags()
    }

    /// All collections with their items in order.
    pub fn collections(&self) -> Result<Vec<Collection>, StoreError> {
        self.catalog().collections()
    }

    /// A collection with its items in order.
    pub fn collection(&self, id: &CollectionId) -> Result<Option<Collection>, StoreError> {
        self.catalog().collection(id)
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
        let order = self.catalog().positions(collection)?;
        let Some(after) = after else {
            return Ok(Position::between(None, order.first().map(|(_, place)| place), count));
        };
        let at = order.iter().position(|(item, _)| item == after);
        let at = at.ok_or_else(|| StoreError::Unknown { what: "item", id: after.0.clone() })?;
        Ok(Position::between(Some(&order[at].1), order.get(at + 1).map(|(_, place)| place), count))
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
        let order = self.catalog().positions(collection)?;
        Ok(Position::between(order.last().map(|(_, place)| place), None, count))
    }

    /// Number of the last change.
    pub fn journal_position(&self) -> u64 {
        self.writer().journal.mark().seq
    }

    /// Reads everything and compares every digest.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], or when the check itself cannot run; damage is in the report.
    pub fn verify(&self, progress: &dyn Progress) -> Result<VerifyReport, StoreError> {
        let writer = self.writer();
        verify::verify(&writer.journal, &writer.originals, &self.catalog(), progress)
    }

    /// Sets the catalog aside and makes it anew from journal and originals.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], or what the disk says. The journal is not touched.
    pub fn rebuild(&self, progress: &dyn Progress) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let mut slot = self.catalog.write().unwrap_or_else(PoisonError::into_inner);
        // Made beside and put in its place only when it is whole; the old one must be closed first.
        let beside = self.folder.join("catalog.new");
        remove_folder(&beside)?;
        let made = Catalog::open(&beside)?;
        let mark = replay(&made, &mut writer, Mark::start(), true, progress, &mut Vec::new())?;
        drop(made);
        let placeholder = self.folder.join("catalog.closing");
        *slot = Catalog::open(&placeholder)?;
        let current = self.folder.join("catalog");
        set_aside(&current, &self.env)?;
        fs::rename(&beside, &current).map_err(at(&current))?;
        *slot = Catalog::open(&current)?;
        remove_folder(&placeholder)?;
        writer.journal.set_mark(mark);
        Ok(())
    }

    /// Brings the catalog up to the journal; makes it anew when the two do not fit.
    fn catch_up(&mut self, progress: &dyn Progress) -> Result<(), StoreError> {
        let catalog = self.catalog.get_mut().unwrap_or_else(PoisonError::into_inner);
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner);
        let known = catalog.mark()?;
        let fits = known.as_ref().is_none_or(|mark| writer.journal.reaches(mark));
        let empty =
            known.is_none() && writer.journal.total_length() == 0 && writer.originals.total_length() == 0;
        if let Some(mark) = known.filter(|_| fits) {
            cut_torn_original(writer, catalog, &mut self.notices)?;
            let mark = replay(catalog, writer, mark, false, progress, &mut self.notices)?;
            writer.journal.set_mark(mark);
            return Ok(());
        }
        if !empty {
            cut_torn_original(writer, catalog, &mut self.notices)?;
            if !fits {
                let folder = self.folder.join("catalog");
                let closing = self.folder.join("catalog.closing");
                *catalog = Catalog::open(&closing)?;
                set_aside(&folder, &self.env)?;
                *catalog = Catalog::open(&folder)?;
                remove_folder(&closing)?;
            }
            if !self.notices.iter().any(|notice| notice.code == "catalog-rebuilt") {
                self.notices
                    .push(rebuilt("the catalog was missing or ahead of the journal and was made anew"));
            }
        }
        let mark = replay(catalog, writer, Mark::start(), true, progress, &mut self.notices)?;
        writer.journal.set_mark(mark);
        Ok(())
    }

    /// Writes changes to the journal and not to the catalog.
    #[cfg(test)]
    pub(crate) fn lose_the_catalogs_part(&self, changes: &[Change]) {
        let now = self.env.clock.now();
        self.writer().journal.append(changes, &self.env.agent, now).unwrap();
    }

    fn catalog(&self) -> RwLockReadGuard<'_, Catalog> {
        self.catalog.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the catalog; one that will not open is tried without its snapshots, then set aside.
fn open_catalog(folder: &Path, env: &Env, notices: &mut Vec<Diagnostic>) -> Result<Catalog, StoreError> {
    let path = folder.join("catalog");
    let opened = Catalog::open(&path).or_else(|error| {
        if error.is_of_the_disk() {
            return Err(error);
        }
        set_snapshots_aside(&path)?;
        Catalog::open(&path)
    });
    let first = match opened {
        Ok(catalog) => return Ok(catalog),
        // A full or shut disk is no fault of the catalog's.
        Err(error) if error.is_of_the_disk() => return Err(error),
        Err(error) => error,
    };
    set_aside(&path, env)?;
    notices.push(rebuilt(&format!("the catalog would not open ({first}) and was made anew")));
    Catalog::open(&path)
}

fn rebuilt(message: &str) -> Diagnostic {
    Diagnostic::warning("catalog-rebuilt", message).hint("nothing was lost; the old one is kept beside it")
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

fn remove_folder(path: &Path) -> Result<(), StoreError> {
    if path.exists() { fs::remove_dir_all(path).map_err(at(path)) } else { Ok(()) }
}

fn cut_torn_original(
    writer: &mut Writer,
    catalog: &Catalog,
    notices: &mut Vec<Diagnostic>,
) -> Result<(), StoreError> {
    let places = catalog.originals()?;
    let last = places.values().max_by(|a, b| (&a.file, a.offset).cmp(&(&b.file, b.offset)));
    let cut = writer.originals.cut_torn_end(last)?;
    if cut > 0 {
        notices.push(Diagnostic::warning(
            "original-torn",
            format!("{cut} bytes of an unfinished import were cut off"),
        ));
    }
    Ok(())
}

/// Applies what is acknowledged but, because the catalog could not be written then, not applied.
fn overtake(catalog: &Catalog, writer: &mut Writer) -> Result<(), StoreError> {
    let applied = catalog.mark()?.unwrap_or_else(Mark::start);
    if applied != *writer.journal.mark() {
        replay(catalog, writer, applied, false, &fonds_model::Quiet, &mut Vec::new())?;
    }
    Ok(())
}

/// Applies the journal after `from` to the catalog; with `all`, also finds every original again.
fn replay(
    catalog: &Catalog,
    writer: &mut Writer,
    from: Mark,
    all: bool,
    progress: &dyn Progress,
    notices: &mut Vec<Diagnostic>,
) -> Result<Mark, StoreError> {
    let total = writer.journal.total_length();
    let mut mark = from.clone();
    let mut group: Vec<(Change, u64)> = Vec::new();
    let mut torn = None;
    writer.journal.read(from.clone(), &mut |met| {
        match met {
            journal::Met::Line(line, next) => {
                mark = next;
                group.push((line.change, line.seq));
                if group.len() >= REPLAY {
                    progress.check()?;
                    progress.step(Stage::Rebuild, mark.offset.min(total), total);
                    apply_group(catalog, &mut group, &mark, notices)?;
                }
            }
            journal::Met::Damage { file, offset, code, reason } => {
                let remark = Diagnostic::new(fonds_model::Severity::Error, code, format!("{file}: {reason}"));
                notices.push(remark.at(format!("{file}:{offset}")));
            }
            journal::Met::Torn { segment, offset, .. } => torn = Some((segment, offset)),
        }
        Ok(())
    })?;
    if let Some((segment, offset)) = torn {
        writer.journal.cut(segment, offset)?;
        notices.push(Diagnostic::warning("journal-torn", "an unfinished change was cut off the journal"));
    }
    if mark != from || !group.is_empty() || all {
        apply_group(catalog, &mut group, &mark, notices)?;
    }
    if all || mark != from {
        find_originals(catalog, writer)?;
    }
    Ok(mark)
}

fn apply_group(
    catalog: &Catalog,
    group: &mut Vec<(Change, u64)>,
    mark: &Mark,
    notices: &mut Vec<Diagnostic>,
) -> Result<(), StoreError> {
    let mut draft = catalog.draft();
    for (change, seq) in group.drain(..) {
        // A change on something that damage took away cannot be applied; the rest goes on.
        if let Err(error) = draft.apply(&change, seq) {
            notices.push(Diagnostic::warning(
                "change-skipped",
                format!("change {seq} could not be applied: {error}"),
            ));
        }
    }
    draft.set_mark(mark)?;
    catalog.save(draft.into_writes())
}

/// Notes where each original is that the catalog does not know.
fn find_originals(catalog: &Catalog, writer: &Writer) -> Result<(), StoreError> {
    let known = catalog.originals()?;
    let mut draft = catalog.draft();
    writer.originals.for_each(&mut |met| {
        if let originals::Met::Original(record, place) = met
            && let Some(digest) = record.digest().filter(|digest| !known.contains_key(digest))
        {
            draft.set_original(&digest, &place)?;
        }
        Ok(())
    })?;
    catalog.save(draft.into_writes())
}
