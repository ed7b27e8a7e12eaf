//! The text: paragraphs with what their styles say, lists, tables, sections, frames.

use super::styles::Styles;
use crate::Imported;
use crate::documents::draft::Draft;
use crate::documents::grid::Grid;
use crate::documents::parts::{Part, assembled};
use crate::documents::passage::Passage;
use crate::documents::roles::Role;
use crate::documents::runs::{Look, Runs};
use crate::images::Pictures;
use crate::xml::{At, Tree};
use fonds_model::Block;
use std::collections::HashMap;

/// The most times that a cell or row is repeated.
const MOST_REPEATED: usize = 100;

/// Makes parts of a text.
pub(super) struct Maker<'a> {
    pub tree: &'a Tree,
    pub styles: &'a Styles,
    pub pictures: Pictures<'a>,
    pub draft: Draft,
    /// Passages of comments that are open, by name: the passage, and its place among the draft's remarks.
    pub open: HashMap<String, (Passage, usize)>,
}

/// A paragraph that is being read.
#[derive(Default)]
pub(super) struct Line {
    pub runs: Runs,
    pub font: Option<String>,
    /// What frames in it hold, which stands behind it.
    pub boxes: Vec<Part>,
}

impl<'a> Maker<'a> {
    pub fn new(tree: &'a Tree, styles: &'a Styles, pictures: Pictures<'a>) -> Self {
        Self { tree, styles, pictures, draft: Draft::new(), open: HashMap::new() }
    }

    /// The article of what was walked.
    pub fn into_imported(self) -> Imported {
        self.draft.into_imported(self.pictures)
    }

    /// Adds what is in an element that holds blocks.
    pub fn blocks(&mut self, at: At, out: &mut Vec<Part>) {
        let tree = self.tree;
        for child in tree.children(at) {
            match tree.name(child) {
                "p" | "h" => self.paragraph(child, out),
                "list" => {
                    let list = self.list(child, None, 1);
                    out.extend(list.map(Part::Block));
                }
                "table" => self.table(child, out),
                "frame" | "g" | "custom-shape" | "rect" => self.frame_of_its_own(child, out),
                "section" | "index-body" | "text-box" => self.blocks(child, out),
                // Text of changes, of generated tables of contents and of forms is none of the document's.
                "tracked-changes" => self.draft.changes += tree.named(child, "changed-region").count(),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, at: At, out: &mut Vec<Part>) {
        let tree = self.tree;
        let style = tree.attr(at, "text:style-name").unwrap_or_default();
        let font = self.styles.font("paragraph", style).map(str::to_owned);
        let mut line = Line { font, ..Line::default() };
        self.inlines(at, &Look::default(), &mut line);
        self.open.values_mut().for_each(|(passage, _)| passage.push("\n"));
        let role = self.styles.role(style);
        let level = tree.attr(at, "outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
        let runs = line.runs;
        let part = match role {
            Some(Role::Title) => Some(Part::Title(runs)),
            Some(Role::Furniture) => None,
            _ if tree.name(at) == "h" => Some(Part::Heading(level, runs)),
            Some(Role::Heading(level)) => Some(Part::Heading(level, runs)),
            Some(Role::Lead) => Some(Part::Lead(runs)),
            Some(Role::Author) => Some(Part::Author(runs)),
            Some(Role::Date) => Some(Part::Date(runs)),
            Some(Role::Caption) => Some(Part::Caption(runs)),
            Some(Role::Quote) => Some(Part::Quote(runs)),
            None => Some(Part::Paragraph(runs)),
        };
        out.extend(part);
        out.append(&mut line.boxes);
    }

    /// A frame that is anchored to the page and not to a paragraph.
    fn frame_of_its_own(&mut self, at: At, out: &mut Vec<Part>) {
        let mut line = Line::default();
        self.frame(at, &mut line);
        out.push(Part::Paragraph(line.runs));
        out.append(&mut line.boxes);
    }

    fn list(&mut self, at: At, around: Option<&str>, level: usize) -> Option<Block> {
        let tree = self.tree;
        let style = tree.attr(at, "text:style-name").or(around);
        let (ordered, mut start) = style.map_or((false, 1), |style| self.styles.list(style, level));
        let mut items: Vec<Vec<Block>> = Vec::new();
        for item in tree.children(at).filter(|child| matches!(tree.name(*child), "list-item" | "list-header"))
        {
            if let Some(value) = tree.attr(item, "start-value").and_then(|value| value.parse().ok())
                && items.is_empty()
            {
                start = value;
            }
            let mut blocks = Vec::new();
            for child in tree.children(item) {
                if tree.name(child) == "list" {
                    blocks.extend(self.list(child, style, level + 1));
                } else {
                    let mut parts = Vec::new();
                    self.item_part(child, &mut parts);
                    blocks.append(&mut assembled(parts));
                }
            }
            if !blocks.is_empty() {
                items.push(blocks);
            }
        }
        (!items.is_empty()).then_some(Block::List { ordered, start, items })
    }

    fn item_part(&mut self, at: At, parts: &mut Vec<Part>) {
        match self.tree.name(at) {
            "p" | "h" => self.paragraph(at, parts),
            "table" => self.table(at, parts),
            _ => self.blocks(at, parts),
        }
    }

    /// A table; one of a single cell is a frame around its text.
    fn table(&mut self, at: At, out: &mut Vec<Part>) {
        let tree = self.tree;
        let mut rows = Vec::new();
        rows_of(tree, at, false, &mut rows);
        if let [(_, row)] = rows.as_slice()
            && let Some((cell, None)) = Some(cells(tree, *row)).map(|mut cells| (cells.next(), cells.next()))
        {
            cell.into_iter().for_each(|cell| self.blocks(cell, out));
            return;
        }
        let mut grid = Grid::default();
        for (heads, row) in rows {
            grid.row(heads);
            for cell in cells(tree, row).take(1000) {
                let number = |name: &str| tree.attr(cell, name).and_then(|n| n.parse().ok()).unwrap_or(1u32);
                let (colspan, rowspan) = (number("number-columns-spanned"), number("number-rows-spanned"));
                let repeated = number("number-columns-repeated") as usize;
                for _ in 0..repeated.min(MOST_REPEATED) {
                    let mut parts = Vec::new();
                    self.blocks(cell, &mut parts);
                    grid.cell(assembled(parts), colspan, rowspan);
                }
            }
        }
        out.extend(grid.into_block().map(Part::Block));
    }
}

/// The rows of a table, and whether they head it.
fn rows_of(tree: &Tree, at: At, heads: bool, rows: &mut Vec<(bool, At)>) {
    for child in tree.children(at) {
        match tree.name(child) {
            "table-row" => rows.push((heads, child)),
            "table-header-rows" => rows_of(tree, child, true, rows),
            "table-rows" | "table-row-group" => rows_of(tree, child, heads, rows),
            _ => {}
        }
    }
}

/// The cells of a row; those that others cover are none.
fn cells(tree: &Tree, row: At) -> impl Iterator<Item = At> {
    tree.children_named(row, "table-cell")
}
