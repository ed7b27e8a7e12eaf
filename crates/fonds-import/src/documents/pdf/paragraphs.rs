//! Lines become headings, list items and paragraphs: by size, weight, indentation and the space between them.

use super::page::Page;
use super::spans::Line;
use crate::documents::embedded::Embedded;
use crate::documents::lists::Place;
use crate::documents::parts::Part;
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
}

/// What the text of a document looks like for the most part.
struct Usual {
    size: f64,
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
        let usual = Usual::of(&pages);
        let mut parts = Vec::new();
        let mut open: Option<Open> = None;
        for (lines, page) in pages.into_iter().zip(shown) {
            let bare = lines.is_empty();
            for line in lines {
                let above: Vec<_> = page.pictures.extract_if(.., |(lower, _)| *lower > line.y).collect();
                if !above.is_empty() {
                    parts.extend(open.take().map(|open| open.finish(&usual)));
                    above.into_iter().for_each(|(_, bytes)| self.figure(bytes, &mut parts));
                }
                match open.as_mut().filter(|open| open.goes_on(&line, &usual)) {
                    Some(open) => open.add(line, &page.links, &usual),
                    None => {
                        parts.extend(open.take().map(|open| open.finish(&usual)));
                        open = Some(Open::with(line, &page.links, &usual));
                    }
                }
            }
            if !bare {
                for (_, bytes) in std::mem::take(&mut page.pictures) {
                    parts.extend(open.take().map(|open| open.finish(&usual)));
                    self.figure(bytes, &mut parts);
                }
            }
        }
        parts.extend(open.map(|open| open.finish(&usual)));
        parts
    }

    fn figure(&mut self, bytes: Vec<u8>, parts: &mut Vec<Part>) {
        let name = self.embedded.keep(bytes);
        if let Some(asset) = self.pictures.fetch(&name) {
            let image = Image::new(asset, "");
            parts.push(Part::Block(Block::Figure { image, caption: vec![] }));
        }
    }
}

fn tenths(size: f64) -> i64 {
    (size * 10.0).round() as i64
}

impl Usual {
    fn of(pages: &[Vec<Line>]) -> Self {
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
    first_x: f64,
    lines: usize,
    /// Whether all of it is bold.
    bold: bool,
    item: bool,
}

impl Open {
    fn with(line: Line, links: &[(kurbo::Rect, String)], usual: &Usual) -> Self {
        let item = starts_item(&line.text());
        let mut open = Self {
            runs: Runs::default(),
            first_x: line.x0,
            lines: 0,
            bold: line.bold,
            item,
            last: line.clone(),
        };
        open.add(line, links, usual);
        open
    }

    fn add(&mut self, line: Line, links: &[(kurbo::Rect, String)], usual: &Usual) {
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
        if (last.size - line.size).abs() > size * 0.08 || self.bold && !line.bold || starts_item(&line.text())
        {
            return false;
        }
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
            return !ended && !short && !indented && usual.level(line.size, line.bold).is_none();
        }
        // A heading may be centred; a line that begins small goes on, though something raised has pushed it down.
        let spaced = gap > size * (usual.leading + 0.35);
        let begins_small = line.text().chars().next().is_some_and(char::is_lowercase);
        if self.bold == line.bold && usual.level(line.size, line.bold).is_some() {
            return !spaced;
        }
        if begins_small && !ended && !indented && gap < size * (usual.leading + 1.0) {
            return true;
        }
        let hanging = self.item && line.x0 > self.first_x + 1.0;
        let new_indent = indented && !hanging && line.x0 > last.x0 + size * 0.5;
        let outdent = self.item && line.x0 <= self.first_x + 1.0;
        !(spaced || new_indent || outdent || (ended && short))
    }

    fn finish(self, usual: &Usual) -> Part {
        let text = self.runs.plain();
        let length = text.chars().count();
        if self.item {
            let mut runs = self.runs;
            runs.drop_first_character();
            return Part::Item(Place { level: 0, ordered: false, start: 1, list: 0 }, runs);
        }
        let sentence = self.lines > 1 && text.trim_end().ends_with('.');
        match usual.level(self.last.size, self.bold) {
            Some(level)
                if length <= LONGEST_HEADING && !sentence && text.chars().any(char::is_alphabetic) =>
            {
                Part::Heading(level, self.runs)
            }
            _ => Part::Paragraph(self.runs),
        }
    }
}

/// Whether a line ends in a hyphen behind a letter.
fn is_divided(text: &str) -> bool {
    let mut back = text.chars().rev();
    matches!(back.next(), Some('-' | '\u{2010}')) && back.next().is_some_and(char::is_alphabetic)
}

/// `• text`.
fn starts_item(text: &str) -> bool {
    let mut chars = text.chars();
    // Fonts of signs have their bullets in the private use area.
    let is_bullet = |c: char| "•▪◦‣●○∙■".contains(c) || ('\u{f000}'..='\u{f0ff}').contains(&c);
    chars.next().is_some_and(is_bullet) && chars.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::super::page::Glyph;
    use super::super::spans::Span;
    use super::*;
    use crate::documents::parts::assembled;
    use fonds_model::Projection;

    /// Lines of one column from above, each with its left edge, its distance from the one before, and its size.
    fn lines(all: &[(&str, f64, f64, f64)]) -> Vec<Line> {
        let mut y = 800.0;
        let line = |(text, x, down, size): &(&str, f64, f64, f64)| {
            y -= down;
            let glyph = |(at, c): (usize, char)| Glyph {
                text: c.to_string(),
                x: x + 5.0 * at as f64,
                y,
                width: 5.0,
                size: *size,
                bold: false,
                italic: false,
                link: None,
            };
            let glyphs: Vec<Glyph> = text.chars().enumerate().map(glyph).collect();
            let x1 = x + 5.0 * glyphs.len() as f64;
            Line::of(vec![Span { glyphs, x0: *x, x1, y, size: *size }], (50.0, 250.0)).unwrap()
        };
        all.iter().map(line).collect()
    }

    fn read(pages: Vec<Vec<Line>>) -> Vec<String> {
        let embedded = Embedded::default();
        let mut maker = Maker { pictures: Pictures::of(&embedded), embedded: &embedded };
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
