//! The index: who made the articles, and the terms that they and their passages are tagged with.
//!
//! A term's places are where its words stand in an article that carries it; the whole article where they do not stand in
//! it; and the passages that are marked with it. Tags under one root stand together: a library that has "Persons" and
//! "Places" as roots gets an index of persons and one of places.

use crate::closing::collator;
use crate::labels::is_vietnamese;
use fonds_model::book::{IndexGroup, IndexPlace, IndexTerm};
use fonds_model::{Annotation, Article, Block, Projection, Section, Tag, TagId, TextPosition};
use std::collections::{BTreeMap, HashMap};

/// An article in the book.
pub(crate) struct Indexed<'a> {
    pub article: &'a Article,
    pub section: &'a Section,
    pub annotations: &'a [&'a Annotation],
}

/// The index's title.
pub(crate) fn title(language: &str) -> &'static str {
    if is_vietnamese(language) { "Chỉ mục" } else { "Index" }
}

/// The index of these articles.
pub(crate) fn groups(articles: &[Indexed<'_>], tags: &[Tag], language: &str) -> Vec<IndexGroup> {
    let by_id: HashMap<&TagId, &Tag> = tags.iter().map(|tag| (&tag.id, tag)).collect();
    let mut groups: BTreeMap<Heading, Vec<IndexTerm>> = BTreeMap::new();
    let authors = authors(articles);
    if !authors.is_empty() {
        groups.insert(Heading::Authors, authors);
    }
    for tag in tags {
        let places = places(articles, tag);
        if !places.is_empty() {
            let term = IndexTerm { label: tag.label.clone(), also: tag.alt_labels.join(", "), places };
            groups.entry(heading(tag, &by_id)).or_default().push(term);
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

fn authors(articles: &[Indexed<'_>]) -> Vec<IndexTerm> {
    let mut terms: Vec<IndexTerm> = Vec::new();
    for indexed in articles {
        for creator in &indexed.article.creators {
            let (label, place) = (fonds_cite::sorted_name(creator), place(indexed.section, 0, 1));
            match terms.iter_mut().find(|term| term.label == label) {
                _ if label.is_empty() => {}
                Some(term) => term.places.push(place),
                None => terms.push(IndexTerm { label, also: String::new(), places: vec![place] }),
            }
        }
    }
    terms
}

fn places(articles: &[Indexed<'_>], tag: &Tag) -> Vec<IndexPlace> {
    let mut places = Vec::new();
    for indexed in articles {
        let carries = indexed.article.tags.contains(&tag.id);
        let marked = indexed.annotations.iter().filter(|annotation| annotation.tags.contains(&tag.id));
        let mut marked = marked.peekable();
        if !carries && marked.peek().is_none() {
            continue;
        }
        // Notes stand behind the text and on pages of their own choice; the index is of the text.
        let text = indexed.section.blocks.iter().filter(|block| !matches!(block, Block::Note { .. }));
        let text: Vec<Block> = text.cloned().collect();
        let projection = Projection::of_parts(&indexed.section.lead, &text);
        let length = projection.text.chars().count();
        let mut found: Vec<(usize, usize)> = marked
            .filter_map(|annotation| annotation.target.resolve(&projection))
            .map(|position| passage(position, length))
            .collect();
        if carries {
            let names = std::iter::once(&tag.label).chain(&tag.alt_labels);
            found.extend(names.flat_map(|name| mentions(&projection.text, name)));
        }
        if found.is_empty() {
            found.push((0, length.max(1)));
        }
        found.sort_unstable();
        places.extend(found.into_iter().map(|(start, end)| place(indexed.section, start, end)));
    }
    places
}

/// A picture has no length in the text; what stands beside it has.
fn passage(TextPosition { start, end }: TextPosition, length: usize) -> (usize, usize) {
    let start = start.min(length.saturating_sub(1));
    (start, end.max(start + 1))
}

fn place(section: &Section, start: usize, end: usize) -> IndexPlace {
    IndexPlace { section: section.id.clone(), start, end }
}

/// Where the words stand by themselves in the text, in code points. Capitals and small letters are one.
fn mentions(text: &str, words: &str) -> Vec<(usize, usize)> {
    // Folding letter by letter keeps the places; letters that fold to several stay as they are.
    let fold = |c: char| {
        let mut lower = c.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(small), None) => small,
            _ => c,
        }
    };
    let text: Vec<char> = text.chars().map(fold).collect();
    let words: Vec<char> = words.trim().chars().map(fold).collect();
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
        assert_eq!(mentions("Ông Ích Khiêm; ÔNG ÍCH KHIÊM và Ích Khiêmm", "Ích Khiêm"), [(4, 13), (19, 28)]);
        assert_eq!(mentions("abc", ""), []);
    }
}
