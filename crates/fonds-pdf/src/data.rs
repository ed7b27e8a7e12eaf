//! Typst data: a section as JSON that the template can print without a choice of its own.

use crate::pictures::Picture;
use fonds_model::{Block, Book, Cell, Digest, Paper, Row, Section, SectionKind};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Sizes of a page, in millimetres and points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Geometry {
    pub width_mm: f64,
    pub height_mm: f64,
    side_mm: f64,
    top_mm: f64,
    bottom_mm: f64,
    /// Size of the text.
    text_pt: f64,
}

const POINTS: f64 = 72.0 / 25.4;

impl Geometry {
    pub fn of(paper: Paper) -> Self {
        let (width_mm, height_mm) = paper.size_mm();
        let (side_mm, top_mm, bottom_mm, text_pt) = match paper {
            Paper::A4 | Paper::Letter => (30.0, 28.0, 30.0, 11.0),
            Paper::B5 => (22.0, 23.0, 25.0, 10.5),
            Paper::A5 | Paper::SixByNine => (17.0, 20.0, 21.0, 9.8),
        };
        Self { width_mm, height_mm, side_mm, top_mm, bottom_mm, text_pt }
    }

    /// Width and height of the text's area in points.
    fn area_pt(&self) -> (f64, f64) {
        let width = self.width_mm - 2.0 * self.side_mm;
        let height = self.height_mm - self.top_mm - self.bottom_mm;
        (width * POINTS, height * POINTS)
    }

    fn value(&self) -> Value {
        json!({"w": self.width_mm, "h": self.height_mm, "side": self.side_mm, "top": self.top_mm,
            "bottom": self.bottom_mm, "size": self.text_pt})
    }
}

/// A line of the table of contents.
pub(crate) struct ContentsLine {
    pub level: u8,
    pub title: String,
    pub section: String,
    pub page: usize,
}

/// The table of contents.
pub(crate) fn contents(book: &Book, starts: &[usize]) -> Vec<ContentsLine> {
    let mut in_part = false;
    let mut lines = Vec::with_capacity(starts.len());
    for (section, start) in book.sections.iter().zip(starts) {
        let level = match section.kind {
            SectionKind::Part => {
                in_part = true;
                1
            }
            SectionKind::Foreword | SectionKind::Bibliography => 1,
            _ if in_part => 2,
            _ => 1,
        };
        let title = section.title.clone();
        lines.push(ContentsLine { level, title, section: section.id.clone(), page: start + 1 });
    }
    lines
}

/// A section. `plainly`: everything that Typst could refuse is left out.
pub(crate) fn section(
    book: &Book,
    section: &Section,
    geometry: &Geometry,
    pictures: &BTreeMap<Digest, Picture>,
    pages: &BTreeMap<&str, usize>,
    plainly: bool,
) -> Value {
    let blocks = if plainly { plain(&section.blocks) } else { section.blocks.clone() };
    let (notes, text): (Vec<_>, Vec<_>) =
        blocks.into_iter().partition(|block| matches!(block, Block::Note { .. }));
    let mut setter = Setter { pictures, geometry, referred: vec![], known: vec![] };
    setter.known = notes
        .iter()
        .filter_map(|note| if let Block::Note { id, .. } = note { Some(id.clone()) } else { None })
        .collect();
    let lead = setter.inlines(&json!(section.lead));
    let text: Vec<Value> = text.iter().filter_map(|block| setter.block(block)).collect();
    let mut by_id = Map::new();
    for note in &notes {
        if let Block::Note { id, blocks } = note {
            let inside: Vec<Value> = blocks.iter().filter_map(|block| setter.block(block)).collect();
            by_id.insert(id.clone(), Value::Array(inside));
        }
    }
    let entries: Vec<Value> = section
        .entries
        .iter()
        .map(|entry| {
            let page = pages.get(entry.section.as_str());
            json!({"section": entry.section, "label": entry.label, "page": page,
                "content": setter.inlines(&json!(entry.content))})
        })
        .collect();
    json!({
        "kind": "section",
        "page": geometry.value(),
        "lang": primary(&section.language),
        "book-lang": primary(&book.meta.language),
        "section": {
            "kind": section.kind,
            "title": section.title,
            "byline": section.byline,
            "dateline": section.dateline,
            "lead": lead,
            "blocks": text,
            "notes": by_id,
            "citation": setter.inlines(&json!(section.citation)),
            "tags": section.tags.join(", "),
            "entries": entries,
        },
        "labels": book.labels,
    })
}

