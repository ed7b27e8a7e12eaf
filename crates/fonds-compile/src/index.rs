//! The index: who made the articles, and the terms that they and their passages are tagged with.
//!
//! A term's places are where its words stand in an article that carries it; the whole article where they do not stand in
//! it; and the passages that are marked with it. Tags under one root stand together: a library that has "Persons" and
//! "Places" as roots gets an index of persons and one of places.

use crate::closing::collator;
use crate::labels::is_vietnamese;
use fonds_model::book::{IndexGroup, IndexPlace, IndexTerm};
use fonds_model::{Annotation, Article, Block, Projection, Section, Tag, TagId, TextPosition};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An article in the book, with its text.
pub(crate) struct Indexed<'a> {
    pub article: &'a Article,
    pub section: &'a Section,
    pub annotations: &'a [&'a Annotation],
}

/// The index's title.
pub(crate) fn title(language: &str) -> &'static str {
    if is_vietnamese(language) { "Chỉ mục" } else { "Index" }
}

/// An index that is gathered article by article.
pub(crate) struct Gathering<'a> {
    tags: &'a [Tag],
    by_id: HashMap<&'a TagId, &'a Tag>,
    /// The places of each author, by the name, in order of first appearance.
    authors: Vec<IndexTerm>,
    author: HashMap<String, usize>,
    /// The places of each tag.
    places: HashMap<&'a TagId, Vec<IndexPlace>>,
}

impl<'a> Gathering<'a> {
    pub fn of(tags: &'a [Tag]) -> Self {
        Self {
            tags,
            by_id: tags.iter().map(|tag| (&tag.id, tag)).collect(),
            authors: vec![],
            author: HashMap::new(),
            places: HashMap::new(),
        }
    }

    /// Takes up the next article.
    pub fn add(&mut self, indexed: &Indexed<'_>) {
        self.add_authors(indexed);
        let marked = indexed.annotations.iter().flat_map(|annotation| &annotation.tags);
        let wanted: BTreeSet<&TagId> = indexed.article.tags.iter().chain(marked).collect();
        let wanted: Vec<&'a Tag> = wanted.into_iter().filter_map(|id| self.by_id.get(id).copied()).collect();
        if wanted.is_empty() {
            return;
        }
        // Notes stand behind the text and on pages of their own choice; the index is of the text.
        let text = indexed.section.blocks.iter().filter(|block| !matches!(block, Block::Note { .. }));
        let text: Vec<Block> = text.cloned().collect();
        let projection = Projection::of_parts(&indexed.section.lead, &text);
        let letters = folded(&projection.text);
        for tag in wanted {
            let found = places(indexed, tag, &projection, &letters);
            self.places.entry(&tag.id).or_default().extend(found);
        }
    }

    fn add_authors(&mut self, indexed: &Indexed<'_>) {
        for creator in &indexed.article.creators {
            let (label, place) = (fonds_cite::sorted_name(creator), place(indexed.section, 0, 1));
            if label.is_empty() {
                continue;
            }
            let next = self.authors.len();
            let n = *self.author.entry(label.clone()).or_insert(next);
            match self.authors.get_mut(n) {
                Some(term) => term.places.push(place),
                None => self.authors.push(IndexTerm { label, also: String::new(), places: vec![place] }),
            }
        }
    }

    /// The index of what was taken up.
    pub fn groups(mut self, language: &str) -> Vec<IndexGroup> {
        let mut groups: BTreeMap<Heading, Vec<IndexTerm>> = BTreeMap::new();
        if !self.authors.is_empty() {
            groups.insert(Heading::Authors, self.authors);
        }
        for tag in self.tags {
            if let Some(places) = self.places.remove(&tag.id) {
                let term = IndexTerm { label: tag.label.clone(), also: tag.alt_labels.join(", "), places };
                groups.entry(heading(tag, &self.by_id)).or_default().push(term);
            }
        }
        let order = collator(language);
        let compare = |a: &str, b: &str| order.as_ref().map_or_else(|| a.cmp(b), |order| order.compare(a, b));
        let mut groups: Vec<(Heading, Vec<IndexTerm>)> = groups.into_iter().collect();
        groups.sort_by(|(a, _), (b, _)| match (a, b) {
            (Heading::Root(a), Heading::Root(b)) => compare(a, b),
            _ => a.cmp(b),
        });
        let sorted = groups.into_iter().map(|(heading, mut terms)| {
            terms.sort_by(|a, b| compare(&a.label, &b.label));
            IndexGroup { title: heading.words(language), terms }
        });
        sorted.collect()
    }
}

