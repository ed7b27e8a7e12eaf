//! Printing a book: Typst lays it out, printpdf writes the pages.
//!
//! [`write()`] is the entry:
//! 1. [`design`] makes every choice of print, of the settings, the [`house`] style and the paper;
//! 2. [`data`] makes Typst data of each section, and the [`press`] sets it: Typst lays it out, [`taking`] takes its frames
//!    apart into [`drawing`]s and [`structure`], and [`content`] writes them with printpdf. Sections are set side by side,
//!    and no frame outlives its section;
//! 3. with the page numbers known, what tells them is set: lists, title pages, contents, [`furniture`];
//! 4. [`binding`] puts everything into one file: fonts as subsets, structure, outline, metadata.
//!
//! Invariant: text of a book reaches Typst as data, never as markup; the same book gives the same bytes.

mod balance;
mod binding;
mod content;
mod data;
mod design;
mod drawing;
mod fonts;
mod furniture;
pub mod house;
mod imposition;
mod layouts;
mod margin;
mod numbers;
mod pictures;
mod places;
mod press;
mod qr;
mod structure;
mod taking;
mod world;

pub use fonts::{BundledFace, FONT_LICENCE, bundled_faces, warm_up};
pub use imposition::{Fit, Imposed, Imposition, ImpositionError, Scheme, SheetSize, impose};
pub use layouts::Layouts;

use data::Nowhere;
use design::Design;
use fonds_model::book::PageStart;
use fonds_model::{
    AssetSource, Book, Cancelled, Diagnostic, Inline, Paper, PrintSettings, Progress, Section, SectionKind,
    Stage,
};
use furniture::Furniture;
use house::HouseStyle;
use places::Found;
use press::{Kind, Press, SetText};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Choices of a print file.
#[derive(Clone, Debug, Default)]
pub struct PdfOptions {
    /// The paper.
    pub paper: Paper,
    /// What the collection sets.
    pub print: PrintSettings,
    /// The house style.
    pub house: HouseStyle,
    /// Files that the print file carries (PDF/A-3), if its settings want them.
    pub data: Vec<Embedded>,
}

/// A file that a print file carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// Its name, ASCII.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What it is, for people.
    pub description: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
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
    /// Where each numbered page begins.
    pub page_list: Vec<PageStart>,
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
    /// A house style's template is broken.
    #[error("{style}/{file}, line {line}: {reason}")]
    Template {
        /// The house style.
        style: String,
        /// Its file.
        file: String,
        /// From 1.
        line: usize,
        /// What Typst says.
        reason: String,
        /// What Typst advises, or empty.
        hint: String,
    },
    /// Notes have no room in the margin; they are set elsewhere.
    #[error("the margin has no room for the notes")]
    NoMargin,
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
            Self::Template { .. } => "template-broken",
            Self::NoMargin => "pdf-margin",
            Self::Write(_) => "pdf-write",
            Self::Cancelled(_) => "cancelled",
        }
    }
}

/// A page of the finished order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    Blank,
    /// A page of a section, both counted from 0.
    Page {
        text: usize,
        page: usize,
    },
}

/// The book's text in order.
pub(crate) struct Body {
    pub texts: Vec<Arc<SetText>>,
    pub sheets: Vec<Sheet>,
    /// Each section's first page, counted from 0 in the body.
    pub starts: Vec<usize>,
}

/// The whole book, set.
pub(crate) struct Laid {
    pub front: Arc<SetText>,
    pub body: Body,
    pub furniture: Furniture,
}

/// Pages that are set before memory is given back.
const BATCH: usize = 40;
/// Page numbers in a text can change its length; more rounds than this change nothing that matters.
const ROUNDS: usize = 4;

/// Writes a book. `layouts` keeps what has been set for the next time.
///
/// # Errors
/// [`PdfError`]. A picture that cannot be shown is left out and told; a section that Typst refuses is printed plainly
/// and told.
pub fn write(
    book: &Book,
    assets: &dyn AssetSource,
    options: &PdfOptions,
    layouts: &Layouts,
    progress: &dyn Progress,
) -> Result<Pdf, PdfError> {
    let letters = fonts::letters(book);
    let design = Design { is_latin: fonts::are_latin(&letters), ..Design::of(options) };
    layouts.begin();
    let press = Press::new(book, assets, (&design, &letters), &options.house, layouts, progress)?;
    let laid = lay_out(&press, progress)?;
    progress.check()?;
    let bytes = binding::bind(&press, &laid, &options.data, progress)?;
    layouts.end();
    let mut diagnostics = press.remarks;
    let texts = std::iter::once(&laid.front).chain(&laid.body.texts).chain(&laid.furniture.texts);
    diagnostics.extend(texts.flat_map(|text| text.remarks.iter().cloned()));
    let starts = book.sections.iter().zip(&laid.body.starts);
    Ok(Pdf {
        bytes,
        pages: binding::page_count(&laid) as u32,
        section_pages: starts.map(|(section, start)| (section.id.clone(), *start as u32 + 1)).collect(),
        page_list: places::page_list(book, &laid.body),
        diagnostics,
    })
}

