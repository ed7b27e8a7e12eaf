//! Counting the values of facets among the articles that match.

use super::facets::FacetKind;
use crate::index::column;
use crate::names::Names;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, RowId, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

/// Articles that are counted at a time: columns give many values faster than one after the other.
const BLOCK: usize = 128;
/// Years that an article of a long or open interval is counted in at most.
const LONGEST: i64 = 100;
/// The years that are counted, which all dates in EDTF's basic form are in.
const YEARS: std::ops::Range<i64> = -9_999..10_000;

/// How many articles have each value.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub total: usize,
    pub years: BTreeMap<i64, usize>,
    pub decades: BTreeMap<i64, usize>,
    pub publications: BTreeMap<String, usize>,
    pub languages: BTreeMap<String, usize>,
    pub kinds: BTreeMap<String, usize>,
    /// By the number of the tag.
    pub tags: Vec<usize>,
}

/// Counts facets, and all articles.
pub(super) struct Counter<'a> {
    kinds: Vec<FacetKind>,
    names: &'a Names,
}

impl Counts {
    /// Takes over the counts of facets that others counted; the total stays.
    pub fn add(&mut self, other: Self) {
        fn merge<K: Ord>(into: &mut BTreeMap<K, usize>, from: BTreeMap<K, usize>) {
            for (key, count) in from {
                *into.entry(key).or_default() += count;
            }
        }
        merge(&mut self.years, other.years);
        merge(&mut self.decades, other.decades);
        merge(&mut self.publications, other.publications);
        merge(&mut self.languages, other.languages);
        merge(&mut self.kinds, other.kinds);
        self.tags.resize(self.tags.len().max(other.tags.len()), 0);
        for (count, more) in self.tags.iter_mut().zip(other.tags) {
            *count += more;
        }
    }
}

impl<'a> Counter<'a> {
    pub fn new(kinds: &[FacetKind], names: &'a Names) -> Self {
        Self { kinds: kinds.to_vec(), names }
    }

    fn column(&self, kind: FacetKind, segment: &SegmentReader) -> tantivy::Result<Option<Counted>> {
        let terms = |name: &str| -> tantivy::Result<Option<Counted>> {
            let column = segment.fast_fields().str(name)?;
            Ok(column.map(|column| Counted::Terms { kind, counts: vec![0; column.num_terms()], column }))
        };
        match kind {
            FacetKind::Year | FacetKind::Decade => {
                let days = |name: &str| segment.fast_fields().i64(name);
                Ok(Some(Counted::Years(Years::new(days(column::FIRST)?, days(column::LAST)?))))
            }
            FacetKind::Publication => terms(column::PUBLICATION),
            FacetKind::Language => terms(column::LANGUAGE),
            FacetKind::Kind => terms(column::KIND),
            FacetKind::Tag => match segment.fast_fields().str(column::TAG)? {
                Some(column) => Ok(Some(Counted::Tags(self.tags_of(column)?))),
                None => Ok(None),
            },
        }
    }

    /// The column's terms and the known ids are both in order, and are read side by side.
    fn tags_of(&self, column: StrColumn) -> tantivy::Result<Tags> {
        let mut numbers = Vec::with_capacity(column.num_terms());
        let mut known = self.names.tag_ids().peekable();
        let ords: Vec<u64> = (0..column.num_terms() as u64).collect();
        column.dictionary().sorted_ords_to_term_cb(&ords, |id| {
            while known.next_if(|(next, _)| next.as_bytes() < id).is_some() {}
            let number = known.peek().filter(|(next, _)| next.as_bytes() == id).map(|(_, number)| *number);
            numbers.push(number);
        })?;
        let count = self.names.with_broader().len();
        let with_broader = Arc::clone(self.names.with_broader());
        Ok(Tags {
            column,
            numbers,
            with_broader,
            counts: vec![0; count],
            seen: vec![0; count],
            articles: 0,
            of: vec![],
            rows: vec![],
            ords: vec![],
        })
    }
}

impl Collector for Counter<'_> {
    type Fruit = Counts;
    type Child = SegmentCounter;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        let columns = self.kinds.iter().filter_map(|kind| self.column(*kind, segment).transpose());
        let columns = columns.collect::<tantivy::Result<_>>()?;
        Ok(SegmentCounter { total: 0, columns, waiting: Vec::with_capacity(BLOCK) })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Counts> {
        let mut all = Counts::default();
        for counts in fruits {
            let counts = counts?;
            all.total += counts.total;
            all.add(counts);
        }
        Ok(all)
    }
}

/// Counts in one segment of the index.
pub(super) struct SegmentCounter {
    total: usize,
    columns: Vec<Counted>,
    /// Articles that are not counted yet, fewer than a block.
    waiting: Vec<DocId>,
}

impl SegmentCounter {
    fn count(&mut self) {
        self.total += self.waiting.len();
        self.columns.iter_mut().for_each(|column| column.count(&self.waiting));
        self.waiting.clear();
    }
}

impl SegmentCollector for SegmentCounter {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.waiting.push(doc);
        if self.waiting.len() == BLOCK {
            self.count();
        }
    }

    fn harvest(mut self) -> tantivy::Result<Counts> {
        self.count();
        let mut counts = Counts { total: self.total, ..Counts::default() };
        for column in self.columns {
            column.harvest(&mut counts)?;
        }
        Ok(counts)
    }
}

/// A column and the counts of its values.
enum Counted {
    Terms { kind: FacetKind, column: StrColumn, counts: Vec<usize> },
    Tags(Tags),
    Years(Years),
}

