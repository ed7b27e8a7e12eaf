//! Which lines begin items of lists.
//!
//! A bullet says so by itself. A number or a dash may be part of a sentence, of a numbered paragraph or of what somebody
//! says: it begins an item only where others follow each other whose texts stand under each other, with nothing between
//! them that stands further left. What stays in doubt stays a paragraph, as it was printed.

use super::spans::{Line, is_word_gap};
use crate::documents::lists::Place;

/// How an item begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    pub place: Place,
    /// How many characters its label has.
    pub label: usize,
    /// Where its text begins.
    pub text_x: f64,
}

/// What kind of label a line begins with.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Label {
    Bullet,
    /// A dash, a sign that may be one of a text, or one that its font does not name.
    Dash,
    Number(u32),
}

/// A list that is open.
struct Open {
    last: Label,
    text_x: f64,
    items: Vec<(usize, usize, u32)>,
    /// Whether a line of an item stands under its text.
    hangs: bool,
    /// Whether all labels stand further before their texts than words do.
    is_wide: bool,
    /// The list around it.
    around: Option<usize>,
}

/// Marks those lines that begin items, page by page. `heads` says which lines look like headings.
pub(super) fn find(pages: &[Vec<Line>], heads: &dyn Fn(&Line) -> bool) -> Vec<Vec<Option<Mark>>> {
    let mut finder = Finder::default();
    let mut places = Vec::new();
    for (page, lines) in pages.iter().enumerate() {
        // Where a page ends, a list may go on; the next column of a page is another place.
        let mut column = None;
        for (at, line) in lines.iter().enumerate() {
            places.push((page, at));
            if line.table.is_some() || column.is_some_and(|known| known != line.column) {
                finder.end(0);
            }
            column = Some(line.column);
            if line.table.is_none() {
                finder.take(places.len() - 1, line, heads(line));
            }
        }
    }
    let mut marks: Vec<Vec<Option<Mark>>> = pages.iter().map(|lines| vec![None; lines.len()]).collect();
    for (n, list) in finder.lists.iter().enumerate().filter(|(_, list)| list.is_certain()) {
        let level = finder.depth(n);
        for (at, label, number) in &list.items {
            let (page, line) = places[*at];
            let ordered = matches!(list.last, Label::Number(_));
            let place = Place { level, ordered, start: *number, list: n as u32 };
            marks[page][line] = Some(Mark { place, label: *label, text_x: list.text_x });
        }
    }
    marks
}

#[derive(Default)]
struct Finder {
    lists: Vec<Open>,
    /// Those that are open, outermost first.
    open: Vec<usize>,
}

impl Finder {
    fn take(&mut self, at: usize, line: &Line, is_head: bool) {
        let near = (line.size * 0.15).max(1.5);
        let found = label(line).filter(|(label, ..)| !is_head || *label == Label::Bullet);
        let Some((label, length, text_x, is_wide)) = found else {
            self.end_right_of(line.x0 + near);
            if let Some(list) = self.open.last().and_then(|at| self.lists.get_mut(*at)) {
                list.hangs |= (line.x0 - list.text_x).abs() <= near;
            }
            return;
        };
        let number = if let Label::Number(number) = label { number } else { 1 };
        let same = |at: &usize| self.lists[*at].goes_on_with(label, text_x, near);
        if let Some(depth) = self.open.iter().rposition(same) {
            self.end(depth + 1);
            let list = &mut self.lists[self.open[depth]];
            list.last = label;
            list.is_wide &= is_wide;
            list.items.push((at, length, number));
            return;
        }
        self.end_right_of(line.x0 + near);
        let around = self.open.last().copied();
        self.open.push(self.lists.len());
        let items = vec![(at, length, number)];
        self.lists.push(Open { last: label, text_x, items, hangs: false, is_wide, around });
    }

    /// Ends the lists whose text begins right of a place.
    fn end_right_of(&mut self, x: f64) {
        let depth = self.open.iter().position(|at| self.lists[*at].text_x > x).unwrap_or(self.open.len());
        self.end(depth);
    }

    /// Ends the lists from a depth on.
    fn end(&mut self, depth: usize) {
        self.open.truncate(depth);
    }

    /// In how many lists a list lies.
    fn depth(&self, list: usize) -> u8 {
        let around = std::iter::successors(self.lists[list].around, |at| self.lists[*at].around);
        u8::try_from(around.filter(|at| self.lists[*at].is_certain()).count().min(8)).unwrap_or(8)
    }
}

impl Open {
    fn goes_on_with(&self, label: Label, text_x: f64, near: f64) -> bool {
        let next = match (self.last, label) {
            (Label::Number(last), Label::Number(number)) => number == last + 1,
            (last, label) => last == label,
        };
        next && (self.text_x - text_x).abs() <= near
    }

    fn is_certain(&self) -> bool {
        match self.last {
            Label::Bullet => true,
            Label::Number(_) => self.items.len() >= 2,
            Label::Dash => self.items.len() >= 2 && (self.hangs || self.is_wide),
        }
    }
}

/// The label that a line begins with, how many characters it has, where the text begins, and whether that is further
/// away than a word's.
fn label(line: &Line) -> Option<(Label, usize, f64, bool)> {
    let (mut text, mut length) = (String::new(), 0);
    let mut glyphs = line.glyphs().peekable();
    let mut last = None;
    while let Some(glyph) = glyphs.peek() {
        let is_blank = glyph.is_blank();
        let is_apart = last.is_some_and(|last| is_word_gap(last, glyph));
        if (is_blank || is_apart) && !text.is_empty() || length >= 6 {
            break;
        }
        length += 1;
        if !is_blank {
            text.push(glyph.c);
            last = Some(*glyph);
        }
        glyphs.next();
        if is_bullet(&text) {
            break;
        }
    }
    let first = glyphs.find(|glyph| !glyph.is_blank())?;
    let last = last?;
    let gap = first.x() - (last.x() + last.width());
    let label = of_text(&text).filter(|label| *label == Label::Bullet || gap > line.size * 0.15)?;
    Some((label, length, first.x(), gap > line.size * 0.45))
}

fn of_text(text: &str) -> Option<Label> {
    if is_bullet(text) {
        return Some(Label::Bullet);
    }
    if matches!(text, "\0" | "-" | "–" | "—" | "+" | "*" | "·" | "o" | "→" | "⇒") {
        return Some(Label::Dash);
    }
    let bare = text.strip_prefix('(').unwrap_or(text);
    let number = bare.strip_suffix(')').or_else(|| bare.strip_suffix('.').filter(|_| bare == text))?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|number| is_number && *number > 0).map(Label::Number)
}

/// Fonts of signs have their bullets in the private use area.
fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars
        .next()
        .is_some_and(|c| "•▪◦‣●○∙■□▫◆◇❖➢➤►▶✓✔❑❏⁃".contains(c) || ('\u{f000}'..='\u{f0ff}').contains(&c));
    first && chars.next().is_none()
}
