//! Printing a book: Typst lays it out, printpdf writes the pages.
//!
//! [`write()`] is the entry:
//! 1. [`data`] makes Typst data of each section; [`layout`] lays it out, a section at a time, and turns its frames into
//!    [`drawing`]s, so that no frame outlives its section;
//! 2. with the page numbers known, bibliography, title page, contents and running heads are laid out likewise;
//! 3. [`pages`] writes the drawings with printpdf, with subsets of the [`fonts`]; [`finish`] adds outline, language,
//!    page labels and document id on the lopdf document.
//!
//! Invariant: text of a book reaches Typst as data, never as markup; the same book gives the same bytes.

mod data;
mod drawing;
mod finish;
mod fonts;
mod layout;
mod pages;
mod pictures;
mod world;

use data::Geometry;
use drawing::Page;
use fonds_model::{AssetSource, Book, Cancelled, Diagnostic, Paper, Progress, SectionKind, Stage};
use layout::Press;
use std::collections::BTreeMap;

/// Choices of a print file.
#[derive(Clone, Debug, Default)]
pub struct PdfOptions {
    /// The paper.
    pub paper: Paper,
}

/// A finished print file.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// The number printed on the first page of each section.
    pub section_pages: BTreeMap<String, u32>,
    /// What was left out or simplified.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why no print file could be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// Typst could not lay out a text, not even as plain paragraphs.
    #[error("{what}: {reason}")]
    Layout {
        /// Which text.
        what: String,
        /// What Typst says.
        reason: String,
    },
    /// The file could not be put together.
    #[error("the file could not be put together: {0}")]
    Write(String),
    /// The user stopped the work.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl PdfError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Layout { .. } => "pdf-layout",
            Self::Write(_) => "pdf-write",
            Self::Cancelled(_) => "cancelled",
        }
    }
}

/// The laid-out book.
pub(crate) struct Laid {
    /// Title page and contents.
    pub front: Vec<Page>,
    /// The sections' pages.
    pub body: Vec<Page>,
    /// Each section's first page, counted from 0 in the body.
    pub starts: Vec<usize>,
}

/// Writes a book.
///
/// # Errors
/// [`PdfError`]. A picture that cannot be shown is left out and told; a section that Typst refuses is printed plainly
/// and told.
pub fn write(
    book: &Book,
    assets: &dyn AssetSource,
    options: &PdfOptions,
    progress: &dyn Progress,
) -> Result<Pdf, PdfError> {
    let geometry = Geometry::of(options.paper);
    let mut press = Press::new(book, assets, &geometry);
    let laid = lay_out(book, &mut press, progress)?;
    progress.check()?;
    let section_pages: BTreeMap<String, u32> = book
        .sections
        .iter()
        .zip(&laid.starts)
        .map(|(section, start)| (section.id.clone(), *start as u32 + 1))
        .collect();
    let total = laid.front.len() + laid.body.len();
    let document = pages::document(book, &laid, &press, &geometry, progress)?;
    let bytes = finish::finish(document, book, &laid)?;
    Ok(Pdf { bytes, pages: total as u32, section_pages, diagnostics: press.into_diagnostics() })
}

fn lay_out(book: &Book, press: &mut Press<'_>, progress: &dyn Progress) -> Result<Laid, PdfError> {
    let total = book.sections.len() as u64;
    let mut body: Vec<Page> = Vec::new();
    let mut starts = Vec::new();
    for (n, section) in book.sections.iter().enumerate() {
        progress.check()?;
        progress.step(Stage::Layout, n as u64, total);
        starts.push(body.len());
        let pages: BTreeMap<&str, usize> = book
            .sections
            .iter()
            .zip(&starts)
            .map(|(section, start)| (section.id.as_str(), start + 1))
            .collect();
        body.extend(press.section(section, &pages)?);
    }
    let front = press.front(&data::contents(book, &starts))?;
    furnish(book, press, &starts, &mut body)?;
    progress.step(Stage::Layout, total, total);
    Ok(Laid { front, body, starts })
}

/// Adds running heads and page numbers. A section's first page has no head, and a part's page nothing.
fn furnish(book: &Book, press: &mut Press<'_>, starts: &[usize], body: &mut [Page]) -> Result<(), PdfError> {
    let mut lines = Vec::with_capacity(body.len());
    for (n, section) in book.sections.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(body.len());
        for page in starts[n]..end {
            let bare = section.kind == SectionKind::Part;
            let head = if bare || page == starts[n] {
                ""
            } else if page % 2 == 1 {
                &book.meta.title
            } else {
                &section.title
            };
            let foot = if bare { String::new() } else { (page + 1).to_string() };
            lines.push((head.to_owned(), foot, page % 2 == 1));
        }
    }
    for (page, furniture) in body.iter_mut().zip(press.furniture(&lines)?) {
        page.draws.extend(furniture.draws);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
