//! Characters that follow each other on a line become a span; spans of one row a line.

use super::page::Glyph;
use crate::documents::runs::{Look, Raised, Runs};

/// Characters next to each other.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub glyphs: Vec<Glyph>,
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub size: f64,
}

/// A line of a column.
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
}

/// The spans of a page, as they were drawn.
pub(super) fn of(glyphs: Vec<Glyph>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for glyph in glyphs {
        match spans.last_mut().filter(|span| follows(span, &glyph)) {
            Some(span) => {
                span.x1 = span.x1.max(glyph.x + glyph.width);
                span.size = span.size.max(glyph.size);
                span.glyphs.push(glyph);
            }
            None if glyph.text.trim().is_empty() => {}
            None => spans.push(Span {
                x0: glyph.x,
                x1: glyph.x + glyph.width,
                y: glyph.y,
                size: glyph.size,
                glyphs: vec![glyph],
            }),
        }
    }
    spans
}

fn follows(span: &Span, glyph: &Glyph) -> bool {
    let gap = glyph.x - span.x1;
    let near = gap > -span.size * 0.6 && gap < span.size * 0.9;
    // Raised and lowered characters are smaller and a little off the line.
    let level = (glyph.y - span.y).abs() < span.size.max(glyph.size) * 0.45;
    // Bold type is made by drawing twice.
    near && level
}

impl Line {
    /// A line of the spans of one row, from left to right.
    pub fn of(spans: Vec<Span>, column: (f64, f64)) -> Option<Self> {
        let main = spans.iter().max_by_key(|span| span.glyphs.len())?;
        let (y, size) = (main.y, main.size);
        let mut letters =
            spans.iter().flat_map(|span| &span.glyphs).filter(|glyph| !glyph.text.trim().is_empty());
        let bold = letters.all(|glyph| glyph.bold);
        let x0 = spans.iter().map(|span| span.x0).fold(f64::MAX, f64::min);
        let x1 = spans.iter().map(|span| span.x1).fold(f64::MIN, f64::max);
        Some(Self { x0, x1, y, size, bold, column, spans })
    }

    /// The text.
    pub fn text(&self) -> String {
        let mut runs = Runs::default();
        self.write(&mut runs, &[]);
        fonds_model::text::clean_line(&runs.plain())
    }

    /// Adds the text with its look.
    pub fn write(&self, runs: &mut Runs, links: &[(kurbo::Rect, String)]) {
        let mut last: Option<&Glyph> = None;
        for glyph in self.spans.iter().flat_map(|span| &span.glyphs) {
            if last.is_some_and(|last| is_again(last, glyph)) {
                continue;
            }
            let look = self.look(glyph, links);
            if last.is_some_and(|last| is_word_gap(last, glyph)) {
                runs.text(&look, " ");
            }
            runs.text(&look, &without_ligatures(&glyph.text));
            last = Some(glyph);
        }
    }

    fn look(&self, glyph: &Glyph, links: &[(kurbo::Rect, String)]) -> Look {
        let small = glyph.size < self.size * 0.85;
        let raised = match glyph.y - self.y {
            by if small && by > self.size * 0.15 => Raised::Above,
            by if small && by < -self.size * 0.08 => Raised::Below,
            _ => Raised::No,
        };
        let link = glyph.link.and_then(|link| links.get(link)).map(|(_, address)| address.clone());
        Look { bold: glyph.bold, italic: glyph.italic, raised, link }
    }
}

/// The same character drawn twice in nearly one place, to look bold.
fn is_again(last: &Glyph, glyph: &Glyph) -> bool {
    last.text == glyph.text && (last.x - glyph.x).abs() < glyph.size * 0.08 && (last.y - glyph.y).abs() < 1.0
}

fn is_word_gap(last: &Glyph, glyph: &Glyph) -> bool {
    let gap = glyph.x - (last.x + last.width);
    gap > last.size.min(glyph.size) * 0.17
}

/// Ligatures as their letters.
fn without_ligatures(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
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
    out
}
