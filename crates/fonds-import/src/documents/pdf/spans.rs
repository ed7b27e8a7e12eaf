//! Characters that follow each other on a line become a span; spans of one row a line.

use super::page::{Glyph, UNKNOWN};
use super::tables::Table;
use crate::documents::runs::{Look, Raised, Runs};
use fonds_model::Inline;

/// Characters next to each other, or a table in their stead.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub glyphs: Vec<Glyph>,
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub size: f64,
    pub table: Option<Box<Table>>,
}

/// A line of a column, or a table in its stead.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub spans: Vec<Span>,
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub size: f64,
    pub bold: bool,
    /// Left and right edge of its column.
    pub column: (f64, f64),
    pub table: Option<Box<Table>>,
    /// Which of its marks refer to notes, and the notes' ids.
    pub notes: Vec<(usize, String)>,
}

/// Areas of a page that are links, and their addresses.
pub(super) type Links<'a> = &'a [(kurbo::Rect, String)];

/// The spans of a page, as they were drawn.
pub(super) fn of(glyphs: Vec<Glyph>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for glyph in glyphs {
        match spans.last_mut().filter(|span| follows(span, &glyph)) {
            Some(span) => {
                span.x1 = span.x1.max(glyph.x() + glyph.width());
                // A raised mark may come first.
                if glyph.size() > span.size {
                    (span.size, span.y) = (glyph.size(), glyph.y());
                }
                span.glyphs.push(glyph);
            }
            None if glyph.is_blank() => {}
            None => spans.push(Span {
                x0: glyph.x(),
                x1: glyph.x() + glyph.width(),
                y: glyph.y(),
                size: glyph.size(),
                table: None,
                glyphs: vec![glyph],
            }),
        }
    }
    spans
}

fn follows(span: &Span, glyph: &Glyph) -> bool {
    let gap = glyph.x() - span.x1;
    let near = gap > -span.size * 0.6 && gap < span.size * 0.9;
    // Raised and lowered characters are smaller and a little off the line.
    let level = (glyph.y() - span.y).abs() < span.size.max(glyph.size()) * 0.45;
    // Bold type is made by drawing twice.
    near && level
}

impl Span {
    /// What stands for a table among the spans of a page.
    pub fn of_table(table: Table) -> Self {
        let (x0, x1, y) = (table.area.x0, table.area.x1, table.area.y1);
        Self { glyphs: vec![], x0, x1, y, size: 10.0, table: Some(Box::new(table)) }
    }
}

impl Line {
    /// A line of the spans of one row, from left to right.
    pub fn of(mut spans: Vec<Span>, column: (f64, f64)) -> Option<Self> {
        let main = spans.iter().max_by_key(|span| span.glyphs.len())?;
        let (y, size) = (main.y, main.size);
        let table = spans.iter_mut().find_map(|span| span.table.take());
        let mut letters = spans.iter().flat_map(|span| &span.glyphs).filter(|glyph| !glyph.is_blank());
        let bold = letters.all(|glyph| glyph.bold);
        let x0 = spans.iter().map(|span| span.x0).fold(f64::MAX, f64::min);
        let x1 = spans.iter().map(|span| span.x1).fold(f64::MIN, f64::max);
        Some(Self { x0, x1, y, size, bold, column, spans, table, notes: vec![] })
    }

    /// The text without what is raised: a note's mark says nothing of where a sentence ends.
    pub fn text(&self) -> String {
        let pieces = self.pieces(&[]);
        let mut text = String::new();
        for piece in pieces.iter().filter(|piece| !piece.is_mark) {
            text.push_str(if piece.is_apart { " " } else { "" });
            text.push_str(&piece.text);
        }
        fonds_model::text::clean_line(&text)
    }

    /// What is raised, from left to right; a power of a unit, which is no mark, is empty.
    pub fn marks(&self) -> Vec<String> {
        let mut marks = Vec::new();
        let mut before = String::new();
        for piece in self.pieces(&[]) {
            if piece.is_mark {
                let is_power =
                    UNITS.contains(&last_word(&before)) && matches!(piece.text.trim(), "2" | "3" | "²" | "³");
                marks.extend(
                    piece.text.split(',').map(|mark| if is_power { String::new() } else { plain_mark(mark) }),
                );
            }
            before = piece.text;
        }
        marks
    }

    /// Adds the text with its look.
    pub fn write(&self, runs: &mut Runs, links: Links<'_>) {
        let mut count = 0;
        for piece in self.pieces(links) {
            if piece.is_apart {
                runs.text(&piece.look, " ");
            }
            let first = count;
            count += if piece.is_mark { piece.text.split(',').count() } else { 0 };
            let notes: Vec<&String> =
                self.notes.iter().filter(|(at, _)| (first..count).contains(at)).map(|(_, id)| id).collect();
            // Where only some of several marks have a note, they stay as they are printed.
            if notes.is_empty() || notes.len() < count - first {
                runs.text(&piece.look, &piece.text);
            } else {
                notes
                    .into_iter()
                    .for_each(|note| runs.push(&piece.look, Inline::NoteRef { note: note.clone() }));
            }
        }
    }

