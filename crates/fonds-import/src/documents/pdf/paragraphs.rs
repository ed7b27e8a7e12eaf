//! Lines become headings, list items, paragraphs, tables and notes: by size, weight, indentation and the space between.

use super::items::{self, Mark};
use super::notes::Footnote;
use super::page::Page;
use super::spans::{Line, Links};
use super::tables::Table;
use crate::documents::embedded::Embedded;
use crate::documents::grid::Grid;
use crate::documents::parts::{Part, assembled};
use crate::documents::runs::{Look, Runs};
use crate::images::Pictures;
use fonds_model::{Block, Image};
use std::collections::BTreeMap;

/// A heading is not longer, in characters.
const LONGEST_HEADING: usize = 200;

/// Makes parts of pages.
pub(super) struct Maker<'a> {
    pub pictures: Pictures<'a>,
    pub embedded: &'a Embedded,
    pub usual: Usual,
}

/// What the text of a document looks like for the most part.
pub(super) struct Usual {
    pub size: f64,
    /// From line to line, as a multiple of the size.
    leading: f64,
    /// Sizes of headings, from the largest, in tenths of a point.
    headings: Vec<i64>,
    /// Words of this language are not divided at line ends.
    undivided: bool,
}

impl Maker<'_> {
    /// The parts of a document.
    pub fn parts(&mut self, pages: Vec<Vec<Line>>, shown: &mut [Page]) -> Vec<Part> {
        let heads = |line: &Line| self.usual.level(line.size, line.bold).is_some();
        let marks = items::find(&pages, &heads);
        let mut parts = Vec::new();
        let mut open = Paragraph::default();
        let mut table: Option<Running> = None;
        for (n, (lines, marks)) in pages.into_iter().zip(marks).enumerate() {
            let Some(Page { links, pictures, .. }) = shown.get_mut(n) else { break };
            let bare = lines.is_empty();
            for (mut line, mark) in lines.into_iter().zip(marks) {
                let above: Vec<_> = pictures.extract_if(.., |(lower, _)| *lower > line.y).collect();
                if !above.is_empty() {
                    open.close(&self.usual, &mut parts);
                    above.into_iter().for_each(|(_, bytes)| self.figure(bytes, &mut parts));
                }
                if let Some(found) = line.table.take() {
                    open.close(&self.usual, &mut parts);
                    table = Some(self.table(*found, table.take(), links, &mut parts));
                } else {
                    table = None;
                    open.take(line, mark, links, &self.usual, &mut parts);
                }
            }
            if !bare {
                for (_, bytes) in std::mem::take(pictures) {
                    open.close(&self.usual, &mut parts);
                    self.figure(bytes, &mut parts);
                }
            }
        }
        open.close(&self.usual, &mut parts);
        parts
    }

    /// The notes of a document.
    pub fn notes(&self, notes: Vec<Footnote>, shown: &[Page]) -> Vec<Block> {
        let note = |note: Footnote| {
            let links = shown.get(note.page).map_or(&[][..], |page| &page.links);
            Block::Note { id: note.id, blocks: self.inner(note.lines, links) }
        };
        notes.into_iter().map(note).collect()
    }

    /// The blocks of lines that stand in a cell or a note, where nothing is a heading.
    fn inner(&self, lines: Vec<Line>, links: Links<'_>) -> Vec<Block> {
        let pages = [lines];
        let marks = items::find(&pages, &|_| false);
        let [lines] = pages;
        let mut parts = Vec::new();
        let mut open = Paragraph { is_inner: true, ..Paragraph::default() };
        for (line, mark) in lines.into_iter().zip(marks.into_iter().flatten()) {
            open.take(line, mark, links, &self.usual, &mut parts);
        }
        open.close(&self.usual, &mut parts);
        assembled(parts)
    }

    /// Adds a table, or its rows to the table before it that goes on with it.
    fn table(
        &self,
        table: Table,
        before: Option<Running>,
        links: Links<'_>,
        parts: &mut Vec<Part>,
    ) -> Running {
        let heads = table.is_headed();
        let mut grid = Grid::default();
        for (n, row) in table.rows.into_iter().enumerate() {
            grid.row(heads && n == 0);
            for mut cell in row {
                if heads && n == 0 {
                    cell.lines.iter_mut().for_each(Line::unbolden);
                }
                grid.cell(self.inner(cell.lines, links), cell.colspan, cell.rowspan);
            }
        }
        let running = Running { edges: table.edges, at: parts.len() };
        match grid.into_block() {
            Some(Block::Table { head, rows, .. }) => match before.filter(|before| before.is_like(&running)) {
                Some(before) => {
                    if let Some(Part::Block(Block::Table { head: known, rows: all, .. })) = parts.last_mut() {
                        let again = head == *known;
                        all.extend(head.into_iter().filter(|_| !again).chain(rows));
                    }
                    return before;
                }
                None => parts.push(Part::Block(Block::Table { caption: vec![], head, rows })),
            },
            _ => return running,
        }
        Running { at: parts.len(), ..running }
    }

    fn figure(&mut self, bytes: Vec<u8>, parts: &mut Vec<Part>) {
        let name = self.embedded.keep(bytes);
        if let Some(asset) = self.pictures.fetch(&name) {
            let image = Image::new(asset, "");
            parts.push(Part::Block(Block::Figure { image, caption: vec![] }));
        }
    }
}

