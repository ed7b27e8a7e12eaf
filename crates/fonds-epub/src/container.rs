//! The OCF container (EPUB 3.3, section 4), written as a stream: what epub-builder put together, mended, and beside it what
//! never passes through it.
//!
//! epub-builder keeps its `Zip` trait to itself, so its finished archive is read and its entries are copied as
//! they are, still compressed: package document, nav and style sheet are replaced, the NCX is completed, the order is fixed, and no time
//! of the clock is left in it. Pictures and pages go straight into the file, so that one at a time is in memory; the builder has
//! only the names of pages.

use crate::page_list::PageList;
use crate::{EpubError, ncx};
use fonds_model::Book;
use std::io::{Cursor, Read, Seek, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// What takes the place of epub-builder's own.
pub(crate) struct Mended<'a> {
    /// The package document.
    pub package: String,
    /// The navigation document.
    pub nav: String,
    /// The style sheet.
    pub style: String,
    /// The book, of which the NCX must say more.
    pub book: &'a Book,
    /// The pages of its printed edition.
    pub pages: &'a PageList,
}

/// Files that no reader needs and that would only repeat others.
const LEFT_OUT: [&str; 2] = ["mimetype", "META-INF/com.apple.ibooks.display-options.xml"];

/// The folder of the pages.
const PAGES: &str = "OEBPS/text/";

/// For every reader on every system.
const MODE: u32 = 0o644;

/// An e-book that is being written.
pub(crate) struct Container<W: Write + Seek> {
    archive: ZipWriter<W>,
}

impl<W: Write + Seek> Container<W> {
    /// Begins the file with its media type, uncompressed, as readers look for it.
    pub fn begin(out: W) -> Result<Self, EpubError> {
        let mut container = Self { archive: ZipWriter::new(out) };
        container.store("mimetype", b"application/epub+zip")?;
        Ok(container)
    }

    /// Adds a file that is compressed already.
    pub fn store(&mut self, name: &str, bytes: &[u8]) -> Result<(), EpubError> {
        self.put(name, bytes, CompressionMethod::Stored)
    }

    /// Adds a file and compresses it.
    pub fn deflate(&mut self, name: &str, bytes: &[u8]) -> Result<(), EpubError> {
        self.put(name, bytes, CompressionMethod::Deflated)
    }

    /// Takes over the files that epub-builder made, by name.
    pub fn take_over(&mut self, built: &[u8], mended: &Mended<'_>) -> Result<(), EpubError> {
        let mut from = ZipArchive::new(Cursor::new(built)).map_err(failed)?;
        let mut names: Vec<String> = from.file_names().map(str::to_owned).collect();
        names.sort();
        names.retain(|name| !name.starts_with(PAGES) && !LEFT_OUT.contains(&name.as_str()));
        for name in &names {
            match name.as_str() {
                "OEBPS/content.opf" => self.deflate(name, mended.package.as_bytes())?,
                "OEBPS/nav.xhtml" => self.deflate(name, mended.nav.as_bytes())?,
                "OEBPS/stylesheet.css" => self.deflate(name, mended.style.as_bytes())?,
                "OEBPS/toc.ncx" => {
                    let mut built = String::new();
                    from.by_name(name).map_err(failed)?.read_to_string(&mut built)?;
                    let ncx = ncx::complete(&built, mended.book, mended.pages);
                    self.deflate(name, ncx.as_bytes())?;
                }
                _ => {
                    let file = from.by_name(name).map_err(failed)?;
                    self.archive
                        .raw_copy_file_touch(file, DateTime::default(), Some(MODE))
                        .map_err(failed)?;
                }
            }
        }
        Ok(())
    }

    /// Closes the file and says how long it is, in bytes.
    pub fn finish(self) -> Result<u64, EpubError> {
        let mut out = self.archive.finish().map_err(failed)?;
        out.flush()?;
        Ok(out.stream_position()?)
    }

    fn put(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) -> Result<(), EpubError> {
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        let options = options.unix_permissions(MODE).compression_method(method);
        self.archive.start_file(name, options).map_err(failed)?;
        Ok(self.archive.write_all(bytes)?)
    }
}

/// What the archive says, as a failure of the e-book.
pub(crate) fn failed(error: ZipError) -> EpubError {
    match error {
        ZipError::Io(error) => EpubError::Disk(error),
        other => EpubError::Write(other.to_string()),
    }
}
