//! The text projection: the one plain text of an article, which offsets of annotations count in.
//!
//! It is the lead (if there is one) and then every *leaf* of the body in reading order, joined by `\n`.
//! A leaf is a block that holds text itself: a heading, a paragraph, a code block, and the caption of a
//! figure or table that has one (a table's caption comes before its cells). The reader shows each leaf as
//! one element whose DOM text equals the leaf's, so positions in the window and here are the same.

use crate::Article;
use crate::body::{Block, Inline, push_plain};
use serde::Serialize;

/// The plain text of an article and where its leaves lie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Projection {
    /// The text, NFC.
    pub text: String,
    /// The leaves in reading order.
    pub leaves: Vec<Leaf>,
}

/// Where a leaf lies in the text, in Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Leaf {
    /// The first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

impl Projection {
    /// The projection of an article: its lead and its body.
    pub fn of(article: &Article) -> Self {
        let mut builder = Builder::default();
        if let Some(lead) = article.lead.as_deref().filter(|lead| !lead.is_empty()) {
            builder.leaf(|out| out.push_str(lead));
        }
        builder.blocks(&article.body);
        builder.projection
    }

    /// The projection of a lead, if it is not empty, and blocks.
    pub fn of_parts(lead: &[Inline], blocks: &[Block]) -> Self {
        let mut builder = Builder::default();
        builder.caption(lead);
        builder.blocks(blocks);
        builder.projection
    }

    /// The projection of blocks alone.
    pub fn of_blocks(blocks: &[Block]) -> Self {
        let mut builder = Builder::default();
        builder.blocks(blocks);
        builder.projection
    }

    /// The code points from `start` up to `end`.
    pub fn slice(&self, start: usize, end: usize) -> String {
        self.text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }
}

#[derive(Default)]
struct Builder {
    projection: Projection,
    chars: usize,
}

impl Builder {
    fn leaf(&mut self, write: impl FnOnce(&mut String)) {
        let text = &mut self.projection.text;
        if !self.projection.leaves.is_empty() {
            text.push('\n');
            self.chars += 1;
        }
        let from = text.len();
        write(text);
        let start = self.chars;
        self.chars += text[from..].chars().count();
        self.projection.leaves.push(Leaf { start, end: self.chars });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        self.leaf(|out| push_plain(inlines, out));
    }

    fn caption(&mut self, caption: &[Inline]) {
        if !caption.is_empty() {
            self.inlines(caption);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { content, .. } | Block::Paragraph { content } => self.inlines(content),
                Block::Code { text, .. } => self.leaf(|out| out.push_str(text)),
                Block::Quote { blocks } | Block::Note { blocks, .. } => self.blocks(blocks),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Figure { caption, .. } => self.caption(caption),
                Block::Table { caption, head, rows } => {
                    self.caption(caption);
                    for cell in head.iter().chain(rows).flat_map(|row| &row.cells) {
                        self.blocks(&cell.blocks);
                    }
                }
                Block::Rule => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_are_joined_by_line_ends() {
        let blocks = vec![
            Block::heading(2, "Mở đầu"),
            Block::Quote { blocks: vec![Block::paragraph("Đường 😀 dài.")] },
            Block::Rule,
            Block::Code { language: None, text: "a\nb".into() },
        ];
        let projection = Projection::of_blocks(&blocks);
        assert_eq!(projection.text, "Mở đầu\nĐường 😀 dài.\na\nb");
        let leaf = projection.leaves[1];
        assert_eq!(projection.slice(leaf.start, leaf.end), "Đường 😀 dài.");
        assert_eq!(projection.leaves.len(), 3);
    }

    #[test]
    fn the_lead_is_the_first_leaf() {
        let article = Article {
            lead: Some("Sapo.".into()),
            body: vec![Block::paragraph("Thân bài.")],
            ..Article::default()
        };
        assert_eq!(Projection::of(&article).text, "Sapo.\nThân bài.");
    }
}
