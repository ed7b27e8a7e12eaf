//! Searching: a query is translated (`matching`), run with what counts the facets (`facets`) and what picks the page
//! (`ranking`), and the articles of the page are shown with the found words marked (`snippet`).

mod all;
mod counting;
mod excluded;
mod facets;
mod facts;
mod matching;
mod paired;
mod ranking;
mod snippet;
#[cfg(test)]
mod tests;

use crate::query::{Problem, Query};
use crate::{Index, Names, SearchError};
pub use facets::{Facet, FacetKind, FacetValue};
pub(crate) use facts::Known;
use fonds_model::{ArticleId, Sort};
use matching::Matching;
use serde::Serialize;
use snippet::Marker;
pub use snippet::{Part, Snippet};
use tantivy::collector::Count;
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

/// What of the found articles is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchOptions {
    /// Hits to pass over.
    pub offset: usize,
    /// Hits to give at most.
    pub limit: usize,
    /// Their order.
    pub sort: Sort,
    /// Values to count of each facet at most; 0 counts none.
    pub facet_values: usize,
    /// Code points of a snippet.
    pub snippet: usize,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { offset: 0, limit: 50, sort: Sort::default(), facet_values: 0, snippet: 160 }
    }
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Found {
    /// How many articles match.
    pub total: usize,
    /// The words were found only without their marks.
    pub folded: bool,
    /// The page of hits that was asked for.
    pub hits: Vec<Hit>,
    /// What the found articles have in common, counted.
    pub facets: Vec<Facet>,
    /// Names in the query that the library does not know.
    pub problems: Vec<Problem>,
}

/// An article that matches.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Hit {
    /// The article.
    pub id: ArticleId,
    /// How well it matches (BM25), where the hits are sorted by that.
    pub score: f32,
    /// Its title.
    pub title: String,
    /// Ranges of the title where the found words stand, in code points.
    pub title_marks: Vec<(usize, usize)>,
    /// The words around the first place, and where that is; in JSON its parts stand beside the others.
    #[serde(flatten)]
    pub snippet: Snippet,
}

impl Index {
    /// Finds the articles that a query asks for; an empty query finds all.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(
        &self,
        query: &Query,
        names: &Names,
        options: &SearchOptions,
    ) -> Result<Found, SearchError> {
        let search = Search { index: self, searcher: self.searcher(), query, names, options };
        let found = search.run(true)?;
        if found.total > 0 || !snippet::is_marked(query) {
            return Ok(found);
        }
        let folded = search.run(false)?;
        Ok(Found { folded: folded.total > 0, ..folded })
    }
}

/// One search.
struct Search<'a> {
    index: &'a Index,
    searcher: Searcher,
    query: &'a Query,
    names: &'a Names,
    options: &'a SearchOptions,
}

impl Search<'_> {
    fn run(&self, exactly: bool) -> Result<Found, SearchError> {
        let (query, problems) = self.translated(exactly);
        let (total, top, facets) = if self.options.facet_values == 0 {
            let (total, top) = ranking::top(&self.searcher, &*query, self.options, Count)?;
            (total, top, vec![])
        } else {
            let counted = self.facets_here();
            let (counts, top) = ranking::top(&self.searcher, &*query, self.options, self.counter(&counted))?;
            (counts.total, top, self.facets(counts, exactly)?)
        };
        let marker = Marker::of(self.query, exactly);
        let hits = top.into_iter().map(|(score, address)| self.hit(score, address, &marker));
        Ok(Found { total, folded: false, hits: hits.collect::<Result<_, _>>()?, facets, problems })
    }

    /// The query as tantivy has it, scored where that makes the order; and names in it that are not known.
    fn translated(&self, exactly: bool) -> (Box<dyn tantivy::query::Query>, Vec<Problem>) {
        let mut matching = self.matching(exactly);
        let filter = matching.filter(self.query);
        let problems = std::mem::take(&mut matching.problems);
        let by_score = self.options.sort == Sort::Relevance;
        (if by_score { matching.ranked(self.query, filter) } else { filter }, problems)
    }

    fn matching(&self, exactly: bool) -> Matching<'_> {
        Matching {
            fields: &self.index.fields,
            names: self.names,
            searcher: &self.searcher,
            exactly,
            problems: vec![],
        }
    }

    fn hit(&self, score: f32, address: DocAddress, marker: &Marker) -> Result<Hit, SearchError> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let fields = &self.index.fields;
        let text = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let notes = document.get_all(fields.note).filter_map(|value| value.as_str());
        let places = document.get_all(fields.note_place).filter_map(|value| value.as_u64());
        let notes = notes.zip(places).map(|(note, place)| (note, usize::try_from(place).unwrap_or(0)));
        let title = text(fields.title);
        Ok(Hit {
            id: text(fields.id).into(),
            score,
            title: title.to_owned(),
            title_marks: marker.marks(title),
            snippet: marker.snippet(text(fields.text), notes, self.options.snippet),
        })
    }
}
