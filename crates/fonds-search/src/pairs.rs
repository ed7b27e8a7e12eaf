//! Words side by side that are both frequent in an article, as terms of the index: Vietnamese phrases are made of very
//! frequent syllables, and reading all places of both in most of the articles is what takes long.
//!
//! Which words are frequent is said by the article alone: how often they stand in it, and how long it is. The index
//! knows both, so a search knows of which articles it has to read the places after all.

use crate::tokens::EXACT;
use crate::words::{Forms, words};
use std::collections::HashMap;
use tantivy::fieldnorm::FieldNormReader;

/// Times that a frequent word stands in a short article.
const LEAST: u32 = 4;
/// In a longer one, one word in so many.
const SHARE: u32 = 100;
/// Words that are longer, in bytes, are in no pair.
const LONGEST: usize = 100;
/// Terms that are longer, in bytes, are not taken down by tantivy, nor counted.
const DROPPED: usize = 65_530;

/// How often a word must stand in an article of a length, as the index keeps it, to be frequent.
pub(crate) fn least(length: u32) -> u32 {
    LEAST.max(length / SHARE)
}

/// The term of two terms side by side: both folded, or both exact.
pub(crate) fn pair(left: &str, right: &str) -> Option<String> {
    let is_one_way = left.starts_with(EXACT) == right.starts_with(EXACT);
    (is_one_way && left.len().max(right.len()) <= LONGEST).then(|| format!("{left}_{right}"))
}

/// The pairs of an article's texts, with spaces between them.
pub(crate) fn pairs<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut terms = Terms::default();
    let read: Vec<Vec<[Option<usize>; 2]>> = texts.map(|text| terms.read(text)).collect();
    let length = terms.counts.iter().sum();
    let least = least(FieldNormReader::id_to_fieldnorm(FieldNormReader::fieldnorm_to_id(length)));
    let frequent = terms.frequent(least);
    let mut found = String::new();
    for (left, right) in read.iter().flat_map(|text| text.iter().zip(text.iter().skip(1))) {
        for (left, right) in left.iter().zip(right) {
            let term = |number: &Option<usize>| number.and_then(|number| *frequent.get(number)?);
            if let (Some(left), Some(right)) = (term(left), term(right)) {
                found.extend([left, "_", right, " "]);
            }
        }
    }
    found
}

/// The terms of an article, numbered, and how often each stands in it.
#[derive(Default)]
struct Terms<'a> {
    /// The terms of each word as it is written.
    written: HashMap<&'a str, [Option<usize>; 2]>,
    numbers: HashMap<String, usize>,
    counts: Vec<u32>,
    forms: Forms,
    exact: String,
}

impl<'a> Terms<'a> {
    /// Of each word the folded term, and the exact one where it is another.
    fn read(&mut self, text: &'a str) -> Vec<[Option<usize>; 2]> {
        let mut read = Vec::new();
        for word in words(text) {
            let known = self.written.get(word.text).copied();
            let terms = known.unwrap_or_else(|| self.word(word.text));
            for term in terms.into_iter().flatten() {
                self.counts.get_mut(term).into_iter().for_each(|count| *count += 1);
            }
            read.push(terms);
        }
        read
    }

    /// The terms by their numbers, of those that are frequent.
    fn frequent(&self, least: u32) -> Vec<Option<&str>> {
        let mut found = vec![None; self.counts.len()];
        for (term, number) in self.numbers.iter().filter(|(term, _)| term.len() <= LONGEST) {
            if let (Some(slot), Some(count)) = (found.get_mut(*number), self.counts.get(*number))
                && *count >= least
            {
                *slot = Some(term.as_str());
            }
        }
        found
    }

    fn word(&mut self, word: &'a str) -> [Option<usize>; 2] {
        let mut forms = std::mem::take(&mut self.forms);
        forms.set(word);
        let folded = self.number(&forms.folded);
        let mut exact = None;
        if forms.is_marked() {
            let mut term = std::mem::take(&mut self.exact);
            term.clear();
            term.push(EXACT);
            term.push_str(&forms.exact);
            exact = self.number(&term);
            self.exact = term;
        }
        self.forms = forms;
        self.written.insert(word, [folded, exact]);
        [folded, exact]
    }

    fn number(&mut self, term: &str) -> Option<usize> {
        if term.len() > DROPPED {
            return None;
        }
        if let Some(number) = self.numbers.get(term) {
            return Some(*number);
        }
        let number = self.counts.len();
        self.numbers.insert(term.to_owned(), number);
        self.counts.push(0);
        Some(number)
    }
}
