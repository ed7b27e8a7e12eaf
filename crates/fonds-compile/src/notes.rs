//! Notes: at the end of their section, in the order of their references.

use fonds_model::{Block, Diagnostic, Inline};
use std::collections::HashMap;

/// Takes the notes out of the blocks and puts them, with `more`, at the end in the order of their references. A reference
/// without a note goes; a note without a reference becomes plain text.
pub(crate) fn order(
    lead: &mut Vec<Inline>,
    blocks: &mut Vec<Block>,
    more: Vec<Block>,
    title: &str,
    remarks: &mut Vec<Diagnostic>,
) {
    let mut found = Vec::new();
    take_notes(blocks, &mut found);
    let mut by_id: HashMap<String, Vec<Block>> = HashMap::new();
    let mut ids = Vec::new();
    for note in found.into_iter().chain(more) {
        if let Block::Note { id, blocks } = note {
            ids.push(id.clone());
            by_id.insert(id, blocks);
        }
    }
    let mut referred = Vec::new();
    let mut dropped = false;
    visit_inlines(lead, &mut |inlines| keep_known(inlines, &by_id, &mut referred, &mut dropped));
    visit_blocks(blocks, &mut |inlines| keep_known(inlines, &by_id, &mut referred, &mut dropped));
    if dropped {
        let remark =
            Diagnostic::warning("note-missing", format!("“{title}” refers to a note that it does not have"));
        remarks.push(remark);
    }
    let mut next = 0;
    let mut notes = Vec::new();
    while let Some(id) = referred.get(next).cloned() {
        next += 1;
        let Some(mut inside) = by_id.remove(&id) else { continue };
        visit_blocks(&mut inside, &mut |inlines| {
            inlines.retain(|inline| !matches!(inline, Inline::NoteRef { .. }))
        });
        notes.push(Block::Note { id, blocks: inside });
    }
    for id in ids {
        blocks.extend(by_id.remove(&id).unwrap_or_default());
    }
    blocks.extend(notes);
}

fn take_notes(blocks: &mut Vec<Block>, found: &mut Vec<Block>) {
    let mut kept = Vec::with_capacity(blocks.len());
    for mut block in std::mem::take(blocks) {
        match &mut block {
            Block::Note { .. } => {
                found.push(block);
                continue;
            }
            Block::Quote { blocks } => take_notes(blocks, found),
            Block::List { items, .. } => items.iter_mut().for_each(|item| take_notes(item, found)),
            Block::Table { head, rows, .. } => {
                let cells = head.iter_mut().chain(rows).flat_map(|row| &mut row.cells);
                cells.for_each(|cell| take_notes(&mut cell.blocks, found));
            }
            _ => {}
        }
        kept.push(block);
    }
    *blocks = kept;
}

fn keep_known(
    inlines: &mut Vec<Inline>,
    known: &HashMap<String, Vec<Block>>,
    referred: &mut Vec<String>,
    dropped: &mut bool,
) {
    inlines.retain(|inline| match inline {
        Inline::NoteRef { note } if known.contains_key(note) => {
            if !referred.contains(note) {
                referred.push(note.clone());
            }
            true
        }
        Inline::NoteRef { .. } => {
            *dropped = true;
            false
        }
        _ => true,
    });
}

/// Calls `visit` with every list of inlines, outer ones first, in reading order.
pub(crate) fn visit_blocks(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => visit_inlines(content, visit),
            Block::Quote { blocks } | Block::Note { blocks, .. } => visit_blocks(blocks, visit),
            Block::List { items, .. } => items.iter_mut().for_each(|item| visit_blocks(item, visit)),
            Block::Figure { caption, .. } => visit_inlines(caption, visit),
            Block::Table { caption, head, rows } => {
                visit_inlines(caption, visit);
                for cell in head.iter_mut().chain(rows).flat_map(|row| &mut row.cells) {
                    visit_blocks(&mut cell.blocks, visit);
                }
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

/// References within wrappers come in their own order, so each inline is visited where it stands.
fn visit_inlines(inlines: &mut Vec<Inline>, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    let mut out = Vec::with_capacity(inlines.len());
    for mut inline in std::mem::take(inlines) {
        if let Some(children) = inline.children_mut() {
            visit_inlines(children, visit);
            out.push(inline);
        } else {
            let mut one = vec![inline];
            visit(&mut one);
            out.append(&mut one);
        }
    }
    *inlines = out;
}
