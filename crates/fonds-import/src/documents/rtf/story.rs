//! A text of its own within the file: the main one, a note, a comment; with its paragraphs and table rows.

use super::tables::Tables;
use crate::documents::grid::Grid;
use crate::documents::parts::{Part, assembled};
use crate::documents::roles::Role;
use crate::documents::runs::{Look, Runs};
use fonds_model::Block;

/// A text that is being read.
#[derive(Default)]
pub(super) struct Story {
    pub parts: Vec<Part>,
    pub line: Runs,
    pub paragraph: Paragraph,
    cell: Vec<Part>,
    row: Vec<Vec<Block>>,
    /// What `\trowd` says of the cells of a row.
    pub cells: Vec<Merge>,
    /// What is said of the cell that comes next.
    pub next_cell: Merge,
    pub heads: bool,
    grid: Option<Grid>,
    /// How many paragraphs there are.
    count: usize,
}

/// What stands behind so many paragraphs stays one: no document has more, and each takes memory of its own.
pub(super) const MOST_PARAGRAPHS: usize = 400_000;

/// What a paragraph's properties say.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub style: i32,
    pub outline: Option<u8>,
    pub list: i32,
    pub level: u8,
    /// An old list (`\pn`): whether it is numbered.
    pub old_list: Option<bool>,
    pub in_table: bool,
}

/// How a cell is merged with those beside and above it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Merge {
    pub goes_on_left: bool,
    pub goes_on_above: bool,
}

impl Story {
    /// Ends the paragraph.
    pub fn end_paragraph(&mut self, tables: &mut Tables) {
        if self.count == MOST_PARAGRAPHS {
            return self.line.text(&Look::default(), " ");
        }
        self.count += 1;
        let runs = std::mem::take(&mut self.line);
        let part = self.part(runs, tables);
        if self.paragraph.in_table {
            self.cell.extend(part);
        } else {
            self.end_table();
            self.parts.extend(part);
        }
    }

    fn part(&self, runs: Runs, tables: &mut Tables) -> Option<Part> {
        let paragraph = &self.paragraph;
        let outline = paragraph.outline.filter(|level| *level < 9).map(|level| Role::Heading(level + 1));
        match outline.or_else(|| tables.role(paragraph.style)) {
            Some(Role::Furniture) => return None,
            Some(Role::Title) => return Some(Part::Title(runs)),
            Some(Role::Lead) => return Some(Part::Lead(runs)),
            Some(Role::Author) => return Some(Part::Author(runs)),
            Some(Role::Date) => return Some(Part::Date(runs)),
            Some(Role::Heading(level)) => return Some(Part::Heading(level, runs)),
            Some(Role::Caption) => return Some(Part::Caption(runs)),
            Some(Role::Quote) => return Some(Part::Quote(runs)),
            None => {}
        }
        let old = || {
            let ordered = paragraph.old_list?;
            Some(crate::documents::lists::Place { level: 0, ordered, start: 1, list: 0 })
        };
        match tables.next_item(paragraph.list, paragraph.level).or_else(old) {
            Some(place) => Some(Part::Item(place, runs)),
            None => Some(Part::Paragraph(runs)),
        }
    }

    /// Ends a cell of the row.
    pub fn end_cell(&mut self, tables: &mut Tables) {
        self.paragraph.in_table = true;
        self.end_paragraph(tables);
        let cell = assembled(std::mem::take(&mut self.cell));
        if self.row.len() < 1000 {
            self.row.push(cell);
        }
    }

    /// Ends a row.
    pub fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.is_empty() || self.count == MOST_PARAGRAPHS {
            return;
        }
        let grid = self.grid.get_or_insert_default();
        grid.row(self.heads);
        let mut cells =
            row.into_iter().zip(self.cells.iter().copied().chain(std::iter::repeat(Merge::default())));
        let mut next = cells.next();
        while let Some((blocks, merge)) = next {
            let mut span = 1;
            next = cells.next();
            while next.as_ref().is_some_and(|(_, merge)| merge.goes_on_left) {
                span += 1;
                next = cells.next();
            }
            if merge.goes_on_above { grid.continued(span) } else { grid.cell(blocks, span, 1) }
        }
    }

    fn end_table(&mut self) {
        if let Some(grid) = self.grid.take() {
            self.parts.extend(grid.into_block().map(Part::Block));
        }
    }

    /// Whether what follows no longer makes paragraphs.
    pub fn is_full(&self) -> bool {
        self.count == MOST_PARAGRAPHS
    }

    /// The parts of a text that ended.
    pub fn finish(mut self, tables: &mut Tables) -> Vec<Part> {
        // What is left is one paragraph more.
        self.count = 0;
        if !self.line.is_empty() {
            self.end_paragraph(tables);
        }
        self.end_row();
        self.end_table();
        self.parts.append(&mut self.cell);
        self.parts
    }
}
