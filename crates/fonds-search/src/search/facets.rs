//! Facets: what the found articles have in common, counted, each value with the clause that asks for it.
//!
//! Year, publication, language and kind are counted as if the query did not ask for them, so that one sees what could
//! be chosen instead; an article has only one of each, so asking for two of them would find nothing. Of tags an article
//! has many: they are counted in what the query finds, so that a second one narrows it. Clauses within a negation or
//! beside other conditions in an `OR` are part of the question and always count.

use super::Search;
use super::counting::{Counter, Counts};
use crate::SearchError;
use crate::query::{Condition, DateRange, Query, Words};
use fonds_model::ArticleKind;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Years beyond this many are counted by decades.
const MOST_YEARS: usize = 24;

/// One facet of what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// Which one.
    pub kind: FacetKind,
    /// Its values: dates in their order, others with the most frequent first.
    pub values: Vec<FacetValue>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FacetKind {
    /// The year; an article of several years counts in each.
    Year,
    /// The decade, where there are many years.
    Decade,
    /// The publication.
    Publication,
    /// The tag; narrower tags count in the broader ones.
    Tag,
    /// The main language.
    Language,
    /// The kind of document.
    Kind,
}

/// A value and how many articles have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// What it is called: a name, a year, a language's or a kind's code.
    pub label: String,
    /// Articles.
    pub count: usize,
    /// The clause to add to the query, or to take out.
    pub clause: String,
    /// Whether the query has that clause.
    pub is_chosen: bool,
}

const ALL: [FacetKind; 5] =
    [FacetKind::Year, FacetKind::Publication, FacetKind::Tag, FacetKind::Language, FacetKind::Kind];

impl FacetKind {
    /// Whether a condition is left out when this is counted.
    fn is_own(self, condition: &Condition) -> bool {
        self != Self::Tag && self.is_asked_by(condition)
    }

    fn is_asked_by(self, condition: &Condition) -> bool {
        match self {
            Self::Year | Self::Decade => matches!(condition, Condition::Date(_)),
            Self::Publication => matches!(condition, Condition::Source(_)),
            Self::Language => matches!(condition, Condition::Language(_)),
            Self::Kind => matches!(condition, Condition::Kind(_)),
            Self::Tag => matches!(condition, Condition::Tag(_)),
        }
    }

    fn condition(self, label: &str) -> Option<Condition> {
        match self {
            Self::Year => Some(Condition::Date(DateRange::year(label.parse().ok()?)?)),
            Self::Decade => Some(Condition::Date(DateRange::decade(label.parse().ok()?)?)),
            Self::Publication => {
                Some(Condition::Source(Words { text: label.to_owned(), ..Words::default() }))
            }
            Self::Tag => Some(Condition::Tag(label.to_owned())),
            Self::Language => Some(Condition::Language(label.to_owned())),
            Self::Kind => ArticleKind::named(label).map(Condition::Kind),
        }
    }
}

impl Search<'_> {
    /// The facets that can be counted in what the query finds: those that it has no clause of.
    pub(super) fn facets_here(&self) -> Vec<FacetKind> {
        ALL.into_iter().filter(|kind| self.without_own(*kind) == *self.query).collect()
    }

    fn without_own(&self, kind: FacetKind) -> Query {
        self.query.without_own(|condition| kind.is_own(condition))
    }

    pub(super) fn counter(&self, kinds: &[FacetKind]) -> Counter<'_> {
        self.index.facts.keep(&self.searcher);
        Counter::new(kinds, self.names, &self.index.facts)
    }

    /// All facets: those that are counted already, and the others, each without the query's clauses of its kind.
    pub(super) fn facets(&self, mut counts: Counts, exactly: bool) -> Result<Vec<Facet>, SearchError> {
        let here = self.facets_here();
        for kind in ALL.into_iter().filter(|kind| !here.contains(kind)) {
            let filter = self.matching(exactly).filter(&self.without_own(kind));
            counts.add(self.searcher.search(&*filter, &self.counter(&[kind]))?);
        }
        let facets = ALL.into_iter().map(|kind| self.facet(kind, &counts));
        Ok(facets.filter(|facet| !facet.values.is_empty()).collect())
    }

    fn facet(&self, kind: FacetKind, counts: &Counts) -> Facet {
        let kind =
            if kind == FacetKind::Year && counts.years.len() > MOST_YEARS { FacetKind::Decade } else { kind };
        let of_years = |years: &BTreeMap<i64, usize>| -> Labels<'_> {
            Box::new(years.clone().into_iter().map(|(year, count)| (format!("{year:04}"), count)))
        };
        let labels = match kind {
            FacetKind::Year => of_years(&counts.years),
            FacetKind::Decade => of_years(&counts.decades),
            FacetKind::Publication => by_count(&counts.publications),
            FacetKind::Language => by_count(&counts.languages),
            FacetKind::Kind => by_count(&counts.kinds),
            FacetKind::Tag => self.tags_by_count(&counts.tags),
        };
        Facet { kind, values: self.values(kind, labels) }
    }

    /// The first values, and those of the others that the query asks for. Dates are given all.
    fn values(&self, kind: FacetKind, mut labels: Labels<'_>) -> Vec<FacetValue> {
        if matches!(kind, FacetKind::Year | FacetKind::Decade) {
            return labels.filter_map(|(label, count)| self.value(kind, label, count)).collect();
        }
        let first = labels.by_ref().take(self.options.facet_values);
        let mut values: Vec<_> = first.filter_map(|(label, count)| self.value(kind, label, count)).collect();
        if self.query.root.conditions().iter().any(|(condition, _)| kind.is_asked_by(condition)) {
            let others = labels.filter_map(|(label, count)| self.value(kind, label, count));
            values.extend(others.filter(|value| value.is_chosen));
        }
        values
    }

    fn tags_by_count(&self, counts: &[usize]) -> Labels<'_> {
        let counted = counts.iter().copied().enumerate().filter(|(_, count)| *count > 0);
        let mut tags: Vec<(usize, usize)> = counted.collect();
        let label = |number: usize| self.names.tag(number).map(|tag| tag.label.as_str());
        tags.sort_by_key(|(number, count)| (Reverse(*count), label(*number)));
        Box::new(tags.into_iter().map(|(number, count)| (self.names.name_of(number), count)))
    }

    fn value(&self, kind: FacetKind, label: String, count: usize) -> Option<FacetValue> {
        let clause = kind.condition(&label)?.to_string();
        // As the query's own clauses were read.
        let read = Query::parse(&format!("{clause} ")).query;
        let is_chosen = read.root.conditions().iter().any(|(condition, _)| self.query.holds(condition));
        Some(FacetValue { label, count, clause, is_chosen })
    }
}

/// Values and their counts, made as far as they are wanted.
type Labels<'a> = Box<dyn Iterator<Item = (String, usize)> + 'a>;

fn by_count(terms: &BTreeMap<String, usize>) -> Labels<'_> {
    let mut terms: Vec<_> = terms.iter().collect();
    terms.sort_by_key(|(_, count)| Reverse(**count));
    Box::new(terms.into_iter().map(|(term, count)| (term.clone(), *count)))
}
