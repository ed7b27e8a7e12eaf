//! Annotations after the W3C Web Annotation Data Model: a target in an article's text, and what was said.

use crate::{AnnotationId, ArticleId, Digest, Projection, TagId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::anchoring;

/// A highlight, note or comment on an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Its name within the library.
    pub id: AnnotationId,
    /// The article it is about.
    pub article: ArticleId,
    /// What part of the article's text it is about.
    pub target: TextTarget,
    /// Why it was made.
    pub motivation: Motivation,
    /// What was said, in a subset of Markdown; empty for a bare highlight.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagId>,
    /// Its colour category.
    pub colour: Colour,
    /// Who made it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub creator: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
}

/// Why an annotation was made (W3C motivations).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Motivation {
    /// To mark a passage.
    #[default]
    Highlighting,
    /// To say something about it.
    Commenting,
}

/// The five colours of highlights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// Yellow, the usual one.
    #[default]
    Yellow,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Pink.
    Pink,
    /// Purple.
    Purple,
}

impl Colour {
    /// All five, in the order that tool bars show them.
    pub const ALL: [Colour; 5] = [Self::Yellow, Self::Green, Self::Blue, Self::Pink, Self::Purple];

    /// Its name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Pink => "pink",
            Self::Purple => "purple",
        }
    }

    /// The colour of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.name() == name)
    }

    /// Background tint on white paper, `RRGGBB`; black text on it has a contrast above 12:1.
    pub fn tint(self) -> &'static str {
        match self {
            Self::Yellow => "fdf0a6",
            Self::Green => "cdeec2",
            Self::Blue => "c9e3fb",
            Self::Pink => "fbd3e2",
            Self::Purple => "e3d7f8",
        }
    }
}

/// A passage of an article's text projection, found by position and, when that fails, by quote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextTarget {
    /// `TextQuoteSelector`.
    pub quote: TextQuote,
    /// `TextPositionSelector`.
    pub position: TextPosition,
    /// The text that it belongs to, when that is no longer the article's: the passage was detached by a correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<TextRevision>,
}

/// An earlier text of an article (W3C `TimeState`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRevision {
    /// SHA-256 of its projection.
    pub digest: Digest,
    /// Since when the article had it.
    pub written: Timestamp,
}

/// W3C `TextQuoteSelector`: the passage with a little text around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextQuote {
    /// The passage itself.
    pub exact: String,
    /// The text just before it.
    #[serde(default)]
    pub prefix: String,
    /// The text just after it.
    #[serde(default)]
    pub suffix: String,
}

/// W3C `TextPositionSelector`, in code points of the text projection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPosition {
    /// The first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// Code points of context kept on each side of a quote.
const CONTEXT: usize = 32;

impl TextTarget {
    /// The target for a range of the projection; `None` when the range is empty or outside of it.
    pub fn at(projection: &Projection, position: TextPosition) -> Option<Self> {
        let TextPosition { start, end } = position;
        let length = projection.leaves.last().map_or(0, |leaf| leaf.end);
        (start < end && end <= length).then(|| Self {
            quote: TextQuote {
                exact: projection.slice(start, end),
                prefix: projection.slice(start.saturating_sub(CONTEXT), start),
                suffix: projection.slice(end, end + CONTEXT),
            },
            position,
            revision: None,
        })
    }

    /// The target for a quote; among several places, the one whose surroundings agree most.
    pub fn quoting(projection: &Projection, quote: &TextQuote) -> Option<Self> {
        Self::at(projection, find_quote(&projection.text, quote, None)?)
    }

    /// Where the target is now: its position if the quote still stands there, else where the quote is found again
    /// ([`crate::anchoring::find_again`]).
    pub fn resolve(&self, projection: &Projection) -> Option<TextPosition> {
        let TextPosition { start, end } = self.position;
        if start < end && projection.slice(start, end) == self.quote.exact {
            return Some(self.position);
        }
        anchoring::find_again(&projection.text, &self.quote, Some(start))
    }
}

/// Finds a quote, white space of any kind and length counting as one space. Among several places the
/// best agreement of prefix and suffix wins, then the nearest to `near`, then the first.
pub fn find_quote(text: &str, quote: &TextQuote, near: Option<usize>) -> Option<TextPosition> {
    let needle = squeeze(&crate::text::nfc(quote.exact.trim())).0;
    if needle.is_empty() {
        return None;
    }
    let (haystack, places) = squeeze(text);
    let prefix = squeeze(&crate::text::nfc(quote.prefix.trim())).0;
    let suffix = squeeze(&crate::text::nfc(quote.suffix.trim())).0;
    let matches = haystack.windows(needle.len()).enumerate().filter(|(_, window)| *window == needle);
    let best = matches.map(|(at, _)| at).max_by_key(|&at| {
        let before = common_suffix(trim(&haystack[..at]), trim(&prefix));
        let after = common_prefix(trim(&haystack[at + needle.len()..]), trim(&suffix));
        let distance = near.map_or(at, |near| places[at].abs_diff(near));
        (before + after, std::cmp::Reverse(distance))
    })?;
    let last = best + needle.len() - 1;
    Some(TextPosition { start: places[best], end: places[last] + 1 })
}

