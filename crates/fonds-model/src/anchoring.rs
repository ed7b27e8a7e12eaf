//! Passages in a text that changes: where the words of an annotation stand now.
//!
//! 1. [`TextMap`] carries a passage over a correction, since both texts are known then: what was kept keeps its place.
//! 2. [`find_again`] looks for a quote in a text: the exact words where their surroundings agree, then words that are
//!    nearly the same, by approximate matching after Sellers (1980) with Ukkonen's cut-off (1985). At most a fifth of
//!    the letters may differ; letters that differ in their marks only count half.
//!
//! A region stays with its picture, wherever that went.
//!
//! Invariant: in doubt there is no place; words that only look like the quote are never taken for it.

mod alike;
mod textmap;

pub use textmap::TextMap;

use crate::annotation::{squeeze, trim};
use crate::{Projection, Region, TextPosition, TextQuote, TextTarget};
use alike::{Letter, distance, letters};

/// The share of a context's letters that must agree, on the better side.
const AT_HOME: f64 = 0.6;
/// A context that is shorter says nothing.
const SHORTEST_CONTEXT: usize = 4;
/// A quote of so many letters needs no surroundings to be known again; twice as many where some of them differ.
const SPEAKS_FOR_ITSELF: usize = 24;

/// The target of a passage after a correction of the text; `None` when its words are gone.
pub fn carry(
    target: &TextTarget,
    map: &TextMap,
    before: &Projection,
    after: &Projection,
) -> Option<TextTarget> {
    if let Some(region) = &target.region {
        return carry_region(target, region, before, after);
    }
    let place = target.resolve(before)?;
    let now = map.passage(place).or_else(|| find_again(&after.text, &target.quote, None))?;
    TextTarget::at(after, now)
}

/// Of several pictures that are the same, the one in the same turn; where their number changed, the nearest one.
fn carry_region(
    target: &TextTarget,
    region: &Region,
    before: &Projection,
    after: &Projection,
) -> Option<TextTarget> {
    let same = |text: &Projection| -> Vec<usize> {
        let pictures = text.pictures.iter().enumerate();
        pictures.filter(|(_, picture)| picture.asset == region.asset).map(|(n, _)| n).collect()
    };
    let (old, new) = (same(before), same(after));
    let stood = before.picture(&region.asset, target.position.start);
    let turn = old.iter().position(|n| Some(*n) == stood).filter(|_| old.len() == new.len());
    match turn.and_then(|turn| new.get(turn)) {
        Some(n) => TextTarget::of_picture(after, *n, region.clone()),
        None => TextTarget::of_region(after, region.clone(), target.position.start),
    }
}

/// Where a quote stands in a text, if that is certain. Of equal places the nearest to `near` is taken.
pub fn find_again(text: &str, quote: &TextQuote, near: Option<usize>) -> Option<TextPosition> {
    let search = Search::new(text, quote)?;
    search.exact(near).or_else(|| search.alike())
}

/// A text and a quote, white space of any kind and length being one space.
struct Search {
    text: Vec<Letter>,
    /// Where each letter stands in the text as it was given.
    places: Vec<usize>,
    quote: Vec<Letter>,
    prefix: Vec<Letter>,
    suffix: Vec<Letter>,
}

/// A place that may be the quote's.
struct Candidate {
    start: usize,
    end: usize,
    /// How far its words are from the quote's.
    distance: usize,
    /// How well each side agrees, from 0 to 1; `None` where nothing is known.
    sides: [Option<f64>; 2],
}

impl Candidate {
    fn side(&self) -> Option<f64> {
        let [before, after] = self.sides;
        before.into_iter().chain(after).reduce(f64::max)
    }

    /// Greater is better.
    fn agreement(&self) -> f64 {
        self.sides.iter().flatten().sum()
    }
}

impl Search {
    fn new(text: &str, quote: &TextQuote) -> Option<Self> {
        let (text, places) = squeeze(text);
        let part = |part: &str| letters(trim(&squeeze(&crate::text::nfc(part)).0));
        let (exact, prefix, suffix) = (part(&quote.exact), part(&quote.prefix), part(&quote.suffix));
        let is_there = !exact.is_empty() && !text.is_empty();
        is_there.then(|| Self { text: letters(&text), places, quote: exact, prefix, suffix })
    }

    fn exact(&self, near: Option<usize>) -> Option<TextPosition> {
        let length = self.quote.len();
        let windows = self.text.windows(length).enumerate().filter(|(_, window)| *window == self.quote);
        let found: Vec<Candidate> = windows.map(|(at, _)| self.candidate(at, at + length, 0)).collect();
        let is_only = found.len() == 1;
        let far = |c: &Candidate| near.map_or(c.start, |near| self.places[c.start].abs_diff(near));
        let better = |a: &Candidate, b: &Candidate| {
            a.agreement().total_cmp(&b.agreement()).then_with(|| far(b).cmp(&far(a)))
        };
        let best = found.into_iter().max_by(better)?;
        let is_certain = match best.side() {
            Some(side) => side >= AT_HOME || is_only && length >= SPEAKS_FOR_ITSELF,
            None => true,
        };
        is_certain.then(|| self.position(&best))
    }

    fn alike(&self) -> Option<TextPosition> {
        let found = alike::matches(&self.text, &self.quote);
        let mut found: Vec<Candidate> =
            found.into_iter().map(|hit| self.candidate(hit.start, hit.end, hit.distance)).collect();
        let is_alone = found.len() == 1 && self.quote.len() >= 2 * SPEAKS_FOR_ITSELF;
        found.retain(|candidate| match candidate.side() {
            Some(side) => side >= AT_HOME || is_alone,
            None => self.quote.len() >= SPEAKS_FOR_ITSELF,
        });
        // How much of the quote is there, and of what stands around it.
        let worth = |c: &Candidate| c.agreement() - c.distance as f64 / (2.0 * self.quote.len() as f64);
        found.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        let best = found.first()?;
        let is_only = found.get(1).is_none_or(|second| worth(best) - worth(second) > 0.1);
        is_only.then(|| self.position(best))
    }

    fn candidate(&self, start: usize, end: usize, distance: usize) -> Candidate {
        let before = trim_letters(&self.text[..start]);
        let after = trim_letters(&self.text[end..]);
        let before = &before[before.len().saturating_sub(self.prefix.len())..];
        let after = &after[..self.suffix.len().min(after.len())];
        Candidate {
            start,
            end,
            distance,
            sides: [agreement(before, &self.prefix), agreement(after, &self.suffix)],
        }
    }

    fn position(&self, found: &Candidate) -> TextPosition {
        TextPosition { start: self.places[found.start], end: self.places[found.end - 1] + 1 }
    }
}

fn trim_letters(letters: &[Letter]) -> &[Letter] {
    let letters = letters.strip_prefix(&[Letter::SPACE]).unwrap_or(letters);
    letters.strip_suffix(&[Letter::SPACE]).unwrap_or(letters)
}

fn agreement(there: &[Letter], wanted: &[Letter]) -> Option<f64> {
    let known = wanted.len() >= SHORTEST_CONTEXT;
    known.then(|| 1.0 - distance(there, wanted) as f64 / (2.0 * there.len().max(wanted.len()) as f64))
}

#[cfg(test)]
mod tests;
