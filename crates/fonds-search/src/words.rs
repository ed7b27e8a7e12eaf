//! Words as the index compares them, by the rules of Vietnamese.
//!
//! A word has two forms. *Folded*: lower case, no marks, `đ` as `d`. *Exact*: lower case with its marks, the tone taken
//! off its vowel and put at the end, so that both ways of placing it (*hoà*, *hòa*) are one word.

use fonds_model::text::fold;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The two forms of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forms {
    pub folded: String,
    pub exact: String,
}

/// A word as it is written and where it stands, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

/// The words of a text: runs of letters and digits with their marks.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { rest: text, place: 0 }
}

/// Whether a text has any words.
pub(crate) fn has_words(text: &str) -> bool {
    words(text).next().is_some()
}

/// The forms of a text's words.
pub(crate) fn forms(text: &str) -> Vec<Forms> {
    words(text).map(|word| Forms::of(word.text)).collect()
}

/// Goes through the words of a text.
pub(crate) struct Words<'a> {
    rest: &'a str,
    place: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let mut skipped = 0;
        let (from, _) = self.rest.char_indices().inspect(|_| skipped += 1).find(|(_, c)| is_part(*c))?;
        let start = self.place + skipped - 1;
        let rest = self.rest.get(from..)?;
        let mut length = 0;
        let end = rest.char_indices().find(|(_, c)| {
            let inside = is_part(*c);
            length += usize::from(inside);
            !inside
        });
        let (text, rest) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        (self.rest, self.place) = (rest, start + length);
        Some(Word { text, start, end: self.place })
    }
}

fn is_part(c: char) -> bool {
    match letter(c) {
        Some(letter) => letter.is_part,
        None => is_letter_or_mark(c),
    }
}

fn is_letter_or_mark(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

impl Forms {
    /// Of a word.
    pub fn of(word: &str) -> Self {
        let mut forms = Self::default();
        forms.set(word);
        forms
    }

    /// Becomes the forms of another word; what is allocated is used again.
    pub fn set(&mut self, word: &str) {
        self.folded.clear();
        self.exact.clear();
        let mut tone = None;
        for c in word.chars() {
            let Some(letter) = letter(c) else {
                self.folded = fold(word);
                self.exact = exact(word);
                return;
            };
            self.folded.push(letter.folded);
            self.exact.push(letter.exact);
            tone = letter.tone.or(tone);
        }
        self.exact.extend(tone);
    }

    /// Whether it was typed with any mark.
    pub fn is_marked(&self) -> bool {
        self.exact != self.folded
    }

    /// The exact form without the tone, and the tone.
    pub fn letters_and_tone(&self) -> (&str, &str) {
        match self.exact.char_indices().next_back() {
            Some((at, tone)) if is_tone(tone) => self.exact.split_at(at),
            _ => (&self.exact, ""),
        }
    }

    /// Whether this, as it was typed, means a word: without marks it folds, with marks it is exact. A beginning means
    /// longer words too; its tone stands at another place in them.
    pub fn finds(&self, word: &Self, exactly: bool, is_beginning: bool) -> bool {
        let (letters, tone) = self.letters_and_tone();
        match (exactly && self.is_marked(), is_beginning) {
            (true, true) => word.exact.starts_with(letters) && word.exact.ends_with(tone),
            (true, false) => word.exact == self.exact,
            (false, true) => word.folded.starts_with(&self.folded),
            (false, false) => word.folded == self.folded,
        }
    }
}

/// A character's part in the two forms.
#[derive(Clone, Copy)]
struct Letter {
    /// Words are made of it.
    is_part: bool,
    folded: char,
    exact: char,
    tone: Option<char>,
}

/// The Latin letters, those with the marks of Vietnamese among them. Other letters, and marks that stand alone, take
/// the long way.
fn letter(c: char) -> Option<Letter> {
    static LATIN: LazyLock<Vec<Option<Letter>>> =
        LazyLock::new(|| (0..0x250).chain(0x1e00..0x1f00).map(look_up).collect());
    let code = c as usize;
    let at = match code {
        0..0x250 => code,
        0x1e00..0x1f00 => code - 0x1e00 + 0x250,
        _ => return None,
    };
    LATIN.get(at).copied().flatten()
}

fn look_up(code: u32) -> Option<Letter> {
    let c = char::from_u32(code)?;
    let text = c.to_string();
    let (folded, exact) = (fold(&text), exact(&text));
    let mut exact = exact.chars();
    let letter = Letter {
        is_part: is_letter_or_mark(c),
        folded: folded.chars().next()?,
        exact: exact.next()?,
        tone: exact.next(),
    };
    let is_whole = folded.chars().count() == 1 && exact.next().is_none() && letter.tone.is_none_or(is_tone);
    is_whole.then_some(letter)
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
    // The capital eth looks like the capital đ, and old texts have one for the other.
    let mut word: String = letters.nfc().map(|c| if c == 'ð' { 'đ' } else { c }).collect();
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
    use proptest::prelude::*;

    #[test]
    fn tone_places_are_one() {
        for (a, b) in
            [("hoà", "hòa"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("Hoà", "ho\u{300}a"), ("Đường", "Ðường")]
        {
            assert_eq!(Forms::of(a), Forms::of(b));
        }
        assert_ne!(Forms::of("hoà").exact, Forms::of("hoá").exact);
        assert_ne!(Forms::of("dương").exact, Forms::of("đường").exact);
    }

    #[test]
    fn places_are_code_points() {
        let found: Vec<_> = words("“Cầu 😀 mới”").map(|word| (word.text, word.start, word.end)).collect();
        assert_eq!(found, [("Cầu", 1, 4), ("mới", 7, 10)]);
    }

    proptest! {
        #[test]
        fn the_short_way_is_the_long_way(word in "[a-zA-ZÀ-ỹĐđ0-9]{1,8}") {
            let forms = Forms::of(&word);
            prop_assert_eq!(forms.folded, fold(&word));
            prop_assert_eq!(forms.exact, exact(&word));
        }

        #[test]
        fn words_stand_where_they_say(text in "\\PC{0,40}") {
            for word in words(&text) {
                let there: String = text.chars().skip(word.start).take(word.end - word.start).collect();
                prop_assert_eq!(there, word.text);
            }
        }
    }
}
