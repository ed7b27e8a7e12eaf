//! Backup: copies of journal and originals that are libraries themselves, made when asked for or by a plan, and getting
//! a library back from one.
//!
//! A plan keeps the last N dated copies in a folder. When there are N, the oldest one is continued and gets the new
//! date, so that each copy stays independent of the others and only what is new is copied.

use crate::{Library, LibraryError};
use fonds_model::{Progress, Timestamp};
use fonds_store::{BackupPlan, BackupReport, Store, StoreError, archive_length, library_id};
use jiff::civil::Date;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// How the library is backed up by itself.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedBackups {
    /// Where, and how many; `None` where there is no plan.
    pub plan: Option<BackupPlan>,
    /// The folder is there.
    pub reachable: bool,
    /// The dates of the backups in it, the latest first.
    pub dates: Vec<Date>,
    /// The next one should be made now.
    pub due: bool,
}

/// A backup that a plan asked for.
#[derive(Clone, Debug, Serialize)]
pub struct DatedBackup {
    /// Where it is.
    pub path: PathBuf,
    /// What was copied.
    #[serde(flatten)]
    pub report: BackupReport,
    /// Older ones that were removed.
    pub removed: Vec<PathBuf>,
}

/// A backup in the folder of a plan.
struct Dated {
    date: Date,
    path: PathBuf,
}

impl Library {
    /// Copies what is new to a backup, which is made if it is not there. It can be opened as a library.
    ///
    /// # Errors
    /// `backup-other` when the folder holds something else, `backup-differs` when it is not an earlier state of this
    /// library, `cancelled`, or what the disk says. What was copied stays; the next call goes on from there.
    pub fn backup(&self, to: &Path, progress: &dyn Progress) -> Result<BackupReport, LibraryError> {
        Ok(self.store.backup(to, progress)?)
    }

    /// The plan of this place, and what it has made so far.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn planned_backups(&self) -> Result<PlannedBackups, LibraryError> {
        let Some(plan) = self.store.backup_plan() else {
            return Ok(PlannedBackups { plan: None, reachable: false, dates: vec![], due: false });
        };
        let made = self.dated(&plan.folder);
        let reachable = plan.folder.is_dir();
        let is_new = match made.first() {
            Some(last) => last.date < today(self.now()) && !self.is_kept_in(&last.path)?,
            None => archive_length(self.store.dir())? > 0,
        };
        let dates = made.iter().map(|backup| backup.date).collect();
        Ok(PlannedBackups { due: reachable && is_new, plan: Some(plan), reachable, dates })
    }

    /// Has the library backed up by itself: dated copies in a folder, the last `keep` of them; `None` ends it.
    ///
    /// # Errors
    /// `backup-folder` when there is no such folder, or it lies in the library; or what the disk says.
    pub fn plan_backups(&self, plan: Option<(&Path, usize)>) -> Result<(), LibraryError> {
        let plan = plan.map(|(folder, keep)| {
            let found = folder.canonicalize().ok().filter(|found| found.is_dir());
            let library = self.store.dir().canonicalize().unwrap_or_else(|_| self.store.dir().to_owned());
            let found = found.filter(|found| !found.starts_with(&library));
            let folder = found.ok_or_else(|| LibraryError::BackupFolder(folder.to_owned()))?;
            Ok::<_, LibraryError>(BackupPlan { folder, keep: keep.max(1) })
        });
        Ok(self.store.plan_backups(plan.transpose()?)?)
    }

    /// Makes the backup of today that the plan asks for.
    ///
    /// # Errors
    /// `no-backup-plan`, `backup-folder` when the folder is not there, or as [`Library::backup`].
    pub fn backup_as_planned(&self, progress: &dyn Progress) -> Result<DatedBackup, LibraryError> {
        let plan = self.store.backup_plan().ok_or(LibraryError::NoBackupPlan)?;
        if !plan.folder.is_dir() {
            return Err(LibraryError::BackupFolder(plan.folder));
        }
        let date = today(self.now());
        let path = plan.folder.join(format!("{} {date}.fonds", self.stem()));
        let made = self.dated(&plan.folder);
        if !path.exists() && made.len() >= plan.keep {
            self.continue_oldest(&made, &path, progress)?;
        }
        let report = self.backup(&path, progress)?;
        let kept = self.dated(&plan.folder);
        let mut removed = Vec::new();
        for old in kept.into_iter().skip(plan.keep) {
            fs::remove_dir_all(&old.path).map_err(crate::problem::write_error(&old.path))?;
            removed.push(old.path);
        }
        Ok(DatedBackup { path, report, removed })
    }

    /// Continues the oldest backup under its own name, and only then gives it the new one. One that is no earlier state
    /// of this library is left as it is, for the new one to be made beside it.
    fn continue_oldest(
        &self,
        made: &[Dated],
        to: &Path,
        progress: &dyn Progress,
    ) -> Result<(), LibraryError> {
        let Some(oldest) = made.last() else { return Ok(()) };
        match self.store.backup(&oldest.path, progress) {
            Ok(_) => fs::rename(&oldest.path, to).map_err(crate::problem::write_error(to)),
            Err(StoreError::BackupDiffers(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The backups of this library in a folder, the latest first.
    fn dated(&self, folder: &Path) -> Vec<Dated> {
        let stem = format!("{} ", self.stem());
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut found: Vec<Dated> = entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let date = name.strip_prefix(&stem)?.strip_suffix(".fonds")?.parse().ok()?;
                let is_own = library_id(&entry.path()).as_ref() == Some(&self.store.info().id);
                is_own.then(|| Dated { date, path: entry.path() })
            })
            .collect();
        found.sort_by_key(|backup| std::cmp::Reverse(backup.date));
        found
    }

    /// Whether a backup has all that the library has.
    fn is_kept_in(&self, backup: &Path) -> Result<bool, LibraryError> {
        Ok(archive_length(backup).ok() == Some(archive_length(self.store.dir())?))
    }

    fn stem(&self) -> String {
        let folder = self.store.dir().canonicalize().unwrap_or_else(|_| self.store.dir().to_owned());
        folder.file_stem().map_or_else(|| "Fonds".into(), |stem| stem.to_string_lossy().into_owned())
    }
}

/// Makes a library of a backup, in a folder that is empty or not there.
///
/// # Errors
/// `library-missing` when there is no backup, `library-exists` when the folder is in use, or what the disk says.
pub fn restore(backup: &Path, to: &Path, progress: &dyn Progress) -> Result<BackupReport, LibraryError> {
    Ok(Store::restore(backup, to, progress)?)
}

/// The date where the user is.
fn today(now: Timestamp) -> Date {
    jiff::tz::TimeZone::system().to_datetime(now).date()
}
