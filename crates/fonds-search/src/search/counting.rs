//! Counting the values of facets among the articles that match.

use super::facets::FacetKind;
use super::facts::{Facts, Known, Terms};
use crate::names::Names;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Articles that are counted at a time, one facet after the other.
const BLOCK: usize = 128;

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
    facts: &'a Known,
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
    pub fn new(kinds: &[FacetKind], names: &'a Names, facts: &'a Known) -> Self {
        Self { kinds: kinds.to_vec(), names, facts }
    }

    fn counted(&self, kind: FacetKind, facts: &Facts) -> Counted {
        let terms = |terms: &Terms| Counted::Terms { kind, counts: vec![0; terms.names.len()] };
        match kind {
            FacetKind::Year | FacetKind::Decade => Counted::Years(Years::new(facts)),
            FacetKind::Publication => terms(&facts.publications),
            FacetKind::Language => terms(&facts.languages),
            FacetKind::Kind => terms(&facts.kinds),
            FacetKind::Tag => Counted::Tags(self.tags_of(&facts.tags)),
        }
    }

    /// The column's terms and the known ids are both in order, and are read side by side.
    fn tags_of(&self, tags: &Terms) -> Tags {
        let mut known = self.names.tag_ids().peekable();
        let number = |id: &String| {
            while known.next_if(|(next, _)| next.as_bytes() < id.as_bytes()).is_some() {}
            known.peek().filter(|(next, _)| next.as_bytes() == id.as_bytes()).map(|(_, number)| *number)
        };
        let count = self.names.with_broader().len();
        Tags {
            numbers: tags.names.iter().map(number).collect(),
            with_broader: Arc::clone(self.names.with_broader()),
            counts: vec![0; count],
            seen: vec![0; count],
            articles: 0,
        }
    }
}

impl Collector for Counter<'_> {
    type Fruit = Counts;
    type Child = SegmentCounter;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        let facts = self.facts.of(segment)?;
        let counted = self.kinds.iter().map(|kind| self.counted(*kind, &facts)).collect();
        Ok(SegmentCounter { total: 0, facts, counted, waiting: Vec::with_capacity(BLOCK) })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = Counts::default();
        for counts in fruits {
            all.total += counts.total;
            all.add(counts);
        }
        Ok(all)
    }
}

/// Counts in one segment of the index.
pub(super) struct SegmentCounter {
    total: usize,
    facts: Arc<Facts>,
    counted: Vec<Counted>,
    /// Articles that are not counted yet, fewer than a block.
    waiting: Vec<DocId>,
}

impl SegmentCounter {
    fn count(&mut self) {
        self.total += self.waiting.len();
        self.counted.iter_mut().for_each(|counted| counted.count(&self.facts, &self.waiting));
        self.waiting.clear();
    }
}

impl SegmentCollector for SegmentCounter {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.waiting.push(doc);
        if self.waiting.len() == BLOCK {
            self.count();
        }
    }

    fn harvest(mut self) -> Counts {
        self.count();
        let mut counts = Counts { total: self.total, ..Counts::default() };
        for counted in self.counted {
            counted.harvest(&self.facts, &mut counts);
        }
        counts
    }
}

/// The counts of a facet's values.
enum Counted {
    Terms { kind: FacetKind, counts: Vec<usize> },
    Tags(Tags),
    Years(Years),
}

impl Counted {
    fn count(&mut self, facts: &Facts, docs: &[DocId]) {
        match self {
            Self::Terms { kind, counts } => {
                let terms = terms(facts, *kind);
                for ord in docs.iter().filter_map(|doc| terms.of(*doc).first()) {
                    if let Some(count) = counts.get_mut(*ord as usize) {
                        *count += 1;
                    }
                }
            }
            Self::Tags(tags) => tags.count(&facts.tags, docs),
            Self::Years(years) => years.count(facts, docs),
        }
    }

    fn harvest(self, facts: &Facts, counts: &mut Counts) {
        let spelt = |kind, of: Vec<usize>| {
            let named = terms(facts, kind).names.iter().cloned().zip(of);
            named.filter(|(_, count)| *count > 0).collect()
        };
        match self {
            Self::Tags(tags) => counts.tags = tags.counts,
            Self::Years(years) => {
                counts.years = named(&years.years, years.first, 1);
                counts.decades = named(&years.decades, years.first.div_euclid(10), 10);
            }
            Self::Terms { kind: kind @ FacetKind::Language, counts: of } => {
                counts.languages = spelt(kind, of)
            }
            Self::Terms { kind: kind @ FacetKind::Kind, counts: of } => counts.kinds = spelt(kind, of),
            Self::Terms { kind, counts: of } => counts.publications = spelt(kind, of),
        }
    }
}

fn terms(facts: &Facts, kind: FacetKind) -> &Terms {
    match kind {
        FacetKind::Language => &facts.languages,
        FacetKind::Kind => &facts.kinds,
        _ => &facts.publications,
    }
}

struct Tags {
    /// For each term, the number of its tag, if that is known.
    numbers: Vec<Option<usize>>,
    with_broader: Arc<Vec<Vec<usize>>>,
    counts: Vec<usize>,
    /// For each tag, the last article that it was counted for: one that has two narrower tags counts once.
    seen: Vec<usize>,
    articles: usize,
}

impl Tags {
    fn count(&mut self, tags: &Terms, docs: &[DocId]) {
        for doc in docs {
            self.articles += 1;
            tags.of(*doc).iter().for_each(|ord| self.count_tag(*ord as usize));
        }
    }

    fn count_tag(&mut self, ord: usize) {
        let number = self.numbers.get(ord).copied().flatten();
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
    /// The first year that is counted.
    first: i64,
    years: Vec<usize>,
    decades: Vec<usize>,
}

impl Years {
    fn new(facts: &Facts) -> Self {
        let span = facts.years.span.map(|(first, last)| (i64::from(first), i64::from(last)));
        let length = |step: i64| {
            let length = span.map_or(0, |(first, last)| last.div_euclid(step) - first.div_euclid(step) + 1);
            usize::try_from(length).unwrap_or(0)
        };
        Self {
            first: span.map_or(0, |(first, _)| first),
            years: vec![0; length(1)],
            decades: vec![0; length(10)],
        }
    }

    fn count(&mut self, facts: &Facts, docs: &[DocId]) {
        for years in docs.iter().map(|doc| facts.years.of(*doc)).filter(|years| !years.is_empty()) {
            let (begin, end) = (i64::from(*years.start()), i64::from(*years.end()));
            bump(&mut self.years, begin - self.first, end - self.first);
            let first = self.first.div_euclid(10);
            bump(&mut self.decades, begin.div_euclid(10) - first, end.div_euclid(10) - first);
        }
    }
}

fn bump(counts: &mut [usize], begin: i64, end: i64) {
    for at in begin..=end {
        if let Some(count) = usize::try_from(at).ok().and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
}

fn named(counts: &[usize], first: i64, step: i64) -> BTreeMap<i64, usize> {
    let numbered = (first..).zip(counts).filter(|(_, count)| **count > 0);
    numbered.map(|(number, count)| (number * step, *count)).collect()
}
