//! Blocks and inlines as data, with the place of each leaf in the text's projection.

use super::{Stock, primary};
use fonds_model::book::SECTION_LINK;
use fonds_model::{Block, Cell, Digest, Image, Inline, Outline, Row};
use serde_json::{Value, json};

/// The most columns that a table is printed with.
const COLUMNS: usize = 60;

/// A table of no more rows and letters is not broken.
const SMALL_ROWS: usize = 6;
const SMALL_TEXT: usize = 240;

/// The width of a letter on average, at the least, as a part of the type's size.
const NARROWEST: f64 = 0.4;

/// Sets a text's blocks, in the order of its projection.
pub(crate) struct Setter<'a> {
    stock: &'a Stock<'a>,
    /// Notes that were referred to so far: each is printed once.
    referred: Vec<String>,
    known: Vec<String>,
    /// The next code point of the projection; none for text that is not in it.
    at: Option<usize>,
    begun: bool,
    /// Whether the last thing that was set is a reference to a note.
    after_note: bool,
    keys: i64,
}

impl<'a> Setter<'a> {
    pub fn of(stock: &'a Stock<'a>, notes: &[Block]) -> Self {
        let known = notes.iter().filter_map(|note| match note {
            Block::Note { id, .. } => Some(id.clone()),
            _ => None,
        });
        Self {
            stock,
            referred: vec![],
            known: known.collect(),
            at: Some(0),
            begun: false,
            after_note: false,
            keys: 0,
        }
    }

    pub fn lead(&mut self, lead: &[Inline]) -> Value {
        if lead.is_empty() { json!([]) } else { self.leaf(lead).1 }
    }

    /// Inlines that are not of the text.
    pub fn apart(&mut self, inlines: &[Inline]) -> Value {
        let at = self.at.take();
        let value = self.inlines(inlines);
        self.at = at;
        value
    }

    pub fn blocks(&mut self, blocks: &[Block]) -> Value {
        let mut set: Vec<Value> = blocks.iter().filter_map(|block| self.block(block)).collect();
        self.keep_headings(&mut set);
        Value::Array(set)
    }

    /// A heading and one line are too little at a page's foot: a short paragraph under a heading keeps with what follows. To
    /// Typst it is no paragraph of the text any more, so that the one behind it is told to keep its indent.
    fn keep_headings(&self, blocks: &mut [Value]) {
        // Letters of a line, at the most: two lines that are taken for one are kept together likewise.
        let line = self.stock.design.area_pt().0 / (self.stock.design.size * NARROWEST);
        for at in 1..blocks.len() {
            let is_short =
                blocks[at]["type"] == "paragraph" && (letters(&blocks[at]["content"]) as f64) < line;
            if !is_short || blocks[at - 1]["type"] != "heading" {
                continue;
            }
            blocks[at]["keeps"] = json!("next");
            if let Some(next) = blocks.get_mut(at + 1).filter(|next| next["type"] == "paragraph") {
                next["keeps"] = json!("indent");
            }
        }
    }

    /// A leaf's place and its inlines.
    fn leaf(&mut self, inlines: &[Inline]) -> (Option<usize>, Value) {
        let start = self.begin();
        (start, self.inlines(inlines))
    }

    fn begin(&mut self) -> Option<usize> {
        self.after_note = false;
        if self.begun {
            self.at = self.at.map(|at| at + 1);
        }
        self.begun = true;
        self.at
    }

    fn count(&mut self, text: &str) {
        self.at = self.at.map(|at| at + text.chars().count());
    }

    fn block(&mut self, block: &Block) -> Option<Value> {
        Some(match block {
            Block::Heading { level, content } => {
                let (off, content) = self.leaf(content);
                json!({"type": "heading", "level": level, "content": content, "off": off})
            }
            Block::Paragraph { content } => {
                let (off, content) = self.leaf(content);
                json!({"type": "paragraph", "content": content, "off": off})
            }
            Block::Quote { blocks } => json!({"type": "quote", "blocks": self.blocks(blocks)}),
            Block::List { items, .. } if items.is_empty() => return None,
            Block::List { ordered, start, items } => {
                let items: Vec<Value> = items.iter().map(|item| self.blocks(item)).collect();
                json!({"type": "list", "ordered": ordered, "start": start, "items": items})
            }
            Block::Table { caption, head, rows } => return self.table(caption, head, rows),
            Block::Figure { image, caption } => return self.figure(image, caption),
            Block::Code { text, .. } => {
                let off = self.begin();
                self.count(text);
                json!({"type": "code", "text": text, "off": off})
            }
            Block::Note { blocks, .. } => json!({"type": "quote", "blocks": self.blocks(blocks)}),
            Block::Rule => json!({"type": "rule"}),
        })
    }

