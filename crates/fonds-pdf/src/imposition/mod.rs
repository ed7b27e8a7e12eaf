//! Booklet imposition: the pages of a finished PDF on sheets, as they are printed, folded and stitched.
//!
//! [`impose`] is the entry:
//! 1. [`source`] reads the pages and their boxes; [`order`] says which stand on which side of which sheet;
//! 2. each page becomes a form with the [`content`] and the resources of the page, which [`carry`] takes over;
//! 3. [`frame`] has the places of pages and marks, [`sheet`] draws them; [`write`](mod@write) makes the new file.
//!
//! What is placed of a page is its trim box, clipped to its bleed box. Where the pages differ in size, each stands in
//! the middle of a cell as large as the largest. Folded sheets are taken to have a square back: a leaf loses at the
//! fold what the paper within it is thick, so the sheet at depth k (0 outermost) is pushed to the spine by k times the
//! thickness of a sheet, and its crop marks with it.
//!
//! The new file is for printing, not for keeping: tags, outline, page labels, annotations, scripts and XMP metadata
//! are left out, and with them any claim to PDF/A or PDF/UA. Fonts, pictures, layers and the output intent stay.
//!
//! Invariant: every page is on the sheets once; the same file and options give the same bytes.

mod carry;
mod content;
mod frame;
mod geometry;
mod options;
mod order;
#[cfg(test)]
mod sample;
mod sheet;
mod source;
#[cfg(test)]
mod tests;
mod write;

pub use options::{Fit, Imposition, Scheme, SheetSize};

use frame::Frame;
use write::Plan;

/// Sheets to print.
#[derive(Clone, Debug)]
pub struct Imposed {
    /// The file. Its pages are the sides of the sheets: front and back of the first, then of the next.
    pub bytes: Vec<u8>,
    /// Sheets of paper.
    pub sheets: usize,
    /// Printed sides; one less than two a sheet if the last back stays empty.
    pub sides: usize,
    /// Signatures to fold; 0 if nothing is folded.
    pub signatures: usize,
    /// Blank pages that were added.
    pub blanks: usize,
    /// What the pages are scaled by; 1 if they keep their size.
    pub scale: f64,
}

/// Why no sheets could be made.
#[derive(Debug, thiserror::Error)]
pub enum ImpositionError {
    /// It is no PDF, or a damaged one.
    #[error("the PDF cannot be read: {0}")]
    Broken(String),
    /// It has a password, or rules on what may be done with it.
    #[error("the PDF is encrypted; take a copy that is not")]
    Encrypted,
    /// It has no pages.
    #[error("the PDF has no pages")]
    NoPages,
    /// A page cannot be taken over.
    #[error("page {page} cannot be placed: {reason}")]
    Page {
        /// Its number, from 1.
        page: usize,
        /// Why.
        reason: String,
    },
    /// Two pages and their marks have no room on the sheet.
    #[error(
        "two pages need {width_mm:.0} × {height_mm:.0} mm without marks, which the sheet does not have; take a larger \
         sheet or let the pages be scaled down"
    )]
    TooLarge {
        /// Width of two pages, in millimetres.
        width_mm: f64,
        /// Height of a page, in millimetres.
        height_mm: f64,
    },
    /// The paper's thickness is below 0, or pushes the innermost pages by more than a quarter of their width.
    #[error("the paper is too thick for so many sheets; check its thickness or make thinner signatures")]
    Creep,
    /// The sheets could not be put together.
    #[error("the sheets could not be put together: {0}")]
    Write(String),
}

impl ImpositionError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Broken(_) => "imposition-broken",
            Self::Encrypted => "imposition-encrypted",
            Self::NoPages => "imposition-no-pages",
            Self::Page { .. } => "imposition-page",
            Self::TooLarge { .. } => "imposition-too-large",
            Self::Creep => "imposition-creep",
            Self::Write(_) => "imposition-write",
        }
    }
}

/// Puts the pages of a PDF on sheets.
///
/// # Errors
/// See [`ImpositionError`]; nothing is made of a file that has a fault in one of its pages.
pub fn impose(pdf: &[u8], options: &Imposition) -> Result<Imposed, ImpositionError> {
    let file = source::open(pdf)?;
    let pages = source::pages(&file)?;
    let order = order::arrange(pages.len(), options);
    let innermost = order.sides.iter().map(|side| side.depth).max().unwrap_or(0);
    let frame = Frame::new(&pages, innermost, options)?;
    let id = write::document_id(&file, pdf, options);
    let plan = Plan { pages: &pages, order: &order, frame: &frame, options, id };
    Ok(Imposed {
        bytes: write::write(file, plan)?,
        sheets: order.sides.len().div_ceil(2),
        sides: order.sides.len(),
        signatures: order.signatures,
        blanks: order.blanks,
        scale: frame.scale,
    })
}
