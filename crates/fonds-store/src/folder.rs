//! The folder of a library: `fonds.json`, `README.txt`, `device.json`, `lock`.

use crate::StoreError;
use crate::error::at;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

/// The format that this program writes.
pub(crate) const VERSION: u32 = 1;

/// What a library is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LibraryInfo {
    /// Its name among all libraries.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Version of the format on disk.
    pub version: u32,
    /// The journal that this copy of the library appends to.
    pub device: String,
}

/// `fonds.json`
#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    version: u32,
    id: String,
    title: String,
}

/// `device.json`: which journal is this copy's own. A second machine that shares the folder gets its own.
#[derive(Serialize, Deserialize)]
struct Device {
    id: String,
}

/// Held while the library is open; the operating system lets go of it however the process ends.
pub(crate) struct Lock {
    _file: File,
}

/// Makes the folder of a new library.
pub(crate) fn create(folder: &Path, info: &LibraryInfo) -> Result<(), StoreError> {
    if folder.exists() && folder.read_dir().map_err(at(folder))?.next().is_some() {
        return Err(StoreError::Exists(folder.to_owned()));
    }
    for part in ["journal", "originals"] {
        let path = folder.join(part).join(&info.device);
        fs::create_dir_all(&path).map_err(at(&path))?;
    }
    let head = Head {
        format: "fonds".into(),
        version: info.version,
        id: info.id.clone(),
        title: info.title.clone(),
    };
    write_whole(&folder.join("README.txt"), README.as_bytes())?;
    write_whole(
        &folder.join("device.json"),
        &serde_json::to_vec_pretty(&Device { id: info.device.clone() })?,
    )?;
    // Last, because it makes the folder a library.
    write_whole(&folder.join("fonds.json"), &serde_json::to_vec_pretty(&head)?)?;
    sync_folder(folder)
}

/// Reads what the library is.
pub(crate) fn read(folder: &Path, new_device: impl FnOnce() -> String) -> Result<LibraryInfo, StoreError> {
    let missing = || StoreError::Missing(folder.to_owned());
    let text = fs::read(folder.join("fonds.json")).map_err(|_| missing())?;
    let head: Head = serde_json::from_slice(&text).map_err(|_| missing())?;
    if head.format != "fonds" {
        return Err(missing());
    }
    if head.version > VERSION {
        return Err(StoreError::Newer { version: head.version });
    }
    let device =
        match fs::read(folder.join("device.json")).ok().and_then(|text| serde_json::from_slice(&text).ok()) {
            Some(Device { id }) => id,
            None => restore_device(folder, new_device)?,
        };
    Ok(LibraryInfo { id: head.id, title: head.title, version: head.version, device })
}

/// Takes the library's lock.
pub(crate) fn lock(folder: &Path) -> Result<Lock, StoreError> {
    let path = folder.join("lock");
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = open.map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Some systems refuse to read a locked file; then the holder has no name.
            let _ = file.read_to_string(&mut holder);
            let holder = holder.trim().to_owned();
            return Err(StoreError::Locked { holder: if holder.is_empty() { "?".into() } else { holder } });
        }
        Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
    }
    let program =
        std::env::current_exe().ok().and_then(|exe| Some(exe.file_name()?.to_string_lossy().into_owned()));
    let holder = format!("{} (process {})\n", program.unwrap_or_else(|| "fonds".into()), std::process::id());
    // Who holds it is a courtesy; the lock holds without it, also on a full disk.
    let _ = file.set_len(0).and_then(|()| file.write_all(holder.as_bytes()));
    Ok(Lock { _file: file })
}

/// Writes a small file beside its place and renames it.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let beside = path.with_extension("new");
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(at(path))
}

/// Makes the names in a folder durable. Systems that cannot sync folders do it by themselves.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))?;
    }
    Ok(())
}

/// A lost `device.json`: the only journal there is, else a new one.
fn restore_device(folder: &Path, new_device: impl FnOnce() -> String) -> Result<String, StoreError> {
    let journals = folder.join("journal");
    let names = fs::read_dir(&journals).map_err(at(&journals))?;
    let mut names: Vec<_> =
        names.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let id = if names.len() == 1 { names.remove(0) } else { new_device() };
    write_whole(&folder.join("device.json"), &serde_json::to_vec_pretty(&Device { id: id.clone() })?)?;
    Ok(id)
}

const README: &str = include_str!("README.txt");
