//! The pages of the printed edition: where each begins in the e-book, so that readers of both find the same place
//! (EPUB 3.3, section 7.4.3; the marks are DPUB-ARIA's `doc-pagebreak`).

use crate::EpubOptions;
use fonds_model::book::{IndexPlace, PageStart};
use fonds_model::text::escaped;
use fonds_model::{Book, Diagnostic};
use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

/// A page's beginning.
pub(crate) struct PageMark {
    /// The number printed on the page.
    pub label: String,
    /// Its anchor, unique in the book.
    pub id: String,
    /// The place of its section in the book.
    pub section: usize,
    /// Whether the page begins with the section itself, before the title.
    is_head: bool,
    /// The code point of the section's text with which the page begins; past its end for the section's end.
    offset: usize,
}

/// The pages of the printed edition in the order of the e-book.
#[derive(Default)]
pub(crate) struct PageList {
    /// What edition they are the pages of.
    pub source: String,
    marks: Vec<PageMark>,
    /// Where the pages of each section are among them, by the section's id.
    sections: HashMap<String, Range<usize>>,
}

impl PageList {
    /// The pages that the options give. Of pages that cannot be placed their number is told.
    pub fn of(book: &Book, options: &EpubOptions, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut given: HashMap<&str, Vec<&PageStart>> = HashMap::new();
        for start in options.pages.iter().filter(|start| !escaped(&start.label).trim().is_empty()) {
            given.entry(&start.section).or_default().push(start);
        }
        let mut list = Self { source: source(book, options), ..Self::default() };
        let mut ids = Ids::default();
        for (n, section) in book.sections.iter().enumerate() {
            let Some(starts) = given.remove(section.id.as_str()) else { continue };
            let from = list.marks.len();
            for (start, (is_head, offset)) in starts.iter().zip(places(&starts)) {
                let (label, id) = (start.label.trim().to_owned(), ids.of(start.label.trim()));
                list.marks.push(PageMark { label, id, section: n, is_head, offset });
            }
            list.sections.insert(section.id.clone(), from..list.marks.len());
        }
        let lost = options.pages.len() - list.marks.len();
        if lost > 0 {
            let message =
                format!("{lost} printed pages have no number or no text in this book and were left out");
            diagnostics.push(Diagnostic::warning("page-not-in-book", message).hint("print the book anew"));
        }
        list
    }

    /// All of them, in order.
    pub fn marks(&self) -> &[PageMark] {
        &self.marks
    }

    /// The breaks that are to be put into a section.
    pub fn breaks(&self, section: &str) -> PageBreaks<'_> {
        let marks = self.sections.get(section).and_then(|range| self.marks.get(range.clone()));
        PageBreaks { waiting: marks.unwrap_or_default(), ..PageBreaks::default() }
    }

    /// The pages on which the place begins and ends, counted among [`Self::marks`]. Where a section begins on a page of the
    /// one before it, so may the place.
    pub fn pages(&self, place: &IndexPlace) -> Option<(usize, usize)> {
        let range = self.sections.get(&place.section)?;
        let marks = self.marks.get(range.clone())?;
        let page = |at: usize| (range.start + marks.partition_point(|mark| mark.offset <= at)).checked_sub(1);
        Some((page(place.start)?, page(place.end.saturating_sub(1).max(place.start))?))
    }
}

/// What edition has the pages: what the options say, else the book's number, else its title with who made it and when.
fn source(book: &Book, options: &EpubOptions) -> String {
    let meta = &book.meta;
    let imprint = [&meta.title, &meta.institution, &meta.date].map(|word| word.trim());
    let imprint = imprint.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
    let names = [&options.page_source, &meta.number, &imprint, &meta.identifier].map(|name| name.trim());
    names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned()
}

/// Where the pages of one section begin: whether before its title, and else the code point. They never go backwards.
fn places(starts: &[&PageStart]) -> Vec<(bool, usize)> {
    // A page without text begins where the next one does that has some.
    let mut next = usize::MAX;
    let mut places: Vec<(bool, usize)> = starts
        .iter()
        .rev()
        .map(|start| {
            next = start.offset.unwrap_or(next);
            (false, next)
        })
        .collect();
    places.reverse();
    if let (Some(first), Some(start)) = (places.first_mut(), starts.first())
        && start.offset.unwrap_or_default() == 0
    {
        *first = (true, 0);
    }
    let mut last = 0;
    for (_, offset) in &mut places {
        last = last.max(*offset);
        *offset = last;
    }
    places
}

/// Anchors of pages that were given so far.
#[derive(Default)]
struct Ids(HashMap<String, usize>);

impl Ids {
    /// An anchor for the label: `page-12`. What an XML name cannot hold becomes its code point between underscores; a label
    /// that comes again has its number after a single one.
    fn of(&mut self, label: &str) -> String {
        let mut id = String::from("page-");
        for c in label.chars() {
            if c.is_ascii_alphanumeric() || c == '-' || c == '.' {
                id.push(c);
            } else {
                // Writing to a String cannot fail.
                let _ = write!(id, "_{:x}_", u32::from(c));
            }
        }
        let times = self.0.entry(id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            let _ = write!(id, "_{times}");
        }
        id
    }
}

/// The breaks that wait to be put into a section while its leaves are written, in the order of its projection.
#[derive(Default)]
pub(crate) struct PageBreaks<'a> {
    waiting: &'a [PageMark],
    /// The code point of the section's text that is written next.
    at: usize,
    /// Whether a leaf was begun.
    begun: bool,
}

impl PageBreaks<'_> {
    /// Writes what stands before the section's title.
    pub fn write_head(&mut self, out: &mut String) {
        self.write_while(|mark| mark.is_head, out);
    }

    /// Begins the next leaf of the projection: a line end stands before each but the first.
    pub fn begin_leaf(&mut self) {
        self.at += usize::from(self.begun);
        self.begun = true;
    }

    /// Writes the breaks of pages that begin with what is written next.
    pub fn write_due(&mut self, out: &mut String) {
        let at = self.at;
        self.write_while(|mark| mark.offset <= at, out);
    }

    /// Writes text of a leaf, with the breaks of the pages that begin in it.
    pub fn write_text(&mut self, text: &str, out: &mut String) {
        let mut rest = text;
        while let Some((mark, later)) = self.waiting.split_first() {
            let before = mark.offset.saturating_sub(self.at);
            let Some((byte, _)) = rest.char_indices().nth(before) else { break };
            let (done, left) = rest.split_at(byte);
            out.push_str(&escaped(done));
            mark.write(out);
            self.at += before;
            (rest, self.waiting) = (left, later);
        }
        self.at += rest.chars().count();
        out.push_str(&escaped(rest));
    }

    /// Writes a line break within a leaf.
    pub fn write_line_break(&mut self, out: &mut String) {
        self.write_due(out);
        self.at += 1;
        out.push_str("<br/>");
    }

    /// Writes what is left at the section's end.
    pub fn write_rest(&mut self, out: &mut String) {
        self.write_while(|_| true, out);
    }

    fn write_while(&mut self, is_due: impl Fn(&PageMark) -> bool, out: &mut String) {
        while let Some((mark, later)) = self.waiting.split_first().filter(|(mark, _)| is_due(mark)) {
            mark.write(out);
            self.waiting = later;
        }
    }
}

impl PageMark {
    fn write(&self, out: &mut String) {
        let _ = write!(
            out,
            "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"{}\" aria-label=\"{}\"/>",
            self.id,
            escaped(&self.label)
        );
    }
}
