//! The book's annotations as a file of their own: an `AnnotationSet` after the W3C's draft of EPUB Annotations 3.4, a profile
//! of the Web Annotation Data Model.
//!
//! In an e-book it lies in `META-INF/`; the same text is the detached file. Where an annotation stands is told by its quote, or by
//! its picture, only: a position would count the words of the chapter's file, which has more in it than the article's text.

use crate::{images, pages};
use fonds_model::book::PlacedAnnotation;
use fonds_model::region::MEDIA_FRAGMENTS;
use fonds_model::{Annotation, Book, Digest, Motivation, Section};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Whether and in what form the annotations travel as data. What the reader sees of them does not depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnnotationForm {
    /// They do not.
    #[default]
    None,
    /// As the draft of EPUB Annotations 3.4 has it in 2026; it may yet change.
    Epub34Draft,
}

/// Where the set lies in an e-book. The draft fixes folder and ending only.
pub(crate) const PLACE: &str = "META-INF/fonds.annotation";

const CONTEXT: &str = "https://www.w3.org/ns/epub-anno.jsonld";

/// The annotations of a book as JSON-LD, for a detached file `….annotation`. A book without any gives an empty set.
pub fn annotation_set(book: &Book) -> String {
    let meta = &book.meta;
    let mut about = json!({
        "dc:identifier": [meta.identifier],
        "dc:format": "application/epub+zip",
        "dc:title": meta.title,
    });
    let makers: Vec<&str> = match meta.compiler.as_str() {
        "" => meta.contributors.iter().map(|one| one.name.as_str()).collect(),
        compiler => vec![compiler],
    };
    if !makers.is_empty() {
        about["dc:creator"] = json!(makers);
    }
    if !meta.institution.is_empty() {
        about["dc:publisher"] = json!(meta.institution);
    }
    if let Some(year) = meta.date_iso.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())) {
        about["dc:date"] = json!(year);
    }
    let sections: HashMap<&str, &Section> =
        book.sections.iter().map(|section| (section.id.as_str(), section)).collect();
    let placed = book.annotations.iter();
    // None where the book lacks the section that it is about.
    let items = placed.filter_map(|placed| Some(item(sections.get(placed.section.as_str())?, placed)));
    let set = json!({
        "@context": CONTEXT,
        "id": Digest::of(format!("annotations of {}", meta.identifier).as_bytes()).uuid_urn(),
        "type": "AnnotationSet",
        "generator": {"id": "urn:fonds", "type": "Software", "name": "Fonds"},
        "generated": meta.modified.to_string(),
        "title": meta.title,
        "about": about,
        "items": items.collect::<Vec<_>>(),
    });
    // Values that are made of strings always print.
    serde_json::to_string_pretty(&set).unwrap_or_default()
}

/// The quote, or the picture by its file's name, which begins as its digest does, and the part of it.
fn selector(annotation: &Annotation) -> Value {
    let quote = &annotation.target.quote;
    match &annotation.target.region {
        None => json!({
            "type": "TextQuoteSelector",
            "exact": quote.exact,
            "prefix": quote.prefix,
            "suffix": quote.suffix,
        }),
        Some(region) => json!({
            "type": "CssSelector",
            "value": format!("img[src*=\"{}\"]", images::name(&region.asset)),
            "refinedBy": {
                "type": "FragmentSelector",
                "conformsTo": MEDIA_FRAGMENTS,
                "value": region.fragment.to_string(),
            },
        }),
    }
}

/// One annotation of a section.
fn item(section: &Section, placed: &PlacedAnnotation) -> Value {
    let annotation = &placed.annotation;
    let mut body = json!({
        "type": "TextualBody",
        "value": annotation.note,
        "format": "text/markdown",
        "color": annotation.colour.name(),
        "highlight": "solid",
    });
    if !placed.tags.is_empty() {
        body["tags"] = json!(placed.tags);
    }
    let commented = annotation.motivation == Motivation::Commenting || !annotation.note.is_empty();
    let mut item = json!({
        "id": format!("urn:fonds:annotation:{}", annotation.id),
        "type": "Annotation",
        "motivation": if commented { "commenting" } else { "highlighting" },
        "created": annotation.created.to_string(),
        "modified": annotation.modified.to_string(),
        "body": body,
        "target": {
            "source": format!("OEBPS/{}", pages::href(section)),
            "selector": [selector(annotation)],
            "meta": {"headings": [{"level": 1, "txt": section.title}]},
        },
    });
    if !annotation.creator.is_empty() {
        let id = Digest::of(format!("fonds person {}", annotation.creator).as_bytes()).uuid_urn();
        item["creator"] = json!({"id": id, "type": "Person", "name": annotation.creator});
    }
    item
}
