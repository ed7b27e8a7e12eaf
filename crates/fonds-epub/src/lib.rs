//! Writing a book as EPUB 3.3.
//!
//! [`write()`] is the entry, and [`write_to`] the same as a stream:
//! 1. [`images`] puts the pictures into the file, one at a time;
//! 2. [`pages`], [`index`] and [`xhtml`] make one XHTML file of each section, and a cover and a title page; [`page_list`] says
//!    where in them the pages of the printed edition begin;
//! 3. epub-builder gathers files and table of contents, and writes container, package, NCX and nav;
//! 4. [`container`] takes these over, with [`package`], [`accessibility`] and [`nav`] in the place of what it writes for
//!    package and nav (its own are invalid or say too little), the NCX completed ([`ncx`]), the order fixed and no clock's
//!    time in it;
//! 5. [`fonts`] adds the letters of a typeface, where the options name one; [`annotations`] adds the annotations as data, where the options say so; what else the book carries lies beside
//!    them.
//!
//! [`write_volumes`] does so for each volume of a book that is to come in several; [`looking`] opens what was written.
//!
//! Invariant: the same book gives the same bytes; nothing in a book can make the file invalid.

mod accessibility;
mod address;
mod annotations;
mod container;
mod cover;
mod fonts;
mod images;
mod index;
mod language;
mod lettering;
mod looking;
mod nav;
mod ncx;
mod notes;
mod package;
mod page_list;
mod pages;
mod reduction;
mod volumes;
mod xhtml;

pub use annotations::{AnnotationForm, annotation_set};
pub use fonts::{BookFont, FontFace};
pub use looking::{ContentsEntry, Opened, contents};
pub use volumes::{Carrying, WrittenVolume, write_volumes};
pub use xhtml::fragment;

use container::{Container, Mended};
use cover::Cover;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, TocElement, ZipLibrary};
use fonds_model::book::PageStart;
use fonds_model::{AssetSource, Book, Cancelled, Diagnostic, Digest, Progress, SectionKind, Stage};
use images::Pictures;
use page_list::PageList;
use pages::Page;
use std::collections::BTreeSet;
use std::io::{Cursor, Seek, Write};

/// Choices of an e-book. What of notes and highlights it shows is decided when the book is compiled.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct EpubOptions {
    /// Pictures that are wider are made this wide, in pixels; `None` leaves them as they are.
    pub max_image_width: Option<u32>,
    /// Whether the annotations are in it as data too.
    pub annotations: AnnotationForm,
    /// Where the pages of the printed edition begin, in order; none for a book that is not printed.
    pub pages: Vec<PageStart>,
    /// The picture on the cover, asked of the source of pictures; none for a cover of letters.
    pub cover: Option<Digest>,
    /// Further data files, which readers pass over.
    pub carried: Vec<CarriedFile>,
    /// What names the printed edition, such as `urn:isbn:…`; the book's own number or title where it is empty.
    pub page_source: String,
    /// The typeface that travels with the book; none for that of the reader.
    pub font: Option<BookFont>,
}

/// A data file that an e-book carries in [`CARRIED`].
#[derive(Clone, Debug)]
pub struct CarriedFile {
    /// Its path in that folder.
    pub name: String,
    /// Its content.
    pub content: String,
}

/// The folder of the files that an e-book carries.
pub const CARRIED: &str = "META-INF/fonds/";

/// A finished e-book.
#[derive(Clone, Debug)]
pub struct Epub {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was left out.
    pub diagnostics: Vec<Diagnostic>,
    /// How much of it are pictures.
    pub picture_bytes: PictureBytes,
}

/// What [`write_to`] wrote.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The length of the file in bytes.
    pub length: u64,
    /// What was left out.
    pub diagnostics: Vec<Diagnostic>,
    /// How much of it are pictures.
    pub picture_bytes: PictureBytes,
}

/// The size of all pictures together, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureBytes {
    /// As the library has them.
    pub given: u64,
    /// As they are in the e-book.
    pub written: u64,
}

/// Why no e-book could be written.
#[derive(Debug, thiserror::Error)]
pub enum EpubError {
    /// The builder or the archive failed.
    #[error("the e-book could not be put together: {0}")]
    Write(String),
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] std::io::Error),
    /// The user stopped the work.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl EpubError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Write(_) | Self::Disk(_) => "epub-write",
            Self::Cancelled(_) => "cancelled",
        }
    }
}

const STYLE: &str = include_str!("style.css");

