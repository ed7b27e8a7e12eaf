//! Tables of a page, and those that only lay it out.

use super::lines::tidy;
use super::page::At;
use super::tree::Maker;
use fonds_model::{Block, Cell, Row};

impl Maker<'_, '_> {
    /// A table; one of a single column, or with tables in it, lays the page out and its cells follow each other.
    pub fn table(&mut self, at: At, out: &mut Vec<Block>) {
        let page = self.page;
        let rows: Vec<At> = page.named(at, &["tr"]).filter(|row| self.content.keeps(*row)).collect();
        let nested = page.named(at, &["table"]).next().is_some();
        let columns =
            rows.iter().map(|row| page.children(*row).filter(|cell| self.is_cell(*cell)).count()).max();
        if nested || columns.unwrap_or(0) < 2 {
            self.laid_out(at, out);
            return;
        }
        let caption =
            page.children(at).find(|child| page.name(*child) == "caption" && self.content.keeps(*child));
        let caption = caption.map(|caption| tidy(self.line(caption))).unwrap_or_default();
        let (mut head, mut body) = (Vec::new(), Vec::new());
        for at in rows {
            let in_head = page.parent(at).is_some_and(|parent| page.name(parent) == "thead");
            let row = self.row(at);
            let heads = !row.cells.is_empty() && row.cells.iter().all(|cell| cell.header);
            let empty = row.cells.iter().all(|cell| cell.blocks.is_empty());
            match (empty, (in_head || heads) && body.is_empty()) {
                (true, _) => {}
                (false, true) => head.push(row),
                (false, false) => body.push(row),
            }
        }
        if !(head.is_empty() && body.is_empty()) {
            out.push(Block::Table { caption, head, rows: body });
        }
    }

    fn laid_out(&mut self, at: At, out: &mut Vec<Block>) {
        let page = self.page;
        for child in page.children(at) {
            match page.name(child) {
                _ if !self.content.keeps(child) => {}
                "tbody" | "thead" | "tfoot" | "tr" => self.laid_out(child, out),
                _ => self.container(child, out),
            }
        }
    }

    fn is_cell(&self, at: At) -> bool {
        matches!(self.page.name(at), "td" | "th") && self.content.keeps(at)
    }

    fn row(&mut self, row: At) -> Row {
        let page = self.page;
        let span = |cell: At, name: &str| {
            page.attr(cell, name).and_then(|n| n.parse().ok()).unwrap_or(1u32).clamp(1, 100)
        };
        let mut cells = Vec::new();
        for cell in page.children(row) {
            if !matches!(page.name(cell), "td" | "th") {
                continue;
            }
            let mut blocks = Vec::new();
            if self.content.keeps(cell) {
                self.container(cell, &mut blocks);
            }
            let header = page.name(cell) == "th";
            cells.push(Cell {
                blocks,
                header,
                colspan: span(cell, "colspan"),
                rowspan: span(cell, "rowspan"),
            });
        }
        Row { cells }
    }
}