/// A table that may go on on the next page.
struct Running {
    edges: Vec<f64>,
    /// How many parts there are up to it.
    at: usize,
}

impl Running {
    /// Whether another table that comes right after it has the same columns.
    fn is_like(&self, next: &Self) -> bool {
        let same = |(a, b): (&f64, &f64)| (a - b).abs() < 3.0;
        self.at == next.at
            && self.edges.len() == next.edges.len()
            && self.edges.iter().zip(&next.edges).all(same)
    }
}

/// A paragraph or item that may be open.
#[derive(Default)]
struct Paragraph {
    open: Option<Open>,
    /// In a cell or a note.
    is_inner: bool,
}

impl Paragraph {
    fn take(
        &mut self,
        line: Line,
        mark: Option<Mark>,
        links: Links<'_>,
        usual: &Usual,
        parts: &mut Vec<Part>,
    ) {
        match self.open.as_mut().filter(|open| mark.is_none() && open.goes_on(&line, usual)) {
            Some(open) => open.add(line, links, usual),
            None => {
                self.close(usual, parts);
                self.open = Some(Open::with(line, mark, links, usual));
            }
        }
    }

    fn close(&mut self, usual: &Usual, parts: &mut Vec<Part>) {
        parts.extend(self.open.take().map(|open| open.finish(usual, self.is_inner)));
    }
}

fn tenths(size: f64) -> i64 {
    (size * 10.0).round() as i64
}

impl Usual {
    /// Of the lines of all pages.
    pub fn of(pages: &[Vec<Line>]) -> Self {
        let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
        let mut leadings: BTreeMap<i64, usize> = BTreeMap::new();
        let mut vietnamese = 0;
        for lines in pages {
            for line in lines {
                let text = line.text();
                *sizes.entry(tenths(line.size)).or_default() += text.chars().count();
                vietnamese +=
                    text.chars().filter(|c| "ăơưđĂƠƯĐ".contains(*c) || ('ạ'..='ỹ').contains(c)).count();
            }
            for (upper, lower) in lines.iter().zip(lines.iter().skip(1)) {
                let gap = (upper.y - lower.y) / lower.size;
                if (0.8..3.0).contains(&gap) && (upper.size - lower.size).abs() < 0.5 {
                    *leadings.entry(tenths(gap)).or_default() += 1;
                }
            }
        }
        let total: usize = sizes.values().sum();
        let most = |counts: &BTreeMap<i64, usize>| {
            counts.iter().max_by_key(|(_, count)| **count).map(|(key, _)| *key)
        };
        let size = most(&sizes).unwrap_or(120) as f64 / 10.0;
        let larger = |key: &i64| *key as f64 / 10.0 > size * 1.1;
        Self {
            size,
            leading: most(&leadings).map_or(1.2, |tenths| tenths as f64 / 10.0),
            headings: sizes.into_keys().rev().filter(larger).collect(),
            undivided: vietnamese * 50 > total,
        }
    }

    /// The level of a heading that looks so; 1 is the highest.
    fn level(&self, size: f64, bold: bool) -> Option<u8> {
        let larger = self.headings.iter().position(|known| *known == tenths(size));
        let level = larger.or((bold && size > self.size * 0.95).then_some(self.headings.len()))?;
        Some(u8::try_from(level + 1).unwrap_or(6).min(6))
    }
}