    fn figure(&mut self, image: &Image, caption: &[Inline]) -> Option<Value> {
        let words = fonds_model::body::plain_text(caption);
        let (off, caption) = if caption.is_empty() { (None, json!([])) } else { self.leaf(caption) };
        match self.picture(image, &words, 0.62) {
            Some(picture) => {
                Some(json!({"type": "figure", "image": picture, "caption": caption, "off": off}))
            }
            None if off.is_some() => Some(json!({"type": "paragraph", "content": caption, "off": off})),
            None if image.alt.is_empty() => None,
            None => {
                let content = [json!({"type": "text", "text": image.alt})];
                Some(json!({"type": "paragraph", "content": content, "off": null}))
            }
        }
    }

    /// Spans are cut to the table's size, because Typst refuses a cell that leaves it.
    fn table(&mut self, caption: &[Inline], head: &[Row], rows: &[Row]) -> Option<Value> {
        let (off, caption) = if caption.is_empty() { (None, json!([])) } else { self.leaf(caption) };
        let span = |cell: &Cell| cell.colspan.clamp(1, COLUMNS as u32) as usize;
        let columns = head.iter().chain(rows).map(|row| row.cells.iter().map(span).sum::<usize>()).max()?;
        if columns == 0 {
            return None;
        }
        let columns = columns.min(COLUMNS);
        let mut part = |rows: &[Row], is_head: bool| -> Vec<Value> {
            let count = rows.len();
            let mut taken = vec![0usize; columns];
            let row = |(n, row): (usize, &Row)| {
                self.row(row, n, Frame { left: count - n, taken: &mut taken, is_head })
            };
            rows.iter().enumerate().map(row).collect()
        };
        let (head_rows, body_rows) = (part(head, true), part(rows, false));
        let whole = is_small(head, rows);
        let widths: Vec<u8> = (0..columns).map(|column| u8::from(column + 1 == columns)).collect();
        Some(json!({"type": "table", "widths": widths, "caption": caption, "off": off, "head": head_rows,
            "rows": body_rows, "whole": whole}))
    }

    /// A row filled up to the table's width.
    fn row(&mut self, row: &Row, number: usize, frame: Frame<'_>) -> Value {
        let Frame { left, taken, is_head } = frame;
        let mut cells = Vec::new();
        let mut column = 0;
        let mut given = row.cells.iter();
        while column < taken.len() {
            if taken[column] > 0 {
                taken[column] -= 1;
                column += 1;
                continue;
            }
            let free = taken[column..].iter().take_while(|rows| **rows == 0).count();
            let cell = given.next();
            let (width, height) = cell.map_or((1, 1), |cell| {
                ((cell.colspan.max(1) as usize).min(free), (cell.rowspan.max(1) as usize).min(left))
            });
            let mut blocks = cell.map_or(json!([]), |cell| self.blocks(&cell.blocks));
            // What the row has beyond the table's width goes into its last cell.
            if column + width == taken.len()
                && let Some(blocks) = blocks.as_array_mut()
            {
                for more in given.by_ref() {
                    blocks.extend(self.blocks(&more.blocks).as_array().cloned().unwrap_or_default());
                }
            }
            self.keys += 1;
            cells.push(json!({"blocks": blocks, "header": is_head || cell.is_some_and(|cell| cell.header),
                "colspan": width, "rowspan": height, "key": self.keys, "row": number, "head": is_head}));
            taken[column..column + width].iter_mut().for_each(|rows| *rows = height - 1);
            column += width;
        }
        Value::Array(cells)
    }

    /// A picture's file, its size on paper in points (at most the column's width and a share of its height), and what it
    /// shows.
    fn picture(&self, image: &Image, caption: &str, share: f64) -> Option<Value> {
        let picture = self.stock.pictures.get(&image.asset)?;
        let (width, height) = self.stock.design.area_pt();
        let natural = f64::from(picture.width) * 72.0 / 150.0;
        let ratio = f64::from(picture.height.max(1)) / f64::from(picture.width.max(1));
        let shown = natural.min(width).min(height * share / ratio);
        let labels = &self.stock.book.labels;
        let alt = [image.alt.trim(), caption.trim(), &labels.figure].into_iter().find(|alt| !alt.is_empty());
        let digest: &Digest = &image.asset;
        let outlines: Vec<Value> = image.outlines.iter().map(|outline| self.outline(outline)).collect();
        Some(json!({"file": digest, "w": shown, "h": shown * ratio, "alt": alt.unwrap_or("·"),
            "outlines": outlines}))
    }

