//! How much text, linked text and pictures each part of a page holds: counted once, then asked of any part at no cost.

use super::hints::{Hints, Known};
use super::page::{At, Page};

/// The figures of a page.
pub(crate) struct Measures {
    /// What each element's names say; none for texts.
    pub hints: Vec<Hints>,
    /// For each node, the block that holds it directly.
    pub holder: Vec<At>,
    /// For each block, the letters that it holds directly, not in blocks of its own.
    pub own: Vec<u32>,
    /// Of those, the linked ones.
    pub own_linked: Vec<u32>,
    /// Of those, the marks that only sentences have.
    pub own_marks: Vec<u32>,
    letters: Vec<u32>,
    linked: Vec<u32>,
    blocks: Vec<u32>,
    pictures: Vec<u32>,
}

impl Measures {
    /// Measures a page.
    pub fn of(page: &Page) -> Self {
        let count = page.len();
        let mut measures = Self {
            hints: vec![Hints::default(); count],
            holder: vec![0; count],
            own: vec![0; count],
            own_linked: vec![0; count],
            own_marks: vec![0; count],
            letters: Vec::with_capacity(count + 1),
            linked: Vec::with_capacity(count + 1),
            blocks: Vec::with_capacity(count + 1),
            pictures: Vec::with_capacity(count + 1),
        };
        let (mut sums, mut link_end, mut known) = ([0u32; 4], 0, Known::default());
        for at in 0..count {
            measures.push(sums);
            let parent = page.parent(at).unwrap_or(0);
            measures.holder[at] =
                if page.is_block(parent) || parent == 0 { parent } else { measures.holder[parent] };
            if page.is_text(at) {
                let (letters, marks) = count_letters(page.text(at));
                let holder = measures.holder[at];
                measures.own[holder] += letters;
                measures.own_marks[holder] += marks;
                sums[0] += letters;
                if at < link_end {
                    measures.own_linked[holder] += letters;
                    sums[1] += letters;
                }
                continue;
            }
            measures.hints[at] = Hints::of(page, at, &mut known);
            let name = page.name(at);
            sums[2] += u32::from(page.is_block(at));
            sums[3] += u32::from(name == "img");
            if name == "a" && page.attr(at, "href").is_some() {
                link_end = link_end.max(page.end(at));
            }
        }
        measures.push(sums);
        measures
    }

    fn push(&mut self, sums: [u32; 4]) {
        self.letters.push(sums[0]);
        self.linked.push(sums[1]);
        self.blocks.push(sums[2]);
        self.pictures.push(sums[3]);
    }

    /// Letters and digits in an element; an ideograph counts twice.
    pub fn letters(&self, page: &Page, at: At) -> u32 {
        self.letters[page.end(at)] - self.letters[at]
    }

    /// Letters of links in an element.
    pub fn linked(&self, page: &Page, at: At) -> u32 {
        self.linked[page.end(at)] - self.linked[at]
    }

    /// Whether blocks are in an element.
    pub fn has_blocks(&self, page: &Page, at: At) -> bool {
        self.blocks[page.end(at)] > self.blocks[(at + 1).min(page.len())]
    }

    /// Whether an element is part of a longer line.
    pub fn is_in_a_line(&self, page: &Page, at: At) -> bool {
        !page.is_block(at)
            && !self.has_blocks(page, at)
            && self.own[self.holder[at]] > self.letters(page, at) + 20
    }

    /// Pictures in an element.
    pub fn pictures(&self, page: &Page, at: At) -> u32 {
        self.pictures[page.end(at)] - self.pictures[at]
    }
}

fn count_letters(text: &str) -> (u32, u32) {
    let (mut letters, mut marks) = (0, 0);
    for c in text.chars() {
        if c.is_ascii() {
            letters += u32::from(c.is_ascii_alphanumeric());
            marks += u32::from(matches!(c, '.' | ',' | ';' | '!' | '?' | ':'));
        } else if ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{fffe}').contains(&c) {
            letters += 2 * u32::from(c.is_alphanumeric());
            marks += u32::from(matches!(c, '、' | '。' | '，' | '！' | '？'));
        } else {
            letters += u32::from(is_latin(c) || (!is_sign(c) && c.is_alphabetic()));
        }
    }
    (letters, marks)
}

/// Latin letters beyond ASCII, those of Vietnamese among them: asked for first, because telling any letter takes long.
fn is_latin(c: char) -> bool {
    matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}')
}

/// Dashes, quotation marks and spaces.
fn is_sign(c: char) -> bool {
    ('\u{2000}'..='\u{206f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_signs_are_what_unicode_says() {
        for c in '\0'..=char::MAX {
            assert!(!is_latin(c) || c.is_alphabetic(), "{c:?}");
            assert!(!is_sign(c) || !c.is_alphabetic(), "{c:?}");
        }
    }
}
