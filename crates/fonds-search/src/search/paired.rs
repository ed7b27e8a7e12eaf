//! Two words side by side. Where both are frequent in an article, their pair is a term of the index (`pairs`) and says
//! how often they stand so; in the other articles their places are read. Found and scored as by tantivy's phrases.

use crate::pairs::least;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// Articles that have two words side by side.
#[derive(Clone, Debug)]
pub(super) struct Paired {
    pub words: [Term; 2],
    /// The term that the two are together.
    pub pair: Term,
}

impl Query for Paired {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let score = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                Some(Bm25Weight::for_terms(statistics_provider, &self.words)?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PairedWeight { of: self.clone(), score }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.words.iter().for_each(|word| visitor(word, true));
    }
}

struct PairedWeight {
    of: Paired,
    score: Option<Bm25Weight>,
}

impl Weight for PairedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let [left, right] = &self.of.words;
        let words = reader.inverted_index(left.field())?;
        let places = |word: &Term| words.read_postings(word, IndexRecordOption::WithFreqsAndPositions);
        let (Some(left), Some(right)) = (places(left)?, places(right)?) else {
            return Ok(Box::new(EmptyScorer));
        };
        let field = self.of.words[0].field();
        let Some(lengths) = reader.fieldnorms_readers().get_field(field)? else {
            return Err(TantivyError::InternalError("the lengths of articles are not there".into()));
        };
        let pairs = reader.inverted_index(self.of.pair.field())?;
        let together = pairs.read_postings(&self.of.pair, IndexRecordOption::WithFreqs)?;
        let score = self.score.as_ref().map(|score| score.boost_by(boost));
        let places = [Vec::new(), Vec::new()];
        let mut scorer = PairedScorer { left, right, together, lengths, score, count: 0, places };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("pairs are not explained".into()))
    }
}

struct PairedScorer {
    left: SegmentPostings,
    right: SegmentPostings,
    together: Option<SegmentPostings>,
    lengths: FieldNormReader,
    score: Option<Bm25Weight>,
    /// How often the two stand side by side in the article that it has come to.
    count: u32,
    places: [Vec<u32>; 2],
}

impl PairedScorer {
    /// Goes on to an article that matches, unless it is at one.
    fn settle(&mut self) -> DocId {
        loop {
            let (left, right) = (self.left.doc(), self.right.doc());
            if left == TERMINATED {
                return TERMINATED;
            } else if right == TERMINATED {
                return self.left.seek(TERMINATED);
            } else if left < right {
                self.left.seek(right);
            } else if right < left {
                self.right.seek(left);
            } else {
                self.count = self.count_in(left);
                if self.count > 0 {
                    return left;
                }
                self.left.advance();
            }
        }
    }

    fn count_in(&mut self, article: DocId) -> u32 {
        if self.left.term_freq().min(self.right.term_freq()) < least(self.lengths.fieldnorm(article)) {
            return self.count_by_places();
        }
        let Some(together) = &mut self.together else { return 0 };
        if together.doc() < article {
            together.seek(article);
        }
        if together.doc() == article { together.term_freq() } else { 0 }
    }

    fn count_by_places(&mut self) -> u32 {
        let [left, right] = &mut self.places;
        self.left.positions_with_offset(1, left);
        self.right.positions(right);
        let mut right = right.iter().peekable();
        let mut count = 0;
        for place in left {
            while right.next_if(|next| *next < place).is_some() {}
            count += u32::from(right.peek() == Some(&&*place));
        }
        count
    }
}

impl DocSet for PairedScorer {
    fn advance(&mut self) -> DocId {
        self.left.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.left.seek(target);
            self.settle();
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.left.doc()
    }

    // As tantivy's phrases say, so that a query is gone through, and its scores are added, in the same order.
    fn size_hint(&self) -> u32 {
        self.left.size_hint().min(self.right.size_hint()) / 20
    }

    fn cost(&self) -> u64 {
        u64::from(self.left.size_hint().min(self.right.size_hint())) * 20
    }
}

impl Scorer for PairedScorer {
    fn score(&mut self) -> Score {
        let length = self.lengths.fieldnorm_id(self.doc());
        self.score.as_ref().map_or(1.0, |score| score.score(length, self.count))
    }
}
