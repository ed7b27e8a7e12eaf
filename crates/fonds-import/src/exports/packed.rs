//! Files in a ZIP archive, as far as there is room for them.

use crate::{AssetLoader, ImportError};
use std::cell::RefCell;
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// A file is read up to this length, in bytes.
const LONGEST: u64 = 64 << 20;
/// All files together, in bytes: archives can claim to hold far more than they are long.
const MOST: u64 = 512 << 20;

/// An archive that is open.
pub(crate) struct Packed<'a> {
    archive: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    left: RefCell<u64>,
}

impl<'a> Packed<'a> {
    /// Opens an archive.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| ImportError::Broken { format: "ZIP archive", reason: error.to_string() })?;
        Ok(Self { archive: RefCell::new(archive), left: RefCell::new(MOST) })
    }

    /// The names of its files, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.borrow().file_names().map(str::to_owned).collect();
        names.sort();
        names
    }

    /// The bytes of a file.
    pub fn file(&self, name: &str) -> io::Result<Vec<u8>> {
        let mut archive = self.archive.borrow_mut();
        let entry = archive.by_name(name).map_err(|_| io::Error::from(io::ErrorKind::NotFound))?;
        let room = LONGEST.min(*self.left.borrow());
        let mut bytes = Vec::new();
        entry.take(room + 1).read_to_end(&mut bytes)?;
        let length = bytes.len() as u64;
        if length > room {
            return Err(io::Error::other("it is too large"));
        }
        *self.left.borrow_mut() -= length;
        Ok(bytes)
    }

    /// A file's text; what is not UTF-8 is replaced.
    pub fn text(&self, name: &str) -> io::Result<String> {
        self.file(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The files of a folder of an archive.
pub(crate) struct Folder<'a> {
    pub packed: &'a Packed<'a>,
    /// With a slash at its end.
    pub path: String,
}

impl AssetLoader for Folder<'_> {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        self.packed.file(&format!("{}{}", self.path, reference.trim_start_matches("./")))
    }
}
