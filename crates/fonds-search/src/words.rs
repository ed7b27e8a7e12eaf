//! Words as the index compares them, by the rules of Vietnamese.
//!
//! A word has two forms. *Folded*: lower case, no marks, `đ` as `d`. *Exact*: lower case with its marks, the tone taken
//! off its vowel and put at the end, so that both ways of placing it (*hoà*, *hòa*) are one word.

use fonds_model::text::fold;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// A word of a text and where it stands, in code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub folded: String,
    pub exact: String,
    pub start: usize,
    pub end: usize,
}

impl Word {
    /// Whether it was typed with any mark.
    pub fn is_marked(&self) -> bool {
        self.exact != self.folded
    }
}

/// The words of a text: runs of letters and digits with their marks.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut forms = Forms::default();
    let mut found = Vec::new();
    each_word(text, |word, start, end| found.push(forms.word(word, start, end)));
    found
}

/// Shows each word of a text as it is written, and where it stands, in code points.
pub(crate) fn each_word<'a>(text: &'a str, mut see: impl FnMut(&'a str, usize, usize)) {
    let mut begun: Option<(usize, usize)> = None;
    let mut place = 0;
    for (at, c) in text.char_indices() {
        if is_part(c) {
            begun.get_or_insert((at, place));
        } else if let Some((from, start)) = begun.take() {
            see(&text[from..at], start, place);
        }
        place += 1;
    }
    if let Some((from, start)) = begun {
        see(&text[from..], start, place);
    }
}

/// The forms of the words that a text has had so far: most come again and again.
#[derive(Default)]
struct Forms<'a> {
    known: HashMap<&'a str, (String, String)>,
}

impl<'a> Forms<'a> {
    fn word(&mut self, text: &'a str, start: usize, end: usize) -> Word {
        let (folded, exact) = if text.is_ascii() {
            let lower = text.to_ascii_lowercase();
            (lower.clone(), lower)
        } else {
            self.known.entry(text).or_insert_with(|| (fold(text), exact(text))).clone()
        };
        Word { folded, exact, start, end }
    }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

fn exact(text: &str) -> String {
    let mut tone = None;
    let letters = text.to_lowercase();
    let letters = letters.nfd().filter(|c| {
        let is_tone = is_tone(*c);
        if is_tone {
            tone = Some(*c);
        }
        !is_tone
    });
    let mut word: String = letters.nfc().collect();
    word.extend(tone);
    word
}

/// Grave, acute, tilde, hook above, dot below.
fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tone_places_are_one() {
        for (a, b) in [("hoà", "hòa"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("Hoà", "ho\u{0300}a")] {
            assert_eq!(words(a)[0].exact, words(b)[0].exact);
        }
        assert_ne!(words("hoà")[0].exact, words("hoá")[0].exact);
        assert_ne!(words("dương")[0].exact, words("đường")[0].exact);
    }

    #[test]
    fn places_are_code_points() {
        let found = words("“Cầu 😀 mới”");
        assert_eq!((found[0].start, found[0].end), (1, 4));
        assert_eq!((found[1].start, found[1].end), (7, 10));
    }
}
