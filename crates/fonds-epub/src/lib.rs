//! Writing a book as EPUB 3.3.
//!
//! [`write()`] is the entry, and [`write_to`] the same as a stream:
//! 1. [`images`] puts the pictures into the file, one at a time;
//! 2. [`pages`], [`index`] and [`xhtml`] make one XHTML file of each section, and a cover and a title page; [`page_list`] says
//!    where in them the pages of the printed edition begin. Texts are asked for one at a time, written and forgotten; what
//!    the whole book has to know of them ([`accessibility`], the letters for [`fonts`]) is gathered on the way;
//! 3. epub-builder is told of all files and the table of contents, and writes container, package, NCX and nav;
//! 4. [`container`] takes these over, with [`package`], [`accessibility`] and [`nav`] in the place of what it writes for
//!    package and nav (its own are invalid or say too little), the NCX completed ([`ncx`]), the order fixed and no clock's
//!    time in it;
//! 5. [`fonts`] adds the letters of a typeface, where the options name one; [`annotations`] adds the annotations as data, where
//!    the options say so; what else the book carries lies beside them.
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
pub use volumes::{WrittenVolume, write_volumes};
pub use xhtml::fragment;

use accessibility::Findings;
use container::{Container, Mended};
use cover::Cover;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, TocElement, ZipLibrary};
use fonds_model::book::{InBook, PageStart, TextSource};
use fonds_model::{AssetSource, Book, Cancelled, Diagnostic, Digest, Progress, SectionKind, Stage};
use fonts::Letters;
use nav::Parts;
use page_list::PageList;
use pages::{Page, Pages};
use std::io::{self, Cursor, Seek, Write};

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

/// Gives the data files that a book, or a volume of it, carries, one at a time.
pub type Carrying<'a> = dyn Fn(&Book, &mut Putting<'_>) -> Result<(), EpubError> + 'a;

/// Takes a data file.
pub type Putting<'a> = dyn FnMut(CarriedFile) -> Result<(), EpubError> + 'a;

/// Where a book's content comes from, piece by piece.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The texts of its sections.
    pub texts: &'a dyn TextSource,
    /// Its pictures.
    pub assets: &'a dyn AssetSource,
    /// Data files that it carries for other programs; readers pass them over.
    pub carried: &'a Carrying<'a>,
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
    Disk(#[from] io::Error),
    /// A text of the book cannot be read.
    #[error("a text of the book could not be read: {0}")]
    Text(io::Error),
    /// The user stopped the work.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl EpubError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Write(_) | Self::Disk(_) => "epub-write",
            Self::Text(_) => "article-unreadable",
            Self::Cancelled(_) => "cancelled",
        }
    }
}

const STYLE: &str = include_str!("style.css");

/// Writes a book that has its texts into memory.
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
    let sources = Sources { texts: &InBook, assets, carried: &|_, _| Ok(()) };
    let written = write_to(book, sources, options, progress, Cursor::new(&mut bytes))?;
    Ok(Epub { bytes, diagnostics: written.diagnostics, picture_bytes: written.picture_bytes })
}

/// Writes a book as a stream: one text and one picture at a time is in memory.
///
/// # Errors
/// [`EpubError::Cancelled`], or when a text cannot be read, or the archive cannot be put together or written. A picture that
/// cannot be read is left out and told.
pub fn write_to<W: Write + Seek>(
    book: &Book,
    sources: Sources<'_>,
    options: &EpubOptions,
    progress: &dyn Progress,
    out: W,
) -> Result<Written, EpubError> {
    let mut written = Written::default();
    let mut container = Container::begin(out)?;
    // Pictures first: one that cannot be had must be neither shown nor listed.
    let pictures = images::put(&mut container, book, sources.assets, options, progress, &mut written)?;
    let cover = images::cover(&mut container, sources.assets, options, &mut written)?;
    let printed = PageList::of(book, options, &mut written.diagnostics);
    let nav = nav::xhtml(book, &printed);
    let pages = Pages::of(book, &pictures, &printed);
    let mut press = Press { container, builder: builder(book, &cover)?, letters: Letters::of(options) };
    let found = press.put(&pages, &cover, sources.texts, progress)?;
    let Press { mut container, builder, mut letters } = press;
    letters.see(&nav);
    let fonts = fonts::put(&mut container, options, &letters, &mut written)?;
    let mended = Mended {
        package: package::xml(&pages, &cover, &found, &fonts),
        nav,
        style: format!("{}{STYLE}", fonts.style),
        book,
        pages: &printed,
    };
    let mut built = Vec::new();
    builder.generate(&mut built).map_err(failed)?;
    container.take_over(&built, &mended)?;
    if options.annotations != AnnotationForm::None {
        container.deflate(annotations::PLACE, annotation_set(book).as_bytes())?;
    }
    (sources.carried)(book, &mut |file| {
        progress.check()?;
        container.deflate(&format!("{CARRIED}{}", file.name), file.content.as_bytes())
    })?;
    written.length = container.finish()?;
    let total = book.sections.len() as u64;
    progress.step(Stage::Write, total, total);
    Ok(written)
}

/// epub-builder, which gathers everything but the pictures.
fn builder(book: &Book, cover: &Cover) -> Result<EpubBuilder<ZipLibrary>, EpubError> {
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
    Ok(builder)
}

/// Puts pages into the file, each as soon as it is made.
struct Press<W: Write + Seek> {
    container: Container<W>,
    builder: EpubBuilder<ZipLibrary>,
    letters: Letters,
}

impl<W: Write + Seek> Press<W> {
    fn put(
        &mut self,
        pages: &Pages<'_>,
        cover: &Cover,
        texts: &dyn TextSource,
        progress: &dyn Progress,
    ) -> Result<Findings, EpubError> {
        self.page(pages::cover(pages.book, cover), 1, ReferenceType::Cover)?;
        self.page(pages::title_page(pages.book), 1, ReferenceType::TitlePage)?;
        let mut found = Findings::default();
        let parts = Parts::of(pages.book);
        let total = pages.book.sections.len() as u64;
        for (n, section) in pages.book.sections.iter().enumerate() {
            progress.check()?;
            progress.step(Stage::Write, n as u64, total);
            let section = texts.whole(section).map_err(EpubError::Text)?;
            found.look_at(&section, pages.pictures);
            let level = if parts.hold(n) { 2 } else { 1 };
            self.page(pages.section(&section), level, reference(section.kind))?;
        }
        Ok(found)
    }

    /// The builder is told of the page; what is on it goes straight into the file.
    fn page(&mut self, page: Page, level: i32, kind: ReferenceType) -> Result<(), EpubError> {
        self.letters.see(&page.xhtml);
        self.container.deflate(&format!("OEBPS/{}", page.href), page.xhtml.as_bytes())?;
        let mut content = EpubContent::new(&page.href, io::empty()).reftype(kind);
        content.toc = TocElement::new(&page.href, &page.title).level(level);
        self.builder.add_content(content).map_err(failed)?;
        Ok(())
    }
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
