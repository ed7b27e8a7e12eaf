//! Why the archive refused or failed.

use crate::history::Purged;
use fonds_model::Cancelled;
use std::io;
use std::path::{Path, PathBuf};

/// A failure of the archive.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no library.
    #[error("{}", .0.display())]
    Missing(PathBuf),
    /// The folder is not empty.
    #[error("{}", .0.display())]
    Exists(PathBuf),
    /// Another process has the library open.
    #[error("{holder}")]
    Locked {
        /// Who, as the lock file says.
        holder: String,
    },
    /// The library's format is newer than this program.
    #[error("the library has format version {version}")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// The library is open for reading only.
    #[error("the library is open for reading only")]
    ReadOnly,
    /// What an undo or redo would change is not there any more.
    #[error("what was changed is gone")]
    Gone,
    /// The folder for a backup holds something else.
    #[error("{}", .0.display())]
    BackupOther(PathBuf),
    /// A file of the backup is not an earlier state of the library's.
    #[error("{}", .0.display())]
    BackupDiffers(PathBuf),
    /// The disk refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Bytes on disk are not what was written.
    #[error("{file} at byte {offset}")]
    Damaged {
        /// Which file, below the library's folder.
        file: String,
        /// Where.
        offset: u64,
    },
    /// The catalog cannot be read.
    #[error("the catalog: {0}")]
    Catalog(String),
    /// The original was purged.
    #[error("purged {} by {}", .0.time.strftime("%Y-%m-%d"), .0.agent)]
    Purged(Box<Purged>),
    /// A record could not be written as JSON.
    #[error("a record cannot be written: {0}")]
    Encode(#[from] serde_json::Error),
    /// A change names something that is not there.
    #[error("there is no {what} \"{id}\"")]
    Unknown {
        /// `article`, `tag`, `collection`, `item`, `annotation`, `original`
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// A change makes something that is there already.
    #[error("{what} \"{id}\" is there already")]
    Taken {
        /// `article`, `citekey`, `item`, `annotation`
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// A change gives a record a field that it cannot hold.
    #[error("{what} \"{id}\" cannot hold that value: {reason}")]
    BadField {
        /// What kind of record.
        what: &'static str,
        /// Its id.
        id: String,
        /// Why.
        reason: String,
    },
    /// The user stopped the work.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl StoreError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "library-missing",
            Self::Exists(_) => "library-exists",
            Self::Locked { .. } => "library-locked",
            Self::Newer { .. } => "library-newer",
            Self::Io { source, .. } => io_code(source),
            Self::BackupOther(_) => "backup-other",
            Self::BackupDiffers(_) => "backup-differs",
            Self::Purged(_) => "original-purged",
            Self::Gone => "undo-gone",
            Self::ReadOnly => "library-read-only",
            Self::Damaged { .. } => "damaged",
            Self::Catalog(_) => "catalog-failed",
            Self::Encode(_) => "encode-failed",
            Self::Unknown { what: "article", .. } => "unknown-article",
            Self::Unknown { what: "tag", .. } => "unknown-tag",
            Self::Unknown { what: "collection", .. } => "unknown-collection",
            Self::Unknown { what: "item", .. } => "unknown-item",
            Self::Unknown { what: "annotation", .. } => "unknown-annotation",
            Self::Unknown { .. } => "unknown-original",
            Self::Taken { .. } => "taken",
            Self::BadField { .. } => "bad-field",
            Self::Cancelled(_) => "cancelled",
        }
    }

    /// Whether the disk is full or shut, rather than something damaged.
    pub(crate) fn is_of_the_disk(&self) -> bool {
        matches!(self.code(), "disk-full" | "library-refused")
    }
}

/// Maps an IO failure on `path`.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
    move |source| StoreError::Io { path: path.to_owned(), source }
}

fn io_code(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "disk-full"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "library-refused",
        _ => "library-io",
    }
}
