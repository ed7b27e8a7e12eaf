//! The passage that a comment stands on: its words as they were met, found again in the article's text.

use fonds_model::TextQuote;
use fonds_model::text::clean_line;

/// How much text before and behind a passage tells it from the same words elsewhere, in characters.
const AROUND: usize = 32;

/// What is beyond this is no longer part of a passage, in bytes.
const LONGEST: usize = 64 << 10;
/// The most passages that may be open at one place.
pub(crate) const MOST_OPEN: usize = 100;

/// The words of a passage while a document is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Passage {
    before: String,
    text: String,
}

impl Passage {
    /// A passage that begins behind these words of its paragraph.
    pub fn behind(before: &str) -> Self {
        Self { before: before.to_owned(), text: String::new() }
    }

    /// Adds words.
    pub fn push(&mut self, text: &str) {
        if self.text.len() < LONGEST {
            self.text.push_str(text);
        }
    }

    /// The quotation of it in the article's text; empty, for the whole article, where its words are not there.
    pub fn quote(&self, text: &str) -> TextQuote {
        let lines: Vec<String> = self.text.lines().map(clean_line).filter(|line| !line.is_empty()).collect();
        let whole = lines.join("\n");
        let longest = lines.iter().max_by_key(|line| line.chars().count()).cloned().unwrap_or_default();
        let before = clean_line(&self.before);
        [whole, longest].iter().find_map(|exact| found(text, exact, &before)).unwrap_or_default()
    }
}

/// The place of `exact` that has most of `before` before it.
fn found(text: &str, exact: &str, before: &str) -> Option<TextQuote> {
    if exact.is_empty() {
        return None;
    }
    let common = |at: usize| {
        let (text, before) = (text[..at].trim_end().chars().rev(), before.trim_end().chars().rev());
        text.zip(before).take(AROUND).take_while(|(a, b)| a == b).count()
    };
    let places = text.match_indices(exact).take(1000).map(|(at, _)| at);
    let at = places.max_by_key(|at| (common(*at), std::cmp::Reverse(*at)))?;
    let start = text[..at].char_indices().rev().take(AROUND).last().map_or(at, |(start, _)| start);
    let behind = &text[at + exact.len()..];
    Some(TextQuote {
        exact: exact.to_owned(),
        prefix: text[start..at].to_owned(),
        suffix: behind.chars().take(AROUND).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_one_of_equal_words() {
        let text = "Sông Hồng dài.\nNước sông Hồng đỏ, bờ sông Hồng cao.";
        let mut passage = Passage::behind("Nước sông Hồng  đỏ, bờ ");
        passage.push("sông\u{a0}Hồng");
        let quote = passage.quote(text);
        assert_eq!((quote.exact.as_str(), quote.suffix.as_str()), ("sông Hồng", " cao."));
        assert!(quote.prefix.ends_with("đỏ, bờ "));
        let mut gone = Passage::default();
        gone.push("không có");
        assert_eq!(gone.quote(text), TextQuote::default());
    }
}
