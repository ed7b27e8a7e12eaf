//! Lists of articles, sorted and by pages: [`Library::list_page`].
//!
//! [`shelf`] keeps what sorting needs of every article in memory, and the orders that were asked for; [`order`] makes
//! an order. Rows are read from the catalog a page at a time; [`first`] gives those of the beginning before the shelf is filled.

mod first;
mod order;
mod shelf;

use crate::vocabulary::{Uses, uses};
use crate::{Library, LibraryError};
use fonds_model::{ArticleId, ArticleSummary, CollectionId, Tag, TagId, Timestamp};
use fonds_store::ArticleLine;
use serde::{Deserialize, Serialize};
pub(crate) use shelf::Shelf;
use std::sync::Arc;

/// Which articles a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ListFilter {
    /// Those with this tag or a narrower one.
    pub tag: Option<TagId>,
    /// Those in this collection.
    pub collection: Option<CollectionId>,
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// The collection's own order; elsewhere the order in which the articles came in.
    #[default]
    Own,
    /// Title.
    Title,
    /// Names of the creators, as written.
    Creators,
    /// Publication.
    Publication,
    /// Date of publication.
    Issued,
    /// When the article came in.
    Added,
    /// When its record was last changed; where the catalog does not know that, when it came in.
    Changed,
    /// Kind.
    Kind,
    /// Language.
    Language,
    /// Citekey.
    Citekey,
}

/// How a list is sorted. Articles that have no such value stand last either way; equal ones stay as they came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ListSort {
    /// By what.
    pub column: Column,
    /// The last first.
    pub descending: bool,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// What lists show of the article.
    #[serde(flatten)]
    pub summary: ArticleSummary,
    /// When it came in.
    pub added: Timestamp,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListPage {
    /// How many articles the list holds.
    pub total: usize,
    /// How many the library holds.
    pub all: usize,
    /// The rows that were asked for.
    pub rows: Vec<ListRow>,
}

impl Column {
    /// Every column, the own order first.
    pub const ALL: [Column; 10] = [
        Column::Own,
        Column::Title,
        Column::Creators,
        Column::Publication,
        Column::Issued,
        Column::Added,
        Column::Changed,
        Column::Kind,
        Column::Language,
        Column::Citekey,
    ];
}

impl Library {
    /// A part of a list of articles. The order is kept until the library changes, so further parts cost next to nothing.
    ///
    /// # Errors
    /// `unknown-collection`, or when the catalog cannot be read; so for all that follow.
    pub fn list_page(
        &self,
        filter: &ListFilter,
        sort: ListSort,
        offset: usize,
        limit: usize,
    ) -> Result<ListPage, LibraryError> {
        if let Some(page) = self.first_page(filter, sort, offset, limit)? {
            return Ok(page);
        }
        let order = self.order(filter, sort)?;
        let wanted = order.iter().skip(offset).take(limit).copied();
        let (all, arrivals) =
            self.shelf.with(&self.store, |shelf| (shelf.count(), shelf.arrivals(wanted)))?;
        Ok(ListPage { total: order.len(), all, rows: self.rows_at(arrivals)? })
    }

    /// The ids of a part of a list, in its order.
    pub fn list_ids(
        &self,
        filter: &ListFilter,
        sort: ListSort,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        let order = self.order(filter, sort)?;
        let wanted = order.iter().skip(offset).take(limit).copied();
        self.shelf.with(&self.store, |shelf| shelf.ids(wanted))
    }

    /// Where in a list an article stands.
    pub fn list_place(
        &self,
        filter: &ListFilter,
        sort: ListSort,
        article: &ArticleId,
    ) -> Result<Option<usize>, LibraryError> {
        let order = self.order(filter, sort)?;
        let Some(line) = self.store.line(article)? else { return Ok(None) };
        let number = self.shelf.with(&self.store, |shelf| shelf.number_of(&line.arrival))?;
        Ok(number.and_then(|number| order.iter().position(|other| *other == number)))
    }

    /// The rows of these articles, in this order; those that are not there are missing.
    pub fn list_rows(&self, ids: &[ArticleId]) -> Result<Vec<ListRow>, LibraryError> {
        let lines = ids.iter().map(|id| self.store.line(id)).collect::<Result<Vec<_>, _>>()?;
        Ok(lines.into_iter().flatten().map(row).collect())
    }

    /// How many articles carry each of these tags.
    pub(crate) fn tag_uses(&self, tags: &[Tag]) -> Result<Vec<Uses>, LibraryError> {
        self.shelf.with(&self.store, |shelf| uses(tags, shelf.tags()))
    }

    fn rows_at(&self, arrivals: Vec<String>) -> Result<Vec<ListRow>, LibraryError> {
        Ok(self.store.lines_at(arrivals)?.into_iter().map(row).collect())
    }

    /// The numbers of the list's articles on the shelf, in order.
    fn order(&self, filter: &ListFilter, sort: ListSort) -> Result<Arc<[u32]>, LibraryError> {
        self.shelf.with(&self.store, |shelf| {
            if let Some(known) = shelf.known_order(filter, sort) {
                return Ok(known);
            }
            let tags = filter.tag.as_ref().map(|tag| self.narrower(tag)).transpose()?;
            let members = filter.collection.as_ref().map(|id| self.whole_collection(id)).transpose()?;
            let chosen = order::chosen(shelf.lines(), tags.as_ref(), members.as_ref());
            let order: Arc<[u32]> = order::sorted(shelf.lines(), chosen, sort).into();
            shelf.keep_order(filter, sort, &order);
            Ok(order)
        })?
    }
}

fn row(line: ArticleLine) -> ListRow {
    ListRow { summary: line.summary, added: line.added }
}

#[cfg(test)]
mod tests;
