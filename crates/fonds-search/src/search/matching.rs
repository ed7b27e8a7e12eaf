//! A query as tantivy's queries.

use super::excluded::Excluded;
use super::paired::Paired;
use crate::index::{Fields, called};
use crate::names::Names;
use crate::pairs::pair;
use crate::query::{Condition, DateRange, Node, Problem, ProblemCode, Query, Words};
use crate::tokens::{BEGINNING, EXACT};
use crate::words::{Forms, forms};
use std::ops::Bound;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query as Matcher, RangeQuery, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// How much more a word counts in the title or a creator's name.
const HEAD: f32 = 2.0;

type Clause = (Occur, Box<dyn Matcher>);

/// Translates queries.
pub(super) struct Matching<'a> {
    pub fields: &'a Fields,
    pub names: &'a Names,
    pub searcher: &'a Searcher,
    /// Words with marks must stand there as they were typed.
    pub exactly: bool,
    /// What the library does not know.
    pub problems: Vec<Problem>,
}

impl Matching<'_> {
    /// What an article must meet.
    pub fn filter(&mut self, query: &Query) -> Box<dyn Matcher> {
        let query = query.typed();
        self.node(&query, &query.root)
    }

    /// The same with better scores for articles that have the words in their head.
    pub fn ranked(&self, query: &Query, filter: Box<dyn Matcher>) -> Box<dyn Matcher> {
        let query = query.typed();
        let mut clauses: Vec<Clause> = vec![(Occur::Must, filter)];
        for (condition, wanted) in query.root.conditions() {
            let Condition::Text(words) = condition else { continue };
            if wanted {
                let in_head = self.words(self.fields.head, words);
                clauses.push((Occur::Should, Box::new(BoostQuery::new(in_head, HEAD))));
                clauses.extend(self.as_whole_word(words).map(|whole| (Occur::Should, whole)));
            }
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// The depth of a query is bounded.
    fn node(&mut self, query: &Query, node: &Node) -> Box<dyn Matcher> {
        match node {
            Node::All(parts) => self.all(query, parts),
            Node::Any(parts) => union(parts.iter().map(|part| self.node(query, part)).collect()),
            Node::Not(_) => self.all(query, std::slice::from_ref(node)),
            Node::Is(condition) => self.condition(query, condition),
        }
    }

    fn all(&mut self, query: &Query, parts: &[Node]) -> Box<dyn Matcher> {
        let clause = |part: &Node| -> Clause {
            match part {
                Node::Not(part) => (Occur::MustNot, Box::new(Excluded(self.node(query, part)))),
                part => (Occur::Must, self.node(query, part)),
            }
        };
        let mut clauses: Vec<Clause> = parts.iter().map(clause).collect();
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, unscored(AllQuery)));
        }
        match clauses.pop() {
            Some((Occur::Must, only)) if clauses.is_empty() => only,
            last => Box::new(BooleanQuery::new(clauses.into_iter().chain(last).collect())),
        }
    }

    fn condition(&mut self, query: &Query, condition: &Condition) -> Box<dyn Matcher> {
        let fields = self.fields;
        match condition {
            Condition::Text(words) => self.text(words),
            Condition::Author(words) => unscored(self.words(fields.creators, words)),
            Condition::Source(words) => unscored(self.source(words)),
            Condition::Tag(name) => match self.names.tags_called(name) {
                ids if ids.is_empty() => self.unknown(query, condition, ProblemCode::UnknownTag, name),
                ids => union(ids.into_iter().map(|id| value(fields.tag, id.as_str())).collect()),
            },
            Condition::In(name) => match self.names.articles_in(name) {
                None => self.unknown(query, condition, ProblemCode::UnknownCollection, name),
                Some(ids) => {
                    let terms = ids.into_iter().map(|id| Term::from_field_text(fields.id, id.as_str()));
                    unscored(TermSetQuery::new(terms))
                }
            },
            Condition::Date(range) => self.date(range),
            Condition::Kind(kind) => value(fields.kind, kind.name()),
            Condition::Has(has) => value(fields.has, has.name()),
            Condition::Language(language) => value(fields.language, language),
        }
    }

    fn unknown(
        &mut self,
        query: &Query,
        condition: &Condition,
        code: ProblemCode,
        name: &str,
    ) -> Box<dyn Matcher> {
        self.problems.push(Problem { code, place: query.place_of(condition), value: name.to_owned() });
        Box::new(EmptyQuery)
    }

    /// Words anywhere; the labels of tags are looked up by name.
    fn text(&self, words: &Words) -> Box<dyn Matcher> {
        let sought = forms(&words.text);
        let tags = self.names.tags_with(|label| self.stand_in(&sought, words.is_beginning, label));
        let mut places = vec![self.words(self.fields.words, words)];
        places.extend(tags.into_iter().map(|tag| value(self.fields.tag, tag.as_str())));
        union(places)
    }

    fn stand_in(&self, sought: &[Forms], is_beginning: bool, label: &[Forms]) -> bool {
        let is_at = |run: &[Forms]| {
            run.iter().zip(sought).enumerate().all(|(n, (word, sought))| {
                sought.finds(word, self.exactly, is_beginning && n + 1 == run.len())
            })
        };
        !sought.is_empty() && label.windows(sought.len()).any(is_at)
    }

    /// Words in one field, side by side where there are several.
    fn words(&self, field: Field, words: &Words) -> Box<dyn Matcher> {
        let sought = forms(&words.text);
        let terms: Vec<Term> = sought.iter().map(|word| self.term(field, word)).collect();
        match (terms.as_slice(), sought.as_slice()) {
            ([], _) => Box::new(EmptyQuery),
            ([_], [word]) if words.is_beginning => self.beginning(field, word),
            ([term], _) => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
            _ if words.is_beginning => Box::new(PhrasePrefixQuery::new(terms)),
            ([left, right], _) if field == self.fields.words => self.pair(left, right),
            _ => Box::new(PhraseQuery::new(terms)),
        }
    }

    fn pair(&self, left: &Term, right: &Term) -> Box<dyn Matcher> {
        let text = |term: &Term| term.value().as_str().map(str::to_owned).unwrap_or_default();
        let words = [left.clone(), right.clone()];
        match pair(&text(left), &text(right)) {
            Some(pair) => Box::new(Paired { words, pair: Term::from_field_text(self.fields.pairs, &pair) }),
            None => Box::new(PhraseQuery::new(words.to_vec())),
        }
    }

    fn term(&self, field: Field, word: &Forms) -> Term {
        if self.exactly && word.is_marked() {
            Term::from_field_text(field, &format!("{EXACT}{}", word.exact))
        } else {
            Term::from_field_text(field, &word.folded)
        }
    }

    /// Words that begin so. A tone stands at the end of the exact form, so the letters are compared without it.
    fn beginning(&self, field: Field, word: &Forms) -> Box<dyn Matcher> {
        let pattern = if self.exactly && word.is_marked() {
            let (letters, tone) = word.letters_and_tone();
            format!("{EXACT}{letters}.*{tone}")
        } else if field == self.fields.words && word.folded.chars().count() <= BEGINNING {
            return value(self.fields.beginnings, &word.folded);
        } else {
            format!("{}.*", word.folded)
        };
        // Words are letters and digits, which mean themselves in a pattern.
        match RegexQuery::from_pattern(&pattern, field) {
            Ok(query) => Box::new(query),
            Err(_) => Box::new(EmptyQuery),
        }
    }

    /// A beginning that stands there as a word of its own counts more.
    fn as_whole_word(&self, words: &Words) -> Option<Box<dyn Matcher>> {
        let whole = Words { is_beginning: false, ..words.clone() };
        words.is_beginning.then(|| self.words(self.fields.words, &whole))
    }

    /// The publication that is called so, or else those that have the words in their names.
    fn source(&self, words: &Words) -> Box<dyn Matcher> {
        let sought = forms(&words.text);
        let is_exact = self.exactly && sought.iter().any(Forms::is_marked);
        let [folded, exact] = called(&sought);
        let name = Term::from_field_text(self.fields.called, if is_exact { &exact } else { &folded });
        let is_name = !words.is_beginning && self.searcher.doc_freq(&name).is_ok_and(|count| count > 0);
        if is_name {
            return Box::new(TermQuery::new(name, IndexRecordOption::Basic));
        }
        self.words(self.fields.publication, words)
    }

    /// Dates that may overlap the range.
    fn date(&self, range: &DateRange) -> Box<dyn Matcher> {
        let (first, last) = range.days();
        let day = |field: Field, day: i64| Bound::Included(Term::from_field_i64(field, day));
        let begins = RangeQuery::new(Bound::Unbounded, day(self.fields.first, last));
        let ends = RangeQuery::new(day(self.fields.last, first), Bound::Unbounded);
        let clauses: Vec<Clause> = vec![(Occur::Must, Box::new(begins)), (Occur::Must, Box::new(ends))];
        unscored(BooleanQuery::new(clauses))
    }
}

/// Conditions other than words say nothing of how well an article matches.
fn unscored(query: impl Matcher + 'static) -> Box<dyn Matcher> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

fn value(field: Field, value: &str) -> Box<dyn Matcher> {
    unscored(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
}

fn union(mut queries: Vec<Box<dyn Matcher>>) -> Box<dyn Matcher> {
    match queries.pop() {
        Some(only) if queries.is_empty() => only,
        last => Box::new(BooleanQuery::union(queries.into_iter().chain(last).collect())),
    }
}
