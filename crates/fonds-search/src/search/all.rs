//! All that a query finds, by id and in order, without anything about them: what a smart collection holds.

use super::{Search, SearchOptions, ranking, snippet};
use crate::index::column;
use crate::query::Query;
use crate::{Index, Names, SearchError};
use fonds_model::{ArticleId, Sort};
use tantivy::collector::Count;
use tantivy::columnar::StrColumn;

impl Index {
    /// The articles that a query finds, in order. As in [`Index::search`], marked words that nothing has are folded.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn all(&self, query: &Query, names: &Names, sort: Sort) -> Result<Vec<ArticleId>, SearchError> {
        let options = SearchOptions { limit: usize::MAX, sort, ..SearchOptions::default() };
        let search = Search { index: self, searcher: self.searcher(), query, names, options: &options };
        let found = search.ids(true)?;
        if found.is_empty() && snippet::is_marked(query) { search.ids(false) } else { Ok(found) }
    }
}

impl Search<'_> {
    fn ids(&self, exactly: bool) -> Result<Vec<ArticleId>, SearchError> {
        let (_, top) = ranking::top(&self.searcher, &*self.translated(exactly).0, self.options, Count)?;
        let readers = self.searcher.segment_readers().iter();
        let columns: Vec<Option<StrColumn>> =
            readers.map(|reader| reader.fast_fields().str(column::ID)).collect::<tantivy::Result<_>>()?;
        let mut ids = Vec::with_capacity(top.len());
        for (_, address) in top {
            let column =
                usize::try_from(address.segment_ord).ok().and_then(|segment| columns.get(segment)?.as_ref());
            let Some(column) = column else { continue };
            let mut id = String::new();
            if let Some(ord) = column.term_ords(address.doc_id).next()
                && column.ord_to_str(ord, &mut id).map_err(tantivy::TantivyError::from)?
            {
                ids.push(ArticleId(id));
            }
        }
        Ok(ids)
    }
}
