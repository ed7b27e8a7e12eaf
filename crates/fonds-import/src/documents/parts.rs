//! The paragraphs and blocks of a document in their order, and the blocks of an article that are made of them.

use super::lists;
use super::runs::Runs;
use crate::html::lines::push_paragraph;
use fonds_model::{Block, Inline};

/// A paragraph or block of a document, with what its style says of it.
#[derive(Debug)]
pub(crate) enum Part {
    Title(Runs),
    /// A subtitle or abstract.
    Lead(Runs),
    Author(Runs),
    Date(Runs),
    /// A heading; 1 is the highest level.
    Heading(u8, Runs),
    /// A caption of what stands before or behind it.
    Caption(Runs),
    Quote(Runs),
    Item(lists::Place, Runs),
    Paragraph(Runs),
    Block(Block),
}

/// The blocks of parts: lists are nested, captions go to their figures and tables.
pub(crate) fn assembled(parts: Vec<Part>) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(parts.len());
    let mut caption: Option<Vec<Inline>> = None;
    let mut items = lists::Lists::default();
    for part in parts {
        if let Part::Item(place, runs) = part {
            let mut item = Vec::new();
            push_paragraph(runs.into_inlines(), &mut item);
            if !item.is_empty() {
                items.item(place, item);
            }
            continue;
        }
        items.finish(&mut blocks);
        if let Part::Caption(runs) = part {
            let content = with_its_picture(runs.into_inlines(), &mut blocks);
            if !content.is_empty() && !caption_before(&content, &mut blocks) {
                leave_caption(&mut caption, &mut blocks);
                caption = Some(content);
            }
            continue;
        }
        let from = blocks.len();
        push_part(part, &mut blocks);
        if blocks.len() > from
            && let Some(content) = caption.take()
            && !put_caption(blocks.last_mut(), &content)
        {
            blocks.insert(from, captioned_paragraph(content));
        }
    }
    items.finish(&mut blocks);
    leave_caption(&mut caption, &mut blocks);
    blocks
}

fn push_part(part: Part, blocks: &mut Vec<Block>) {
    match part {
        Part::Heading(level, runs) => {
            let content = runs.into_heading();
            if content.iter().any(|inline| !matches!(inline, Inline::Break)) {
                blocks.push(Block::Heading { level: level.clamp(1, 9), content });
            }
        }
        Part::Quote(runs) => {
            let mut inner = Vec::new();
            push_paragraph(runs.into_inlines(), &mut inner);
            match blocks.last_mut() {
                Some(Block::Quote { blocks }) => blocks.append(&mut inner),
                _ if inner.is_empty() => {}
                _ => blocks.push(Block::Quote { blocks: inner }),
            }
        }
        Part::Block(block) => blocks.push(block),
        Part::Title(runs)
        | Part::Lead(runs)
        | Part::Author(runs)
        | Part::Date(runs)
        | Part::Caption(runs)
        | Part::Item(_, runs)
        | Part::Paragraph(runs) => push_paragraph(runs.into_inlines(), blocks),
    }
}

/// A picture at the head of its caption's paragraph becomes a figure; what is left is the caption.
fn with_its_picture(mut content: Vec<Inline>, blocks: &mut Vec<Block>) -> Vec<Inline> {
    if let Some(Inline::Image { image }) = content.first() {
        blocks.push(Block::Figure { image: image.clone(), caption: vec![] });
        content.remove(0);
        while matches!(content.first(), Some(Inline::Break)) {
            content.remove(0);
        }
    }
    content
}

/// Gives a caption to the figure just before it.
fn caption_before(content: &[Inline], blocks: &mut [Block]) -> bool {
    matches!(blocks.last(), Some(Block::Figure { .. })) && put_caption(blocks.last_mut(), content)
}

fn put_caption(block: Option<&mut Block>, content: &[Inline]) -> bool {
    match block {
        Some(Block::Figure { caption, .. } | Block::Table { caption, .. }) if caption.is_empty() => {
            *caption = content.to_vec();
            true
        }
        _ => false,
    }
}

/// A caption that nothing came after belongs to the table before it, or stands alone.
fn leave_caption(caption: &mut Option<Vec<Inline>>, blocks: &mut Vec<Block>) {
    if let Some(content) = caption.take()
        && !put_caption(blocks.last_mut(), &content)
    {
        blocks.push(captioned_paragraph(content));
    }
}

fn captioned_paragraph(content: Vec<Inline>) -> Block {
    let emphasised = matches!(content.as_slice(), [Inline::Emphasis { .. }]);
    Block::Paragraph { content: if emphasised { content } else { vec![Inline::Emphasis { content }] } }
}
