//! Furniture: running heads and page numbers, and the order of pages that they follow from.

use crate::data::{self, page_label};
use crate::design::Design;
use crate::press::{Kind, Press, SetText};
use crate::{PdfError, Sheet};
use fonds_model::{Book, PageNumbers, RunningHead, Section, SectionKind};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What stands around the text of a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FurnitureLine {
    pub head: String,
    pub number: String,
    pub left: bool,
}

/// The furniture of a book's pages.
pub(crate) struct Furniture {
    /// The pieces, a page each.
    pub texts: Vec<Arc<SetText>>,
    /// Those of each page of the text.
    pub pages: Vec<Vec<Piece>>,
}

/// A page of one of the texts of furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Piece {
    pub text: usize,
    pub page: usize,
}

/// Pieces of furniture that are set at once.
const AT_ONCE: usize = 50;
/// Of such groups, those after which memory is given back.
const BATCH: usize = 8;

/// The furniture of these pages. Heads and numbers are set apart, so that when pages move on, hardly any is set again:
/// a number depends on its page alone, and a head on its section and the side.
pub(crate) fn set(press: &Press<'_>, sheets: &[Sheet]) -> Result<Furniture, PdfError> {
    let maker = Maker::of(press);
    let lines: Vec<Vec<FurnitureLine>> =
        sheets.iter().enumerate().map(|(n, sheet)| maker.page(n, *sheet)).collect();
    let (heads, numbers): (Vec<_>, Vec<_>) = lines.iter().flatten().partition(|line| !line.head.is_empty());
    let possible = maker.heads(sheets);
    let countable = maker.numbers(sheets);
    let (heads, numbers) =
        (distinct(possible.iter().chain(heads)), distinct(countable.iter().chain(numbers)));
    let groups: Vec<&[&FurnitureLine]> = heads.chunks(AT_ONCE).chain(numbers.chunks(AT_ONCE)).collect();
    let set = |group: &&[&FurnitureLine]| {
        let data = data::furniture(press.book, press.design, &press.fontless, group, press.small_caps);
        press.set(&data, None, "", Kind::Furniture)
    };
    let mut texts = Vec::with_capacity(groups.len());
    for batch in groups.chunks(BATCH) {
        texts.extend(batch.par_iter().map(set).collect::<Result<Vec<_>, _>>()?);
        comemo::evict(0);
    }
    let mut places = HashMap::new();
    for (text, group) in groups.iter().enumerate() {
        places.extend(group.iter().enumerate().map(|(page, line)| (*line, Piece { text, page })));
    }
    let pieces =
        |lines: &Vec<FurnitureLine>| lines.iter().filter_map(|line| places.get(line).copied()).collect();
    Ok(Furniture { pages: lines.iter().map(pieces).collect(), texts })
}

/// Each line once, in the order of their first appearance.
fn distinct<'l>(lines: impl Iterator<Item = &'l FurnitureLine>) -> Vec<&'l FurnitureLine> {
    let mut known = HashSet::new();
    lines.filter(|line| known.insert(*line)).collect()
}

impl FurnitureLine {
    /// Its head and its number, those that it has.
    fn apart(self) -> Vec<Self> {
        let Self { head, number, left } = self;
        let head = Self { head, number: String::new(), left };
        let number = Self { head: String::new(), number, left };
        [head, number].into_iter().filter(|line| !(line.head.is_empty() && line.number.is_empty())).collect()
    }
}

/// Knows what stands on which page.
struct Maker<'a> {
    book: &'a Book,
    design: &'a Design,
    /// By section: the title of its part.
    parts: Vec<Option<&'a str>>,
    /// Whether heads and numbers are pieces of their own; a house style that draws furniture may draw both as one.
    apart: bool,
}

impl<'a> Maker<'a> {
    fn of(press: &Press<'a>) -> Self {
        let (book, design) = (press.book, press.design);
        Self { book, design, parts: part_titles(book), apart: !press.draws_furniture() }
    }

    /// The pieces of a page. A section's first page has no head, and a part's page and a blank one nothing.
    fn page(&self, n: usize, sheet: Sheet) -> Vec<FurnitureLine> {
        let left = n % 2 == 1;
        let mut line = FurnitureLine { head: String::new(), number: String::new(), left };
        if let Sheet::Page { text, page } = sheet
            && self.book.sections[text].kind != SectionKind::Part
        {
            if page > 0 {
                line.head = self.head(text, left);
            }
            if self.design.page_numbers != PageNumbers::None {
                line.number = page_label(n);
            }
        }
        if self.apart { line.apart() } else { vec![line] }
    }

    /// The heads that pages could have on either side, so that they stay the same when pages move on.
    fn heads(&self, sheets: &[Sheet]) -> Vec<FurnitureLine> {
        let second =
            |sheet: &Sheet| if let Sheet::Page { text, page: 1 } = sheet { Some(*text) } else { None };
        let sections = sheets.iter().filter_map(second).filter(|_| self.apart);
        let both = sections.flat_map(|text| [true, false].map(|left| (self.head(text, left), left)));
        let line = |(head, left)| FurnitureLine { head, number: String::new(), left };
        both.filter(|(head, _)| !head.is_empty()).map(line).collect()
    }

    /// The numbers of all pages, and of some more, so that they are set in the same groups when pages move on.
    fn numbers(&self, sheets: &[Sheet]) -> Vec<FurnitureLine> {
        if !self.apart || self.design.page_numbers == PageNumbers::None {
            return vec![];
        }
        let line = |n: usize| FurnitureLine { head: String::new(), number: page_label(n), left: n % 2 == 1 };
        (0..sheets.len().next_multiple_of(AT_ONCE)).map(line).collect()
    }

    fn head(&self, text: usize, left: bool) -> String {
        let wanted = if left { self.design.left_head } else { self.design.right_head };
        let head = head(self.book, &self.book.sections[text], self.parts[text], wanted);
        shortened(&head, self.design)
    }
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
