//! Which of two variables a style prints, where CSL leaves that to it, found by trying. A speech's place and date are those of
//! its event to some styles and those of its publication to others, and the authority behind a law is its publisher too:
//! given both, some styles print the same words twice; given one, others print nothing. An edition that says that it is one is
//! told without the word where a style adds it.

use crate::processor::Processor;
use hayagriva::citationberg::json::{Item, Value};
use serde_json::json;
use std::sync::OnceLock;

/// What a style asks for.
#[derive(Debug, Default)]
pub(crate) struct Tried {
    speech: OnceLock<Choices>,
    law: OnceLock<Choices>,
    /// Whether it calls an edition by that word.
    names_editions: OnceLock<bool>,
}

/// What is done with each pair of a kind.
type Choices = Vec<(&'static Pair, Given)>;

/// Two variables for the same thing.
#[derive(Debug)]
struct Pair {
    first: &'static str,
    second: &'static str,
    /// How the probe shows it when it is printed.
    seen_as: &'static str,
    /// In the order in which they are preferred when a style prints as well with either.
    ways: &'static [Given],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    First,
    Second,
    Both,
}

/// A style sorts by the issued date and tells years apart by it: it is never taken away.
const DATE: Pair =
    Pair { first: "issued", second: "event-date", seen_as: YEAR, ways: &[Given::First, Given::Both] };
/// With the date of an event some styles print its place too, so that the date comes first.
const SPEECH: &[Pair] = &[
    DATE,
    Pair {
        first: "publisher-place",
        second: "event-place",
        seen_as: NAME,
        ways: &[Given::Both, Given::Second, Given::First],
    },
];
const LAW: &[Pair] = &[Pair {
    first: "publisher",
    second: "authority",
    seen_as: NAME,
    ways: &[Given::Both, Given::First, Given::Second],
}];

/// A year and a word that no style prints of itself.
const YEAR: &str = "1789";
const NAME: &str = "Zwyq";

impl Tried {
    /// Gives the items the variables that the style asks for.
    pub fn fit(&self, processor: &Processor, items: &mut [Item]) {
        for item in items {
            if let Some(bare) = bare_edition(item)
                && *self.names_editions.get_or_init(|| names_editions(processor))
            {
                item.0.insert("edition".into(), Value::String(bare));
            }
            let choices = match item.0.get("type") {
                Some(Value::String(kind)) if kind == "speech" => {
                    self.speech.get_or_init(|| choices(processor, &speech(), SPEECH))
                }
                Some(Value::String(kind)) if kind == "legislation" => {
                    self.law.get_or_init(|| choices(processor, &law(), LAW))
                }
                _ => continue,
            };
            for (pair, given) in choices {
                pair.give(*given, item);
            }
        }
    }
}

impl Pair {
    /// Leaves the item what is given to the style. Either variable may be the one that the item has.
    fn give(&self, given: Given, Item(fields): &mut Item) {
        let Some(value) = fields.get(self.first).or_else(|| fields.get(self.second)).cloned() else { return };
        for (name, wanted) in [(self.first, given != Given::Second), (self.second, given != Given::First)] {
            if wanted {
                fields.insert(name.into(), value.clone());
            } else {
                fields.remove(name);
            }
        }
    }

    /// The way of giving it with which the style prints it once, or as nearly so as it can.
    fn best(&self, processor: &Processor, probe: &Item) -> Given {
        let misses = |given: Given| {
            let mut item = probe.clone();
            self.give(given, &mut item);
            let times =
                processor.words_for(&item).into_iter().map(|words| words.matches(self.seen_as).count());
            times.map(|times| times.abs_diff(1)).sum::<usize>()
        };
        self.ways.iter().copied().min_by_key(|given| misses(*given)).unwrap_or(Given::First)
    }
}

fn choices(processor: &Processor, probe: &serde_json::Value, pairs: &'static [Pair]) -> Choices {
    let Ok(mut probe) = serde_json::from_value::<Item>(probe.clone()) else { return vec![] };
    let mut choices = Vec::new();
    for pair in pairs {
        let given = pair.best(processor, &probe);
        pair.give(given, &mut probe);
        choices.push((pair, given));
    }
    choices
}

/// An edition that says what it is, without saying so: *Main* of *Main edition*.
fn bare_edition(Item(fields): &Item) -> Option<String> {
    let Some(Value::String(edition)) = fields.get("edition") else { return None };
    let lower = edition.to_lowercase();
    let (before, after) = (["ấn bản ", "bản "], [" edition", " ed."]);
    // The words have as many bytes in either case.
    let start = before.iter().find(|word| lower.starts_with(**word)).map(|word| word.len());
    let end =
        after.iter().find(|word| lower.ends_with(**word)).map(|word| edition.len().checked_sub(word.len()));
    let bare = match (start, end) {
        (Some(start), _) => edition.get(start..),
        (None, Some(end)) => edition.get(..end?),
        (None, None) => None,
    };
    bare.map(|bare| bare.trim().to_owned()).filter(|bare| !bare.is_empty())
}

fn names_editions(processor: &Processor) -> bool {
    let item = json!({ "id": "0", "type": "article-newspaper", "title": "T", "container-title": "C", "edition": NAME });
    let Ok(item) = serde_json::from_value(item) else { return false };
    processor.words_for(&item).iter().any(|words| {
        let words = words.to_lowercase();
        let Some((before, after)) = words.split_once(&NAME.to_lowercase()) else { return false };
        after.trim_start().starts_with("ed") || before.trim_end().ends_with("bản")
    })
}

fn speech() -> serde_json::Value {
    json!({
        "id": "0", "type": "speech", "title": "T", "author": [{ "family": "F", "given": "G" }],
        "container-title": "C", "publisher-place": NAME, "issued": { "date-parts": [[1789]] },
    })
}

fn law() -> serde_json::Value {
    json!({
        "id": "0", "type": "legislation", "title": "T", "container-title": "C", "number": "7", "publisher": NAME,
    })
}
