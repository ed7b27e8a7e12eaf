//! Letters that no font has: printed as their codes, apart, so that their neighbours still find the fonts that have them.

use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The letters of a book that no font has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fontless(pub BTreeSet<char>);

impl Fontless {
    /// Words that are not of an article's text, such as titles: a string, or a group of pieces.
    pub fn words(&self, text: &str) -> Value {
        if text.chars().any(|letter| self.0.contains(&letter)) {
            self.group(text, &mut |_| None)
        } else {
            json!(text)
        }
    }

    /// The text cut where such letters stand. `place` is told each piece, and gives the place after it.
    pub fn group(&self, text: &str, place: &mut dyn FnMut(&str) -> Option<usize>) -> Value {
        let is_fontless = |letter: &char| self.0.contains(letter);
        let letters: Vec<char> = text.chars().collect();
        let mut pieces = Vec::new();
        for piece in letters.chunk_by(|one, next| is_fontless(one) == is_fontless(next)) {
            let text: String = piece.iter().collect();
            let at = place(&text);
            if is_fontless(&piece[0]) {
                let codes: Vec<String> = piece.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
                pieces.push(json!({"type": "fontless", "text": text, "codes": codes.join(" "), "at": at}));
            } else {
                pieces.push(json!({"type": "text", "text": text}));
            }
        }
        json!({"type": "group", "content": pieces})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_without_a_font_are_cut_out() {
        let fontless = Fontless(BTreeSet::from(['\u{1c9be}']));
        assert_eq!(fontless.words("Chữ lạ"), json!("Chữ lạ"));
        let cut = fontless.words("Chữ \u{1c9be} lạ");
        assert_eq!(cut["content"][0]["text"], "Chữ ");
        assert_eq!(cut["content"][1]["codes"], "U+1C9BE");
        assert_eq!(cut["content"][2]["text"], " lạ");
    }
}