fn lay_out(press: &Press<'_>, progress: &dyn Progress) -> Result<Laid, PdfError> {
    // What closes the book waits for page numbers; of the others those that print some get a length first.
    let nothing = vec![None; press.book.sections.len()];
    let mut texts = round(press, &nothing, &Nowhere, &|section| !section.kind.closes_book(), progress)?;
    let mut ahead = None;
    for n in 0..ROUNDS {
        let (sheets, starts) = in_order(press, texts.iter().map(|text| text.as_ref()).collect());
        let found = Found::of(press.book, &starts, &texts);
        // A long list keeps one core busy; what follows it is nearly certain, so the others set that.
        let around = || if n == 0 { around_text(press, &sheets, &starts).map(Some) } else { Ok(None) };
        let (again, around) = rayon::join(|| round(press, &texts, &found, &tells_pages, progress), around);
        ahead = around?.map(|around| (sheets, starts, around)).or(ahead);
        let again = again?;
        let same = texts.iter().zip(&again).all(|(before, now)| begins(before) == begins(now));
        texts = again;
        if same {
            break;
        }
    }
    let texts: Vec<Arc<SetText>> = texts.into_iter().flatten().collect();
    let (sheets, starts) = in_order(press, texts.iter().map(Some).collect());
    let ahead = ahead.filter(|(pages, begun, _)| *pages == sheets && *begun == starts);
    let (front, furniture) = match ahead {
        Some((.., around)) => around,
        None => around_text(press, &sheets, &starts)?,
    };
    comemo::evict(0);
    Ok(Laid { front, body: Body { texts, sheets, starts }, furniture })
}

/// What stands before the text and around it.
fn around_text(
    press: &Press<'_>,
    sheets: &[Sheet],
    starts: &[usize],
) -> Result<(Arc<SetText>, Furniture), PdfError> {
    let front = || {
        let page = |n: usize| data::page_label(starts.get(n).copied().unwrap_or_default());
        let contents = data::contents(press.book, press.design.contents_depth, &press.fontless, &page);
        let front = data::front(press.book, press.design, &press.fontless, &contents);
        press.numbered(&front, &press.book.labels.contents, Kind::Text(1))
    };
    let (front, furniture) = rayon::join(front, || furniture::set(press, sheets));
    Ok((front?, furniture?))
}

/// Sets the sections that are wanted; the others stay as they are.
fn round(
    press: &Press<'_>,
    texts: &[Option<Arc<SetText>>],
    places: &(dyn data::Places + Sync),
    wanted: &(dyn Fn(&Section) -> bool + Sync),
    progress: &dyn Progress,
) -> Result<Vec<Option<Arc<SetText>>>, PdfError> {
    let book = press.book;
    let total = book.sections.len() as u64;
    let (done, pages) = (AtomicU64::new(0), AtomicUsize::new(0));
    let set = |n: usize| {
        progress.check()?;
        let section = &book.sections[n];
        if !wanted(section) {
            return Ok(texts[n].clone());
        }
        let text = match tells_pages(section) {
            true => press.section(section, places, level(book, n))?,
            false => press.plain_section(section, level(book, n))?,
        };
        progress.step(Stage::Layout, done.fetch_add(1, Ordering::Relaxed), total);
        let before = pages.fetch_add(text.pages.len(), Ordering::Relaxed);
        if before / BATCH < (before + text.pages.len()) / BATCH {
            // Nothing of a section is needed for the next one but the template.
            comemo::evict(0);
        }
        Ok(Some(text))
    };
    let all = (0..book.sections.len()).into_par_iter().map(set).collect::<Result<_, PdfError>>()?;
    progress.step(Stage::Layout, total, total);
    Ok(all)
}

/// The order of pages, and where each section begins. Parts begin on right pages, and others where the design says so.
fn in_order(press: &Press<'_>, texts: Vec<Option<&Arc<SetText>>>) -> (Vec<Sheet>, Vec<usize>) {
    let (mut sheets, mut starts) = (Vec::new(), Vec::new());
    for (n, section) in press.book.sections.iter().enumerate() {
        let opens_right = press.design.open_right || section.kind == SectionKind::Part;
        if opens_right && sheets.len() % 2 == 1 {
            sheets.push(Sheet::Blank);
        }
        starts.push(sheets.len());
        let count = texts.get(n).copied().flatten().map_or(0, |text| text.pages.len());
        sheets.extend((0..count).map(|page| Sheet::Page { text: n, page }));
    }
    (sheets, starts)
}

/// With which code point each of a text's pages begins.
fn begins(text: &Option<Arc<SetText>>) -> Option<Vec<Option<usize>>> {
    text.as_ref().map(|text| text.pages.iter().map(|page| page.offset).collect())
}

/// The level of a section's title among the book's headings.
fn level(book: &Book, n: usize) -> u8 {
    let within = book.sections[n].kind.is_within_part();
    let part = book.sections[..n].iter().rev().find(|section| !section.kind.is_within_part());
    if within && part.is_some_and(|section| section.kind == SectionKind::Part) { 2 } else { 1 }
}

/// Whether page numbers are printed in the section.
fn tells_pages(section: &Section) -> bool {
    let has_list = section.kind.closes_book() || !section.entries.is_empty();
    has_list || blocks_refer(&section.blocks)
}

fn blocks_refer(blocks: &[fonds_model::Block]) -> bool {
    let mut found = false;
    fonds_model::body::for_each_inline(blocks, &mut |inline| {
        found |=
            matches!(inline, Inline::Link { href, .. } if href.starts_with(fonds_model::book::SECTION_LINK));
    });
    found
}

#[cfg(test)]
mod tests;
