//! How deep a body may be nested: what readers of JSON, pages and print files can follow.
//!
//! Pages with lists that are never closed nest by the hundred. JSON readers stop at 128 levels, so a body that is deeper
//! would be a record that nobody can read again. What lies too deep is kept, but flat.

use crate::body::{Block, Inline};

/// Levels of JSON that blocks may take.
const BLOCKS: usize = 66;
/// Levels of JSON that the inlines of a block may take.
const INLINES: usize = 26;

/// Lifts out what is nested too deeply; whether there was such a thing.
pub fn flatten_depths(blocks: &mut Vec<Block>) -> bool {
    let mut flattened = false;
    *blocks = limit(std::mem::take(blocks), BLOCKS, &mut flattened);
    flattened
}

fn limit(blocks: Vec<Block>, room: usize, flattened: &mut bool) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        if levels(&block) > room {
            *flattened = true;
            leaves(block, flattened, &mut out);
        } else {
            let room = room - levels(&block);
            out.push(within(block, room, flattened));
        }
    }
    out
}

/// Levels of JSON between a block and the blocks in it.
fn levels(block: &Block) -> usize {
    match block {
        Block::Quote { .. } | Block::Note { .. } => 2,
        Block::List { .. } => 3,
        Block::Table { .. } => 6,
        _ => 0,
    }
}

fn within(mut block: Block, room: usize, flattened: &mut bool) -> Block {
    match &mut block {
        Block::Quote { blocks } | Block::Note { blocks, .. } => {
            *blocks = limit(std::mem::take(blocks), room, flattened);
        }
        Block::List { items, .. } => {
            for item in items {
                *item = limit(std::mem::take(item), room, flattened);
            }
        }
        Block::Table { caption, head, rows } => {
            shallow(caption, INLINES, flattened);
            for cell in head.iter_mut().chain(rows).flat_map(|row| &mut row.cells) {
                cell.blocks = limit(std::mem::take(&mut cell.blocks), room, flattened);
            }
        }
        Block::Heading { content, .. }
        | Block::Paragraph { content }
        | Block::Figure { caption: content, .. } => shallow(content, INLINES, flattened),
        Block::Code { .. } | Block::Rule => {}
    }
    block
}

/// The blocks without blocks in them, in order. With a stack of its own, for there may be thousands of levels.
fn leaves(block: Block, flattened: &mut bool, out: &mut Vec<Block>) {
    let mut stack = vec![block];
    while let Some(block) = stack.pop() {
        let inner: Vec<Block> = match block {
            Block::Quote { blocks } | Block::Note { blocks, .. } => blocks,
            Block::List { items, .. } => items.into_iter().flatten().collect(),
            Block::Table { head, rows, .. } => {
                let cells = head.into_iter().chain(rows).flat_map(|row| row.cells);
                cells.flat_map(|cell| cell.blocks).collect()
            }
            leaf => {
                out.push(within(leaf, 0, flattened));
                continue;
            }
        };
        stack.extend(inner.into_iter().rev());
    }
}

fn shallow(content: &mut Vec<Inline>, room: usize, flattened: &mut bool) {
    for inline in std::mem::take(content) {
        if room >= 2 || inline.children().is_none() {
            content.push(deeper(inline, room, flattened));
        } else {
            *flattened = true;
            let mut stack = vec![inline];
            while let Some(mut inline) = stack.pop() {
                match inline.children_mut() {
                    Some(inside) => stack.extend(std::mem::take(inside).into_iter().rev()),
                    None => content.push(inline),
                }
            }
        }
    }
}

fn deeper(mut inline: Inline, room: usize, flattened: &mut bool) -> Inline {
    if let Some(inside) = inline.children_mut() {
        shallow(inside, room.saturating_sub(2), flattened);
    }
    inline
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{Cell, Row};

    fn nested(depth: usize, wrap: impl Fn(Vec<Block>) -> Block) -> Vec<Block> {
        let mut emphasis = Inline::text("sâu");
        for _ in 0..depth {
            emphasis = Inline::Emphasis { content: vec![emphasis] };
        }
        let mut blocks = vec![Block::Paragraph { content: vec![emphasis] }];
        for _ in 0..depth {
            blocks = vec![Block::paragraph("ngoài"), wrap(blocks)];
        }
        blocks
    }

    #[test]
    fn what_is_deep_can_be_read_again_and_loses_no_word() {
        let wraps: [fn(Vec<Block>) -> Block; 3] = [
            |blocks| Block::Quote { blocks },
            |blocks| Block::List { ordered: false, start: 1, items: vec![blocks] },
            |blocks| {
                let cell = Cell { blocks, header: false, colspan: 1, rowspan: 1 };
                Block::Table { caption: vec![], head: vec![], rows: vec![Row { cells: vec![cell] }] }
            },
        ];
        for wrap in wraps {
            let mut blocks = nested(60, wrap);
            assert!(flatten_depths(&mut blocks));
            // With as much around it as a journal or the trash puts there.
            let json =
                format!("{}{}{}", "[".repeat(16), serde_json::to_string(&blocks).unwrap(), "]".repeat(16));
            assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
            assert_eq!(json.matches("ngoài").count(), 60);
            assert_eq!(json.matches("sâu").count(), 1);
        }
        let mut usual = nested(4, |blocks| Block::Quote { blocks });
        assert!(!flatten_depths(&mut usual));
    }
}
