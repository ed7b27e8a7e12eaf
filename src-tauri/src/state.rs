//! The open library, the language, what the user prefers, and the work that runs.

use crate::jobs::{Job, Jobs, Unasked};
use crate::preferences::Preferences;
use fonds_library::{EbookFiles, Language, Library, LibraryError, Problem, environment, system_language};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::AppHandle;

/// A command's outcome; a failure is worded in the window's language.
pub type Outcome<T> = Result<T, Problem>;

/// How long a library that is closed is waited for: whoever still reads in it ends soon.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the window's commands share.
pub struct Desk {
    library: Mutex<Option<Arc<Library>>>,
    language: Mutex<Language>,
    preferences: Mutex<Preferences>,
    jobs: Jobs,
    /// Named on the command line, until the window asks.
    wanted: Mutex<Option<PathBuf>>,
    /// The last preview's file, until the window fetches it.
    preview: Mutex<Vec<u8>>,
    /// The e-book that is looked at.
    looking: Mutex<Looking>,
    /// Files that were exported since the window opened.
    exported: Mutex<BTreeSet<PathBuf>>,
}

/// An e-book that is looked at before it is saved.
#[derive(Default)]
pub struct Looking {
    /// Tells it from those before it.
    pub number: u64,
    /// What its pages are made of.
    pub files: EbookFiles,
}

impl Desk {
    /// With no library open.
    pub fn new(wanted: Option<PathBuf>) -> Self {
        Self {
            library: Mutex::new(None),
            language: Mutex::new(system_language()),
            preferences: Mutex::new(Preferences::default()),
            jobs: Jobs::default(),
            wanted: Mutex::new(wanted),
            preview: Mutex::new(vec![]),
            looking: Mutex::new(Looking::default()),
            exported: Mutex::default(),
        }
    }

    /// The open library.
    pub fn library(&self) -> Outcome<Arc<Library>> {
        locked(&self.library).clone().ok_or_else(|| self.problem(&LibraryError::NoLibrary))
    }

    /// Files that were exported since the window opened.
    pub fn exported(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        locked(&self.exported)
    }

    /// The open library, if there is one.
    pub fn current(&self) -> Option<Arc<Library>> {
        locked(&self.library).clone()
    }

    /// The library that the command line named, once.
    pub fn take_wanted(&self) -> Option<PathBuf> {
        locked(&self.wanted).take()
    }

    /// Opens a library in the place of the one that is open. A catalog that must be made anew takes its time; the work is
    /// called by the id that the window gave it.
    pub fn open(&self, app: AppHandle, job: String, path: &Path) -> Outcome<Arc<Library>> {
        self.close()?;
        let job = self.job(app.clone(), job);
        let library = self.word(Library::open(path, self.preferences().act(environment()), &job))?;
        Ok(self.put(app, library))
    }

    /// Makes a library in the place of the one that is open.
    pub fn create(&self, app: AppHandle, path: &Path, title: &str) -> Outcome<Arc<Library>> {
        self.close()?;
        let library = self.word(Library::create(path, title, self.preferences().act(environment())))?;
        Ok(self.put(app, library))
    }

    /// Closes the library, unless work goes on in it.
    pub fn close(&self) -> Outcome<()> {
        if !self.jobs.are_at_rest() {
            return Err(self.problem(&LibraryError::Busy));
        }
        let library = locked(&self.library).take();
        self.keep_ebook(EbookFiles::default());
        // Its folder is free for the next opening only when nobody reads in it any more.
        let begun = Instant::now();
        while library.as_ref().is_some_and(|library| Arc::strong_count(library) > 1)
            && begun.elapsed() < PATIENCE
        {
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// The window's language.
    pub fn language(&self) -> Language {
        *locked(&self.language)
    }

    /// Words failures in this language from now on.
    pub fn set_language(&self, language: Language) {
        *locked(&self.language) = language;
    }

    /// What the user prefers.
    pub fn preferences(&self) -> Preferences {
        locked(&self.preferences).clone()
    }

    /// Prefers this from now on; the name counts from the next opening of a library.
    pub fn prefer(&self, preferences: Preferences) {
        *locked(&self.preferences) = preferences;
    }

    /// A failure in words.
    pub fn word<T>(&self, outcome: Result<T, LibraryError>) -> Outcome<T> {
        outcome.map_err(|error| self.problem(&error))
    }

    /// A failure in words.
    pub fn problem(&self, error: &LibraryError) -> Problem {
        error.problem(self.language())
    }

    /// Begins a piece of work that the window calls by this id.
    pub fn job(&self, app: AppHandle, id: String) -> Job {
        Job::new(app, self.jobs.begin(id))
    }

    /// Has a piece of work stop.
    pub fn stop(&self, id: &str) {
        self.jobs.stop(id);
    }

    /// Keeps the file of a preview for the window to fetch.
    pub fn keep_preview(&self, bytes: Vec<u8>) {
        *locked(&self.preview) = bytes;
    }

    /// The file that was kept; the next call gives nothing.
    pub fn take_preview(&self) -> Vec<u8> {
        std::mem::take(&mut *locked(&self.preview))
    }

    /// Keeps the files of an e-book in the place of those before; gives its number.
    pub fn keep_ebook(&self, files: EbookFiles) -> u64 {
        let mut looking = locked(&self.looking);
        looking.number += 1;
        looking.files = files;
        looking.number
    }

    /// Looks at the e-book that is kept.
    pub fn look<T>(&self, at: impl FnOnce(&mut Looking) -> T) -> T {
        at(&mut locked(&self.looking))
    }

    fn put(&self, app: AppHandle, library: Library) -> Arc<Library> {
        library.attend(Arc::new(Unasked::new(app, self.jobs.clone(), "index")));
        let library = Arc::new(library);
        *locked(&self.library) = Some(Arc::clone(&library));
        library
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
