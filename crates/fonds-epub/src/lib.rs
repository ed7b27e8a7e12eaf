//! Writing a book as EPUB 3.3.
//!
//! [`write()`] is the entry:
//! 1. [`pages`] and [`xhtml`] make one XHTML file of each section, and a cover and a title page;
//! 2. epub-builder gathers files, table of contents and pictures, and writes container, package, NCX and nav;
//! 3. [`container`] packs the result anew, with [`package`] and [`nav`] in the place of what it writes for those two (its
//!    own are invalid or say too little), the NCX completed, the order fixed and no clock's time in it.
//!
//! Invariant: the same book gives the same bytes; nothing in a book can make the file invalid.

mod address;
mod container;
mod cover;
mod lettering;
mod nav;
mod package;
mod pages;
mod xhtml;

pub use xhtml::fragment;

use container::Mended;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ReferenceType, TocElement, ZipLibrary};
use fonds_model::{AssetSource, Book, Cancelled, Diagnostic, Progress, SectionKind, Stage};
use pages::{Page, Pictures};

/// Choices of an e-book.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct EpubOptions {}

/// A finished e-book.
#[derive(Clone, Debug)]
pub struct Epub {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was left out.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why no e-book could be written.
#[derive(Debug, thiserror::Error)]
pub enum EpubError {
    /// The builder or the archive failed.
    #[error("the e-book could not be put together: {0}")]
    Write(String),
    /// The user stopped the work.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl EpubError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Write(_) => "epub-write",
            Self::Cancelled(_) => "cancelled",
        }
    }
}

const STYLE: &str = include_str!("style.css");

/// Writes a book.
///
/// # Errors
/// [`EpubError::Cancelled`], or when the archive cannot be put together. A picture that cannot be read is left out and told.
pub fn write(
    book: &Book,
    assets: &dyn AssetSource,
    _options: &EpubOptions,
    progress: &dyn Progress,
) -> Result<Epub, EpubError> {
    let mut diagnostics = Vec::new();
    // Bytes first: a picture that cannot be had must be neither shown nor listed.
    let (available, bytes) = read_pictures(book, assets, progress, &mut diagnostics)?;
    let mut builder = ZipLibrary::new().and_then(EpubBuilder::new).map_err(failed)?;
    builder.epub_version(EpubVersion::V30);
    builder.metadata("title", &book.meta.title).map_err(failed)?;
    builder.metadata("toc_name", &book.meta.title).map_err(failed)?;
    builder.stylesheet(STYLE.as_bytes()).map_err(failed)?;
    builder.add_cover_image("cover.svg", cover::svg(book).as_bytes(), "image/svg+xml").map_err(failed)?;
    for (picture, bytes) in available.all.iter().zip(bytes) {
        builder.add_resource(&picture.href, bytes.as_slice(), &picture.media_type).map_err(failed)?;
    }
    add_front(&mut builder, book)?;
    let total = book.sections.len() as u64;
    for (n, section) in book.sections.iter().enumerate() {
        progress.check()?;
        progress.step(Stage::Write, n as u64, total);
        let page = pages::section(book, section, &available);
        let level = if nav::is_in_part(book, n) { 2 } else { 1 };
        add(&mut builder, page, level, reference(section.kind))?;
    }
    let mut built = Vec::new();
    builder.generate(&mut built).map_err(failed)?;
    let mended = Mended {
        package: package::xml(book, &available),
        nav: nav::xhtml(book),
        identifier: book.meta.identifier.clone(),
    };
    let bytes = container::repack(&built, &mended)?;
    progress.step(Stage::Write, total, total);
    Ok(Epub { bytes, diagnostics })
}

fn read_pictures(
    book: &Book,
    assets: &dyn AssetSource,
    progress: &dyn Progress,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(Pictures, Vec<Vec<u8>>), EpubError> {
    let mut available = Pictures::default();
    let mut all = Vec::new();
    for picture in Pictures::of(book).all {
        progress.check()?;
        match assets.read(&picture.digest) {
            Ok(bytes) => {
                all.push(bytes);
                available.all.push(picture);
            }
            Err(error) => {
                let message =
                    format!("the picture {} could not be read and was left out: {error}", picture.href);
                diagnostics.push(Diagnostic::warning("image-unreadable", message));
            }
        }
    }
    Ok((available, all))
}

fn add_front(builder: &mut EpubBuilder<ZipLibrary>, book: &Book) -> Result<(), EpubError> {
    add(builder, pages::cover(book), 1, ReferenceType::Cover)?;
    add(builder, pages::title_page(book), 1, ReferenceType::TitlePage)
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
