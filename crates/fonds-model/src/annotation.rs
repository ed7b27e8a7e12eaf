//! Annotations after the W3C Web Annotation Data Model: a target in an article's text or in a picture of it, and what was
//! said.

mod w3c;

use crate::{AnnotationId, ArticleId, Digest, Projection, Region, TagId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::anchoring;

/// A highlight, note or comment on an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Its name within the library.
    pub id: AnnotationId,
    /// The article it is about.
    pub article: ArticleId,
    /// What part of the article it is about.
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

    /// Colour of outlines in pictures, `RRGGBB`; its contrast to white and to black is above 3:1.
    pub fn line(self) -> &'static str {
        match self {
            Self::Yellow => "a87b00",
            Self::Green => "3d8a2e",
            Self::Blue => "1f6fc0",
            Self::Pink => "c2386f",
            Self::Purple => "7a4cc8",
        }
    }
}

/// A passage of an article's text projection, found by position and, when that fails, by quote; or a region of a picture
/// that stands in it, found by the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextTarget {
    /// `TextQuoteSelector`. Of a region: what is said of the picture, its caption or else its alternative text.
    pub quote: TextQuote,
    /// `TextPositionSelector`. Of a region: the place of its picture, without length.
    pub position: TextPosition,
    /// `FragmentSelector`: the part of a picture, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
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
            region: None,
            revision: None,
        })
    }

    /// The target for a region of a picture; of several that are the same, the nearest to `near`. `None` where the picture
    /// is not in the text.
    pub fn of_region(projection: &Projection, region: Region, near: usize) -> Option<Self> {
        let n = projection.picture(&region.asset, near)?;
        Self::of_picture(projection, n, region)
    }

    /// The target for a region of the picture of that number.
    pub(crate) fn of_picture(projection: &Projection, n: usize, region: Region) -> Option<Self> {
        let picture = projection.pictures.get(n)?;
        Some(Self {
            quote: TextQuote { exact: picture.words.clone(), ..TextQuote::default() },
            position: TextPosition { start: picture.at, end: picture.at },
            region: Some(region),
            revision: None,
        })
    }

    /// The target for a quote; among several places, the one whose surroundings agree most.
    pub fn quoting(projection: &Projection, quote: &TextQuote) -> Option<Self> {
        Self::at(projection, find_quote(&projection.text, quote, None)?)
    }

    /// Where the target is now: its position if the quote still stands there, else where the quote is found again
    /// ([`crate::anchoring::find_again`]). Of a region: where its picture stands.
    pub fn resolve(&self, projection: &Projection) -> Option<TextPosition> {
        if let Some(region) = &self.region {
            let picture = projection.pictures.get(projection.picture(&region.asset, self.position.start)?)?;
            return Some(TextPosition { start: picture.at, end: picture.at });
        }
        let TextPosition { start, end } = self.position;
        if start < end && projection.slice(start, end) == self.quote.exact {
            return Some(self.position);
        }
        anchoring::find_again(&projection.text, &self.quote, Some(start))
    }

    /// The target at the place where it is now ([`TextTarget::resolve`]), told in the words that stand there now.
    pub fn placed_anew(&self, projection: &Projection) -> Option<Self> {
        match &self.region {
            Some(region) => Self::of_region(projection, region.clone(), self.position.start),
            None => Self::at(projection, self.resolve(projection)?),
        }
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
    use crate::{Area, Block, Image};
    use proptest::prelude::*;

    fn projection(texts: &[&str]) -> Projection {
        Projection::of_blocks(&texts.iter().map(|text| Block::paragraph(*text)).collect::<Vec<_>>())
    }

    fn quote(exact: &str, prefix: &str, suffix: &str) -> TextQuote {
        TextQuote { exact: exact.into(), prefix: prefix.into(), suffix: suffix.into() }
    }

    #[test]
    fn outlines_are_seen_on_light_and_on_dark() {
        for colour in Colour::ALL {
            let part = |at: usize| {
                let part = f64::from(u8::from_str_radix(&colour.line()[at..at + 2], 16).unwrap()) / 255.0;
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            };
            let luminance = 0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4);
            assert!(1.05 / (luminance + 0.05) > 3.0, "{colour:?} on white");
            assert!((luminance + 0.05) / 0.05 > 3.0, "{colour:?} on black");
        }
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

    #[test]
    fn lines_of_earlier_journals_are_read_and_written_as_they_were() {
        let line = r#"{"quote":{"exact":"cầu","prefix":"","suffix":""},"position":{"start":4,"end":7}}"#;
        let target: TextTarget = serde_json::from_str(line).unwrap();
        assert_eq!(target.region, None);
        assert_eq!(serde_json::to_string(&target).unwrap(), line);
    }

    #[test]
    fn a_region_stands_where_its_picture_does() {
        let figure = |name: &str, caption: &str| Block::Figure {
            image: Image::new(Digest(name.into()), "Ảnh"),
            caption: vec![crate::Inline::text(caption)],
        };
        let text =
            Projection::of_blocks(&[Block::paragraph("Một."), figure("p", "Hai."), figure("p", "Ba.")]);
        let area = Area::percent(10.0, 20.0, 30.0, 40.5).unwrap();
        let region = Region { asset: Digest("p".into()), fragment: area };
        let target = TextTarget::of_region(&text, region.clone(), 9).unwrap();
        assert_eq!(
            (target.quote.exact.as_str(), target.position.start, target.position.end),
            ("Ba.", 10, 10)
        );
        let json = serde_json::to_value(&target).unwrap();
        assert_eq!(json["region"]["fragment"], "xywh=percent:10,20,30,40.5");
        assert_eq!(serde_json::from_value::<TextTarget>(json).unwrap(), target);
        let shorter = Projection::of_blocks(&[figure("p", "Bốn.")]);
        assert_eq!(target.resolve(&shorter), Some(TextPosition { start: 0, end: 0 }));
        assert_eq!(target.placed_anew(&shorter).unwrap().quote.exact, "Bốn.");
        assert_eq!(target.resolve(&projection(&["Ba."])), None);
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
