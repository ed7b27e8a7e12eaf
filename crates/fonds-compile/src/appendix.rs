//! All notes on a book's articles, one after the other, each with the words that it is about.

use crate::labels::is_vietnamese;
use crate::texts;
use fonds_model::book::{ANNOTATION_NOTE, PlacedAnnotation, SECTION_LINK};
use fonds_model::{Block, Book, Inline, Section, SectionKind};

/// The appendix of notes, under the titles of the articles, which lead back to them; `None` where there are no notes.
pub fn notes_appendix(book: &Book) -> Option<Section> {
    let language = &book.meta.language;
    let mut blocks = Vec::new();
    for section in book.sections.iter().filter(|section| section.kind == SectionKind::Article) {
        let placed = book.annotations.iter().filter(|placed| placed.section == section.id);
        let noted: Vec<_> = placed.filter_map(|placed| Some((placed, note(section, placed)?))).collect();
        if noted.is_empty() {
            continue;
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
                blocks
                    .push(Block::Paragraph { content: vec![Inline::Emphasis { content: vec![signature] }] });
            }
        }
    }
    let title = if is_vietnamese(language) { "Các ghi chú" } else { "Notes on the articles" };
    let section = texts::bare("notes-appendix".into(), SectionKind::Sources, title, language);
    (!blocks.is_empty()).then_some(Section { blocks, ..section })
}

/// A note as it stands in its chapter, with its citations; none for a bare highlight, or where notes are left out.
fn note<'a>(section: &'a Section, placed: &PlacedAnnotation) -> Option<&'a [Block]> {
    let wanted = format!("{ANNOTATION_NOTE}{}", placed.annotation.id);
    section.blocks.iter().find_map(|block| match block {
        Block::Note { id, blocks } if *id == wanted => Some(blocks.as_slice()),
        _ => None,
    })
}
