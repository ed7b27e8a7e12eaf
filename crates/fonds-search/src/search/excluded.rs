//! What must not match. tantivy asks an excluded phrase about articles that lie before the one that it has come to, which a
//! phrase does not answer as it should: in its own checks it stops with a panic. So it is asked only about what lies ahead.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// A query under a *not*.
#[derive(Debug)]
pub(super) struct Excluded(pub Box<dyn Query>);

impl Clone for Excluded {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Excluded {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ExcludedWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct ExcludedWeight(Box<dyn Weight>);

impl Weight for ExcludedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(Ahead(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, article: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, article)
    }
}

/// Leaves `seek_danger` to tantivy, whose own one looks first whether what is asked for lies ahead.
struct Ahead(Box<dyn Scorer>);

impl DocSet for Ahead {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }
}

impl Scorer for Ahead {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
