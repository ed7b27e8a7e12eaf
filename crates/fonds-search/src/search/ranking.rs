//! The order of the hits, and the page of them that is wanted.

use super::SearchOptions;
use crate::SearchError;
use crate::index::column;
use fonds_model::Sort;
use tantivy::collector::sort_key::{SortByBytes, SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Collector, TopDocs};
use tantivy::query::Query;
use tantivy::{DocAddress, Order, Searcher};

/// Articles with their scores.
type Page = Vec<(f32, DocAddress)>;

/// The wanted page, and what another collector makes of all that match.
pub(super) fn top<C: Collector>(
    searcher: &Searcher,
    query: &dyn Query,
    options: &SearchOptions,
    other: C,
) -> Result<(C::Fruit, Page), SearchError> {
    let known = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    let limit = options.limit.min(known);
    if limit == 0 || options.offset >= known {
        return Ok((searcher.search(query, &other)?, vec![]));
    }
    let page = TopDocs::with_limit(limit).and_offset(options.offset);
    let days = |name: &str| SortByStaticFastValue::<i64>::for_field(name);
    match options.sort {
        Sort::Relevance => {
            let (top, others) = searcher.search(query, &(page.order_by(SortBySimilarityScore), other))?;
            Ok((others, top))
        }
        Sort::Newest => unscored(searcher, query, page.order_by((days(column::LAST), Order::Desc)), other),
        Sort::Oldest => unscored(searcher, query, page.order_by((days(column::FIRST), Order::Asc)), other),
        Sort::Added => unscored(searcher, query, page.order_by((days(column::ADDED), Order::Desc)), other),
        Sort::Title => {
            let by_title = (SortByBytes::for_field(column::TITLE_KEY), Order::Asc);
            unscored(searcher, query, page.order_by(by_title), other)
        }
    }
}

fn unscored<K, P, C>(
    searcher: &Searcher,
    query: &dyn Query,
    page: P,
    other: C,
) -> Result<(C::Fruit, Page), SearchError>
where
    P: Collector<Fruit = Vec<(K, DocAddress)>>,
    C: Collector,
{
    let (top, others) = searcher.search(query, &(page, other))?;
    Ok((others, top.into_iter().map(|(_, address)| (0.0, address)).collect()))
}
