//! Blocks to Markdown, so that a text can be corrected as one types it.
//!
//! 1. [`write`] says the blocks in Markdown; what reads as a mark and is none gets a backslash.
//! 2. [`losses`] reads that again and names what Markdown could not hold.
//!
//! Invariant: where `losses` is empty, [`parse`](super::parse) of what was written gives the same blocks.

mod inlines;

pub use inlines::escape;

use crate::body::{Block, Inline, Row, for_each_inline};
use crate::{Projection, markdown};
use inlines::{Line, line};
use serde::Serialize;

/// What Markdown cannot hold of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Words or spaces would be others.
    Words,
    /// A table's caption, or cells that span or hold more than a line.
    Table,
    /// Pictures.
    Pictures,
    /// Links.
    Links,
    /// References to notes.
    Notes,
    /// Italics, bold, raised or lowered letters, or the language of words.
    Letters,
    /// How the blocks lie in each other.
    Structure,
}

/// The blocks in Markdown.
pub fn write(blocks: &[Block]) -> String {
    lines(blocks).join("\n")
}

/// What would be lost if a block were written in Markdown and read again; nothing in the usual case.
pub fn losses(block: &Block) -> Vec<Loss> {
    let before = std::slice::from_ref(block);
    let notes = note_references(before);
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    let after = markdown::parse_part(&write(before), &notes);
    if after == before {
        return vec![];
    }
    let (old, new) = (Tally::of(before), Tally::of(&after));
    let mut losses = Vec::new();
    let mut note = |differs: bool, loss: Loss| {
        if differs {
            losses.push(loss);
        }
    };
    let is_table = matches!(block, Block::Table { .. });
    note(Projection::of_blocks(before).text != Projection::of_blocks(&after).text && !is_table, Loss::Words);
    note(is_table, Loss::Table);
    note(old.pictures != new.pictures, Loss::Pictures);
    note(old.links != new.links, Loss::Links);
    note(old.notes != new.notes, Loss::Notes);
    note(old.letters != new.letters, Loss::Letters);
    if losses.is_empty() {
        losses.push(Loss::Structure);
    }
    losses
}

fn note_references(blocks: &[Block]) -> Vec<String> {
    let mut ids = Vec::new();
    for_each_inline(blocks, &mut |inline| {
        if let Inline::NoteRef { note } = inline {
            ids.push(note.clone());
        }
    });
    ids
}

/// What stands in blocks, by sort.
#[derive(Default)]
struct Tally {
    pictures: usize,
    links: usize,
    notes: usize,
    letters: usize,
}

impl Tally {
    fn of(blocks: &[Block]) -> Self {
        let mut tally = Self::default();
        crate::body::for_each_image(blocks, &mut |_| tally.pictures += 1);
        for_each_inline(blocks, &mut |inline| match inline {
            Inline::Link { .. } => tally.links += 1,
            Inline::NoteRef { .. } => tally.notes += 1,
            Inline::Emphasis { .. }
            | Inline::Strong { .. }
            | Inline::Sub { .. }
            | Inline::Sup { .. }
            | Inline::Code { .. }
            | Inline::Span { .. } => tally.letters += 1,
            _ => {}
        });
        tally
    }
}

/// The lines of blocks, an empty one between each two.
fn lines(blocks: &[Block]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // Lists that follow each other would be one; the marks of the second are others.
    let mut other = false;
    for (n, block) in blocks.iter().enumerate() {
        if n > 0 {
            out.push(String::new());
        }
        let follows = n > 0 && same_list(&blocks[n - 1], block);
        other = follows && !other;
        out.extend(of_block(block, other));
    }
    out
}

fn same_list(a: &Block, b: &Block) -> bool {
    matches!((a, b), (Block::List { ordered: a, .. }, Block::List { ordered: b, .. }) if a == b)
}

fn of_block(block: &Block, other: bool) -> Vec<String> {
    match block {
        Block::Heading { level, content } => {
            vec![format!(
                "{} {}",
                "#".repeat(usize::from((*level).clamp(1, 6))),
                line(content, Line::Heading)
            )]
        }
        Block::Paragraph { content } => split(&line(content, Line::Block)),
        Block::Quote { blocks } if blocks.is_empty() => vec![">".into()],
        Block::Quote { blocks } => indented(lines(blocks), "> ", "> "),
        Block::List { ordered, start, items } => of_list(*ordered, *start, items, other),
        Block::Table { caption, head, rows } => of_table(caption, head, rows),
        Block::Figure { image, caption } => {
            let mut content = vec![Inline::Image { image: image.clone() }];
            if !caption.is_empty() {
                content.push(Inline::Break);
                content.extend(caption.iter().cloned());
            }
            split(&line(&content, Line::Block))
        }
        Block::Code { language, text } => of_code(language.as_deref().unwrap_or_default(), text),
        Block::Note { id, blocks } => indented(lines(blocks), &format!("[^{id}]: "), "    "),
        Block::Rule => vec!["___".into()],
    }
}

fn of_list(ordered: bool, start: u32, items: &[Vec<Block>], other: bool) -> Vec<String> {
    let is_short = items.iter().all(|item| matches!(item.as_slice(), [] | [Block::Paragraph { .. }]));
    let mut out = Vec::new();
    for (n, item) in items.iter().enumerate() {
        if n > 0 && !is_short {
            out.push(String::new());
        }
        let mark = match (ordered, other) {
            (false, false) => "- ".to_owned(),
            (false, true) => "* ".to_owned(),
            (true, other) => format!("{}{} ", start as usize + n, if other { ')' } else { '.' }),
        };
        out.extend(indented(lines(item), &mark, &" ".repeat(mark.len())));
    }
    out
}

/// The first line behind one text, the others behind another. Nothing stands at the end of an empty line.
fn indented(lines: Vec<String>, first: &str, others: &str) -> Vec<String> {
    let lines = if lines.is_empty() { vec![String::new()] } else { lines };
    let with = |(n, line): (usize, String)| {
        let before = if n == 0 { first } else { others };
        if line.is_empty() { before.trim_end().to_owned() } else { format!("{before}{line}") }
    };
    lines.into_iter().enumerate().map(with).collect()
}

fn of_code(language: &str, text: &str) -> Vec<String> {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let mut out = vec![format!("{fence}{language}")];
    if !text.is_empty() {
        out.extend(split(text));
    }
    out.push(fence);
    out
}

fn of_table(caption: &[Inline], head: &[Row], rows: &[Row]) -> Vec<String> {
    let columns = head.iter().chain(rows).map(|row| row.cells.len()).max().unwrap_or_default();
    let mut out = Vec::new();
    if !caption.is_empty() {
        out.extend(split(&line(caption, Line::Block)));
        out.push(String::new());
    }
    let (first, more) = head.split_first().map_or((None, head), |(first, more)| (Some(first), more));
    out.push(first.map_or_else(|| format!("|{}", "  |".repeat(columns)), |row| of_row(row, columns)));
    out.push(format!("|{}", " --- |".repeat(columns)));
    out.extend(more.iter().chain(rows).map(|row| of_row(row, columns)));
    out
}

fn of_row(row: &Row, columns: usize) -> String {
    let mut out = String::from("|");
    for n in 0..columns {
        let blocks = row.cells.get(n).map(|cell| cell.blocks.as_slice()).unwrap_or_default();
        out.push_str(&format!(" {} |", line(&inlines::of_blocks(blocks), Line::Cell)));
    }
    out
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
