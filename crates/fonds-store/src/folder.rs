//! The folder of a library: `fonds.json`, `README.txt`, `devices/`, `lock`.

use crate::StoreError;
use crate::error::at;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The format that this program writes.
pub(crate) const VERSION: u32 = 2;

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

/// `devices/<place>.json`: which journal is whose. The place is a digest of the machine and of where the folder lies on
/// it, so that a copy, or another machine that shares the folder, never appends to a journal that is not its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The journal's name.
    pub id: String,
    /// Who works there.
    #[serde(default)]
    pub agent: String,
    /// How its library is backed up by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<BackupPlan>,
    /// A folder whose new files are taken in by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watched: Option<PathBuf>,
    /// Where catalog and index lie, if not in the library's folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<PathBuf>,
    /// What the colours of highlights mean there, by the colours' names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub colours: BTreeMap<String, String>,
}

/// Backups that are made without being asked for: dated copies in a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupPlan {
    /// The folder that they lie in.
    pub folder: PathBuf,
    /// How many are kept, at least one.
    pub keep: usize,
}

/// Where a library lies.
#[derive(Clone, Debug)]
pub(crate) struct Place(String);

impl Place {
    pub fn of(folder: &Path, machine: &str) -> Self {
        let path = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let digest = fonds_model::Digest::of(format!("{machine}\n{}", path.display()).as_bytes());
        Self(digest.as_str().chars().take(16).collect())
    }
}

/// Held while the library is open; the operating system lets go of it however the process ends.
pub(crate) struct Lock {
    _file: File,
}

/// Makes the folder of a new library.
pub(crate) fn create(
    folder: &Path,
    info: &LibraryInfo,
    place: &Place,
    agent: &str,
) -> Result<(), StoreError> {
    if folder.exists() && folder.read_dir().map_err(at(folder))?.next().is_some() {
        return Err(StoreError::Exists(folder.to_owned()));
    }
    for part in ["journal", "originals"] {
        let path = folder.join(part);
        make_folder(&path)?;
        make_folder(&path.join(&info.device))?;
    }
    write_whole(&folder.join("README.txt"), README.as_bytes())?;
    let device = Device { id: info.device.clone(), agent: agent.to_owned(), ..Device::default() };
    write_device(folder, place, &device)?;
    // Last, because it makes the folder a library.
    write_head(folder, &info.id, &info.title)?;
    sync_folder(folder)
}

/// Writes `fonds.json` in the present version.
pub(crate) fn write_head(folder: &Path, id: &str, title: &str) -> Result<(), StoreError> {
    let head = Head { format: "fonds".into(), version: VERSION, id: id.into(), title: title.into() };
    write_whole(&folder.join("fonds.json"), &serde_json::to_vec_pretty(&head)?)
}

/// Reads what the library is; `device` is empty where this place has no journal yet.
pub(crate) fn read(folder: &Path, place: &Place) -> Result<LibraryInfo, StoreError> {
    let missing = || StoreError::Missing(folder.to_owned());
    let text = fs::read(folder.join("fonds.json")).map_err(|_| missing())?;
    let head: Head = serde_json::from_slice(&text).map_err(|_| missing())?;
    if head.format != "fonds" {
        return Err(missing());
    }
    if head.version > VERSION {
        return Err(StoreError::Newer { version: head.version });
    }
    let device = own_device(folder, place).map(|device| device.id).unwrap_or_default();
    Ok(LibraryInfo { id: head.id, title: head.title, version: head.version, device })
}

/// The id of the library in a folder, if there is one.
pub fn library_id(folder: &Path) -> Option<String> {
    let text = fs::read(folder.join("fonds.json")).ok()?;
    serde_json::from_slice::<Head>(&text).ok().map(|head| head.id)
}

/// Notes which journal is this place's own.
pub(crate) fn write_device(folder: &Path, place: &Place, device: &Device) -> Result<(), StoreError> {
    let path = device_path(folder, place);
    make_folder(&folder.join("devices"))?;
    write_whole(&path, &serde_json::to_vec_pretty(device)?)
}

/// What is written down of this place.
pub(crate) fn own_device(folder: &Path, place: &Place) -> Option<Device> {
    let text = fs::read(device_path(folder, place)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// The devices that are written down, by journal.
pub(crate) fn devices(folder: &Path) -> Vec<Device> {
    let entries = fs::read_dir(folder.join("devices")).into_iter().flatten().flatten();
    let texts = entries.filter_map(|entry| fs::read(entry.path()).ok());
    let mut devices: Vec<Device> = texts.filter_map(|text| serde_json::from_slice(&text).ok()).collect();
    devices.sort_by(|a, b| a.id.cmp(&b.id));
    devices
}

fn device_path(folder: &Path, place: &Place) -> PathBuf {
    folder.join("devices").join(format!("{}.json", place.0))
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

/// Writes a small file beside its place and renames it, durably.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let beside = path.with_extension("new");
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(at(path))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes a folder, and those above it that are not there, durably.
pub(crate) fn make_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_folder(above)?;
    match fs::create_dir(path) {
        // Somebody else made it meanwhile.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        made => made.map_err(at(path))?,
    }
    sync_folder(above)
}

/// Opens a file that is appended to, as long as it should be. What lies behind that is cut off, as after a write that
/// failed and could not be taken back; its bytes are kept beside the file.
pub(crate) fn open_to_append(path: &Path, length: u64) -> io::Result<File> {
    let file = OpenOptions::new().append(true).create(true).open(path)?;
    match file.metadata()?.len() {
        now if now > length => cut_behind(path, length)?,
        // Whatever is written now would stand in another place than is noted.
        now if now < length => return Err(io::Error::other("the file is shorter than it was")),
        _ => {}
    }
    Ok(file)
}

/// Cuts a file off; what lay behind is kept beside it.
pub(crate) fn cut_behind(path: &Path, length: u64) -> io::Result<()> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    file.seek(SeekFrom::Start(length))?;
    let stem = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default();
    io::copy(&mut file, &mut File::create(path.with_file_name(format!("{stem}-{length}.torn")))?)?;
    file.set_len(length)?;
    file.sync_all()
}

/// Makes the names in a folder durable. Systems, and drives of the network, that cannot sync folders do it by themselves.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if !cfg!(unix) {
        return Ok(());
    }
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    match synced.map_err(|error| (error.kind(), error)) {
        // A folder that may be written to and not be read cannot be opened for this.
        Err((
            io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied,
            _,
        )) => Ok(()),
        Err((_, error)) => Err(at(folder)(error)),
        Ok(()) => Ok(()),
    }
}

const README: &str = include_str!("README.txt");
