//! The text projection: the one plain text of an article, which offsets of annotations count in.
//!
//! It is the lead (if there is one) and then every *leaf* of the body in reading order, joined by `\n`.
//! A leaf is a block that holds text itself: a heading, a paragraph, a code block, and the caption of a
//! figure or table that has one (a table's caption comes before its cells). The reader shows each leaf as
//! one element whose DOM text equals the leaf's, so positions in the window and here are the same.
//!
//! Pictures say nothing in it, but have a place: in a line of text between two code points, else where the next leaf
//! begins, which is a figure's caption where it has one.

use crate::body::{Block, Image, Inline, plain_text, push_plain};
use crate::{Article, Digest};
use serde::Serialize;

/// The plain text of an article and where its leaves lie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Projection {
    /// The text, NFC.
    pub text: String,
    /// The leaves in reading order.
    pub leaves: Vec<Leaf>,
    /// The pictures in reading order, which is that of [`crate::body::for_each_image`].
    pub pictures: Vec<PlacedPicture>,
}

/// A picture and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedPicture {
    /// The picture.
    pub asset: Digest,
    /// The code point that it stands before.
    pub at: usize,
    /// What is said of it: its caption, else its alternative text.
    pub words: String,
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
        builder.finish()
    }

    /// The projection of a lead, if it is not empty, and blocks.
    pub fn of_parts(lead: &[Inline], blocks: &[Block]) -> Self {
        let mut builder = Builder::default();
        builder.caption(lead);
        builder.blocks(blocks);
        builder.finish()
    }

    /// The projection of blocks alone.
    pub fn of_blocks(blocks: &[Block]) -> Self {
        let mut builder = Builder::default();
        builder.blocks(blocks);
        builder.finish()
    }

    /// Which of the pictures this one is; of several that are the same, the nearest to `near`.
    pub fn picture(&self, asset: &Digest, near: usize) -> Option<usize> {
        let same = self.pictures.iter().enumerate().filter(|(_, picture)| picture.asset == *asset);
        same.min_by_key(|(_, picture)| picture.at.abs_diff(near)).map(|(n, _)| n)
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
    /// Nothing stands beyond the text.
    fn finish(mut self) -> Projection {
        for picture in &mut self.projection.pictures {
            picture.at = picture.at.min(self.chars);
        }
        self.projection
    }

    /// Where the next leaf begins.
    fn next(&self) -> usize {
        self.chars + usize::from(!self.projection.leaves.is_empty())
    }

    fn leaf(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.next();
        if !self.projection.leaves.is_empty() {
            self.projection.text.push('\n');
        }
        let text = &mut self.projection.text;
        let from = text.len();
        write(text);
        self.chars = start + text[from..].chars().count();
        self.projection.leaves.push(Leaf { start, end: self.chars });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        if has_picture(inlines) {
            let mut at = self.next();
            self.pictures_in(inlines, &mut at);
        }
        self.leaf(|out| push_plain(inlines, out));
    }

    fn caption(&mut self, caption: &[Inline]) {
        if !caption.is_empty() {
            self.inlines(caption);
        }
    }

    fn picture(&mut self, image: &Image, at: usize, caption: &[Inline]) {
        let said = plain_text(caption);
        let words = if said.trim().is_empty() { image.alt.clone() } else { said };
        self.projection.pictures.push(PlacedPicture { asset: image.asset.clone(), at, words });
    }

    fn pictures_in(&mut self, inlines: &[Inline], at: &mut usize) {
        for inline in inlines {
            match inline {
                Inline::Text { text } | Inline::Code { text } => *at += text.chars().count(),
                Inline::Break => *at += 1,
                Inline::Image { image } => self.picture(image, *at, &[]),
                other => self.pictures_in(other.children().unwrap_or_default(), at),
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { content, .. } | Block::Paragraph { content } => self.inlines(content),
                Block::Code { text, .. } => self.leaf(|out| out.push_str(text)),
                Block::Quote { blocks } | Block::Note { blocks, .. } => self.blocks(blocks),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Figure { image, caption } => {
                    self.picture(image, self.next(), caption);
                    self.caption(caption);
                }
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

fn has_picture(inlines: &[Inline]) -> bool {
    let has = |inline: &Inline| {
        matches!(inline, Inline::Image { .. }) || inline.children().is_some_and(has_picture)
    };
    inlines.iter().any(has)
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
    fn pictures_have_a_place() {
        let image = |name: &str| Image::new(Digest(name.into()), format!("ảnh {name}"));
        let figure = |name: &str, caption: &str| {
            let caption = if caption.is_empty() { vec![] } else { vec![Inline::text(caption)] };
            Block::Figure { image: image(name), caption }
        };
        let line = vec![
            Inline::text("Dấu "),
            Inline::Strong { content: vec![Inline::Break, Inline::Image { image: image("c") }] },
            Inline::text(" đỏ"),
        ];
        let blocks = vec![
            figure("a", ""),
            figure("b", "Cầu mới"),
            Block::Paragraph { content: line },
            figure("a", ""),
        ];
        let projection = Projection::of_blocks(&blocks);
        assert_eq!(projection.text, "Cầu mới\nDấu \n đỏ");
        let told: Vec<_> =
            projection.pictures.iter().map(|p| (p.asset.as_str(), p.at, p.words.as_str())).collect();
        let expected = [("a", 0, "ảnh a"), ("b", 0, "Cầu mới"), ("c", 13, "ảnh c"), ("a", 16, "ảnh a")];
        assert_eq!(told, expected);
        assert_eq!(projection.picture(&Digest("a".into()), 3), Some(0));
        assert_eq!(projection.picture(&Digest("a".into()), 99), Some(3));
        assert_eq!(projection.picture(&Digest("z".into()), 0), None);
        let mut order = Vec::new();
        crate::body::for_each_image(&blocks, &mut |image| order.push(image.asset.clone()));
        assert!(projection.pictures.iter().map(|picture| &picture.asset).eq(&order));
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