    /// A rectangle in a picture, in shares of its size, with the note that it is about.
    fn outline(&self, outline: &Outline) -> Value {
        let [x, y, w, h] = outline.area.in_percent().map(|percent| percent / 100.0);
        let note = Some(&outline.note).filter(|note| self.known.contains(note));
        json!({"x": x, "y": y, "w": w, "h": h, "line": outline.colour.line(), "tint": outline.colour.tint(),
            "note": note, "annotation": outline.annotation})
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Value {
        Value::Array(inlines.iter().filter_map(|inline| self.inline(inline)).collect())
    }

    fn text(&mut self, text: &str) -> Value {
        let fontless = self.stock.fontless;
        if !text.chars().any(|letter| fontless.0.contains(&letter)) {
            self.count(text);
            return json!({"type": "text", "text": text});
        }
        fontless.group(text, &mut |piece| {
            self.count(piece);
            self.at
        })
    }

    fn inline(&mut self, inline: &Inline) -> Option<Value> {
        let wrapped = |kind: &str, content: Value| json!({"type": kind, "content": content});
        let is_leaf = matches!(
            inline,
            Inline::Text { .. } | Inline::Code { .. } | Inline::Break | Inline::Image { .. }
        );
        self.after_note &= !is_leaf;
        Some(match inline {
            Inline::Text { text } => self.text(text),
            Inline::Code { text } => {
                self.count(text);
                json!({"type": "code", "text": text})
            }
            Inline::Break => {
                self.count("\n");
                json!({"type": "break", "at": self.at.unwrap_or_default()})
            }
            Inline::Emphasis { content } => wrapped("emphasis", self.inlines(content)),
            Inline::Strong { content } => wrapped("strong", self.inlines(content)),
            Inline::Sub { content } => wrapped("sub", self.inlines(content)),
            Inline::Sup { content } => wrapped("sup", self.inlines(content)),
            Inline::Link { href, content } => {
                let page = href.strip_prefix(SECTION_LINK).and_then(|id| self.stock.page_in_words(id));
                json!({"type": "link", "href": href, "content": self.inlines(content), "page": page})
            }
            Inline::Image { image } => match self.picture(image, "", 0.3) {
                Some(picture) => json!({"type": "image", "image": picture}),
                None if image.alt.is_empty() => return None,
                None => json!({"type": "text", "text": image.alt}),
            },
            Inline::NoteRef { note } => {
                if !self.known.contains(note) {
                    return None;
                }
                let again = self.referred.contains(note);
                self.referred.push(note.clone());
                let after = std::mem::replace(&mut self.after_note, true);
                json!({"type": "note-ref", "note": note, "again": again, "after": after})
            }
            Inline::Span { lang, content } => {
                json!({"type": "span", "lang": primary(lang), "tag": lang, "content": self.inlines(content)})
            }
            Inline::Mark { colour, annotation, content } => {
                json!({"type": "mark", "tint": colour.tint(), "annotation": annotation,
                    "content": self.inlines(content)})
            }
        })
    }
}

/// Whether a table is so small that it should not go on overleaf, and surely fits on a page.
fn is_small(head: &[Row], rows: &[Row]) -> bool {
    let cells = head.iter().chain(rows).flat_map(|row| &row.cells);
    let lengths = cells.map(|cell| fonds_model::Projection::of_blocks(&cell.blocks).text.chars().count());
    let has_picture = |block: &Block| !matches!(block, Block::Paragraph { .. } | Block::Heading { .. });
    let plain =
        !head.iter().chain(rows).flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks).any(has_picture);
    plain && head.len() + rows.len() <= SMALL_ROWS && lengths.sum::<usize>() <= SMALL_TEXT
}

/// What a row has to fit into.
struct Frame<'f> {
    /// Rows from this one on.
    left: usize,
    /// Rows that cells from above still cover, by column.
    taken: &'f mut [usize],
    is_head: bool,
}

/// The letters of inlines.
fn letters(inlines: &Value) -> usize {
    let of = |inline: &Value| {
        inline["text"].as_str().map_or_else(|| letters(&inline["content"]), |text| text.chars().count())
    };
    inlines.as_array().into_iter().flatten().map(of).sum()
}
