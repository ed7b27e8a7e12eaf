//! Import: files and folders into the archive, in groups, each file on its own.
//!
//! 1. [`files`] walks the paths; pictures and helper files are passed over, a folder that cannot be read is told.
//! 2. Each group of files is read and understood in parallel, while the group before it is being committed.
//!    [`pages`] joins those that are one article.
//! 3. [`doubles`] finds what the library has already, the same or nearly.
//! 4. [`drafts`] commits what is new as one group: originals, pictures, records, tags and annotations.
//! 5. [`receiving`] does so for what another library handed on, with the collection that it belongs to.

mod choosing;
mod doubles;
mod drafts;
mod files;
mod lately;
mod pages;
mod receiving;
mod report;
mod watching;
mod web;

use crate::workers::Workers;
use crate::{Language, Library, LibraryError};
pub use choosing::{Chosen, Piece};
pub use doubles::Alike;
use drafts::{Known, Reading};
use files::{Beside, read_file, walk};
use fonds_import::{Format, Input, NoAssets, Options};
use fonds_model::{Article, Digest, Progress, Stage};
use rayon::prelude::*;
pub use report::{Brought, Duplicate, Failed, ImportReport, Imported, Remark};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
pub(crate) use watching::Seen;
pub use web::{WebError, WebOptions, is_web_address};

/// Files committed together, at most.
const GROUP: usize = 100;
/// Bytes of files committed together, unless one file alone has more.
const GROUP_BYTES: u64 = 32 << 20;

/// How an import reads its files.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// What the files are, instead of guessing.
    pub format: Option<Format>,
    /// A book is one article, not an article a chapter.
    pub whole_books: bool,
    /// Sites that ask programs to keep away are fetched all the same.
    pub ignore_robots: bool,
    /// Only these articles of the sources.
    pub only: Option<Chosen>,
}

impl Library {
    /// Imports files, folders and web addresses, as a person names them.
    ///
    /// # Errors
    /// As [`Library::import_paths`].
    pub fn import(
        &self,
        sources: &[String],
        options: ImportOptions,
        language: Language,
        progress: &dyn Progress,
    ) -> Result<ImportReport, LibraryError> {
        let (addresses, paths): (Vec<_>, Vec<_>) =
            sources.iter().cloned().partition(|source| is_web_address(source));
        let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
        let mut report = self.import_paths(&paths, options.clone(), language, progress)?;
        if !addresses.is_empty() && !report.cancelled {
            let web = WebOptions::of(&options);
            report.append(self.import_urls(&addresses, &web, language, progress)?);
        }
        Ok(report)
    }

    /// Imports files and, recursively, folders. A file that fails does not stop the others.
    ///
    /// # Errors
    /// Only when the archive itself cannot be written; files that fail are in the report. What was committed
    /// before stays.
    pub fn import_paths(
        &self,
        paths: &[PathBuf],
        options: ImportOptions,
        language: Language,
        progress: &dyn Progress,
    ) -> Result<ImportReport, LibraryError> {
        self.workers().run(|| {
            let mut report = ImportReport::default();
            let files = walk(paths, language, &mut report);
            self.follow_index()?;
            let taken = self.import_files(&files, &options, language, progress, &mut report);
            self.index_what_waits();
            taken.map(|()| report)
        })
    }

    /// Imports bytes that have no file, such as standard input. `name` stands for the path.
    ///
    /// # Errors
    /// As [`Library::import_paths`].
    pub fn import_bytes(
        &self,
        name: &str,
        bytes: Vec<u8>,
        options: ImportOptions,
        language: Language,
    ) -> Result<ImportReport, LibraryError> {
        let input = Input { bytes: &bytes, format: options.format, ..Input::default() };
        let reading = match fonds_import::read(&input, options.reading(), &NoAssets) {
            Ok(batch) => Reading::of(name, bytes, batch),
            Err(error) => Reading::failed(name.to_owned(), error.into()),
        };
        let mut report = ImportReport::default();
        self.follow_index()?;
        self.take_in(vec![reading], language, &mut Known::of(options.only), &mut report)?;
        self.index_what_waits();
        Ok(report)
    }

    /// The threads for an import that begins here. What writes the index is made by them as well, so that it gives way
    /// where they do.
    fn workers(&self) -> Workers {
        let workers = Workers::here();
        if workers.are_aside() {
            self.finder.let_go_of_writer();
        }
        workers
    }

