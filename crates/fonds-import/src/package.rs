//! The files in a ZIP package that are asked for by name, within limits: a small package may not grow without end.

use crate::xml::Tree;
use crate::{AssetLoader, ImportError};
use std::cell::{Cell, RefCell};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most that one file may have when it is inflated, in bytes.
const LARGEST: u64 = 64 << 20;
/// The most that all files that are read may have together, in bytes.
const LARGEST_SUM: u64 = 192 << 20;

/// A package: the files of a document or an export in a ZIP archive.
pub(crate) struct Package<'a> {
    format: &'static str,
    archive: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    room: Cell<u64>,
}

impl<'a> Package<'a> {
    /// Opens a package; `format` is what the user calls it.
    ///
    /// # Errors
    /// `Broken` when it is no archive.
    pub fn open(bytes: &'a [u8], format: &'static str) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| ImportError::Broken { format, reason: error.to_string() })?;
        Ok(Self { format, archive: RefCell::new(archive), room: Cell::new(LARGEST_SUM) })
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// `Encrypted`, or `Broken` when it is not there, damaged, or too large.
    pub fn bytes(&self, path: &str) -> Result<Vec<u8>, ImportError> {
        let broken = |reason: String| ImportError::Broken { format: self.format, reason };
        let mut archive = self.archive.borrow_mut();
        let file = match archive.by_name(path) {
            Ok(file) => file,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(ImportError::Encrypted { format: self.format });
            }
            Err(error) => return Err(broken(format!("{path}: {error}"))),
        };
        let limit = LARGEST.min(self.room.get());
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| broken(format!("{path}: {error}")))?;
        let length = bytes.len() as u64;
        if length > limit {
            return Err(broken(format!("{path} is too large when unpacked")));
        }
        self.room.set(self.room.get() - length);
        Ok(bytes)
    }

    /// The names of its files, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.archive.borrow().file_names().map(str::to_owned).collect();
        names.sort();
        names
    }

    /// The text of a file; what is not UTF-8 is replaced.
    ///
    /// # Errors
    /// As [`Package::bytes`].
    pub fn text(&self, path: &str) -> Result<String, ImportError> {
        self.bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// An XML file of the package, if it is there.
    pub fn xml(&self, path: &str) -> Option<Tree> {
        self.bytes(path).ok().map(|bytes| Tree::parse(&bytes))
    }

    /// An XML file that the package must have.
    ///
    /// # Errors
    /// As [`Package::bytes`].
    pub fn needed_xml(&self, path: &str) -> Result<Tree, ImportError> {
        self.bytes(path).map(|bytes| Tree::parse(&bytes))
    }
}

impl AssetLoader for Package<'_> {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        self.bytes(reference).map_err(|error| io::Error::new(io::ErrorKind::NotFound, error.to_string()))
    }
}

/// The files that a file of a package refers to.
pub(crate) struct Beside<'a, 'p> {
    pub package: &'a Package<'p>,
    /// The path of the file that refers to them.
    pub path: &'a str,
}

impl AssetLoader for Beside<'_, '_> {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        self.package.load(&resolve(self.path, reference))
    }
}

/// Where a reference leads that stands in the file at `base`: `../x` and `./x` are followed, but never out of the package.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let reference = reference.replace('\\', "/");
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from_root = reference.starts_with('/');
    let mut steps: Vec<&str> = if from_root { vec![] } else { folder.split('/').collect() };
    for step in reference.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

/// A package of these files, for tests.
#[cfg(test)]
pub(crate) fn packed<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        writer.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        io::Write::write_all(&mut writer, content.as_ref()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stay_in_the_package() {
        assert_eq!(resolve("word/document.xml", "media/a.png"), "word/media/a.png");
        assert_eq!(resolve("OEBPS/text/1.xhtml", "../images/a.png"), "OEBPS/images/a.png");
        assert_eq!(resolve("a/b.xml", "/word/c.xml"), "word/c.xml");
        assert_eq!(resolve("a.xml", "../../../etc/x"), "etc/x");
        assert_eq!(resolve("a/b.html", "c\\.\\d.png"), "a/c/d.png");
    }

    #[test]
    fn what_grows_without_end_is_refused() {
        let bytes = packed(&[("bomb.xml", vec![b' '; 65 << 20])]);
        assert!(bytes.len() < 1 << 20);
        let package = Package::open(&bytes, "EPUB").unwrap();
        let error = package.bytes("bomb.xml").unwrap_err();
        assert!(error.to_string().contains("too large"), "{error}");
    }
}
