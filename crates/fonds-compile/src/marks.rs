//! Putting highlights and note references into a text, by offsets of its projection.

use fonds_model::projection::Leaf;
use fonds_model::{AnnotationId, Block, Colour, Inline};

/// A highlight of a range of the projection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub start: usize,
    pub end: usize,
    pub colour: Colour,
    pub annotation: AnnotationId,
}

/// A reference to a note, after the code point before `at`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub at: usize,
    pub note: String,
}

/// Marks a lead and blocks. The order of leaves is the projection's.
pub(crate) fn apply(
    lead: &mut Vec<Inline>,
    blocks: &mut Vec<Block>,
    leaves: &[Leaf],
    marks: &[Mark],
    references: &[Reference],
) {
    if marks.is_empty() && references.is_empty() {
        return;
    }
    let references = placed(references, leaves);
    let mut pen = Pen { leaves: leaves.iter(), marks, references: &references };
    if !lead.is_empty() {
        pen.leaf(lead);
    }
    pen.blocks(blocks);
}

/// References that fall between leaves move to the end of the leaf before.
fn placed(references: &[Reference], leaves: &[Leaf]) -> Vec<Reference> {
    let place = |reference: &Reference| {
        let inside = leaves.iter().any(|leaf| leaf.start < reference.at && reference.at <= leaf.end);
        let before = leaves.iter().rev().find(|leaf| leaf.end < reference.at && leaf.start < leaf.end);
        let at = if inside { reference.at } else { before.map_or(reference.at, |leaf| leaf.end) };
        Reference { at, note: reference.note.clone() }
    };
    references.iter().map(place).collect()
}

struct Pen<'a> {
    leaves: std::slice::Iter<'a, Leaf>,
    marks: &'a [Mark],
    references: &'a [Reference],
}

impl Pen<'_> {
    fn leaf(&mut self, inlines: &mut Vec<Inline>) {
        let Some(leaf) = self.leaves.next() else { return };
        let mut at = leaf.start;
        *inlines = self.inlines(std::mem::take(inlines), &mut at);
    }

    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        let mut n = 0;
        while n < blocks.len() {
            let after = self.block(&mut blocks[n]);
            n += 1;
            if let Some(paragraph) = after {
                blocks.insert(n, paragraph);
                n += 1;
            }
        }
    }

    /// Marks a block; gives a paragraph to stand after it where the block itself cannot hold a reference.
    fn block(&mut self, block: &mut Block) -> Option<Block> {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => self.leaf(content),
            Block::Quote { blocks } | Block::Note { blocks, .. } => self.blocks(blocks),
            Block::List { items, .. } => items.iter_mut().for_each(|item| self.blocks(item)),
            Block::Figure { caption, .. } => {
                if !caption.is_empty() {
                    self.leaf(caption);
                }
            }
            Block::Table { caption, head, rows } => {
                if !caption.is_empty() {
                    self.leaf(caption);
                }
                for cell in head.iter_mut().chain(rows).flat_map(|row| &mut row.cells) {
                    self.blocks(&mut cell.blocks);
                }
            }
            Block::Code { .. } => {
                let leaf = self.leaves.next()?;
                let inside = self.references.iter().filter(|r| leaf.start < r.at && r.at <= leaf.end);
                let content: Vec<_> = inside.map(|r| Inline::NoteRef { note: r.note.clone() }).collect();
                return (!content.is_empty()).then_some(Block::Paragraph { content });
            }
            Block::Rule => {}
        }
        None
    }

    fn inlines(&self, inlines: Vec<Inline>, at: &mut usize) -> Vec<Inline> {
        let mut out = Vec::with_capacity(inlines.len());
        for mut inline in inlines {
            if let Some(children) = inline.children_mut() {
                *children = self.inlines(std::mem::take(children), at);
                out.push(inline);
                continue;
            }
            match inline {
                Inline::Text { text } => self.text(&text, at, &mut out),
                Inline::Code { text } => {
                    let (start, length) = (*at, text.chars().count());
                    *at += length;
                    out.push(self.marked(start, start + length, Inline::Code { text }));
                    self.refer(start, *at, &mut out);
                }
                Inline::Break => {
                    *at += 1;
                    out.push(Inline::Break);
                    self.refer(*at - 1, *at, &mut out);
                }
                other => out.push(other),
            }
        }
        out
    }

    /// Cuts a text at every mark's ends and at every reference.
    fn text(&self, text: &str, at: &mut usize, out: &mut Vec<Inline>) {
        let start = *at;
        let end = start + text.chars().count();
        let ends = self.marks.iter().flat_map(|mark| [mark.start, mark.end]);
        let mut cuts: Vec<usize> = ends.chain(self.references.iter().map(|reference| reference.at)).collect();
        cuts.retain(|cut| start < *cut && *cut < end);
        cuts.push(end);
        cuts.sort_unstable();
        cuts.dedup();
        let mut chars = text.chars();
        let mut from = start;
        for cut in cuts {
            let piece: String = chars.by_ref().take(cut - from).collect();
            push(out, self.marked(from, cut, Inline::text(piece)));
            self.refer(from, cut, out);
            from = cut;
        }
        *at = end;
    }

    /// The inline, wrapped in each mark that reaches into its range, the shortest one innermost.
    fn marked(&self, start: usize, end: usize, inline: Inline) -> Inline {
        let mut over: Vec<&Mark> =
            self.marks.iter().filter(|mark| mark.start < end && start < mark.end).collect();
        over.sort_by_key(|mark| mark.end - mark.start);
        over.into_iter().fold(inline, |inner, mark| Inline::Mark {
            colour: mark.colour,
            annotation: mark.annotation.clone(),
            content: vec![inner],
        })
    }

    /// The references that belong after the piece that ends here.
    fn refer(&self, from: usize, to: usize, out: &mut Vec<Inline>) {
        let here = self.references.iter().filter(|reference| from < reference.at && reference.at <= to);
        out.extend(here.map(|reference| Inline::NoteRef { note: reference.note.clone() }));
    }
}

