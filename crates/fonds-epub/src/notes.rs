//! The numbers of a section's notes.

use fonds_model::Block;
use std::collections::HashMap;

/// The number of each note by its id, in the order in which the notes stand, also those within other blocks. Notes of one id
/// have one number.
pub(crate) fn numbers(blocks: &[Block]) -> HashMap<String, usize> {
    let mut numbers = HashMap::new();
    let mut waiting: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = waiting.pop() {
        match block {
            Block::Note { id, blocks } => {
                let next = numbers.len() + 1;
                numbers.entry(id.clone()).or_insert(next);
                waiting.extend(blocks.iter().rev());
            }
            Block::Quote { blocks } => waiting.extend(blocks.iter().rev()),
            Block::List { items, .. } => waiting.extend(items.iter().flatten().rev()),
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows).flat_map(|row| &row.cells);
                waiting.extend(cells.flat_map(|cell| &cell.blocks).rev());
            }
            _ => {}
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_within_other_blocks_are_numbered_too() {
        let note = |id: &str| Block::Note { id: id.into(), blocks: vec![] };
        let quote = Block::Quote { blocks: vec![note("a"), note("b")] };
        let numbers = numbers(&[quote, note("c"), note("a")]);
        assert_eq!((numbers["a"], numbers["b"], numbers["c"], numbers.len()), (1, 2, 3, 3));
    }
}
