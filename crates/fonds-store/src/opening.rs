//! Opening a library: locking, migrating, and a catalog that fits the journals, whatever state it is found in.

use crate::aside::set_aside;
use crate::catalog::Catalog;
use crate::error::at;
use crate::folder::{self, Device, LibraryInfo, Place};
use crate::journal::{Journal, Mark, Turn};
use crate::originals::Originals;
use crate::replay::{self, CaughtUp, Replay};
use crate::store::{Env, SUSPECT, Store, WRITE, Writer, hangs, locked};
use crate::watchdog::Watchdog;
use crate::{StoreError, derived, migrate};
use fonds_model::{Diagnostic, Progress};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

impl Store {
    /// Makes a library in a folder that is empty or not there.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or what the disk says.
    pub fn create(folder: &Path, title: &str, env: Env) -> Result<Self, StoreError> {
        if folder.is_file() {
            return Err(StoreError::Exists(folder.to_owned()));
        }
        folder::make_folder(folder)?;
        let info = LibraryInfo {
            id: env.ids.next_id(),
            title: fonds_model::text::clean_line(title),
            version: folder::VERSION,
            device: env.ids.next_id(),
        };
        folder::create(folder, &info, &Place::of(folder, &env.machine), &env.agent)?;
        Self::open(folder, env, &fonds_model::Quiet)
    }

    /// Opens a library; what had to be mended is in [`Store::notices`].
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Locked`], [`StoreError::Newer`], or what the disk says.
    pub fn open(folder: &Path, env: Env, progress: &dyn Progress) -> Result<Self, StoreError> {
        check_there(folder)?;
        let lock = folder::lock(folder)?;
        let mut info = own_device(folder, &env)?;
        let mut notices = Vec::new();
        let dog = Watchdog::default();
        let derived = derived::folder_of(folder, &env);
        clear_after_compaction(&derived)?;
        let catalog = open_catalog(&derived, &env, &dog, &mut notices)?;
        let mut originals = Originals::open(folder, &info.device, &info.id)?;
        let mut replay = Replay {
            library: folder,
            derived: &derived,
            id: &info.id,
            originals: &mut originals,
            own: &info.device,
            notices: &mut notices,
        };
        let aside = || set_aside(&derived.join("catalog"), &env);
        let CaughtUp { catalog, lost, own_is_shorter } = match replay.catch_up(catalog, &aside, progress) {
            // Damage that shows only when it is read further.
            Err(StoreError::Catalog(reason)) => {
                aside()?;
                replay.notices.push(replay::rebuilt(&would_not_open(&reason)));
                replay.catch_up(Catalog::open(&derived.join("catalog"))?, &aside, progress)?
            }
            caught_up => caught_up?,
        };
        if own_is_shorter {
            info.device = new_device(folder, &env)?;
            originals = Originals::open(folder, &info.device, &info.id)?;
        }
        let applied = catalog.applied()?.unwrap_or_default();
        let mark = applied.marks.get(&info.device).cloned().unwrap_or_else(Mark::start);
        let journal = Journal::open(folder, &info.device, mark, applied.last.as_ref())?;
        let mut store = Self {
            folder: folder.to_owned(),
            info,
            env,
            notices,
            catalog: RwLock::new(Some(Arc::new(catalog))),
            dog,
            writer: Some(Mutex::new(Writer { journal, originals })),
            derived,
            _lock: Some(lock),
        };
        if !lost.is_empty() {
            let lost = store.possible(lost, Turn::default())?;
            store.commit_turn(&[], &lost, Turn::default(), true)?;
        }
        if let Err(error) = store.erase_what_is_purged() {
            let message = format!("what was purged could not be erased yet ({error})");
            let hint = "open the library again when the cause is gone";
            store.notices.push(Diagnostic::warning("purge-waiting", message).hint(hint));
        }
        Ok(store)
    }

    /// Opens a library for reading only, also while another process has it open. Its catalog is made for this once.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Newer`], or what the disk says.
    pub fn open_read_only(folder: &Path, env: Env, progress: &dyn Progress) -> Result<Self, StoreError> {
        check_there(folder)?;
        let info = folder::read(folder, &Place::of(folder, &env.machine))?;
        let derived = std::env::temp_dir().join(format!("fonds-{}", env.ids.next_id()));
        let mut notices = Vec::new();
        let mut originals = Originals::read_only(folder);
        let mut replay = Replay {
            library: folder,
            derived: &derived,
            id: &info.id,
            originals: &mut originals,
            own: "",
            notices: &mut notices,
        };
        fs::create_dir_all(&derived).map_err(at(&derived))?;
        let catalog = Catalog::open(&derived.join("catalog"))?;
        let made = replay.fill(&catalog, progress);
        let store = Self {
            folder: folder.to_owned(),
            info,
            env,
            notices,
            catalog: RwLock::new(Some(Arc::new(catalog))),
            dog: Watchdog::default(),
            writer: None,
            derived,
            _lock: None,
        };
        made.map(|()| store)
    }

    /// Sets the catalog aside and makes it anew from journal and originals. Gives what was wrong with them.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], or what the disk says. The journal is not touched.
    pub fn rebuild(&self, progress: &dyn Progress) -> Result<Vec<Diagnostic>, StoreError> {
        let mut writer = locked(self.writer.as_ref().ok_or(StoreError::ReadOnly)?);
        let mut notices = Vec::new();
        let made = self.replay(&mut writer, &mut notices).beside(progress)?;
        let mut slot = self.catalog.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(catalog) = slot.take() {
            wait_for_readers(catalog);
        }
        let current = self.derived.join("catalog");
        set_aside(&current, &self.env)?;
        fs::rename(&made, &current).map_err(at(&current))?;
        clear_suspicion(&self.derived)?;
        *slot = Some(Arc::new(Catalog::open(&current)?));
        Ok(notices)
    }

    /// What reads this library's journals.
    pub(crate) fn replay<'a>(
        &'a self,
        writer: &'a mut Writer,
        notices: &'a mut Vec<Diagnostic>,
    ) -> Replay<'a> {
        let (library, derived) = (&self.folder, &self.derived);
        let (id, own) = (&self.info.id, &self.info.device);
        Replay { library, derived, id, originals: &mut writer.originals, own, notices }
    }
}

