//! Footnotes: what stands in small type, or under a short rule, at the foot of a page or column, and begins with a mark
//! which stands raised in the text.
//!
//! What has no mark in the text of its page stays a paragraph.

use super::page::Page;
use super::ruling::Rule;
use super::spans::{Line, is_word_gap, plain_mark};

/// Notes that are set smaller than the text are so at least, as a multiple of its size.
const SMALL: f64 = 0.95;

/// A note at the foot of a page.
pub(super) struct Footnote {
    pub id: String,
    /// The page that it stands on, or begins on.
    pub page: usize,
    pub lines: Vec<Line>,
}

/// A mark in the text.
struct Mark {
    text: String,
    /// Its line, and which of the line's marks it is.
    place: (usize, usize),
}

/// Takes the footnotes from the lines of pages whose text is for the most part of this size. The lines that refer to them
/// know their ids.
pub(super) fn take(pages: &mut [Vec<Line>], shown: &[Page], size: f64) -> Vec<Footnote> {
    let mut found = Vec::new();
    for (page, lines) in pages.iter_mut().enumerate() {
        let rules = shown.get(page).map_or(&[][..], |page| &page.ruling.level);
        let zones = zones(lines, rules, size);
        let mut marks = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if !zones.iter().any(|zone| zone.contains(&at)) {
                let places = line.marks().into_iter().enumerate();
                marks.extend(places.map(|(n, text)| Mark { text, place: (at, n) }));
            }
        }
        let mut taker = Taker { found: &mut found, page, marks: &marks, x: None, seen: vec![] };
        let mut taken = Vec::new();
        for zone in zones {
            taken.extend(taker.take(lines, zone));
        }
        for ((line, mark), id) in taker.seen {
            lines[line].notes.push((mark, id));
        }
        taken.sort_unstable();
        taken.into_iter().rev().for_each(|at| drop(lines.remove(at)));
    }
    found
}

/// At the end of each column, the lines in small type, or those under a short rule at its left edge.
fn zones(lines: &[Line], rules: &[Rule], size: f64) -> Vec<std::ops::Range<usize>> {
    let mut zones = Vec::new();
    let mut end = 0;
    for column in lines.chunk_by(|a, b| a.column == b.column) {
        end += column.len();
        let edge = separator(column, rules);
        let is_foot = |line: &&Line| {
            let under = edge.is_some_and(|edge| line.y < edge) && line.size <= size * 1.02;
            (under || line.size <= size * SMALL) && line.table.is_none()
        };
        let count = column.iter().rev().take_while(is_foot).count();
        let lowest = column.last().map_or(0.0, |line| line.y);
        // What stands above other text of the page is no foot.
        let is_last = !lines.iter().any(|line| {
            let beside = line.x0 > column[0].column.1 || line.x1 < column[0].column.0;
            !beside && line.y < lowest && line.size > size * SMALL
        });
        if count > 0 && is_last {
            zones.push(end - count..end);
        }
    }
    zones
}

/// The height of the lowest short rule that begins at a column's left edge and has lines of it above and below.
fn separator(column: &[Line], rules: &[Rule]) -> Option<f64> {
    let (left, right) = column.first()?.column;
    let top = column.first()?.y;
    let bottom = column.last()?.y;
    let short = |rule: &&Rule| {
        (rule.from - left).abs() < 6.0
            && (20.0..(right - left) * 0.6).contains(&(rule.to - rule.from))
            && rule.at < top
            && rule.at > bottom
    };
    rules.iter().filter(short).map(|rule| rule.at).min_by(f64::total_cmp)
}

struct Taker<'a> {
    found: &'a mut Vec<Footnote>,
    page: usize,
    /// What is raised in the page's text behind the mark of the last note.
    marks: &'a [Mark],
    /// Where the page's first note begins.
    x: Option<f64>,
    /// The places of the page's marks, and the ids of their notes.
    seen: Vec<((usize, usize), String)>,
}

impl Taker<'_> {
    /// Takes the notes of a zone; gives the places of their lines.
    fn take(&mut self, lines: &[Line], zone: std::ops::Range<usize>) -> Vec<usize> {
        let mut taken = Vec::new();
        let mut is_open = self.goes_on(&lines[zone.start]);
        for at in zone {
            let line = &lines[at];
            if let Some((place, length)) = self.begins(line) {
                let id = format!("fn{}", self.found.len() + 1);
                self.seen.push((place, id.clone()));
                let lines = vec![line.clone().without_first(length)];
                self.found.push(Footnote { id, page: self.page, lines });
                is_open = true;
            } else if let Some(note) = self.found.last_mut().filter(|_| is_open) {
                note.lines.push(line.clone());
            } else {
                continue;
            }
            taken.push(at);
        }
        taken
    }

    /// Whether the last note of the page before goes on in a line.
    fn goes_on(&self, line: &Line) -> bool {
        let last = self.found.last().filter(|note| note.page + 1 == self.page && self.seen.is_empty());
        let last = last.and_then(|note| note.lines.last());
        last.is_some_and(|last| {
            (last.size - line.size).abs() < 0.3 && !last.text().ends_with(['.', '!', '?', ')', '”', '…'])
        })
    }

    /// Where the text has the mark with which a line begins, and how many characters that has.
    fn begins(&mut self, line: &Line) -> Option<((usize, usize), usize)> {
        let (mark, length) = mark(line)?;
        let is_under = self.x.is_none_or(|x| (x - line.x0).abs() < line.size * 0.8);
        let at = self.marks.iter().position(|known| known.text == mark).filter(|_| is_under)?;
        let place = self.marks[at].place;
        self.marks = &self.marks[at + 1..];
        self.x.get_or_insert(line.x0);
        Some((place, length))
    }
}

/// What stands raised, or as a number or sign of its own, at the beginning of a line.
fn mark(line: &Line) -> Option<(String, usize)> {
    let is_raised = line.glyphs().next().is_some_and(|glyph| line.is_raised(glyph));
    let (mut text, mut length) = (String::new(), 0);
    let mut last = None;
    for glyph in line.glyphs().take(6) {
        let ends = if is_raised {
            !line.is_raised(glyph)
        } else {
            glyph.is_blank() || last.is_some_and(|last| is_word_gap(last, glyph))
        };
        if ends {
            break;
        }
        text.push(glyph.c);
        length += 1;
        last = Some(glyph);
    }
    let mark = plain_mark(&text);
    let is_number = (1..=3).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_digit());
    let is_sign = matches!(mark.as_str(), "*" | "**" | "***" | "†" | "‡" | "§" | "¶");
    let is_letter = is_raised && mark.chars().count() == 1;
    (is_number || is_sign || is_letter).then_some((mark, length))
}
