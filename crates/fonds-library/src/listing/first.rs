//! The beginning of the list as the articles came in, straight from the catalog: a window that opens does not wait until the
//! shelf of a large library is filled.

use super::{Column, ListFilter, ListPage, ListSort, row};
use crate::{Library, LibraryError};
use fonds_store::ArticleLine;

/// Rows from the beginning that are read so; further ones come from the shelf.
const MOST: usize = 1000;

impl Library {
    /// The page, if it is one that needs no sorting, and the shelf is not filled.
    pub(super) fn first_page(
        &self,
        filter: &ListFilter,
        sort: ListSort,
        offset: usize,
        limit: usize,
    ) -> Result<Option<ListPage>, LibraryError> {
        let end = offset.saturating_add(limit);
        if *filter != ListFilter::default() || end > MOST || self.shelf.is_filled() {
            return Ok(None);
        }
        let lines = match (sort.column, sort.descending) {
            (Column::Own | Column::Added, false) => self.store.first_lines(end)?,
            (Column::Added, true) => self.latest(end)?,
            _ => return Ok(None),
        };
        let all = self.store.article_count()?;
        let rows = lines.into_iter().skip(offset).take(limit).map(row).collect();
        Ok(Some(ListPage { total: all, all, rows }))
    }

    /// The latest lines, those of one moment in the order in which they came in.
    fn latest(&self, count: usize) -> Result<Vec<ArticleLine>, LibraryError> {
        let mut read = count.saturating_mul(2);
        loop {
            let mut lines = self.store.latest_lines(read)?;
            let is_whole = lines.len() < read;
            // The earliest moment that was read may have more lines than that.
            let cut = lines.last().map(|line| line.added).filter(|_| !is_whole);
            lines.retain(|line| Some(line.added) != cut);
            if is_whole || lines.len() >= count {
                let moments = lines.chunk_by(|a, b| a.added == b.added);
                return Ok(moments.flat_map(|moment| moment.iter().rev().cloned()).collect());
            }
            read = read.saturating_mul(2);
        }
    }
}
