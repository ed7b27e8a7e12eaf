//! Backup: a copy of the archive's files that is a library itself and grows with the original.
//!
//! The files only ever grow, so what a backup lacks is the end of each. Originals come before the journals that name
//! them, so a backup that was interrupted is an earlier state of the library, and the next one goes on from there.
//! Only purging changes what is inside a file: then the backup's is copied anew.

use crate::catalog::Catalog;
use crate::error::at;
use crate::folder::{self, BackupPlan, Device, Place, sync_folder};
use crate::store::READ;
use crate::{Purged, Store, StoreError};
use fonds_model::{Progress, Stage};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How much of the common part is compared before a file is continued, in bytes.
const COMPARED: u64 = 64 << 10;
/// Copied at once, in bytes.
const PIECE: usize = 1 << 20;

/// What a backup copied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BackupReport {
    /// Files of the archive.
    pub files: usize,
    /// Bytes that were copied.
    pub copied: u64,
    /// Bytes of the archive.
    pub total: u64,
}

/// A file of the archive and how much of it is to be copied.
struct Part {
    name: PathBuf,
    length: u64,
    /// Where something in it was purged, in bytes.
    purged: Vec<u64>,
}

impl Store {
    /// Copies what is new to a backup.
    ///
    /// # Errors
    /// [`StoreError::BackupOther`], [`StoreError::BackupDiffers`], [`StoreError::Cancelled`], or what the disk says.
    pub fn backup(&self, to: &Path, progress: &dyn Progress) -> Result<BackupReport, StoreError> {
        check_target(self.dir(), to, &self.info().id)?;
        // The lengths are taken while nobody writes; what comes after them is for the next backup.
        let purged = self.watched(READ, Catalog::all_purged)?;
        let parts = self.while_still(|library| parts(library, &purged))?;
        folder::make_folder(to)?;
        copy_small(self.dir(), to)?;
        copy(self.dir(), to, &parts, progress)
    }

    /// Makes a library of a backup.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Exists`], [`StoreError::Cancelled`], or what the disk says.
    pub fn restore(backup: &Path, to: &Path, progress: &dyn Progress) -> Result<BackupReport, StoreError> {
        if !backup.join("fonds.json").is_file() {
            return Err(StoreError::Missing(backup.to_owned()));
        }
        if to.exists() && to.read_dir().map_err(at(to))?.next().is_some() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let parts = parts(backup, &[])?;
        folder::make_folder(to)?;
        let report = copy(backup, to, &parts, progress)?;
        // Last, because it makes the folder a library.
        copy_small(backup, to)?;
        Ok(report)
    }
}

impl Store {
    /// How this place's library is backed up by itself.
    pub fn backup_plan(&self) -> Option<BackupPlan> {
        folder::own_device(self.dir(), &self.place()).and_then(|device| device.backup)
    }

    /// Notes how this place's library is to be backed up by itself; `None` ends it.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], or what the disk says.
    pub fn plan_backups(&self, plan: Option<BackupPlan>) -> Result<(), StoreError> {
        self.set_device(|device| device.backup = plan)
    }

    /// The folder whose new files are taken in by themselves at this place.
    pub fn watched_folder(&self) -> Option<PathBuf> {
        folder::own_device(self.dir(), &self.place()).and_then(|device| device.watched)
    }

    /// Notes the folder whose new files are to be taken in by themselves; `None` ends it.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], or what the disk says.
    pub fn watch(&self, watched: Option<PathBuf>) -> Result<(), StoreError> {
        self.set_device(|device| device.watched = watched)
    }

    /// What the colours of highlights mean at this place, by the colours' names.
    pub fn colour_names(&self) -> BTreeMap<String, String> {
        folder::own_device(self.dir(), &self.place()).map(|device| device.colours).unwrap_or_default()
    }

    /// Notes what the colours of highlights mean.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], or what the disk says.
    pub fn name_colours(&self, colours: BTreeMap<String, String>) -> Result<(), StoreError> {
        self.set_device(|device| device.colours = colours)
    }

    fn set_device(&self, change: impl FnOnce(&mut Device)) -> Result<(), StoreError> {
        if self.is_read_only() {
            return Err(StoreError::ReadOnly);
        }
        let mut device = folder::own_device(self.dir(), &self.place()).unwrap_or_else(|| Device {
            id: self.info().device.clone(),
            agent: self.env.agent.clone(),
            ..Device::default()
        });
        change(&mut device);
        folder::write_device(self.dir(), &self.place(), &device)
    }

    fn place(&self) -> Place {
        Place::of(self.dir(), &self.env.machine)
    }
}

/// Length of journals and originals of a library or a backup, in bytes.
///
/// # Errors
/// When the folder cannot be read.
pub fn archive_length(library: &Path) -> Result<u64, StoreError> {
    Ok(parts(library, &[])?.iter().map(|part| part.length).sum())
}

fn check_target(library: &Path, to: &Path, id: &str) -> Result<(), StoreError> {
    let same = |a: &Path, b: &Path| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
    let inside = to.ancestors().any(|above| same(above, library));
    let is_free = !to.exists() || to.read_dir().map_err(at(to))?.next().is_none();
    if inside || (!is_free && folder::library_id(to).as_deref() != Some(id)) {
        return Err(StoreError::BackupOther(to.to_owned()));
    }
    Ok(())
}

