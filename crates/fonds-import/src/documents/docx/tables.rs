//! Tables: spans of columns and rows as the tree has them.

use super::Story;
use super::blocks::Maker;
use crate::documents::grid::Grid;
use crate::documents::parts::{Part, assembled};
use crate::xml::At;

impl Maker<'_> {
    /// A table; one of a single cell is a frame around its text.
    pub fn table(&mut self, story: &Story, at: At, out: &mut Vec<Part>) {
        let tree = &story.tree;
        let rows = rows(story, at);
        if let [row] = rows.as_slice()
            && let [cell] = cells(story, *row).as_slice()
        {
            self.blocks(story, *cell, out);
            return;
        }
        let mut grid = Grid::default();
        for row in rows {
            let properties = tree.child(row, "trPr");
            let has =
                |name: &str| properties.and_then(|at| tree.child(at, name)).is_some_and(|at| story.is_on(at));
            if has("del") {
                self.draft.changes += 1;
                continue;
            }
            grid.row(has("tblHeader"));
            for cell in cells(story, row) {
                let properties = tree.child(cell, "tcPr");
                let value = |name: &str| properties.and_then(|at| story.value(at, name));
                let span = value("gridSpan").and_then(|span| span.parse().ok()).unwrap_or(1);
                let merge = properties.and_then(|at| tree.child(at, "vMerge"));
                if merge.is_some_and(|at| tree.attr(at, "val") != Some("restart")) {
                    grid.continued(span);
                } else {
                    let mut parts = Vec::new();
                    self.blocks(story, cell, &mut parts);
                    grid.cell(assembled(parts), span, 1);
                }
            }
        }
        out.extend(grid.into_block().map(Part::Block));
    }
}

/// The rows, also those in content controls and tracked changes.
fn rows(story: &Story, table: At) -> Vec<At> {
    inside(story, table, "tr")
}

fn cells(story: &Story, row: At) -> Vec<At> {
    inside(story, row, "tc")
}

fn inside(story: &Story, at: At, name: &str) -> Vec<At> {
    let tree = &story.tree;
    let mut found = Vec::new();
    for child in tree.children(at) {
        match tree.name(child) {
            own if own == name => found.push(child),
            "sdt" | "sdtContent" | "ins" | "customXml" => found.extend(inside(story, child, name)),
            _ => {}
        }
    }
    found
}
