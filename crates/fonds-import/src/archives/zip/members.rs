//! Unpacking a ZIP archive (APPNOTE.TXT) within bounds: nothing that it claims of itself is believed.

use super::names::Names;
use crate::ImportError;
use crate::archives::MOST_UNPACKED;
use fonds_model::Diagnostic;
use std::io::{Cursor, Read};
use std::sync::Arc;
use zip::ZipArchive;
use zip::read::{ZipFile, read_zipfile_from_stream};
use zip::result::ZipError;

/// More files than anybody packs by hand.
const MOST_ENTRIES: usize = 20_000;
/// A file is unpacked up to here, in bytes.
const LARGEST: u64 = 64 << 20;
/// A file that is at least so large, in bytes, and was packed more than so many times smaller, is a trap.
const BOMB: (u64, u64) = (4 << 20, 300);

/// A file in an archive.
pub(crate) struct Member {
    /// Its path; only a name, with `/` between its parts.
    pub path: String,
    /// Its bytes, or why there are none.
    pub content: Result<Arc<[u8]>, ImportError>,
}

impl Member {
    /// Its name without folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// What was unpacked.
pub(crate) struct Unpacked {
    pub members: Vec<Member>,
    /// What is to be said where the archive is not whole, or its names were guessed.
    pub remarks: Vec<Diagnostic>,
}

/// How much may still be unpacked, of an archive with all that lie in it.
pub(crate) struct Budget {
    bytes: u64,
    entries: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: MOST_UNPACKED, entries: MOST_ENTRIES }
    }
}

/// Whether an archive has more entries than it is safe to read the list of.
pub(crate) fn has_too_many_entries(bytes: &[u8]) -> bool {
    // Archives that are stored in it have their own lists.
    bytes.windows(4).filter(|four| four == b"PK\x01\x02").take(2 * MOST_ENTRIES + 1).count()
        > 2 * MOST_ENTRIES
}

/// Unpacks the files whose paths are wanted. Of an archive that lost its end, those before the cut.
///
/// # Errors
/// When nothing of it can be read, it is larger than may be, or its entries lie over one another.
pub(crate) fn unpack(
    bytes: &[u8],
    budget: &mut Budget,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Unpacked, ImportError> {
    if has_too_many_entries(bytes) {
        return Err(broken("it has too many entries"));
    }
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => by_directory(archive, budget, wanted),
        Err(error) => before_the_cut(bytes, budget, wanted, &error),
    }
}

fn broken(reason: impl Into<String>) -> ImportError {
    ImportError::Broken { format: "ZIP archive", reason: reason.into() }
}

fn by_directory(
    mut archive: ZipArchive<Cursor<&[u8]>>,
    budget: &mut Budget,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Unpacked, ImportError> {
    budget.enter(archive.len())?;
    refuse_overlaps(&mut archive)?;
    let mut names = Names::default();
    let mut files = Vec::new();
    for index in 0..archive.len() {
        if let Ok(file) = archive.by_index_raw(index).map_err(drop)
            && file.is_file()
        {
            names.push(file.name_raw(), file.name());
            files.push(index);
        }
    }
    let (names, guessed) = names.read();
    let mut members = Vec::new();
    for (index, path) in files.into_iter().zip(names.iter().map(|name| path(name))) {
        if wanted(&path) {
            let content =
                archive.by_index(index).map_err(refusal).and_then(|mut file| budget.unpack(&mut file));
            members.push(Member { path, content: content.map(Arc::from) });
        }
    }
    Ok(Unpacked { members, remarks: guessed.into_iter().collect() })
}

/// Entries that share their bytes make an archive of a few kilobytes unpack to terabytes.
fn refuse_overlaps(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), ImportError> {
    let mut ranges = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let Ok(file) = archive.by_index_raw(index) else { continue };
        ranges.push((file.header_start(), file.data_start().saturating_add(file.compressed_size())));
    }
    ranges.sort_unstable();
    let overlap = ranges.windows(2).any(|two| matches!(two, [(_, end), (start, _)] if start < end));
    if overlap { Err(broken("its entries lie over one another")) } else { Ok(()) }
}

/// Reads entry by entry from the front, because the list at the end is missing or damaged.
fn before_the_cut(
    bytes: &[u8],
    budget: &mut Budget,
    wanted: &dyn Fn(&str) -> bool,
    error: &ZipError,
) -> Result<Unpacked, ImportError> {
    let (mut names, mut contents) = (Names::default(), Vec::new());
    let mut rest = bytes;
    while let Ok(Some(mut file)) = read_zipfile_from_stream(&mut rest) {
        budget.enter(1)?;
        if file.is_file() && wanted(&path(file.name())) {
            names.push(file.name_raw(), file.name());
            contents.push(budget.unpack(&mut file));
        }
    }
    if contents.is_empty() {
        return Err(broken(error.to_string()));
    }
    let (names, guessed) = names.read();
    let named = names.iter().map(|name| path(name)).zip(contents);
    let members = named.map(|(path, content)| Member { path, content: content.map(Arc::from) }).collect();
    let message = "the ZIP archive is cut short or damaged; only the files before the damage were read";
    let damage = Diagnostic::warning("archive-damaged", message).hint("look for a whole copy of the archive");
    Ok(Unpacked { members, remarks: guessed.into_iter().chain([damage]).collect() })
}

impl Budget {
    fn enter(&mut self, entries: usize) -> Result<(), ImportError> {
        self.entries = self.entries.checked_sub(entries).ok_or_else(|| broken("it has too many entries"))?;
        Ok(())
    }

    fn unpack<R: Read>(&mut self, file: &mut ZipFile<'_, R>) -> Result<Vec<u8>, ImportError> {
        let (least, ratio) = BOMB;
        if file.size() >= least && file.size() / ratio > file.compressed_size() {
            return Err(broken("a file in it unpacks to far more than it should"));
        }
        let limit = LARGEST.min(self.bytes);
        let mut bytes = Vec::new();
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        self.bytes = self.bytes.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > limit {
            let reason =
                if limit == LARGEST { "a file in it is too large" } else { "it unpacks to too much" };
            return Err(broken(reason));
        }
        read.map_err(|error| broken(format!("a file in it cannot be unpacked: {error}")))?;
        Ok(bytes)
    }
}

fn refusal(error: ZipError) -> ImportError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            ImportError::Encrypted { format: "file in the ZIP archive" }
        }
        other => broken(other.to_string()),
    }
}

/// A name as a path with `/` between its parts.
fn path(name: &str) -> String {
    let path = name.replace('\\', "/");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    parts.join("/")
}
