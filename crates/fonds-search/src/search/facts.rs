//! What facets count of each article, in memory: reading it from the index's columns took as long as finding the articles.
//!
//! A segment of the index never changes, so what was read of it is kept as long as it is searched in.

use crate::index::column;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader, TantivyError};

/// Years that an article of a long or open interval is counted in at most.
const LONGEST: i64 = 100;
/// The years that are counted, which all dates in EDTF's basic form are in.
const YEARS: std::ops::RangeInclusive<i64> = -9_999..=9_999;

/// The facts of the segments that are searched in.
#[derive(Default)]
pub(crate) struct Known(Mutex<HashMap<SegmentId, Arc<Facts>>>);

/// The facts of one segment.
pub(super) struct Facts {
    pub publications: Terms,
    pub languages: Terms,
    pub kinds: Terms,
    pub tags: Terms,
    pub years: Years,
}

/// A column: its terms in their order, and those that each article has.
#[derive(Default)]
pub(super) struct Terms {
    pub names: Vec<String>,
    /// Where each article's terms begin; one more at the end.
    starts: Vec<u32>,
    /// Numbers of terms.
    of: Vec<u32>,
}

/// The first and the last year of each article; of those without a date the first is the later one.
pub(super) struct Years {
    of: Vec<(i16, i16)>,
    /// The first and the last year of all.
    pub span: Option<(i16, i16)>,
}

impl Known {
    /// Forgets the segments that are not there any more.
    pub fn keep(&self, searcher: &Searcher) {
        let there = |id: &SegmentId| searcher.segment_readers().iter().any(|of| of.segment_id() == *id);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|id, _| there(id));
    }

    /// Those of a segment. Two searches may read them at once; neither waits for the other.
    pub(super) fn of(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Facts>> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(facts) = known().get(&segment.segment_id()) {
            return Ok(Arc::clone(facts));
        }
        let facts = Arc::new(Facts::read(segment)?);
        known().insert(segment.segment_id(), Arc::clone(&facts));
        Ok(facts)
    }
}

impl Facts {
    fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let terms = |name: &str| match segment.fast_fields().str(name)? {
            Some(column) => Terms::read(&column, segment.max_doc()),
            None => Ok(Terms::default()),
        };
        Ok(Self {
            publications: terms(column::PUBLICATION)?,
            languages: terms(column::LANGUAGE)?,
            kinds: terms(column::KIND)?,
            tags: terms(column::TAG)?,
            years: Years::read(segment)?,
        })
    }
}

impl Terms {
    fn read(column: &StrColumn, articles: DocId) -> tantivy::Result<Self> {
        let ords: Vec<u64> = (0..column.num_terms() as u64).collect();
        let mut names = Vec::with_capacity(ords.len());
        let all_there = column
            .dictionary()
            .sorted_ords_to_term_cb(&ords, |term| names.push(String::from_utf8_lossy(term).into_owned()))?;
        if !all_there {
            return Err(TantivyError::InternalError("a term of a column is not there".into()));
        }
        let (mut starts, mut of) = (Vec::with_capacity(articles as usize + 1), Vec::new());
        for article in 0..articles {
            starts.push(length(&of));
            of.extend(column.term_ords(article).map(|ord| u32::try_from(ord).unwrap_or(u32::MAX)));
        }
        starts.push(length(&of));
        Ok(Self { names, starts, of })
    }

    /// The numbers of an article's terms.
    pub fn of(&self, article: DocId) -> &[u32] {
        let at = article as usize;
        let (from, to) = (self.starts.get(at), self.starts.get(at + 1));
        from.zip(to).and_then(|(from, to)| self.of.get(*from as usize..*to as usize)).unwrap_or_default()
    }
}

fn length(of: &[u32]) -> u32 {
    u32::try_from(of.len()).unwrap_or(u32::MAX)
}

impl Years {
    fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let days = |name: &str| segment.fast_fields().i64(name);
        let (first, last) = (days(column::FIRST)?, days(column::LAST)?);
        let of = |article| first.first(article).zip(last.first(article)).and_then(|(a, b)| years(a, b));
        let of: Vec<_> = (0..segment.max_doc()).map(|article| of(article).unwrap_or((1, 0))).collect();
        let dated = || of.iter().filter(|(first, last)| first <= last);
        let span = dated().map(|(first, _)| *first).min().zip(dated().map(|(_, last)| *last).max());
        Ok(Self { of, span })
    }

    /// The years of an article.
    pub fn of(&self, article: DocId) -> std::ops::RangeInclusive<i16> {
        let (first, last) = self.of.get(article as usize).copied().unwrap_or((1, 0));
        first..=last
    }
}

/// The years from a day to another. Of an interval without an end only the end that is known counts.
fn years(first: i64, last: i64) -> Option<(i16, i16)> {
    let begin = if first == i64::MIN { last } else { first }.div_euclid(10_000);
    let end = if last == i64::MAX { first } else { last }.div_euclid(10_000);
    let end = end.clamp(begin, begin.saturating_add(LONGEST - 1));
    let (begin, end) = (begin.max(*YEARS.start()), end.min(*YEARS.end()));
    i16::try_from(begin).ok().zip(i16::try_from(end).ok()).filter(|(begin, end)| begin <= end)
}