    /// Reads the next group of files while the one before it is being committed.
    fn import_files(
        &self,
        files: &[PathBuf],
        options: &ImportOptions,
        language: Language,
        progress: &dyn Progress,
        report: &mut ImportReport,
    ) -> Result<(), LibraryError> {
        let mut known = Known::of(options.only.clone());
        // Of its own where the import has threads of its own: a commit, for which the window may wait, is not behind a long
        // document then.
        let readers = &Workers::here();
        let (sender, receiver) = sync_channel(1);
        std::thread::scope(|scope| {
            scope.spawn(move || self.read_groups(files, options, progress, readers, &sender));
            self.commit_groups(receiver, files.len() as u64, language, progress, &mut known, report)
        })
    }

    fn read_groups(
        &self,
        files: &[PathBuf],
        options: &ImportOptions,
        progress: &dyn Progress,
        readers: &Workers,
        groups: &SyncSender<Vec<Reading>>,
    ) {
        let mut rest = files;
        while !rest.is_empty() && !progress.is_cancelled() {
            let (group, after) = rest.split_at(group_length(rest));
            let read = || group.par_iter().map(|path| self.read_one(path, options)).collect();
            let mut readings: Vec<_> = readers.run(read);
            if let Err(error) = self.join_saved_pages(&mut readings) {
                readings = vec![Reading::failed(String::new(), error)];
            }
            // Nobody takes it when the archive failed.
            if groups.send(readings).is_err() {
                return;
            }
            rest = after;
        }
    }

    fn commit_groups(
        &self,
        groups: Receiver<Vec<Reading>>,
        total: u64,
        language: Language,
        progress: &dyn Progress,
        known: &mut Known,
        report: &mut ImportReport,
    ) -> Result<(), LibraryError> {
        let mut done = 0;
        progress.step(Stage::Import, 0, total);
        for readings in groups {
            if progress.is_cancelled() {
                break;
            }
            done += readings.len() as u64;
            self.take_in(readings, language, known, report)?;
            progress.step(Stage::Import, done, total);
        }
        report.cancelled = done < total;
        Ok(())
    }

    /// Reads a file and understands it, unless its bytes are in the library.
    fn read_one(&self, path: &Path, options: &ImportOptions) -> Reading {
        let shown = path.display().to_string();
        let read = || {
            let bytes = read_file(path)?;
            if let Some(id) = self.store.article_of_source(Digest::of(&bytes).as_str())? {
                return Ok(Reading::known(shown.clone(), id));
            }
            let batch = understand(path, &bytes, options)?;
            Ok(Reading::of(&shown, bytes, batch))
        };
        read().unwrap_or_else(|error| Reading::failed(shown.clone(), error))
    }
}

impl ImportOptions {
    fn reading(&self) -> Options {
        Options { whole_books: self.whole_books }
    }
}

/// What import would make of a file, without a library.
///
/// # Errors
/// When the file cannot be read or holds no article.
pub fn extract_file(path: &Path, options: ImportOptions) -> Result<Vec<Article>, LibraryError> {
    let bytes = read_file(path)?;
    Ok(articles(understand(path, &bytes, &options)?))
}

/// What import would make of bytes, without a library.
///
/// # Errors
/// When the bytes hold no article.
pub fn extract_bytes(bytes: &[u8], options: ImportOptions) -> Result<Vec<Article>, LibraryError> {
    let input = Input { bytes, format: options.format, ..Input::default() };
    Ok(articles(fonds_import::read(&input, options.reading(), &NoAssets)?))
}

fn articles(batch: fonds_import::Batch) -> Vec<Article> {
    let received = batch.received.into_iter().flat_map(|received| received.articles);
    batch.articles.into_iter().chain(received).map(|made| made.article).collect()
}

fn understand(
    path: &Path,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<fonds_import::Batch, LibraryError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let loader = Beside { folder: folder.map_or_else(|| PathBuf::from("."), Path::to_owned) };
    let input = Input { bytes, file_name: name.as_deref(), format: options.format, ..Input::default() };
    Ok(fonds_import::read(&input, options.reading(), &loader)?)
}

/// Whether a folder lies in another, or is it.
fn is_within(folder: &Path, other: &Path) -> bool {
    other.canonicalize().is_ok_and(|other| folder.starts_with(other))
}

/// How many of these files are committed together.
fn group_length(files: &[PathBuf]) -> usize {
    let mut bytes = 0;
    let fits = |path: &&PathBuf| {
        bytes += path.metadata().map_or(0, |metadata| metadata.len());
        bytes <= GROUP_BYTES
    };
    files.iter().take(GROUP).take_while(fits).count().max(1)
}
