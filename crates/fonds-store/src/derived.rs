//! Where what is made of the archive (catalog, index) lies: in the library's folder, or elsewhere, so that a folder sync
//! that carries the library does not carry it too.

use crate::compaction::remove_if_there;
use crate::error::at;
use crate::folder::{self, Place};
use crate::opening::{check_there, own_device};
use crate::store::{Env, Store};
use crate::{StoreError, folder::make_folder};
use std::fs;
use std::path::{Path, PathBuf};

/// What is made of the archive and worth being taken along.
const PARTS: [&str; 2] = ["catalog", "index"];

impl Store {
    /// Where this place keeps what is made of a library; `None` in the library's folder.
    pub fn derived_elsewhere(library: &Path, env: &Env) -> Option<PathBuf> {
        folder::own_device(library, &Place::of(library, &env.machine))?.derived
    }

    /// Has this place keep what is made of a library in another folder, which is made if it is not there, or (`None`) in the
    /// library's own. The library must be closed; what there is is taken along.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Locked`], or what the disk says; then it stays where it was.
    pub fn keep_derived(library: &Path, to: Option<&Path>, env: &Env) -> Result<(), StoreError> {
        check_there(library)?;
        let _lock = folder::lock(library)?;
        own_device(library, env)?;
        let place = Place::of(library, &env.machine);
        let mut device = folder::own_device(library, &place).unwrap_or_default();
        let from = device.derived.take().unwrap_or_else(|| library.to_owned());
        device.derived = to.map(Path::to_owned);
        let to = to.unwrap_or(library);
        if from == to {
            return Ok(());
        }
        fs::create_dir_all(to).map_err(at(to))?;
        for part in PARTS {
            // What lies there is older: nothing has kept it up.
            remove_if_there(&to.join(part))?;
            copy_folder(&from.join(part), &to.join(part))?;
        }
        folder::write_device(library, &place, &device)?;
        PARTS.iter().try_for_each(|part| remove_if_there(&from.join(part)))
    }
}

/// Where what is made of a library lies. A folder elsewhere that cannot be made is done without.
pub(crate) fn folder_of(library: &Path, env: &Env) -> PathBuf {
    let elsewhere = Store::derived_elsewhere(library, env);
    let there = elsewhere.filter(|folder| fs::create_dir_all(folder).is_ok());
    there.unwrap_or_else(|| library.to_owned())
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), StoreError> {
    if !from.is_dir() {
        return Ok(());
    }
    make_folder(to)?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            fs::copy(&path, &target).map_err(at(&target))?;
        }
    }
    Ok(())
}
