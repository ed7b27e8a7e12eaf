//! Front matter and furniture as data.

use super::primary;
use crate::design::Design;
use crate::furniture::FurnitureLine;
use fonds_model::{Book, SectionKind};
use serde_json::{Value, json};

/// The table of contents. `page` gives the number printed on a section's first page.
pub(crate) fn contents(book: &Book, depth: u8, page: &dyn Fn(usize) -> String) -> Vec<Value> {
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
        lines.push(json!({"level": level, "part": is_part, "title": section.title, "section": section.id,
            "page": page(n), "author": author}));
    }
    lines
}

/// The pages before the text, by the names of their looks in the template.
pub(crate) fn front(book: &Book, design: &Design, contents: &[Value]) -> Value {
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
    json!({"kind": "front", "design": design.value(), "lang": primary(&book.meta.language), "meta": book.meta,
        "book-lang": primary(&book.meta.language), "book-tag": book.meta.language, "labels": book.labels, "contents": contents,
        "imprint": imprint(book), "pages": pages})
}

fn imprint(book: &Book) -> Vec<Value> {
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
    lines.map(|(label, text): (&str, _)| json!({"label": label, "text": text})).collect()
}

/// Running heads and page numbers, a page each.
pub(crate) fn furniture(book: &Book, design: &Design, lines: &[FurnitureLine]) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| json!({"head": line.head, "number": line.number, "left": line.left}))
        .collect();
    json!({"kind": "furniture", "design": design.value(), "lang": primary(&book.meta.language),
        "book-lang": primary(&book.meta.language), "book-tag": book.meta.language, "labels": book.labels, "lines": lines})
}