/// A paragraph that is being gathered.
struct Open {
    runs: Runs,
    last: Line,
    /// Where its first line begins.
    first_x: f64,
    lines: usize,
    /// Whether all of it is bold.
    bold: bool,
    item: Option<Mark>,
}

impl Open {
    fn with(line: Line, item: Option<Mark>, links: Links<'_>, usual: &Usual) -> Self {
        let line = match item {
            Some(mark) => line.without_first(mark.label),
            None => line,
        };
        let (bold, first_x) = (line.bold, line.x0);
        let mut open = Self { runs: Runs::default(), lines: 0, bold, item, first_x, last: line.clone() };
        open.add(line, links, usual);
        open
    }

    fn add(&mut self, line: Line, links: Links<'_>, usual: &Usual) {
        if self.lines > 0 {
            let begins_small = line.text().chars().next().is_some_and(char::is_lowercase);
            let before = self.runs.end();
            let before = before.trim_end();
            let divided =
                before.ends_with('\u{ad}') || is_divided(before) && begins_small && !usual.undivided;
            if divided {
                self.runs.drop_last_character();
            } else if !(is_divided(before) && (begins_small || usual.undivided)) {
                self.runs.text(&Look::default(), " ");
            }
        }
        line.write(&mut self.runs, links);
        self.bold &= line.bold;
        self.lines += 1;
        self.last = line;
    }

    /// Whether a line belongs to the paragraph.
    fn goes_on(&self, line: &Line, usual: &Usual) -> bool {
        let last = &self.last;
        let size = last.size.max(line.size);
        if (last.size - line.size).abs() > size * 0.08 || self.bold && !line.bold {
            return false;
        }
        if has_leader(&last.text()) {
            return false;
        }
        let near = (size * 0.15).max(1.5);
        let hangs = self.item.map(|mark| line.x0 - mark.text_x >= -near);
        if !self.bold
            && line.bold
            && usual.level(line.size, true).is_some()
            && last.text().ends_with(['.', '!', '?', ':'])
        {
            return false;
        }
        let text = last.text();
        let ended = text.ends_with(['.', '!', '?', ':', '”', '…', ';']);
        let short = last.x1 < last.column.1 - (last.column.1 - last.column.0) * 0.12;
        let indented = line.x0 > line.column.0 + size * 0.7;
        let gap = last.y - line.y;
        let below = gap > 0.0 && last.column == line.column;
        if !below {
            // On in the next column or on the next page, unless it ended there.
            let at_edge = if hangs.is_some() { hangs == Some(true) } else { !indented };
            return !ended && !short && at_edge && usual.level(line.size, line.bold).is_none();
        }
        // A heading may be centred; a line that begins small goes on, though something raised has pushed it down.
        let spaced = gap > size * (usual.leading + 0.35);
        let begins_small = line.text().chars().next().is_some_and(char::is_lowercase);
        if self.bold == line.bold && usual.level(line.size, line.bold).is_some() {
            return !spaced;
        }
        if begins_small && !ended && (!indented || hangs == Some(true)) && gap < size * (usual.leading + 1.0)
        {
            return true;
        }
        // Entries of lists of sources hang: their first line stands further left than the others.
        let new_indent = indented && line.x0 > last.x0 + size * 0.5 && (ended || short || self.lines > 1);
        let outdent = self.first_x < last.x0 - size * 0.5 && line.x0 < self.first_x + near;
        !(spaced || outdent || new_indent || hangs == Some(false) || (ended && short))
    }

    fn finish(self, usual: &Usual, is_inner: bool) -> Part {
        let text = self.runs.plain();
        let length = text.chars().count();
        if let Some(mark) = self.item {
            return Part::Item(mark.place, self.runs);
        }
        let sentence = self.lines > 1 && text.trim_end().ends_with('.');
        match usual.level(self.last.size, self.bold).filter(|_| !is_inner) {
            Some(level)
                if length <= LONGEST_HEADING && !sentence && text.chars().any(char::is_alphabetic) =>
            {
                Part::Heading(level, self.runs)
            }
            _ => Part::Paragraph(self.runs),
        }
    }
}

/// Whether dots lead to a number, as in tables of contents.
fn has_leader(line: &str) -> bool {
    line.ends_with(|c: char| c.is_ascii_alphanumeric())
        && (line.contains("......") || line.contains(". . . . "))
}

