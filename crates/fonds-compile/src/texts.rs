//! Sections that the collection itself brings: parts, forewords, introductions.

use crate::labels::is_vietnamese;
use fonds_model::book::Credits;
use fonds_model::{Block, Diagnostic, Inline, Section, SectionKind, TextRole, markdown};

/// A section with a heading and nothing else.
pub(crate) fn bare(id: String, kind: SectionKind, title: &str, language: &str) -> Section {
    Section {
        id,
        kind,
        title: fonds_model::text::clean_line(title),
        language: language.to_owned(),
        byline: String::new(),
        dateline: String::new(),
        lead: vec![],
        blocks: vec![],
        citation: vec![],
        tags: vec![],
        entries: vec![],
        index: vec![],
        appeared: String::new(),
        credits: Credits::default(),
    }
}

/// A text that was written for the collection, in Markdown.
pub(crate) fn section(
    id: String,
    role: TextRole,
    title: &str,
    text: &str,
    language: &str,
    remarks: &mut Vec<Diagnostic>,
) -> Section {
    let kind = match role {
        TextRole::Foreword => SectionKind::Foreword,
        TextRole::Introduction => SectionKind::Introduction,
        TextRole::Afterword => SectionKind::Afterword,
    };
    let title = if title.trim().is_empty() { usual_title(role, language) } else { title };
    let mut section = bare(id, kind, title, language);
    let mut blocks = note_blocks(text);
    let mut lead = vec![];
    crate::notes::order(&mut lead, &mut blocks, vec![], &section.title, remarks);
    section.blocks = blocks;
    section
}

/// Markdown as blocks for a book: headings from level 2 on, pictures as their words, because they have no bytes.
pub fn note_blocks(text: &str) -> Vec<Block> {
    let mut blocks = markdown::parse(text);
    blocks.iter_mut().for_each(plain_pictures);
    blocks
}

fn usual_title(role: TextRole, language: &str) -> &'static str {
    match (role, is_vietnamese(language)) {
        (TextRole::Foreword, true) => "Lời nói đầu",
        (TextRole::Foreword, false) => "Foreword",
        (TextRole::Introduction, true) => "Giới thiệu",
        (TextRole::Introduction, false) => "Introduction",
        (TextRole::Afterword, true) => "Lời bạt",
        (TextRole::Afterword, false) => "Afterword",
    }
}

fn plain_pictures(block: &mut Block) {
    match block {
        Block::Heading { level, content } => {
            *level = (*level + 1).clamp(2, 6);
            plain_inlines(content);
        }
        Block::Paragraph { content } => plain_inlines(content),
        Block::Figure { image, .. } => *block = Block::paragraph(std::mem::take(&mut image.alt)),
        Block::Quote { blocks } | Block::Note { blocks, .. } => blocks.iter_mut().for_each(plain_pictures),
        Block::List { items, .. } => items.iter_mut().flatten().for_each(plain_pictures),
        Block::Table { head, rows, .. } => {
            let cells = head.iter_mut().chain(rows).flat_map(|row| &mut row.cells);
            cells.flat_map(|cell| &mut cell.blocks).for_each(plain_pictures);
        }
        Block::Code { .. } | Block::Rule => {}
    }
}

fn plain_inlines(inlines: &mut [Inline]) {
    for inline in inlines {
        if let Inline::Image { image } = inline {
            *inline = Inline::text(std::mem::take(&mut image.alt));
        } else if let Some(children) = inline.children_mut() {
            plain_inlines(children);
        }
    }
}
