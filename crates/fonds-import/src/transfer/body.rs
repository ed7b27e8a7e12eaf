//! The tree of an article that came from another library: only what a tree may hold is kept. A good tree stays as it is.

use super::fields;
use fonds_model::markdown::is_safe_link;
use fonds_model::text::nfc;
use fonds_model::{Article, Block, Cell, Digest, Image, Inline, Row};
use std::collections::{HashMap, HashSet};

/// Columns or rows that a cell may span.
const WIDEST: u32 = 1000;

/// Checks the body. `held` are the pictures that there are: what the tree calls them, and what they are called.
pub(super) fn check(article: &mut Article, held: &HashMap<Digest, Digest>) {
    let mut notes = HashSet::new();
    gather_notes(&article.body, &mut notes);
    let mut checker = Checker { held, notes, noted: HashSet::new() };
    article.body = checker.blocks(std::mem::take(&mut article.body));
    fonds_model::nesting::flatten_depths(&mut article.body);
}

struct Checker<'a> {
    held: &'a HashMap<Digest, Digest>,
    /// Notes that can be referred to.
    notes: HashSet<String>,
    /// Notes that were there already.
    noted: HashSet<String>,
}

fn gather_notes(blocks: &[Block], notes: &mut HashSet<String>) {
    for block in blocks {
        match block {
            Block::Note { id, blocks } => {
                notes.insert(id.clone());
                gather_notes(blocks, notes);
            }
            Block::Quote { blocks } => gather_notes(blocks, notes),
            Block::List { items, .. } => items.iter().for_each(|item| gather_notes(item, notes)),
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows).flat_map(|row| &row.cells);
                cells.for_each(|cell| gather_notes(&cell.blocks, notes));
            }
            _ => {}
        }
    }
}

impl Checker<'_> {
    fn blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        blocks.into_iter().filter_map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: Block) -> Option<Block> {
        Some(match block {
            Block::Heading { level, content } => {
                Block::Heading { level: level.clamp(2, 6), content: self.inlines(content) }
            }
            Block::Paragraph { content } => Block::Paragraph { content: self.inlines(content) },
            Block::Quote { blocks } => Block::Quote { blocks: self.blocks(blocks) },
            Block::List { ordered, start, items } => {
                let items = items.into_iter().map(|item| self.blocks(item)).collect();
                Block::List { ordered, start: start.min(i32::MAX.unsigned_abs()), items }
            }
            Block::Table { caption, head, rows } => {
                Block::Table { caption: self.inlines(caption), head: self.rows(head), rows: self.rows(rows) }
            }
            Block::Figure { image, caption } => self.figure(image, caption)?,
            Block::Code { language, text } => {
                let language = language.map(|language| fields::line(&language));
                Block::Code { language: language.filter(|name| name.len() <= 60), text: nfc(&text) }
            }
            Block::Note { id, blocks } => {
                let first = self.noted.insert(id.clone());
                let blocks = self.blocks(blocks);
                // A second note of one id is text.
                if first { Block::Note { id: nfc(&id), blocks } } else { Block::Quote { blocks } }
            }
            Block::Rule => Block::Rule,
        })
    }

    fn rows(&mut self, rows: Vec<Row>) -> Vec<Row> {
        let mut cell = |cell: Cell| Cell {
            blocks: self.blocks(cell.blocks),
            header: cell.header,
            colspan: cell.colspan.clamp(1, WIDEST),
            rowspan: cell.rowspan.clamp(1, WIDEST),
        };
        rows.into_iter().map(|row| Row { cells: row.cells.into_iter().map(&mut cell).collect() }).collect()
    }

    /// A picture that is not there leaves its words.
    fn figure(&self, image: Image, caption: Vec<Inline>) -> Option<Block> {
        let caption = self.inlines(caption);
        match self.image(image) {
            Ok(image) => Some(Block::Figure { image, caption }),
            Err(_) if !caption.is_empty() => Some(Block::Paragraph { content: caption }),
            Err(alt) => (!alt.is_empty()).then(|| Block::paragraph(alt)),
        }
    }

    fn image(&self, image: Image) -> Result<Image, String> {
        let alt = nfc(&image.alt);
        match self.held.get(&image.asset) {
            Some(asset) => Ok(Image::new(asset.clone(), alt)),
            None => Err(alt),
        }
    }

    fn inlines(&self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::with_capacity(inlines.len());
        inlines.into_iter().for_each(|inline| self.inline(inline, &mut out));
        out
    }

    fn inline(&self, inline: Inline, out: &mut Vec<Inline>) {
        out.push(match inline {
            Inline::Text { text } => Inline::text(nfc(&text)),
            Inline::Code { text } => Inline::Code { text: nfc(&text) },
            Inline::Emphasis { content } => Inline::Emphasis { content: self.inlines(content) },
            Inline::Strong { content } => Inline::Strong { content: self.inlines(content) },
            Inline::Sub { content } => Inline::Sub { content: self.inlines(content) },
            Inline::Sup { content } => Inline::Sup { content: self.inlines(content) },
            Inline::Link { href, content } if is_safe_link(&href) => {
                Inline::Link { href, content: self.inlines(content) }
            }
            Inline::Span { lang, content } if fields::is_language(&lang) => {
                Inline::Span { lang, content: self.inlines(content) }
            }
            // Links that lead nowhere, languages that are none, marks of a compiled book: their words stay.
            Inline::Link { content, .. } | Inline::Span { content, .. } | Inline::Mark { content, .. } => {
                return out.extend(self.inlines(content));
            }
            Inline::Image { image } => match self.image(image) {
                Ok(image) => Inline::Image { image },
                Err(_) => return,
            },
            Inline::NoteRef { note } if self.notes.contains(&note) => Inline::NoteRef { note: nfc(&note) },
            Inline::NoteRef { .. } => return,
            Inline::Break => Inline::Break,
        });
    }
}
