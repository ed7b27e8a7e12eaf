//! How much text, linked text and pictures each part of a page holds: counted once, then asked of any part at no cost.

use super::hints::Hints;
use super::page::{At, Page, is_block};

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
        let (mut sums, mut link_end) = ([0u32; 4], 0);
        for at in 0..count {
            measures.push(sums);
            let parent = page.parent(at).unwrap_or(0);
            measures.holder[at] =
                if is_block(page.name(parent)) || parent == 0 { parent } else { measures.holder[parent] };
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
            measures.hints[at] = Hints::of(page, at);
            let name = page.name(at);
            sums[2] += u32::from(is_block(name));
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
        !is_block(page.name(at))
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
            letters += u32::from(c.is_alphabetic());
        }
    }
    (letters, marks)
}
