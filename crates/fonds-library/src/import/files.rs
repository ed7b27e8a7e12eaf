//! Which files are imported, and reading them.

use super::report::{Failed, ImportReport};
use crate::problem::read_error;
use crate::{Language, LibraryError};
use fonds_import::{AssetLoader, Format};
use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file larger than this is refused before it is read, in bytes.
const LARGEST: u64 = fonds_import::LARGEST as u64;
/// Files that pages bring along; not articles.
const COMPANIONS: [&str; 20] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico", "css", "js", "mjs", "woff", "woff2",
    "ttf", "otf", "mp3", "mp4", "webm", "map",
];
/// How much of such a file is looked at, in bytes.
const HEAD: u64 = 64 << 10;
/// Files that hold articles only where their bytes show that they do; any other is passed over in a folder.
const PERHAPS: [&str; 5] = ["json", "csv", "xml", "rdf", "opml"];

/// The files to import, folders in the order of their names. A file that was named itself is always tried.
pub(super) fn walk(paths: &[PathBuf], language: Language, report: &mut ImportReport) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk_folder(path, language, report, &mut files);
        } else if is_companion(path) && path.is_file() {
            let error = LibraryError::NotAnArticle(path.clone());
            report.failed.push(Failed::of(shown(path), &error, language));
        } else {
            files.push(path.clone());
        }
    }
    let mut seen = HashSet::new();
    files.retain(|path| seen.insert(path.clone()));
    files
}

fn walk_folder(folder: &Path, language: Language, report: &mut ImportReport, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            report.failed.push(Failed::of(shown(folder), &read_error(folder)(error), language));
            return;
        }
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // A linked folder may lead back here, so links are followed to files only.
        let linked = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        if name.starts_with('.') || (linked && path.is_dir()) {
            continue;
        }
        if !path.is_dir() {
            files.extend((!is_companion(&path) && !is_something_else(&path)).then_some(path));
        } else if !is_passed_over(&name) {
            walk_folder(&path, language, report, files);
        }
    }
}

/// Fonds libraries, and the folders that browsers save beside a page.
fn is_passed_over(folder: &str) -> bool {
    folder.ends_with(".fonds") || folder.ends_with("_files") || folder.ends_with("_tep")
}

fn is_companion(path: &Path) -> bool {
    COMPANIONS.contains(&ending(path).as_str())
}

/// Whether a file that may hold anything holds no articles, by its beginning.
fn is_something_else(path: &Path) -> bool {
    if !PERHAPS.contains(&ending(path).as_str()) {
        return false;
    }
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    // A file that cannot be read is told when it is read.
    read.is_ok() && Format::of_bytes(&head).is_none()
}

fn ending(path: &Path) -> String {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Files beside the imported one, below its folder only.
pub(super) struct Beside {
    pub folder: PathBuf,
}

impl AssetLoader for Beside {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        let folder = self.folder.canonicalize()?;
        let path = folder.join(reference).canonicalize()?;
        if !path.starts_with(&folder) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        if path.metadata()?.len() > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        std::fs::read(path)
    }
}

pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, LibraryError> {
    let metadata = path.metadata().map_err(read_error(path))?;
    if !metadata.is_file() {
        return Err(LibraryError::NotAnArticle(path.to_owned()));
    }
    if metadata.len() > LARGEST {
        let bytes = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
        return Err(fonds_import::ImportError::TooLarge { bytes }.into());
    }
    std::fs::read(path).map_err(read_error(path))
}
