//! Parts of pictures that annotations are about: outlined in the picture, their notes referred to beside it.

use fonds_model::{Block, Image, Inline, Outline};

/// What an annotation of a part of a picture brings into a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    /// The picture's number in reading order, from 0.
    pub picture: usize,
    /// What is drawn in it, if anything is.
    pub outline: Option<Outline>,
    /// The id of its note, or empty.
    pub note: String,
}

/// Puts outlines into pictures, and references to notes into figures' captions or behind pictures that stand in a line.
pub(crate) fn apply(blocks: &mut [Block], marked: &[Marked]) {
    if !marked.is_empty() {
        Pen { next: 0, marked }.blocks(blocks);
    }
}

struct Pen<'a> {
    /// The number of the picture that comes next.
    next: usize,
    marked: &'a [Marked],
}

impl Pen<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        blocks.iter_mut().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Figure { image, caption } => {
                let references = self.picture(image);
                self.inlines(caption);
                caption.extend(references);
            }
            Block::Heading { content, .. } | Block::Paragraph { content } => self.inlines(content),
            Block::Quote { blocks } | Block::Note { blocks, .. } => self.blocks(blocks),
            Block::List { items, .. } => items.iter_mut().for_each(|item| self.blocks(item)),
            Block::Table { caption, head, rows } => {
                self.inlines(caption);
                for cell in head.iter_mut().chain(rows).flat_map(|row| &mut row.cells) {
                    self.blocks(&mut cell.blocks);
                }
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for mut inline in std::mem::take(inlines) {
            let mut references = vec![];
            if let Inline::Image { image } = &mut inline {
                references = self.picture(image);
            } else if let Some(children) = inline.children_mut() {
                self.inlines(children);
            }
            inlines.push(inline);
            inlines.extend(references);
        }
    }

    /// Outlines what is marked in a picture; the references to its notes.
    fn picture(&mut self, image: &mut Image) -> Vec<Inline> {
        let number = self.next;
        self.next += 1;
        let mut references = Vec::new();
        for marked in self.marked.iter().filter(|marked| marked.picture == number) {
            image.outlines.extend(marked.outline.clone());
            if !marked.note.is_empty() {
                references.push(Inline::NoteRef { note: marked.note.clone() });
            }
        }
        references
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::{Area, Colour, Digest};

    #[test]
    fn pictures_are_counted_in_reading_order() {
        let image = || Image::new(Digest("p".into()), "");
        let line = |content| Block::Paragraph { content };
        let mut blocks = vec![
            Block::Quote { blocks: vec![Block::Figure { image: image(), caption: vec![] }] },
            line(vec![
                Inline::Emphasis { content: vec![Inline::Image { image: image() }] },
                Inline::text("."),
            ]),
            Block::Figure { image: image(), caption: vec![Inline::text("Ba")] },
        ];
        let outline = |annotation: &str| Outline {
            area: Area::percent(1.0, 1.0, 2.0, 2.0).unwrap(),
            colour: Colour::Pink,
            annotation: annotation.into(),
            note: String::new(),
        };
        let marked = |picture, note: &str| Marked {
            picture,
            outline: (picture != 1).then(|| outline(note)),
            note: note.into(),
        };
        apply(&mut blocks, &[marked(0, "a"), marked(1, "b"), marked(2, "c"), marked(2, "d"), marked(9, "e")]);
        let told = format!("{blocks:?}");
        let order: Vec<&str> = told.split("NoteRef { note: \"").skip(1).map(|rest| &rest[..1]).collect();
        assert_eq!(order, ["a", "b", "c", "d"]);
        let mut outlines = Vec::new();
        fonds_model::body::for_each_image(&blocks, &mut |image| outlines.push(image.outlines.len()));
        assert_eq!(outlines, [1, 0, 2]);
        assert!(matches!(&blocks[0], Block::Quote { blocks }
            if matches!(&blocks[0], Block::Figure { caption, .. } if caption.len() == 1)));
    }
}