/// Adds an inline, joined with the one before when both are of one mark.
fn push(out: &mut Vec<Inline>, inline: Inline) {
    match (out.last_mut(), inline) {
        (
            Some(Inline::Mark { annotation: last, content: into, .. }),
            Inline::Mark { annotation, content, .. },
        ) if *last == annotation => into.extend(content),
        (_, inline) => out.push(inline),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::{Article, Projection};
    use proptest::prelude::*;

    fn inline() -> impl Strategy<Value = Inline> {
        let leaf = prop_oneof![
            "[a-dđờế 😀]{0,8}".prop_map(Inline::text),
            "[a-c]{1,4}".prop_map(|text| Inline::Code { text }),
            Just(Inline::Break),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(|content| Inline::Emphasis { content }),
                prop::collection::vec(inner, 0..3)
                    .prop_map(|content| Inline::Link { href: "https://x".into(), content }),
            ]
        })
    }

    fn block() -> impl Strategy<Value = Block> {
        let content = || prop::collection::vec(inline(), 0..5);
        let leaf = prop_oneof![
            content().prop_map(|content| Block::Paragraph { content }),
            content().prop_map(|content| Block::Heading { level: 2, content }),
            "[a-z\n]{0,9}".prop_map(|text| Block::Code { language: None, text }),
            Just(Block::Rule),
        ];
        leaf.prop_recursive(2, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(|blocks| Block::Quote { blocks }),
                prop::collection::vec(prop::collection::vec(inner, 0..2), 0..3)
                    .prop_map(|items| Block::List { ordered: false, start: 1, items }),
            ]
        })
    }

    proptest! {
        #[test]
        fn marking_changes_no_letter(
            lead in prop::option::of("[a-zđ ]{1,12}"),
            body in prop::collection::vec(block(), 0..5),
            ranges in prop::collection::vec((0usize..60, 1usize..30), 0..4),
        ) {
            let article = Article { lead: lead.clone(), body, ..Article::default() };
            let projection = Projection::of(&article);
            let length = projection.text.chars().count();
            let marks: Vec<Mark> = ranges.iter().enumerate()
                .map(|(n, (start, size))| Mark { start: *start, end: start + size, colour: Colour::Blue, annotation: n.to_string().into() })
                .filter(|mark| mark.end <= length)
                .collect();
            let references: Vec<Reference> =
                marks.iter().map(|mark| Reference { at: mark.end, note: mark.annotation.0.clone() }).collect();
            let mut blocks = article.body.clone();
            let mut inlines = lead.map(|lead| vec![Inline::text(lead)]).unwrap_or_default();
            apply(&mut inlines, &mut blocks, &projection.leaves, &marks, &references);
            let lead_text = fonds_model::body::plain_text(&inlines);
            // References in code stand in paragraphs of their own, which have no text.
            blocks.retain(|block| !matches!(block, Block::Paragraph { content }
                if !content.is_empty() && content.iter().all(|inline| matches!(inline, Inline::NoteRef { .. }))));
            let marked = Article { lead: (!lead_text.is_empty()).then_some(lead_text), body: blocks, ..Article::default() };
            let after = Projection::of(&marked).text;
            let without_rows = |text: &str| text.replace('\n', "");
            prop_assert_eq!(without_rows(&after), without_rows(&projection.text));
        }
    }

    #[test]
    fn marks_split_what_they_cross() {
        let mut blocks = vec![Block::Paragraph {
            content: vec![
                Inline::text("một "),
                Inline::Emphasis { content: vec![Inline::text("hai ba")] },
                Inline::text(" bốn"),
            ],
        }];
        let leaves = Projection::of_blocks(&blocks).leaves;
        let mark = Mark { start: 2, end: 7, colour: Colour::Green, annotation: "a".into() };
        let reference = Reference { at: 7, note: "n".into() };
        apply(&mut vec![], &mut blocks, &leaves, &[mark], &[reference]);
        let marked = |text: &str| Inline::Mark {
            colour: Colour::Green,
            annotation: "a".into(),
            content: vec![Inline::text(text)],
        };
        let expected = vec![
            Inline::text("mộ"),
            marked("t "),
            Inline::Emphasis {
                content: vec![marked("hai"), Inline::NoteRef { note: "n".into() }, Inline::text(" ba")],
            },
            Inline::text(" bốn"),
        ];
        assert_eq!(blocks, [Block::Paragraph { content: expected }]);
    }
}
