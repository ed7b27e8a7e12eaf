//! Typst data: what is printed as JSON, which the template prints without a choice of its own.

mod back;
mod front;
mod letters;
mod setter;

pub(crate) use back::page_label;
pub(crate) use front::{contents, front, furniture};
pub(crate) use letters::Fontless;

use crate::design::Design;
use crate::pictures::Picture;
use back::{entries, index};
use fonds_model::book::{ANNOTATION_NOTE, PlacedAnnotation};
use fonds_model::{Block, Book, Digest, Section};
use serde_json::{Map, Value, json};
use setter::Setter;
use std::collections::{BTreeMap, HashMap};

/// Where sections of a book stand: what is printed as page numbers.
pub(crate) trait Places {
    /// The page on which a section begins, as printed.
    fn start(&self, section: &str) -> Option<String>;
    /// The pages of a passage, as counted from the first of the book's text.
    fn pages(&self, section: &str, start: usize, end: usize) -> Option<(usize, usize)>;
}

/// While nothing is known of pages yet.
pub(crate) struct Nowhere;

impl Places for Nowhere {
    fn start(&self, _: &str) -> Option<String> {
        None
    }

    fn pages(&self, _: &str, _: usize, _: usize) -> Option<(usize, usize)> {
        None
    }
}

/// What a section is set with.
pub(crate) struct Stock<'a> {
    pub book: &'a Book,
    pub design: &'a Design,
    pub pictures: &'a BTreeMap<Digest, Picture>,
    /// Letters that no font has.
    pub fontless: &'a Fontless,
    /// Whether names and titles can be set in small capitals.
    pub small_caps: bool,
    /// The book's annotations by their ids.
    pub annotations: &'a HashMap<&'a str, &'a PlacedAnnotation>,
    pub places: &'a (dyn Places + Sync),
}

impl Stock<'_> {
    /// The page on which a section begins, as texts refer to it.
    fn page_in_words(&self, section: &str) -> Option<String> {
        Some(format!("{} {}", self.book.labels.page_short, self.places.start(section)?))
    }
}

/// A section. `plainly`: everything that Typst could refuse is left out.
pub(crate) fn section(stock: &Stock<'_>, section: &Section, plainly: bool) -> Value {
    let blocks = if plainly { plain(&section.blocks) } else { section.blocks.clone() };
    let (notes, text): (Vec<_>, Vec<_>) =
        blocks.into_iter().partition(|block| matches!(block, Block::Note { .. }));
    let mut setter = Setter::of(stock, &notes);
    let lead = setter.lead(&section.lead);
    let text = setter.blocks(&text);
    let notes = notes_by_id(stock, &mut setter, &notes);
    let citation = setter.apart(&section.citation);
    json!({
        "kind": "section",
        "design": stock.design.value(),
        "lang": primary(&section.language),
        "book-lang": primary(&stock.book.meta.language), "book-tag": stock.book.meta.language,
        "labels": stock.book.labels,
        "small-caps": stock.small_caps,
        "notes": notes,
        "section": {
            "kind": section.kind,
            "title": stock.fontless.words(&section.title),
            "byline": stock.fontless.words(&section.byline),
            "dateline": stock.fontless.words(&section.dateline),
            "lead": lead,
            "blocks": text,
            "citation": citation,
            "tags": stock.fontless.words(&section.tags.join(", ")),
            "entries": entries(stock, section),
            "index": index(stock, section),
        },
    })
}

/// The notes of a section that stand in its margin, a page each.
pub(crate) fn margin_notes(stock: &Stock<'_>, section: &Section) -> Value {
    let (notes, text): (Vec<_>, Vec<_>) =
        section.blocks.iter().cloned().partition(|block| matches!(block, Block::Note { .. }));
    let mut setter = Setter::of(stock, &notes);
    setter.lead(&section.lead);
    setter.blocks(&text);
    let notes = notes_by_id(stock, &mut setter, &notes);
    json!({"kind": "margin", "design": stock.design.value(), "lang": primary(&section.language),
        "book-lang": primary(&stock.book.meta.language), "book-tag": stock.book.meta.language, "labels": stock.book.labels, "notes": notes,
        "width": stock.design.margin_pt()})
}

/// Notes with their numbers; those of annotations also with colour and signature.
fn notes_by_id(stock: &Stock<'_>, setter: &mut Setter<'_>, notes: &[Block]) -> Map<String, Value> {
    let mut by_id = Map::new();
    for (n, note) in notes.iter().enumerate() {
        let Block::Note { id, blocks } = note else { continue };
        let annotation = id.strip_prefix(ANNOTATION_NOTE).and_then(|id| stock.annotations.get(id));
        let mut inside = setter.blocks(blocks);
        if let (Some(signature), Some(blocks)) =
            (annotation.map(|placed| &placed.signature).filter(|s| !s.is_empty()), inside.as_array_mut())
        {
            sign(blocks, signature);
        }
        let colour = annotation.map(|placed| placed.annotation.colour.tint());
        by_id.insert(id.clone(), json!({"id": id, "number": n + 1, "blocks": inside, "colour": colour}));
    }
    by_id
}

/// Who made a note and when stands at the end of its last paragraph.
fn sign(blocks: &mut Vec<Value>, signature: &str) {
    let words = json!({"type": "emphasis", "content": [{"type": "text", "text": format!(" — {signature}")}]});
    match blocks.last_mut().filter(|block| block["type"] == "paragraph") {
        Some(last) => {
            if let Some(content) = last["content"].as_array_mut() {
                content.push(words);
            }
        }
        None => blocks.push(json!({"type": "paragraph", "content": [words], "off": null})),
    }
}

/// Typst takes two- and three-letter codes.
fn primary(language: &str) -> String {
    let primary: String = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let good = (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
    if good { primary } else { "en".into() }
}

/// The text of blocks as paragraphs.
fn plain(blocks: &[Block]) -> Vec<Block> {
    let projection = fonds_model::Projection::of_blocks(blocks);
    projection.text.lines().filter(|line| !line.trim().is_empty()).map(Block::paragraph).collect()
}
