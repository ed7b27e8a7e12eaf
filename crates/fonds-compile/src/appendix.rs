//! All notes on a book's articles, one after the other, each with the words that it is about.

use crate::labels::is_vietnamese;
use crate::texts;
use fonds_model::book::{ANNOTATION_NOTE, PlacedAnnotation, SECTION_LINK, TextSource};
use fonds_model::{Block, Book, Inline, Section, SectionKind};
use std::collections::HashMap;
use std::io;

/// The appendix of notes, under the titles of the articles, which lead back to them; `None` where there are no notes.
///
/// # Errors
/// As the source.
pub fn notes_appendix(book: &Book, texts: &dyn TextSource) -> io::Result<Option<Section>> {
    let mut by_section: HashMap<&str, Vec<&PlacedAnnotation>> = HashMap::new();
    for placed in &book.annotations {
        by_section.entry(&placed.section).or_default().push(placed);
    }
    let mut blocks = Vec::new();
    for section in book.sections.iter().filter(|section| section.kind == SectionKind::Article) {
        if let Some(placed) = by_section.get(section.id.as_str()) {
            of_article(&*texts.whole(section)?, placed, &mut blocks);
        }
    }
    let language = &book.meta.language;
    let title = if is_vietnamese(language) { "Các ghi chú" } else { "Notes on the articles" };
    let section = texts::bare("notes-appendix".into(), SectionKind::Sources, title, language);
    Ok((!blocks.is_empty()).then_some(Section { blocks, ..section }))
}

fn of_article(section: &Section, placed: &[&PlacedAnnotation], blocks: &mut Vec<Block>) {
    let noted: Vec<_> = placed.iter().filter_map(|placed| Some((placed, note(section, placed)?))).collect();
    if noted.is_empty() {
        return;
    }
    let content = vec![Inline::Link {
        href: format!("{SECTION_LINK}{}", section.id),
        content: vec![Inline::text(section.title.clone())],
    }];
    blocks.push(Block::Heading { level: 2, content });
    for (placed, note) in noted {
        let quote = placed.annotation.target.quote.exact.replace('\n', " ");
        // Of a picture there may be nothing to say.
        if !quote.trim().is_empty() {
            blocks.push(Block::Quote { blocks: vec![Block::paragraph(quote)] });
        }
        blocks.extend(note.iter().cloned());
        if !placed.signature.is_empty() {
            let signature = Inline::text(format!("— {}", placed.signature));
            blocks.push(Block::Paragraph { content: vec![Inline::Emphasis { content: vec![signature] }] });
        }
    }
}

/// A note as it stands in its chapter, with its citations; none for a bare highlight, or where notes are left out.
fn note<'a>(section: &'a Section, placed: &PlacedAnnotation) -> Option<&'a [Block]> {
    let wanted = format!("{ANNOTATION_NOTE}{}", placed.annotation.id);
    section.blocks.iter().find_map(|block| match block {
        Block::Note { id, blocks } if *id == wanted => Some(blocks.as_slice()),
        _ => None,
    })
}