impl Counted {
    fn count(&mut self, docs: &[DocId]) {
        match self {
            Self::Terms { column, counts, .. } => {
                for ord in firsts(column.ords(), docs).into_iter().take(docs.len()).flatten() {
                    if let Some(count) = usize::try_from(ord).ok().and_then(|ord| counts.get_mut(ord)) {
                        *count += 1;
                    }
                }
            }
            Self::Tags(tags) => tags.count(docs),
            Self::Years(years) => years.count(docs),
        }
    }

    fn harvest(self, counts: &mut Counts) -> tantivy::Result<()> {
        match self {
            Self::Tags(tags) => counts.tags = tags.counts,
            Self::Years(years) => {
                (counts.years, counts.decades) = (named(&years.years, 1), named(&years.decades, 10))
            }
            Self::Terms { kind: FacetKind::Language, column, counts: of } => {
                counts.languages = spelt(&column, &of)?
            }
            Self::Terms { kind: FacetKind::Kind, column, counts: of } => counts.kinds = spelt(&column, &of)?,
            Self::Terms { column, counts: of, .. } => counts.publications = spelt(&column, &of)?,
        }
        Ok(())
    }
}

/// The first value of each article, of a block at most.
fn firsts<T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static>(
    column: &Column<T>,
    docs: &[DocId],
) -> [Option<T>; BLOCK] {
    let mut values = [None; BLOCK];
    if let Some(values) = values.get_mut(..docs.len()) {
        column.first_vals(docs, values);
    }
    values
}

/// The terms that were counted.
fn spelt(column: &StrColumn, counts: &[usize]) -> tantivy::Result<BTreeMap<String, usize>> {
    let counted: Vec<(u64, usize)> = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(ord, count)| (ord as u64, *count))
        .collect();
    let ords: Vec<u64> = counted.iter().map(|(ord, _)| *ord).collect();
    let mut found = BTreeMap::new();
    let mut next = counted.iter();
    let all_there = column.dictionary().sorted_ords_to_term_cb(&ords, |term| {
        if let Some((_, count)) = next.next() {
            found.insert(String::from_utf8_lossy(term).into_owned(), *count);
        }
    })?;
    if all_there { Ok(found) } else { Err(TantivyError::InternalError("a counted term is not there".into())) }
}

struct Tags {
    column: StrColumn,
    /// For each term, the number of its tag, if that is known.
    numbers: Vec<Option<usize>>,
    with_broader: Arc<Vec<Vec<usize>>>,
    counts: Vec<usize>,
    /// For each tag, the last article that it was counted for: one that has two narrower tags counts once.
    seen: Vec<usize>,
    articles: usize,
    /// For each value of a block, its article, its place in the column, and its term.
    of: Vec<DocId>,
    rows: Vec<RowId>,
    ords: Vec<u64>,
}

impl Tags {
    fn count(&mut self, docs: &[DocId]) {
        let Self { column, of, rows, ords, .. } = self;
        of.clear();
        rows.clear();
        column.ords().row_ids_for_docs(docs, of, rows);
        ords.resize(rows.len(), 0);
        column.ords().values.get_vals(rows, ords);
        let mut last = None;
        for n in 0..self.ords.len() {
            let (doc, ord) = (self.of.get(n).copied(), self.ords.get(n).copied().unwrap_or(u64::MAX));
            self.articles += usize::from(doc != last);
            last = doc;
            self.count_tag(ord);
        }
        self.articles += 1;
    }

    fn count_tag(&mut self, ord: u64) {
        let number = usize::try_from(ord).ok().and_then(|ord| self.numbers.get(ord).copied().flatten());
        for number in number.and_then(|number| self.with_broader.get(number)).into_iter().flatten() {
            if let (Some(seen), Some(count)) = (self.seen.get_mut(*number), self.counts.get_mut(*number))
                && *seen != self.articles
            {
                *seen = self.articles;
                *count += 1;
            }
        }
    }
}

struct Years {
    first: Column<i64>,
    last: Column<i64>,
    years: Vec<u32>,
    decades: Vec<u32>,
}

impl Years {
    fn new(first: Column<i64>, last: Column<i64>) -> Self {
        let length = usize::try_from(YEARS.end - YEARS.start).unwrap_or(0);
        Self { first, last, years: vec![0; length], decades: vec![0; length / 10 + 2] }
    }

    fn count(&mut self, docs: &[DocId]) {
        let (firsts, lasts) = (firsts(&self.first, docs), firsts(&self.last, docs));
        for (first, last) in firsts.into_iter().zip(lasts).take(docs.len()) {
            if let (Some(first), Some(last)) = (first, last) {
                self.count_days(first, last);
            }
        }
    }

    /// Of an interval without an end only the end that is known counts.
    fn count_days(&mut self, first: i64, last: i64) {
        let begin = if first == i64::MIN { last } else { first }.div_euclid(10_000);
        let end = if last == i64::MAX { first } else { last }.div_euclid(10_000);
        let end = end.clamp(begin, begin.saturating_add(LONGEST - 1));
        bump(&mut self.years, begin, end, 1);
        bump(&mut self.decades, begin.div_euclid(10), end.div_euclid(10), 10);
    }
}

fn bump(counts: &mut [u32], begin: i64, end: i64, step: i64) {
    for number in begin..=end {
        let at = usize::try_from(number - YEARS.start.div_euclid(step)).ok();
        if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
}

fn named(counts: &[u32], step: i64) -> BTreeMap<i64, usize> {
    let numbers = YEARS.start.div_euclid(step)..;
    numbers
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(n, count)| (n * step, *count as usize))
        .collect()
}