    /// The line without its first characters, such as a label; white space after them goes too.
    pub fn without_first(mut self, count: usize) -> Self {
        let mut left = count;
        for span in &mut self.spans {
            let label = left.min(span.glyphs.len());
            span.glyphs.drain(..label);
            left -= label;
            let is_over = left == 0;
            let blank = span.glyphs.iter().take_while(|glyph| is_over && glyph.is_blank()).count();
            span.glyphs.drain(..blank);
            span.x0 = span.glyphs.first().map_or(span.x1, |glyph| glyph.x());
            if is_over && !span.glyphs.is_empty() {
                break;
            }
        }
        self.spans.retain(|span| !span.glyphs.is_empty());
        self.x0 = self.spans.iter().map(|span| span.x0).fold(f64::MAX, f64::min).min(self.x1);
        self
    }

    /// Takes away what says nothing where all is bold.
    pub fn unbolden(&mut self) {
        self.bold = false;
        self.spans.iter_mut().flat_map(|span| &mut span.glyphs).for_each(|glyph| glyph.bold = false);
    }

    /// Its characters, from left to right.
    pub fn glyphs(&self) -> impl Iterator<Item = &Glyph> {
        self.spans.iter().flat_map(|span| &span.glyphs)
    }

    /// The text in pieces that look alike.
    fn pieces(&self, links: Links<'_>) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut last: Option<&Glyph> = None;
        for glyph in self.glyphs().filter(|glyph| glyph.c != UNKNOWN) {
            if last.is_some_and(|last| is_again(last, glyph)) {
                continue;
            }
            let look = self.look(glyph, links);
            let is_apart = last.is_some_and(|last| is_word_gap(last, glyph));
            let is_mark = look.raised == Raised::Above || is_raised_digit(glyph.c);
            let goes_on =
                |piece: &&mut Piece| piece.is_mark == is_mark && !(is_mark && is_apart) && piece.look == look;
            match pieces.last_mut().filter(goes_on) {
                Some(piece) => {
                    piece.text.push_str(if is_apart { " " } else { "" });
                    push_letters(glyph.c, &mut piece.text);
                }
                None => {
                    let mut text = String::new();
                    push_letters(glyph.c, &mut text);
                    pieces.push(Piece { look, text, is_apart, is_mark });
                }
            }
            last = Some(glyph);
        }
        pieces
    }

    fn look(&self, glyph: &Glyph, links: Links<'_>) -> Look {
        let raised = match glyph.y() - self.y {
            by if self.is_small(glyph) && by > self.size * 0.15 => Raised::Above,
            by if self.is_small(glyph) && by < -self.size * 0.08 => Raised::Below,
            _ => Raised::No,
        };
        let link =
            glyph.link.and_then(|link| links.get(usize::from(link))).map(|(_, address)| address.clone());
        Look { bold: glyph.bold, italic: glyph.italic, raised, link }
    }

    fn is_small(&self, glyph: &Glyph) -> bool {
        glyph.size() < self.size * 0.85
    }

    /// Whether a character stands above the line, as marks of notes do.
    pub fn is_raised(&self, glyph: &Glyph) -> bool {
        is_raised_digit(glyph.c) || self.is_small(glyph) && glyph.y() - self.y > self.size * 0.15
    }
}

/// A part of a line that looks alike.
struct Piece {
    look: Look,
    text: String,
    /// White space that is no character stands before it.
    is_apart: bool,
    /// Raised, as marks of notes are.
    is_mark: bool,
}

/// Units of which there are squares and cubes.
const UNITS: [&str; 8] = ["m", "km", "cm", "mm", "dm", "hm", "ft", "in"];

/// The letters at the end of a text.
fn last_word(text: &str) -> &str {
    let start = text
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    &text[start..]
}

/// A note's mark without brackets; raised digits as digits.
pub(super) fn plain_mark(mark: &str) -> String {
    let digit = |c: char| RAISED_DIGITS.iter().position(|raised| *raised == c);
    let plain = mark.chars().map(|c| digit(c).and_then(|n| char::from_digit(n as u32, 10)).unwrap_or(c));
    let plain: String = plain.collect();
    plain.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')', '.']).to_owned()
}

const RAISED_DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

fn is_raised_digit(c: char) -> bool {
    RAISED_DIGITS.contains(&c)
}

/// The same character drawn twice in nearly one place, to look bold.
fn is_again(last: &Glyph, glyph: &Glyph) -> bool {
    last.c == glyph.c
        && (last.x() - glyph.x()).abs() < glyph.size() * 0.08
        && (last.y() - glyph.y()).abs() < 1.0
}

/// Whether white space stands between two characters that follow each other on a line.
pub(super) fn is_word_gap(last: &Glyph, glyph: &Glyph) -> bool {
    let gap = glyph.x() - (last.x() + last.width());
    gap > last.size().min(glyph.size()) * 0.17
}

/// Adds a character; ligatures as their letters.
fn push_letters(c: char, out: &mut String) {
    match c {
        '\u{fb00}' => out.push_str("ff"),
        '\u{fb01}' => out.push_str("fi"),
        '\u{fb02}' => out.push_str("fl"),
        '\u{fb03}' => out.push_str("ffi"),
        '\u{fb04}' => out.push_str("ffl"),
        '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
        '\u{a0}' => out.push(' '),
        other => out.push(other),
    }
}
