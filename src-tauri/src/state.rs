//! The open library, the language, and the job that runs.

use fonds_library::{Language, Library, LibraryError, Problem, environment, system_language};
use fonds_model::{Progress, Quiet, Stage};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Emitter};

/// A command's outcome; a failure is worded in the window's language.
pub type Outcome<T> = Result<T, Problem>;

/// What the window's commands share.
pub struct Desk {
    library: Mutex<Option<Arc<Library>>>,
    language: Mutex<Language>,
    stop: Arc<AtomicBool>,
    /// Named on the command line, until the window asks.
    wanted: Mutex<Option<PathBuf>>,
    /// The last preview's file, until the window fetches it.
    preview: Mutex<Vec<u8>>,
}

impl Desk {
    /// With no library open.
    pub fn new(wanted: Option<PathBuf>) -> Self {
        Self {
            library: Mutex::new(None),
            language: Mutex::new(system_language()),
            stop: Arc::new(AtomicBool::new(false)),
            wanted: Mutex::new(wanted),
            preview: Mutex::new(vec![]),
        }
    }

    /// The open library.
    pub fn library(&self) -> Outcome<Arc<Library>> {
        locked(&self.library).clone().ok_or_else(|| self.problem(&LibraryError::NoLibrary))
    }

    /// The open library, if there is one.
    pub fn current(&self) -> Option<Arc<Library>> {
        locked(&self.library).clone()
    }

    /// Opens the library that the command line named, once.
    pub fn open_wanted(&self) -> Outcome<()> {
        let wanted = locked(&self.wanted).take();
        wanted.map_or(Ok(()), |path| self.open(&path).map(|_| ()))
    }

    /// Opens a library in the place of the one that is open.
    pub fn open(&self, path: &Path) -> Outcome<Arc<Library>> {
        self.close();
        let library = self.word(Library::open(path, environment(), &Quiet))?;
        Ok(self.put(library))
    }

    /// Makes a library in the place of the one that is open.
    pub fn create(&self, path: &Path, title: &str) -> Outcome<Arc<Library>> {
        self.close();
        let library = self.word(Library::create(path, title, environment()))?;
        Ok(self.put(library))
    }

    /// Closes the library.
    pub fn close(&self) {
        *locked(&self.library) = None;
    }

    /// The window's language.
    pub fn language(&self) -> Language {
        *locked(&self.language)
    }

    /// Words failures in this language from now on.
    pub fn set_language(&self, language: Language) {
        *locked(&self.language) = language;
    }

    /// A failure in words.
    pub fn word<T>(&self, outcome: Result<T, LibraryError>) -> Outcome<T> {
        outcome.map_err(|error| self.problem(&error))
    }

    /// A failure in words.
    pub fn problem(&self, error: &LibraryError) -> Problem {
        error.problem(self.language())
    }

    /// A job that tells the window how far it is and can be stopped from there.
    pub fn job(&self, app: AppHandle) -> Job {
        self.stop.store(false, Ordering::Relaxed);
        Job { app, stop: Arc::clone(&self.stop), last: Mutex::new(None) }
    }

    /// Stops the job that runs.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Keeps the file of a preview for the window to fetch.
    pub fn keep_preview(&self, bytes: Vec<u8>) {
        *locked(&self.preview) = bytes;
    }

    /// The file that was kept; the next call gives nothing.
    pub fn take_preview(&self) -> Vec<u8> {
        std::mem::take(&mut *locked(&self.preview))
    }

    fn put(&self, library: Library) -> Arc<Library> {
        let library = Arc::new(library);
        *locked(&self.library) = Some(Arc::clone(&library));
        library
    }
}

/// A long piece of work.
pub struct Job {
    app: AppHandle,
    stop: Arc<AtomicBool>,
    last: Mutex<Option<(Stage, Instant)>>,
}

#[derive(Clone, Serialize)]
struct Told {
    stage: Stage,
    done: u64,
    total: u64,
}

impl Progress for Job {
    fn step(&self, stage: Stage, done: u64, total: u64) {
        let mut last = locked(&self.last);
        let soon =
            last.is_some_and(|(before, at)| before == stage && at.elapsed() < Duration::from_millis(80));
        if soon && done < total {
            return;
        }
        *last = Some((stage, Instant::now()));
        // A window that is gone needs no news.
        let _ = self.app.emit("job-progress", Told { stage, done, total });
    }

    fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