/// Writes a book into memory.
///
/// # Errors
/// As [`write_to`].
pub fn write(
    book: &Book,
    assets: &dyn AssetSource,
    options: &EpubOptions,
    progress: &dyn Progress,
) -> Result<Epub, EpubError> {
    let mut bytes = Vec::new();
    let written = write_to(book, assets, options, progress, Cursor::new(&mut bytes))?;
    Ok(Epub { bytes, diagnostics: written.diagnostics, picture_bytes: written.picture_bytes })
}

/// Writes a book as a stream: one picture at a time is in memory, and the texts compressed.
///
/// # Errors
/// [`EpubError::Cancelled`], or when the archive cannot be put together or written. A picture that cannot be read is left
/// out and told.
pub fn write_to<W: Write + Seek>(
    book: &Book,
    assets: &dyn AssetSource,
    options: &EpubOptions,
    progress: &dyn Progress,
    out: W,
) -> Result<Written, EpubError> {
    let mut written = Written::default();
    let mut container = Container::begin(out)?;
    // Pictures first: one that cannot be had must be neither shown nor listed.
    let pictures = images::put(&mut container, book, assets, options, progress, &mut written)?;
    let cover = images::cover(&mut container, assets, options, &mut written)?;
    let printed = PageList::of(book, options, &mut written.diagnostics);
    let nav = nav::xhtml(book, &printed);
    let mut letters: BTreeSet<char> = nav.chars().collect();
    let built = build(book, &cover, &pictures, &printed, progress, &mut letters)?;
    let fonts = fonts::put(&mut container, options, &letters, &mut written)?;
    let mended = Mended {
        package: package::xml(book, &cover, &pictures, &fonts, &printed),
        nav,
        style: format!("{}{STYLE}", fonts.style),
        book,
        pages: &printed,
    };
    container.take_over(&built, &mended)?;
    if options.annotations != AnnotationForm::None {
        container.deflate(annotations::PLACE, annotation_set(book).as_bytes())?;
    }
    for file in &options.carried {
        progress.check()?;
        container.deflate(&format!("{CARRIED}{}", file.name), file.content.as_bytes())?;
    }
    written.length = container.finish()?;
    let total = book.sections.len() as u64;
    progress.step(Stage::Write, total, total);
    Ok(written)
}

/// epub-builder's archive of everything but the pictures. Adds the letters that the pages have.
fn build(
    book: &Book,
    cover: &Cover,
    pictures: &Pictures,
    printed: &PageList,
    progress: &dyn Progress,
    letters: &mut BTreeSet<char>,
) -> Result<Vec<u8>, EpubError> {
    let mut builder = ZipLibrary::new().and_then(EpubBuilder::new).map_err(failed)?;
    builder.epub_version(EpubVersion::V30);
    let title = pages::full_title(book);
    builder.metadata("title", &title).map_err(failed)?;
    builder.metadata("toc_name", &title).map_err(failed)?;
    builder.stylesheet(STYLE.as_bytes()).map_err(failed)?;
    if cover.is_lettered() {
        let svg = cover::svg(book);
        builder.add_cover_image(&cover.href, svg.as_bytes(), &cover.media_type).map_err(failed)?;
    }
    for page in [pages::cover(book, cover), pages::title_page(book)] {
        letters.extend(page.xhtml.chars());
        let kind = if page.href == pages::COVER { ReferenceType::Cover } else { ReferenceType::TitlePage };
        add(&mut builder, page, 1, kind)?;
    }
    let total = book.sections.len() as u64;
    for (n, section) in book.sections.iter().enumerate() {
        progress.check()?;
        progress.step(Stage::Write, n as u64, total);
        let page = pages::section(book, section, pictures, printed);
        letters.extend(page.xhtml.chars());
        let level = if nav::is_in_part(book, n) { 2 } else { 1 };
        add(&mut builder, page, level, reference(section.kind))?;
    }
    let mut built = Vec::new();
    builder.generate(&mut built).map_err(failed)?;
    Ok(built)
}

fn add(
    builder: &mut EpubBuilder<ZipLibrary>,
    page: Page,
    level: i32,
    kind: ReferenceType,
) -> Result<(), EpubError> {
    let mut content = EpubContent::new(&page.href, page.xhtml.as_bytes()).reftype(kind);
    content.toc = TocElement::new(&page.href, &page.title).level(level);
    builder.add_content(content).map_err(failed)?;
    Ok(())
}

fn reference(kind: SectionKind) -> ReferenceType {
    match kind {
        SectionKind::Foreword => ReferenceType::Foreword,
        SectionKind::Bibliography => ReferenceType::Bibliography,
        _ => ReferenceType::Text,
    }
}

fn failed(error: epub_builder::Error) -> EpubError {
    EpubError::Write(error.to_string())
}

#[cfg(test)]
mod tests;
