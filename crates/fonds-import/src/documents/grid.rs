//! A table that is built row by row, with cells that go on below.

use fonds_model::{Block, Cell, Row};

/// A table in the making.
#[derive(Default)]
pub(crate) struct Grid {
    rows: Vec<(bool, Row)>,
    /// For each column, the row and cell that began there last.
    above: Vec<Option<(usize, usize)>>,
    column: usize,
}

/// More columns are not told apart.
const WIDEST: usize = 200;

impl Grid {
    /// Begins a row; `heads` where it is repeated on each page.
    pub fn row(&mut self, heads: bool) {
        self.rows.push((heads, Row::default()));
        self.column = 0;
    }

    /// Adds a cell.
    pub fn cell(&mut self, blocks: Vec<Block>, colspan: u32, rowspan: u32) {
        let colspan = colspan.clamp(1, 100);
        let at = self.rows.len().saturating_sub(1);
        let Some((heads, row)) = self.rows.last_mut() else { return };
        self.above.resize(self.above.len().max(self.column + 1).min(WIDEST), None);
        if let Some(above) = self.above.get_mut(self.column) {
            *above = Some((at, row.cells.len()));
        }
        row.cells.push(Cell { blocks, header: *heads, colspan, rowspan: rowspan.clamp(1, 1000) });
        self.column = self.column.saturating_add(colspan as usize);
    }

    /// The cell above goes on here.
    pub fn continued(&mut self, colspan: u32) {
        let above = self.above.get(self.column).copied().flatten();
        let cell = above.and_then(|(row, cell)| self.rows.get_mut(row)?.1.cells.get_mut(cell));
        match cell {
            Some(cell) => {
                cell.rowspan += 1;
                self.column = self.column.saturating_add(colspan.clamp(1, 100) as usize);
            }
            None => self.cell(vec![], colspan, 1),
        }
    }

    /// The table; `None` where it is empty.
    pub fn into_block(self) -> Option<Block> {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        for (heads, row) in self.rows {
            if row.cells.is_empty() {
                continue;
            }
            if heads && rows.is_empty() { head.push(row) } else { rows.push(row) }
        }
        let empty = head.iter().chain(&rows).all(|row| row.cells.iter().all(|cell| cell.blocks.is_empty()));
        (!empty).then_some(Block::Table { caption: vec![], head, rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_go_on_below() {
        let mut grid = Grid::default();
        grid.row(true);
        grid.cell(vec![Block::paragraph("Năm")], 1, 1);
        grid.cell(vec![Block::paragraph("Lũ")], 2, 1);
        grid.row(false);
        grid.continued(1);
        grid.cell(vec![], 2, 1);
        let Some(Block::Table { head, rows, .. }) = grid.into_block() else { panic!("no table") };
        assert_eq!((head[0].cells[0].rowspan, head[0].cells[1].colspan, rows[0].cells.len()), (2, 2, 1));
    }
}
