//! What the package says of the book's accessibility (EPUB Accessibility 1.1).
//!
//! Only what was looked at is claimed: alternative texts, heads of tables, languages, pictures that may move.

use crate::images::Pictures;
use crate::language::language_tag;
use crate::page_list::PageList;
use crate::pages::Pages;
use fonds_model::text::escaped;
use fonds_model::{Block, Book, Section, SectionKind};
use std::fmt::Write;

/// What in the book decides over its accessibility.
#[derive(Default)]
pub(crate) struct Findings {
    pictures: usize,
    described: usize,
    /// Tables of which no cell heads a row or column.
    headless_tables: usize,
    unknown_languages: usize,
}

/// What every book has.
const FEATURES: [&str; 5] =
    ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA"];

/// What a book with a page list has. The last is the older word for the first two.
const PAGE_FEATURES: [&str; 3] = ["pageBreakMarkers", "pageNavigation", "printPageNumbers"];

/// The `meta` elements.
pub(crate) fn metadata(pages: &Pages<'_>, found: &Findings, out: &mut String) {
    let Pages { book, pictures, printed: pages, .. } = *pages;
    let complete = found.pictures == found.described;
    let mut say = |property: &str, value: &str| {
        let _ = writeln!(out, "<meta property=\"schema:{property}\">{}</meta>", escaped(value));
    };
    say("accessMode", "textual");
    if found.pictures > 0 {
        say("accessMode", "visual");
        say("accessModeSufficient", "textual,visual");
    }
    if complete {
        say("accessModeSufficient", "textual");
    }
    for feature in features(book, pages, found.pictures > 0 && complete) {
        say("accessibilityFeature", feature);
    }
    // A GIF may flash, and nobody has looked.
    let may_move = pictures.all.iter().any(|picture| picture.media_type == "image/gif");
    say("accessibilityHazard", if may_move { "unknown" } else { "none" });
    let vietnamese = book.meta.language.starts_with("vi");
    say("accessibilitySummary", summary(vietnamese, complete));
    if found.conforms() && !may_move {
        out.push_str(
            "<meta property=\"dcterms:conformsTo\" id=\"conformance\">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>\n\
            <meta property=\"a11y:certifiedBy\" refines=\"#conformance\">Fonds</meta>\n",
        );
    }
    if !pages.marks().is_empty() {
        // The property has no prefix: it is of the package's own vocabulary, also where EPUB Accessibility asks for it.
        let _ = writeln!(out, "<meta property=\"pageBreakSource\">{}</meta>", escaped(&pages.source));
    }
}

fn features(book: &Book, pages: &PageList, has_alternatives: bool) -> Vec<&'static str> {
    let mut features = FEATURES.to_vec();
    if has_alternatives {
        features.push("alternativeText");
    }
    if book.sections.iter().any(|section| section.kind == SectionKind::Index) {
        features.push("index");
    }
    if !pages.marks().is_empty() {
        features.extend(PAGE_FEATURES);
    }
    features
}

impl Findings {
    /// Looks at the next section.
    pub fn look_at(&mut self, section: &Section, pictures: &Pictures) {
        self.unknown_languages += usize::from(language_tag(&section.language) == "und");
        fonds_model::body::for_each_image(&section.blocks, &mut |image| {
            // A picture that was left out is no picture.
            if pictures.get(&image.asset).is_some() {
                self.pictures += 1;
                self.described += usize::from(!image.alt.trim().is_empty());
            }
        });
        self.look_at_tables(&section.blocks);
    }

    fn look_at_tables(&mut self, blocks: &[Block]) {
        let mut waiting: Vec<&Block> = blocks.iter().collect();
        while let Some(block) = waiting.pop() {
            match block {
                Block::Quote { blocks } | Block::Note { blocks, .. } => waiting.extend(blocks),
                Block::List { items, .. } => waiting.extend(items.iter().flatten()),
                Block::Table { head, rows, .. } => {
                    let cells = head.iter().chain(rows).flat_map(|row| &row.cells);
                    let headed = cells.clone().any(|cell| cell.header);
                    self.headless_tables += usize::from(!headed && cells.clone().next().is_some());
                    waiting.extend(cells.flat_map(|cell| &cell.blocks));
                }
                _ => {}
            }
        }
    }

    fn conforms(&self) -> bool {
        self.pictures == self.described && self.headless_tables == 0 && self.unknown_languages == 0
    }
}

fn summary(vietnamese: bool, complete: bool) -> &'static str {
    match (vietnamese, complete) {
        (true, true) => {
            "Sách có mục lục, cấu trúc đề mục và thứ tự đọc rõ ràng; mọi hình ảnh đều có văn bản thay thế."
        }
        (true, false) => {
            "Sách có mục lục, cấu trúc đề mục và thứ tự đọc rõ ràng; một số hình ảnh chưa có văn bản thay thế."
        }
        (false, true) => {
            "Contents, headings and reading order are marked; every picture has an alternative text."
        }
        (false, false) => {
            "Contents, headings and reading order are marked; some pictures have no alternative text."
        }
    }
}