/// Whether a line ends in a hyphen behind a letter.
fn is_divided(text: &str) -> bool {
    let mut back = text.chars().rev();
    matches!(back.next(), Some('-' | '\u{2010}')) && back.next().is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::super::page::Glyph;
    use super::super::spans::Span;
    use super::*;
    use fonds_model::Projection;

    /// Lines of one column from above, each with its left edge, its distance from the one before, and its size.
    fn lines(all: &[(&str, f64, f64, f64)]) -> Vec<Line> {
        let mut y = 800.0;
        let line = |(text, x, down, size): &(&str, f64, f64, f64)| {
            y -= down;
            let glyph = |(at, c): (usize, char)| {
                let x = x + 5.0 * at as f64;
                Glyph::new(c, kurbo::Rect::new(x, y, x + 5.0, y + size))
            };
            let glyphs: Vec<Glyph> = text.chars().enumerate().map(glyph).collect();
            let x1 = x + 5.0 * glyphs.len() as f64;
            Line::of(vec![Span { glyphs, x0: *x, x1, y, size: *size, table: None }], (50.0, 250.0)).unwrap()
        };
        all.iter().map(line).collect()
    }

    fn read(pages: Vec<Vec<Line>>) -> Vec<String> {
        let embedded = Embedded::default();
        let usual = Usual::of(&pages);
        let mut maker = Maker { pictures: Pictures::of(&embedded), embedded: &embedded, usual };
        let mut shown: Vec<Page> = pages.iter().map(|_| Page::default()).collect();
        let blocks = assembled(maker.parts(pages, &mut shown));
        let kind = |block: &Block| if matches!(block, Block::Heading { .. }) { "# " } else { "" };
        let text = |block: &Block| Projection::of_blocks(std::slice::from_ref(block)).text;
        blocks.iter().map(|block| format!("{}{}", kind(block), text(block))).collect()
    }

    #[test]
    fn hyphens_are_joined_where_words_are_divided() {
        let english = lines(&[
            ("The volunteers compare the identifi-", 50.0, 12.0, 10.0),
            ("cations with registers of the well-", 50.0, 12.0, 10.0),
            ("Known families and do so again, the", 50.0, 12.0, 10.0),
        ]);
        let joined = read(vec![english]);
        assert_eq!(
            joined,
            [
                "The volunteers compare the identifications with registers of the well- Known families and do so again, the"
            ]
        );
        let vietnamese = lines(&[
            ("Người dân tỉnh Thừa Thiên - Huế đi ki-", 50.0, 12.0, 10.0),
            ("lô mét đường đất đỏ để đến được bến đò", 50.0, 12.0, 10.0),
        ]);
        let joined = read(vec![vietnamese]);
        assert_eq!(joined, ["Người dân tỉnh Thừa Thiên - Huế đi ki-lô mét đường đất đỏ để đến được bến đò"]);
    }

    #[test]
    fn paragraphs_by_indent_space_and_page() {
        let first = lines(&[
            ("Những bến đò cũ", 80.0, 20.0, 16.0),
            ("   Đoạn một dài hơn một dòng nên phải xuống", 62.0, 30.0, 10.0),
            ("dòng và đi tiếp cho đến hết dòng này rồi", 50.0, 12.0, 10.0),
            ("thôi.", 50.0, 12.0, 10.0),
            ("Đoạn hai thụt vào, cũng đi hết dòng của nó", 62.0, 12.0, 10.0),
            ("và sang trang sau thì vẫn còn nói về cái", 50.0, 12.0, 10.0),
        ]);
        let second = lines(&[
            ("bến đò ấy.", 50.0, 20.0, 10.0),
            ("Đoạn ba cách ra một quãng nên là của riêng", 50.0, 26.0, 10.0),
        ]);
        assert_eq!(
            read(vec![first, second]),
            [
                "# Những bến đò cũ",
                "Đoạn một dài hơn một dòng nên phải xuống dòng và đi tiếp cho đến hết dòng này rồi thôi.",
                "Đoạn hai thụt vào, cũng đi hết dòng của nó và sang trang sau thì vẫn còn nói về cái bến đò ấy.",
                "Đoạn ba cách ra một quãng nên là của riêng",
            ]
        );
    }
}
