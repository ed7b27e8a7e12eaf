//! Words as the index compares them, by the rules of Vietnamese.
//!
//! A word has two forms. *Folded*: lower case, no marks, `đ` as `d`. *Exact*: lower case with its marks, the tone taken
//! off its vowel and put at the end, so that both ways of placing it (*hoà*, *hòa*) are one word.

use fonds_model::text::fold;
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
    let mut found = Vec::new();
    let mut current = String::new();
    let mut start = 0;
    let mut place = 0;
    for c in text.chars() {
        if is_part(c) {
            if current.is_empty() {
                start = place;
            }
            current.push(c);
        } else if !current.is_empty() {
            found.push(word(&std::mem::take(&mut current), start, place));
        }
        place += 1;
    }
    if !current.is_empty() {
        found.push(word(&current, start, place));
    }
    found
}

fn word(text: &str, start: usize, end: usize) -> Word {
    Word { folded: fold(text), exact: exact(text), start, end }
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
