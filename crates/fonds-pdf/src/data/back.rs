//! Lists that close a book or a part: entries with page numbers, and the index.

use super::Stock;
use super::setter::Setter;
use crate::pictures::code_digest;
use fonds_model::Section;
use fonds_model::book::IndexTerm;
use serde_json::{Value, json};

/// The entries of a list.
pub(super) fn entries(stock: &Stock<'_>, section: &Section) -> Vec<Value> {
    let mut setter = Setter::of(stock, &[]);
    let entry = |entry: &fonds_model::book::BibliographyEntry| {
        let page = stock.page_in_words(&entry.section);
        let coded = stock.design.qr_codes && !entry.address.is_empty();
        let file =
            coded.then(|| code_digest(&entry.address)).filter(|file| stock.pictures.contains_key(file));
        let code = file.map(|file| json!({"file": file, "alt": entry.address}));
        let words = |text: &str| stock.fontless.words(text);
        json!({"section": entry.section, "label": words(&entry.label), "page": page, "group": words(&entry.group),
            "code": code, "content": setter.apart(&entry.content)})
    };
    section.entries.iter().map(entry).collect()
}

/// The groups of an index with pages.
pub(super) fn index(stock: &Stock<'_>, section: &Section) -> Vec<Value> {
    let groups = section.index.iter().map(|group| {
        let terms: Vec<Value> = group.terms.iter().map(|term| index_term(stock, term)).collect();
        json!({"title": stock.fontless.words(&group.title), "terms": terms})
    });
    groups.collect()
}

fn index_term(stock: &Stock<'_>, term: &IndexTerm) -> Value {
    let mut ranges: Vec<(usize, usize, &str)> = Vec::new();
    for place in &term.places {
        let Some((first, last)) = stock.places.pages(&place.section, place.start, place.end) else {
            continue;
        };
        match ranges.last_mut() {
            // Pages that follow one another are one range.
            Some((_, end, _)) if first <= *end + 1 => *end = last.max(*end),
            _ => ranges.push((first, last, &place.section)),
        }
    }
    let places = ranges
        .iter()
        .map(|(first, last, section)| json!({"section": section, "pages": range(*first, *last)}));
    let words = |text: &str| stock.fontless.words(text);
    json!({"label": words(&term.label), "see": words(&term.also), "places": places.collect::<Vec<_>>()})
}

fn range(first: usize, last: usize) -> String {
    let label = page_label;
    if first == last { label(first) } else { format!("{}–{}", label(first), label(last)) }
}

/// What is printed on a page of the text, counted from 0.
pub(crate) fn page_label(page: usize) -> String {
    (page + 1).to_string()
}
