//! Texts that are nearly the same: syndicated copies, reprints with other headlines, shortened versions.
//!
//! A text is the set of its runs of [`RUN`] words. Two are as alike as their sets overlap (Jaccard). Candidates are
//! found without comparing all with all by MinHash (Broder 1997) with one permutation, its empty bins filled from the
//! next full one (Shrivastava and Li 2014), in bands whose hashes are terms of the index (Leskovec et al., ch. 3).

use crate::words::{Forms, Word, words};
use std::collections::HashMap;

/// Words that are compared together.
const RUN: usize = 3;
/// Texts with fewer words than this are like each other by chance.
const FEWEST: usize = 30;
/// Smallest hashes kept of a text.
const MINIMA: usize = 64;
/// Of those, how many make a band. With 16 bands, a pair as alike as 0.7 meets in one with a chance of 0.99.
const BAND: usize = 4;

/// A text, ready to be compared.
#[derive(Clone)]
pub struct Likeness {
    /// In order, each once.
    runs: Vec<u64>,
}

impl Likeness {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        let mut known: HashMap<&str, u64> = HashMap::new();
        let hash_of = |word: Word<'_>| hash(Forms::of(word.text).folded.as_bytes());
        let hashes: Vec<u64> =
            words(text).map(|word| *known.entry(word.text).or_insert_with(|| hash_of(word))).collect();
        Self::of_hashes(&hashes)
    }

    fn of_hashes(words: &[u64]) -> Self {
        if words.len() < FEWEST {
            return Self { runs: vec![] };
        }
        let mut runs: Vec<u64> = words.windows(RUN).map(run).collect();
        runs.sort_unstable();
        runs.dedup();
        Self { runs }
    }

    /// How many different runs of words it has: eight bytes of memory each.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// How alike two texts are, from 0 to 1. Short texts are like none.
    pub fn with(&self, other: &Self) -> f64 {
        if self.runs.is_empty() || other.runs.is_empty() {
            return 0.0;
        }
        let (mut a, mut b, mut both) = (0, 0, 0);
        while let (Some(ours), Some(theirs)) = (self.runs.get(a), other.runs.get(b)) {
            both += usize::from(ours == theirs);
            a += usize::from(ours <= theirs);
            b += usize::from(theirs <= ours);
        }
        both as f64 / (self.runs.len() + other.runs.len() - both) as f64
    }

    /// Names of its bands: texts that share one may be alike. None for a short text.
    pub fn bands(&self) -> Vec<u64> {
        let Some(minima) = self.minima() else { return vec![] };
        let band =
            |(n, band): (usize, &[u64])| band.iter().fold(mix(n as u64 + 1), |all, one| mix(all ^ one));
        minima.chunks(BAND).enumerate().map(band).collect()
    }

    fn minima(&self) -> Option<[u64; MINIMA]> {
        let mut minima = [u64::MAX; MINIMA];
        for run in &self.runs {
            let bin = (run >> 58) as usize;
            minima[bin] = minima[bin].min(*run);
        }
        let full = minima;
        for (bin, least) in minima.iter_mut().enumerate().filter(|(_, least)| **least == u64::MAX) {
            let next = (1..MINIMA).find(|step| full[(bin + step) % MINIMA] != u64::MAX)?;
            *least = mix(full[(bin + next) % MINIMA] ^ next as u64);
        }
        (!self.runs.is_empty()).then_some(minima)
    }
}

fn run(words: &[u64]) -> u64 {
    words.iter().fold(0, |all, word| mix(all.rotate_left(5) ^ word))
}

/// FNV-1a: the same on every machine and in every version, as what is in an index must be.
fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

/// Spreads a value over all 64 bits (the finalizer of MurmurHash3).
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let value = (value ^ (value >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    value ^ (value >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of sentences that a seed chooses.
    fn text(seed: u64, sentences: usize) -> Vec<String> {
        let word = |n: u64| format!("từ{}", mix(n) % 3000);
        (0..sentences as u64)
            .map(|s| (0..12).map(|w| word(seed * 10_000 + s * 100 + w)).collect::<Vec<_>>().join(" "))
            .collect()
    }

    fn meet(a: &Likeness, b: &Likeness) -> bool {
        let bands = b.bands();
        a.bands().iter().any(|band| bands.contains(band))
    }

    #[test]
    fn the_same_text_in_other_dress_is_the_same() {
        let a = Likeness::of(&text(1, 20).join(". "));
        let b = Likeness::of(&text(1, 20).join("!\n\n").to_uppercase());
        assert!((a.with(&b) - 1.0).abs() < f64::EPSILON);
        assert!(meet(&a, &b));
    }

    #[test]
    fn what_was_cut_and_added_leaves_it_alike() {
        let whole = text(2, 30);
        let mut cut = whole[..27].to_vec();
        cut.insert(0, "Theo Thông tấn xã Việt Nam".into());
        let (a, b) = (Likeness::of(&whole.join(". ")), Likeness::of(&cut.join(". ")));
        assert!(a.with(&b) > 0.8, "{}", a.with(&b));
        assert!(meet(&a, &b));
    }

    #[test]
    fn others_and_short_texts_are_not_alike() {
        let (a, b) = (Likeness::of(&text(3, 30).join(". ")), Likeness::of(&text(4, 30).join(". ")));
        assert!(a.with(&b) < 0.05 && !meet(&a, &b));
        let short = Likeness::of("Tin vắn trong ngày");
        assert!(short.with(&short) == 0.0 && short.bands().is_empty());
    }
}
