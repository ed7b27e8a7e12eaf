//! Furniture: running heads and page numbers, and the order of pages that they follow from.

use crate::data::{self, page_label};
use crate::design::Design;
use crate::press::{Kind, Press, SetText};
use crate::{Body, PdfError, Sheet};
use fonds_model::{Book, PageNumbers, RunningHead, Section, SectionKind};
use rayon::prelude::*;
use std::sync::Arc;

/// What stands around the text of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FurnitureLine {
    pub head: String,
    pub number: String,
    pub left: bool,
}

/// Pages of furniture that are set at once.
pub(crate) const AT_ONCE: usize = 100;

/// The furniture of the text's pages, [`AT_ONCE`] in a text.
pub(crate) fn set(press: &Press<'_>, body: &Body) -> Result<Vec<Arc<SetText>>, PdfError> {
    let lines = lines(press.book, press.design, body);
    let groups: Vec<&[FurnitureLine]> = lines.chunks(AT_ONCE).collect();
    let set = |group: &&[FurnitureLine]| {
        let data = data::furniture(press.book, press.design, group);
        press.set(&data, None, "", Kind::Furniture)
    };
    groups.par_iter().map(set).collect()
}

/// A section's first page has no head, and a part's page and a blank one nothing.
fn lines(book: &Book, design: &Design, body: &Body) -> Vec<FurnitureLine> {
    let parts = part_titles(book);
    let line = |(n, sheet): (usize, &Sheet)| {
        let left = n % 2 == 1;
        let bare = FurnitureLine { head: String::new(), number: String::new(), left };
        let Sheet::Page { text, page } = *sheet else { return bare };
        let section = &book.sections[text];
        if section.kind == SectionKind::Part {
            return bare;
        }
        let wanted = if left { design.left_head } else { design.right_head };
        let head = if page == 0 { String::new() } else { head(book, section, parts[text], wanted) };
        let head = shortened(&head, design);
        let number = if design.page_numbers == PageNumbers::None { String::new() } else { page_label(n) };
        FurnitureLine { head, number, left }
    };
    body.sheets.iter().enumerate().map(line).collect()
}

fn head(book: &Book, section: &Section, part: Option<&str>, wanted: RunningHead) -> String {
    let words = match wanted {
        RunningHead::None => "",
        RunningHead::Book => &book.meta.title,
        RunningHead::Part => part.unwrap_or(&book.meta.title),
        RunningHead::Publication if !section.appeared.is_empty() => &section.appeared,
        RunningHead::Article | RunningHead::Publication => &section.title,
    };
    words.to_owned()
}

/// A head has one line; letters are half as wide as the type is high, at the most.
fn shortened(head: &str, design: &Design) -> String {
    let (width, _) = design.area_pt();
    let room = width * f64::from(design.columns) / (design.size * 0.76 * 0.56);
    let room = room.max(12.0) as usize;
    if head.chars().count() <= room {
        return head.to_owned();
    }
    let kept: String = head.chars().take(room - 1).collect();
    let kept = kept.rsplit_once(' ').map_or(kept.as_str(), |(kept, _)| kept);
    format!("{kept}…")
}

/// The title of the part that each section stands in.
fn part_titles(book: &Book) -> Vec<Option<&str>> {
    let mut part = None;
    let title = |section| {
        let section: &Section = section;
        if section.kind == SectionKind::Part {
            part = Some(section.title.as_str());
        } else if !section.kind.is_within_part() {
            part = None;
        }
        part
    };
    book.sections.iter().map(title).collect()
}