/// A folder that may not be read is no missing library.
pub(crate) fn check_there(folder: &Path) -> Result<(), StoreError> {
    let head = folder.join("fonds.json");
    match head.metadata() {
        Ok(found) if found.is_file() => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Err(at(&head)(error)),
        _ => Err(StoreError::Missing(folder.to_owned())),
    }
}

/// Waits until nobody reads from a catalog that is to be closed.
pub(crate) fn wait_for_readers(mut catalog: Arc<Catalog>) {
    for _ in 0..100 {
        match Arc::try_unwrap(catalog) {
            Ok(_) => return,
            Err(still) => catalog = still,
        }
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// What the library is, with a journal of this place's own, migrated to the present format.
pub(crate) fn own_device(folder: &Path, env: &Env) -> Result<LibraryInfo, StoreError> {
    let place = Place::of(folder, &env.machine);
    let mut info = folder::read(folder, &place)?;
    if info.version < folder::VERSION {
        info = migrate::migrate(folder, info, &place, &env.agent)?;
    }
    if info.device.is_empty() {
        info.device = new_device(folder, env)?;
    }
    Ok(info)
}

/// Begins a journal for this place.
fn new_device(folder: &Path, env: &Env) -> Result<String, StoreError> {
    let place = Place::of(folder, &env.machine);
    let before = folder::own_device(folder, &place).unwrap_or_default();
    let device = Device { id: env.ids.next_id(), agent: env.agent.clone(), ..before };
    folder::write_device(folder, &place, &device)?;
    Ok(device.id)
}

/// A compaction that was killed leaves a copy, or the old catalog where no other is.
fn clear_after_compaction(derived: &Path) -> Result<(), StoreError> {
    let (current, old) = (derived.join("catalog"), derived.join("catalog.old"));
    if old.exists() && !current.exists() {
        fs::rename(&old, &current).map_err(at(&old))?;
    }
    for left in [old, derived.join("catalog.new")] {
        if left.exists() {
            fs::remove_dir_all(&left).map_err(at(&left))?;
        }
    }
    Ok(())
}

/// Opens the catalog; one that will not open is tried without its snapshots, then set aside.
fn open_catalog(
    derived: &Path,
    env: &Env,
    dog: &Watchdog,
    notices: &mut Vec<Diagnostic>,
) -> Result<Catalog, StoreError> {
    let path = derived.join("catalog");
    let suspect = derived.join(SUSPECT);
    let guarded = |path: &Path| {
        let path = path.to_owned();
        dog.run(WRITE, move || Catalog::open(&path)).unwrap_or_else(|| Err(hangs()))
    };
    let wrong = if suspect.exists() {
        "the catalog was not as it should be and was made anew".to_owned()
    } else {
        let opened = guarded(&path).or_else(|error| {
            if error.is_of_the_disk() {
                return Err(error);
            }
            set_snapshots_aside(&path)?;
            guarded(&path)
        });
        match opened {
            Ok(catalog) => return Ok(catalog),
            // A full or shut disk is no fault of the catalog's.
            Err(error) if error.is_of_the_disk() => return Err(error),
            Err(error) => would_not_open(&error.to_string()),
        }
    };
    set_aside(&path, env)?;
    clear_suspicion(derived)?;
    notices.push(replay::rebuilt(&wrong));
    Catalog::open(&path)
}

fn would_not_open(reason: &str) -> String {
    format!("the catalog would not open ({reason}) and was made anew")
}

fn clear_suspicion(derived: &Path) -> Result<(), StoreError> {
    let suspect = derived.join(SUSPECT);
    if suspect.exists() { fs::remove_file(&suspect).map_err(at(&suspect)) } else { Ok(()) }
}

/// sled stops at a snapshot that a crash left half written, and does without one.
fn set_snapshots_aside(catalog: &Path) -> Result<(), StoreError> {
    let entries = fs::read_dir(catalog).map_err(at(catalog))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("snap.") {
            let aside = catalog.join(format!("aside-{name}"));
            fs::rename(entry.path(), &aside).map_err(at(&aside))?;
        }
    }
    Ok(())
}
