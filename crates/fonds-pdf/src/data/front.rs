//! Front matter and furniture as data.

use super::{Fontless, primary};
use crate::design::Design;
use crate::furniture::FurnitureLine;
use fonds_model::{Book, SectionKind};
use serde_json::{Value, json};

/// The table of contents. `page` gives the number printed on a section's first page.
pub(crate) fn contents(
    book: &Book,
    depth: u8,
    fontless: &Fontless,
    page: &dyn Fn(usize) -> String,
) -> Vec<Value> {
    let mut in_part = false;
    let mut lines = Vec::new();
    for (n, section) in book.sections.iter().enumerate() {
        let is_part = section.kind == SectionKind::Part;
        in_part = is_part || (in_part && section.kind.is_within_part());
        let level = if in_part && !is_part { 2 } else { 1 };
        if depth < 2 && level == 2 {
            continue;
        }
        let author = if section.kind == SectionKind::Article { section.byline.as_str() } else { "" };
        lines.push(json!({"level": level, "part": is_part, "title": fontless.words(&section.title),
            "section": section.id, "page": page(n), "author": fontless.words(author)}));
    }
    lines
}

/// The pages before the text, by the names of their looks in the template.
pub(crate) fn front(book: &Book, design: &Design, fontless: &Fontless, contents: &[Value]) -> Value {
    let mut pages = Vec::new();
    if design.half_title {
        pages.extend(["half-title", "blank"]);
    }
    pages.push("title-page");
    if design.imprint {
        pages.push("imprint");
    }
    if design.contents_depth > 0 && !contents.is_empty() {
        if pages.len() % 2 == 1 {
            pages.push("blank");
        }
        pages.push("contents");
    }
    json!({"kind": "front", "design": design.value(), "lang": primary(&book.meta.language), "meta": title_words(book, fontless),
        "book-lang": primary(&book.meta.language), "book-tag": book.meta.language, "labels": book.labels, "contents": contents,
        "imprint": imprint(book, fontless), "pages": pages})
}

/// What the title pages print.
fn title_words(book: &Book, fontless: &Fontless) -> Value {
    let meta = &book.meta;
    let words = |text: &str| fontless.words(text);
    json!({"title": words(&meta.title), "subtitle": words(&meta.subtitle), "compiler": words(&meta.compiler),
        "institution": words(&meta.institution), "date": words(&meta.date)})
}

fn imprint(book: &Book, fontless: &Fontless) -> Vec<Value> {
    let (meta, labels) = (&book.meta, &book.labels);
    let lines = [
        ("", &meta.title),
        (&labels.compiled_by, &meta.compiler),
        (&labels.institution, &meta.institution),
        (&labels.date, &meta.date),
        ("", &meta.series),
        (&labels.rights, &meta.rights),
        (&labels.identifier, &meta.number),
        (&labels.identifier, &meta.identifier),
    ];
    let lines = lines.into_iter().filter(|(_, text)| !text.is_empty());
    lines
        .map(|(label, text): (&str, _)| json!({"label": label, "text": fontless.words(&breakable(text))}))
        .collect()
}

/// Identifiers and addresses may break after their joints.
fn breakable(text: &str) -> String {
    text.replace('-', "-\u{200b}").replace(':', ":\u{200b}")
}

/// Running heads and page numbers, a piece a page.
pub(crate) fn furniture(
    book: &Book,
    design: &Design,
    fontless: &Fontless,
    lines: &[&FurnitureLine],
    small_caps: bool,
) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| json!({"head": fontless.words(&line.head), "number": line.number, "left": line.left}))
        .collect();
    json!({"kind": "furniture", "design": design.value(), "lang": primary(&book.meta.language),
        "book-lang": primary(&book.meta.language), "book-tag": book.meta.language, "labels": book.labels, "lines": lines,
        "small-caps": small_caps})
}