/// The archive's files, originals first.
fn parts(library: &Path, purged: &[Purged]) -> Result<Vec<Part>, StoreError> {
    let places: Vec<_> = purged.iter().flat_map(|purged| &purged.places).collect();
    let mut parts = Vec::new();
    for (kind, ending) in [("originals", ".warc.gz"), ("journal", ".jsonl")] {
        let folder = library.join(kind);
        for device in sorted(&folder)?.into_iter().filter(|path| path.is_dir()) {
            for file in sorted(&device)? {
                let is_part = file.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ending));
                if is_part && let Ok(name) = file.strip_prefix(library) {
                    let length = file.metadata().map_err(at(&file))?.len();
                    let below = name.strip_prefix("originals").ok().map(shown);
                    let here = places.iter().filter(|place| below.as_ref() == Some(&place.file));
                    let purged = here.map(|place| place.offset).collect();
                    parts.push(Part { name: name.to_owned(), length, purged });
                }
            }
        }
    }
    Ok(parts)
}

/// A path as the catalog writes it, with `/`.
fn shown(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn copy(from: &Path, to: &Path, parts: &[Part], progress: &dyn Progress) -> Result<BackupReport, StoreError> {
    let total = parts.iter().map(|part| part.length).sum();
    let mut report = BackupReport { files: parts.len(), copied: 0, total };
    let mut done = 0;
    for part in parts {
        let mut told = |copied: u64| {
            report.copied += copied;
            progress.step(Stage::Backup, (done + report.copied).min(total), total);
            progress.check().map_err(StoreError::from)
        };
        let before = continue_file(&from.join(&part.name), &to.join(&part.name), part, &mut told)?;
        done += before;
    }
    let is_style = |path: &Path| path.extension().is_some_and(|ending| ending == "csl");
    copy_files(&from.join("styles"), &to.join("styles"), is_style)?;
    let houses = from.join("house-styles");
    let houses = if houses.is_dir() { sorted(&houses)? } else { vec![] };
    for house in houses.iter().filter(|house| house.is_dir()) {
        let Some(name) = house.file_name() else { continue };
        copy_files(house, &to.join("house-styles").join(name), Path::is_file)?;
    }
    // Views that the window saved.
    copy_files(from, to, |path| path.file_name().is_some_and(|name| name == "views.json"))?;
    progress.step(Stage::Backup, total, total);
    Ok(report)
}

/// Files of the user's own, which may change: each is copied whole where it differs.
fn copy_files(from: &Path, to: &Path, wanted: impl Fn(&Path) -> bool) -> Result<(), StoreError> {
    let styles = if from.is_dir() { sorted(from)? } else { vec![] };
    for style in styles.iter().filter(|path| wanted(path)) {
        let Some(name) = style.file_name() else { continue };
        let bytes = fs::read(style).map_err(at(style))?;
        let (kept, new) = (to.join(name), to.join(name).with_extension("new"));
        if fs::read(&kept).is_ok_and(|before| before == bytes) {
            continue;
        }
        folder::make_folder(to)?;
        fs::write(&new, bytes).map_err(at(&new))?;
        fs::rename(&new, &kept).map_err(at(&kept))?;
    }
    Ok(())
}

/// Continues a file of the backup; gives how much of it was there.
fn continue_file(
    from: &Path,
    to: &Path,
    part: &Part,
    told: &mut dyn FnMut(u64) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
    let there = to.metadata().map_or(0, |meta| meta.len());
    if there > part.length {
        return Err(StoreError::BackupDiffers(to.to_owned()));
    }
    if let Some(folder) = to.parent() {
        folder::make_folder(folder)?;
    }
    for offset in part.purged.iter().filter(|offset| **offset < there) {
        if !agree(from, to, *offset..there.min(offset + COMPARED))? {
            let copy = to.with_extension("new");
            copy_part(from, &copy, 0..part.length, told)?;
            fs::rename(&copy, to).map_err(at(to))?;
            to.parent().map_or(Ok(()), sync_folder)?;
            return Ok(0);
        }
    }
    if !agree(from, to, there.saturating_sub(COMPARED)..there)? {
        return Err(StoreError::BackupDiffers(to.to_owned()));
    }
    if there < part.length || !to.exists() {
        copy_part(from, to, there..part.length, told)?;
        to.parent().map_or(Ok(()), sync_folder)?;
    }
    Ok(there)
}

/// Copies a part of a file to the end of another, which has what comes before it, durably.
fn copy_part(
    from: &Path,
    to: &Path,
    part: Range<u64>,
    told: &mut dyn FnMut(u64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut source = File::open(from).map_err(at(from))?;
    source.seek(SeekFrom::Start(part.start)).map_err(at(from))?;
    let mut source = source.take(part.end - part.start);
    let target = OpenOptions::new().write(true).create(true).truncate(false).open(to);
    let mut target = target.map_err(at(to))?;
    target.set_len(part.start).map_err(at(to))?;
    target.seek(SeekFrom::Start(part.start)).map_err(at(to))?;
    let mut piece = vec![0; PIECE];
    loop {
        let read = source.read(&mut piece).map_err(at(from))?;
        if read == 0 {
            break;
        }
        target.write_all(&piece[..read]).map_err(at(to))?;
        told(read as u64)?;
    }
    target.sync_all().map_err(at(to))
}

/// Whether a part of the backup's file is what stands there in the library.
fn agree(from: &Path, to: &Path, part: Range<u64>) -> Result<bool, StoreError> {
    if part.is_empty() {
        return Ok(true);
    }
    let part_of = |path: &Path| {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(part.start))?;
        let mut bytes = Vec::new();
        file.take(part.end - part.start).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    Ok(part_of(from).map_err(at(from))? == part_of(to).map_err(at(to))?)
}

fn copy_small(from: &Path, to: &Path) -> Result<(), StoreError> {
    for name in ["README.txt", "fonds.json"] {
        let path = from.join(name);
        if let Ok(bytes) = fs::read(&path) {
            folder::write_whole(&to.join(name), &bytes)?;
        }
    }
    for part in ["journal", "originals"] {
        let path = to.join(part);
        folder::make_folder(&path)?;
    }
    sync_folder(to)
}