impl Annotation {
    /// The annotation as W3C JSON-LD. `source` is the article's IRI, `tags` the labels of its tags.
    pub fn to_w3c(&self, source: &str, tags: &[String]) -> Value {
        let mut bodies = Vec::new();
        if !self.note.is_empty() {
            bodies.push(json!({"type": "TextualBody", "value": self.note, "format": "text/markdown",
                "purpose": "commenting"}));
        }
        bodies.extend(
            tags.iter().map(|tag| json!({"type": "TextualBody", "value": tag, "purpose": "tagging"})),
        );
        bodies.push(json!({"type": "TextualBody", "value": self.colour.name(), "purpose": "classifying"}));
        let mut value = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": format!("urn:fonds:annotation:{}", self.id),
            "type": "Annotation",
            "motivation": self.motivation,
            "created": self.created,
            "modified": self.modified,
            "body": bodies,
            "target": {
                "source": source,
                "selector": [
                    {"type": "TextQuoteSelector", "exact": self.target.quote.exact,
                     "prefix": self.target.quote.prefix, "suffix": self.target.quote.suffix},
                    {"type": "TextPositionSelector", "start": self.target.position.start,
                     "end": self.target.position.end},
                ],
            },
        });
        if let Some(TextRevision { digest, written }) = &self.target.revision {
            let id = format!("urn:fonds:text:{digest}");
            value["target"]["state"] = json!({"id": id, "type": "TimeState", "sourceDate": written});
        }
        if !self.creator.is_empty() {
            value["creator"] = json!({"type": "Person", "name": self.creator});
        }
        value
    }
}

/// The text with each run of white space as one space, and where each of its characters stands in it.
pub(crate) fn squeeze(text: &str) -> (Vec<char>, Vec<usize>) {
    let mut chars: Vec<char> = Vec::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (place, c) in text.chars().enumerate() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == ' ' && chars.last() == Some(&' ') {
            continue;
        }
        chars.push(c);
        places.push(place);
    }
    (chars, places)
}

pub(crate) fn trim(chars: &[char]) -> &[char] {
    let chars = chars.strip_prefix(&[' ']).unwrap_or(chars);
    chars.strip_suffix(&[' ']).unwrap_or(chars)
}

fn common_prefix(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

fn common_suffix(a: &[char], b: &[char]) -> usize {
    a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Block;
    use proptest::prelude::*;

    fn projection(texts: &[&str]) -> Projection {
        Projection::of_blocks(&texts.iter().map(|text| Block::paragraph(*text)).collect::<Vec<_>>())
    }

    fn quote(exact: &str, prefix: &str, suffix: &str) -> TextQuote {
        TextQuote { exact: exact.into(), prefix: prefix.into(), suffix: suffix.into() }
    }

    #[test]
    fn context_chooses_among_equals() {
        let text = projection(&["Hà Nội mưa. Hà Nội nắng.", "Hà Nội gió."]);
        let found = TextTarget::quoting(&text, &quote("Hà Nội", "", "gió")).unwrap();
        assert_eq!(text.slice(found.position.start, found.position.end + 4), "Hà Nội gió");
        let first = TextTarget::quoting(&text, &quote("Hà Nội", "", "")).unwrap();
        assert_eq!(first.position.start, 0);
    }

    #[test]
    fn quotes_cross_leaves_and_forms() {
        let text = projection(&["một hai", "ba bốn"]);
        let found = TextTarget::quoting(&text, &quote("hai ba bo\u{0302}\u{0301}n", "", "")).unwrap();
        assert_eq!(found.quote.exact, "hai\nba bốn");
    }

    #[test]
    fn a_moved_quote_is_found_again() {
        let before = projection(&["Câu một. Câu hai."]);
        let target = TextTarget::at(&before, TextPosition { start: 9, end: 16 }).unwrap();
        let after = projection(&["Thêm vào.", "Câu một. Câu hai."]);
        let now = target.resolve(&after).unwrap();
        assert_eq!(after.slice(now.start, now.end), "Câu hai");
        assert_eq!(target.resolve(&projection(&["Không còn."])), None);
    }

    proptest! {
        #[test]
        fn what_is_selected_is_found(text in "[a-cđờế😀 \n]{1,60}", a in 0usize..60, b in 0usize..60) {
            let text = projection(&[&text]);
            let position = TextPosition { start: a.min(b), end: a.max(b) };
            if let Some(target) = TextTarget::at(&text, position) {
                prop_assert_eq!(target.resolve(&text), Some(position));
            }
        }
    }
}
