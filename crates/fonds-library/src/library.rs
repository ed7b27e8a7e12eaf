//! One library on disk: opening it, what it is, keeping its search index in step, checking it.

use crate::finding::Finder;
use crate::import::Seen;
use crate::listing::Shelf;
use crate::renewing::{Attendant, News};
use crate::{Language, LibraryError, LibraryInfo};
use fonds_model::{Article, ArticleId, Diagnostic, Digest, IdSource, Progress, Timestamp};
use fonds_store::{Change, Compaction, Env, FixityEvent, Original, Store, VerifyReport};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// How often every byte is checked, in seconds.
const MONTH: i64 = 30 * 24 * 3600;

/// When the library was checked.
#[derive(Clone, Debug, Serialize)]
pub struct Fixity {
    /// The latest check.
    pub last: Option<FixityEvent>,
    /// It is longer ago than a month, or there was none.
    pub due: bool,
}

/// An open library. All methods take `&self`; it may be shared between threads.
pub struct Library {
    pub(crate) store: Store,
    pub(crate) env: Env,
    pub(crate) finder: Finder,
    pub(crate) news: News,
    pub(crate) attendant: Attendant,
    pub(crate) seen: Seen,
    /// What lists are sorted by.
    pub(crate) shelf: Shelf,
    /// Pages of the last book that was printed.
    pub(crate) layouts: fonds_pdf::Layouts,
}

impl Library {
    /// Creates a library in a folder that does not exist yet or is empty.
    ///
    /// # Errors
    /// `library-exists`, or what the disk says.
    pub fn create(folder: &Path, title: &str, env: Env) -> Result<Self, LibraryError> {
        let store = Store::create(folder, title, env.clone())?;
        Ok(Self::of(store, Finder::of(folder), env))
    }

    /// Opens a library, mending what can be mended ([`LibraryInfo::notices`] says what was).
    ///
    /// # Errors
    /// `library-missing`, `library-locked`, `library-newer`, or what the disk says.
    pub fn open(folder: &Path, env: Env, progress: &dyn Progress) -> Result<Self, LibraryError> {
        let store = Store::open(folder, env.clone(), progress)?;
        let finder = Finder::of(store.derived_dir());
        Ok(Self::of(store, finder, env))
    }

    /// Opens a library for reading only, also while another process has it open.
    ///
    /// # Errors
    /// `library-missing`, `library-newer`, or what the disk says.
    pub fn open_read_only(folder: &Path, env: Env, progress: &dyn Progress) -> Result<Self, LibraryError> {
        let store = Store::open_read_only(folder, env.clone(), progress)?;
        let finder = Finder::of(store.derived_dir());
        Ok(Self::of(store, finder, env))
    }

    fn of(store: Store, finder: Finder, env: Env) -> Self {
        Self {
            store,
            env,
            finder,
            news: News::default(),
            attendant: Attendant::default(),
            seen: Seen::default(),
            shelf: Shelf::default(),
            layouts: fonds_pdf::Layouts::default(),
        }
    }

    /// What this library is, with notices in a language.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn info(&self, language: Language) -> Result<LibraryInfo, LibraryError> {
        let notices = crate::worded(self.store.notices().to_vec(), language);
        Ok(LibraryInfo {
            title: self.store.info().title.clone(),
            path: self.store.dir().to_owned(),
            articles: self.store.article_count()?,
            notices: notices.into_iter().map(|notice| notice.message).collect(),
        })
    }

    /// The article named by id, by the unique beginning of an id, or by citekey.
    ///
    /// # Errors
    /// `unknown-article`, `ambiguous-article`.
    pub fn resolve(&self, name: &str) -> Result<ArticleId, LibraryError> {
        if let Some(id) = self.store.article_with_citekey(name)? {
            return Ok(id);
        }
        if name.is_empty() {
            return Err(LibraryError::NoArticle(String::new()));
        }
        let mut ids = self.store.articles_with_prefix(&name.to_ascii_lowercase())?;
        match ids.len() {
            0 => Err(LibraryError::NoArticle(name.to_owned())),
            1 => Ok(ids.remove(0)),
            _ => Err(LibraryError::Ambiguous {
                given: name.to_owned(),
                ids: ids.into_iter().take(5).map(|id| id.0).collect(),
            }),
        }
    }

    /// The article of that id.
    ///
    /// # Errors
    /// `unknown-article`.
    pub fn article(&self, id: &ArticleId) -> Result<Article, LibraryError> {
        self.store.article(id)?.ok_or_else(|| LibraryError::NoArticle(id.0.clone()))
    }

    /// The bytes of a picture or an original.
    ///
    /// # Errors
    /// When the library has no such bytes, or they are damaged.
    pub fn original(&self, digest: &Digest) -> Result<Vec<u8>, LibraryError> {
        Ok(self.store.read_original(digest)?)
    }

    /// The latest check of every byte, and whether the next one is due.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn fixity(&self) -> Result<Fixity, LibraryError> {
        let last = self.store.last_fixity()?;
        let age = last.as_ref().map(|event| self.now().duration_since(event.time).as_secs());
        Ok(Fixity { due: age.is_none_or(|seconds| seconds > MONTH), last })
    }

    /// Reads everything and compares every digest; the journal notes that this was done, and what came of it.
    ///
    /// # Errors
    /// `cancelled`, or when the check itself cannot run; damage is in the report instead.
    pub fn verify(&self, progress: &dyn Progress) -> Result<VerifyReport, LibraryError> {
        let mut report = self.store.verify(progress)?;
        let of_index = self.check_index(report.articles)?;
        if !of_index.is_empty() {
            self.set_index_aside()?;
        }
        report.problems.extend(of_index);
        report.ok = report.problems.is_empty();
        self.note_fixity(&report);
        Ok(report)
    }

    /// A check that cannot be noted (a full disk) was a check all the same.
    fn note_fixity(&self, report: &VerifyReport) {
        let note = Change::NoteFixity {
            ok: report.ok,
            articles: report.articles as u64,
            originals: report.originals as u64,
            changes: report.changes as u64,
            problems: report.problems.len() as u64,
        };
        if !self.store.is_read_only()
            && let Err(error) = self.commit(&[], &[note])
        {
            tracing::warn!(%error, "the check could not be noted");
        }
    }

    /// Makes the catalog small; [`VerifyReport::catalog`] says when that is worth while.
    ///
    /// # Errors
    /// `cancelled`, `library-read-only`, or what the disk says; then the catalog stays as it is.
    pub fn compact(&self, progress: &dyn Progress) -> Result<Compaction, LibraryError> {
        Ok(self.store.compact(progress)?)
    }

    /// Makes the catalog and the search index anew from the journal. Gives what was wrong with journal and originals.
    ///
    /// # Errors
    /// `cancelled`, or what the disk says.
    pub fn rebuild(&self, progress: &dyn Progress) -> Result<Vec<Diagnostic>, LibraryError> {
        let notices = self.store.rebuild(progress)?;
        self.shelf.forget();
        self.finder.discard()?;
        self.reindex(progress)?;
        Ok(notices)
    }

    /// Commits changes, and brings the search index up to date.
    pub(crate) fn commit(&self, originals: &[Original<'_>], changes: &[Change]) -> Result<(), LibraryError> {
        self.and_index(|store| store.commit(originals, changes))?;
        Ok(())
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.env.clock.now()
    }

    pub(crate) fn ids(&self) -> &Arc<dyn IdSource> {
        &self.env.ids
    }
}