/// What terms stand under, in the order of the index.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    Authors,
    Root(String),
    Terms,
}

impl Heading {
    fn words(&self, language: &str) -> String {
        let vietnamese = is_vietnamese(language);
        match self {
            Self::Authors if vietnamese => "Tác giả".into(),
            Self::Authors => "Authors".into(),
            Self::Root(label) => label.clone(),
            Self::Terms if vietnamese => "Chủ đề".into(),
            Self::Terms => "Subjects".into(),
        }
    }
}

/// The root of the tag's branch; a tag by itself is a subject.
fn heading(tag: &Tag, by_id: &HashMap<&TagId, &Tag>) -> Heading {
    let mut root = tag;
    // A branch that bites its own tail ends somewhere, too.
    for _ in 0..64 {
        match root.parent.as_ref().and_then(|parent| by_id.get(parent)) {
            Some(parent) => root = parent,
            None => break,
        }
    }
    if root.id == tag.id { Heading::Terms } else { Heading::Root(root.label.clone()) }
}

/// Where an article speaks of a tag; `letters` are those of its text.
fn places(
    indexed: &Indexed<'_>,
    tag: &Tag,
    projection: &Projection,
    letters: &[char],
) -> impl Iterator<Item = IndexPlace> {
    let marked = indexed.annotations.iter().filter(|annotation| annotation.tags.contains(&tag.id));
    let mut found: Vec<(usize, usize)> = marked
        .filter_map(|annotation| annotation.target.resolve(projection))
        .map(|position| passage(position, letters.len()))
        .collect();
    if indexed.article.tags.contains(&tag.id) {
        let names = std::iter::once(&tag.label).chain(&tag.alt_labels);
        found.extend(names.flat_map(|name| mentions(letters, name)));
    }
    if found.is_empty() {
        found.push((0, letters.len().max(1)));
    }
    found.sort_unstable();
    found.into_iter().map(|(start, end)| place(indexed.section, start, end))
}

/// A picture has no length in the text; what stands beside it has.
fn passage(TextPosition { start, end }: TextPosition, length: usize) -> (usize, usize) {
    let start = start.min(length.saturating_sub(1));
    (start, end.max(start + 1))
}

fn place(section: &Section, start: usize, end: usize) -> IndexPlace {
    IndexPlace { section: section.id.clone(), start, end }
}

/// A text letter by letter, capitals and small letters as one. That keeps the places; letters that fold to several stay as
/// they are.
fn folded(text: &str) -> Vec<char> {
    let fold = |c: char| {
        let mut lower = c.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(small), None) => small,
            _ => c,
        }
    };
    text.chars().map(fold).collect()
}

/// Where the words stand by themselves among the letters of a text, in code points.
fn mentions(text: &[char], words: &str) -> Vec<(usize, usize)> {
    let words = folded(words.trim());
    if words.is_empty() {
        return vec![];
    }
    let is_letter = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| c.is_alphanumeric());
    text.windows(words.len())
        .enumerate()
        .filter(|(_, window)| *window == words)
        .map(|(at, _)| (at, at + words.len()))
        .filter(|(start, end)| !is_letter(start.checked_sub(1)) && !is_letter(Some(*end)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_themselves() {
        assert_eq!(
            mentions(&folded("Ông Ích Khiêm; ÔNG ÍCH KHIÊM và Ích Khiêmm"), "Ích Khiêm"),
            [(4, 13), (19, 28)]
        );
        assert_eq!(mentions(&folded("abc"), ""), []);
    }
}