/// Title page and table of contents.
pub(crate) fn front(book: &Book, geometry: &Geometry, lines: &[ContentsLine]) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| json!({"level": line.level, "title": line.title, "section": line.section, "page": line.page}))
        .collect();
    json!({"kind": "front", "page": geometry.value(), "lang": primary(&book.meta.language), "meta": book.meta,
        "labels": book.labels, "contents": lines})
}

/// Running heads and page numbers: head, foot, whether the page is a left one.
pub(crate) fn furniture(book: &Book, geometry: &Geometry, lines: &[(String, String, bool)]) -> Value {
    json!({"kind": "furniture", "page": geometry.value(), "lang": primary(&book.meta.language), "lines": lines})
}

/// Typst takes two- and three-letter codes.
fn primary(language: &str) -> String {
    let primary: String = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let good = (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
    if good { primary } else { "en".into() }
}

struct Setter<'a> {
    pictures: &'a BTreeMap<Digest, Picture>,
    geometry: &'a Geometry,
    /// Notes that were referred to so far: Typst prints a note once.
    referred: Vec<String>,
    known: Vec<String>,
}

impl Setter<'_> {
    fn block(&mut self, block: &Block) -> Option<Value> {
        Some(match block {
            Block::Heading { level, content } => {
                json!({"type": "heading", "level": level, "content": self.inlines(&json!(content))})
            }
            Block::Paragraph { content } => {
                json!({"type": "paragraph", "content": self.inlines(&json!(content))})
            }
            Block::Quote { blocks } => json!({"type": "quote", "blocks": self.blocks(blocks)}),
            Block::List { items, .. } if items.is_empty() => return None,
            Block::List { ordered, start, items } => {
                let items: Vec<Value> = items.iter().map(|item| self.blocks(item)).collect();
                json!({"type": "list", "ordered": ordered, "start": start, "items": items})
            }
            Block::Table { caption, head, rows } => return self.table(caption, head, rows),
            Block::Figure { image, caption } => {
                let caption = self.inlines(&json!(caption));
                match self.picture(&image.asset, 0.62) {
                    Some(picture) => {
                        json!({"type": "figure", "image": picture, "alt": image.alt, "caption": caption})
                    }
                    None if caption != json!([]) => json!({"type": "paragraph", "content": caption}),
                    None if image.alt.is_empty() => return None,
                    None => json!({"type": "paragraph", "content": [{"type": "text", "text": image.alt}]}),
                }
            }
            Block::Code { text, .. } => json!({"type": "code", "text": text}),
            Block::Note { blocks, .. } => json!({"type": "quote", "blocks": self.blocks(blocks)}),
            Block::Rule => json!({"type": "rule"}),
        })
    }

    fn blocks(&mut self, blocks: &[Block]) -> Value {
        Value::Array(blocks.iter().filter_map(|block| self.block(block)).collect())
    }

    /// Spans are cut to the table's size, because Typst refuses a cell that leaves it.
    fn table(&mut self, caption: &[fonds_model::Inline], head: &[Row], rows: &[Row]) -> Option<Value> {
        let span = |cell: &Cell| cell.colspan.clamp(1, 60) as usize;
        let columns = head.iter().chain(rows).map(|row| row.cells.iter().map(span).sum::<usize>()).max()?;
        if columns == 0 {
            return None;
        }
        let columns = columns.min(60);
        let mut part = |rows: &[Row]| -> Vec<Value> {
            let count = rows.len();
            let mut taken = vec![0usize; columns];
            rows.iter().enumerate().map(|(n, row)| self.row(row, count - n, &mut taken)).collect()
        };
        let head = part(head);
        let rows = part(rows);
        let caption = self.inlines(&json!(caption));
        Some(json!({"type": "table", "columns": columns, "caption": caption, "head": head, "rows": rows}))
    }

    /// A row filled up to the table's width. `taken`: rows that cells from above still cover, by column.
    fn row(&mut self, row: &Row, rows_left: usize, taken: &mut [usize]) -> Value {
        let mut cells = Vec::new();
        let mut column = 0;
        let mut given = row.cells.iter();
        while column < taken.len() {
            if taken[column] > 0 {
                taken[column] -= 1;
                column += 1;
                continue;
            }
            let Some(cell) = given.next() else {
                cells.push(json!({"blocks": [], "header": false, "colspan": 1, "rowspan": 1}));
                column += 1;
                continue;
            };
            let free = taken[column..].iter().take_while(|rows| **rows == 0).count();
            let width = (cell.colspan.max(1) as usize).min(free);
            let height = (cell.rowspan.max(1) as usize).min(rows_left);
            cells.push(json!({"blocks": self.blocks(&cell.blocks), "header": cell.header, "colspan": width, "rowspan": height}));
            taken[column..column + width].iter_mut().for_each(|rows| *rows = height - 1);
            column += width;
        }
        Value::Array(cells)
    }

    /// A picture's file and its size on paper in points, at most the text's width and a share of its height.
    fn picture(&self, digest: &Digest, share: f64) -> Option<Value> {
        let picture = self.pictures.get(digest)?;
        let (width, height) = self.geometry.area_pt();
        let natural = f64::from(picture.width) * 72.0 / 150.0;
        let ratio = f64::from(picture.height.max(1)) / f64::from(picture.width.max(1));
        let shown = natural.min(width).min(height * share / ratio);
        Some(json!({"file": digest, "w": shown, "h": shown * ratio}))
    }

    /// Inlines, with pictures' sizes, tints, and whether a note was referred to before.
    fn inlines(&mut self, inlines: &Value) -> Value {
        let Value::Array(items) = inlines else { return json!([]) };
        Value::Array(items.iter().filter_map(|item| self.inline(item)).collect())
    }

    fn inline(&mut self, item: &Value) -> Option<Value> {
        let mut item = item.clone();
        if let Some(content) = item.get("content").cloned() {
            item["content"] = self.inlines(&content);
        }
        match item["type"].as_str().unwrap_or_default() {
            "image" => {
                let digest = Digest(item["image"]["asset"].as_str().unwrap_or_default().to_owned());
                match self.picture(&digest, 0.3) {
                    Some(picture) => item["image"] = picture,
                    None => {
                        return item["image"]["alt"].as_str().map(|alt| json!({"type": "text", "text": alt}));
                    }
                }
            }
            "mark" => {
                let colour = item["colour"].as_str().and_then(fonds_model::Colour::named).unwrap_or_default();
                item["tint"] = json!(colour.tint());
            }
            "note-ref" => {
                let note = item["note"].as_str().unwrap_or_default().to_owned();
                if !self.known.contains(&note) {
                    return None;
                }
                item["again"] = json!(self.referred.contains(&note));
                self.referred.push(note);
            }
            "span" => item["lang"] = json!(primary(item["lang"].as_str().unwrap_or_default())),
            _ => {}
        }
        Some(item)
    }
}

/// The text of blocks as paragraphs, and their notes.
fn plain(blocks: &[Block]) -> Vec<Block> {
    let projection = fonds_model::Projection::of_blocks(blocks);
    projection.text.lines().filter(|line| !line.trim().is_empty()).map(Block::paragraph).collect()
}
