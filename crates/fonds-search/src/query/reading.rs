//! Tokens read into a query. Groups are kept on a stack of our own, so that no query can exhaust the program's.

use super::dates::BadRange;
use super::lexing::{Kind, Term, Token, is_open, is_plain, lex};
use super::{Condition, DEEPEST, DateRange, Has, LONGEST, Node, Problem, ProblemCode, Query, Words};
use crate::words::has_words;
use fonds_model::ArticleKind;
use fonds_model::text::{clean_line, nfc};
use std::ops::Range;

/// A query and what in its text was not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What was understood.
    pub query: Query,
    /// The rest, in the order of the text.
    pub problems: Vec<Problem>,
}

pub(super) fn read(text: &str) -> Parsed {
    let tokens = lex(text);
    let mut reader = Reader { groups: vec![Group::default()], ..Reader::default() };
    for token in &tokens {
        reader.token(token);
    }
    let last =
        reader.places.last().filter(|(_, place)| tokens.last().is_some_and(|token| token.place == *place));
    let is_word =
        last.is_some_and(|(condition, _)| matches!(condition, Condition::Text(words) if !words.is_quoted));
    reader.finish(is_word && is_open(&tokens, text))
}

/// What stands between two parentheses, as far as it is read.
#[derive(Default)]
struct Group {
    alternatives: Vec<Node>,
    current: Vec<Node>,
    /// The `OR` whose right side is awaited.
    waiting: Option<(Range<usize>, String)>,
    place: Range<usize>,
    is_negated: bool,
}

#[derive(Default)]
struct Reader {
    groups: Vec<Group>,
    /// Opened parentheses that are left out.
    ignored: usize,
    is_negated: bool,
    places: Vec<(Condition, Range<usize>)>,
    problems: Vec<Problem>,
}

impl Reader {
    fn token(&mut self, token: &Token) {
        match &token.kind {
            Kind::Open => self.open(&token.place),
            Kind::Close => self.close(&token.place),
            Kind::Not => self.is_negated = !self.is_negated,
            Kind::Or => self.or(&token.place),
            Kind::Term(term) => self.term(term, &token.place),
        }
    }

    fn problem(&mut self, code: ProblemCode, place: &Range<usize>, value: &str) {
        self.problems.push(Problem { code, place: place.clone(), value: value.to_owned() });
    }

    fn open(&mut self, place: &Range<usize>) {
        if self.groups.len() > DEEPEST {
            self.ignored += 1;
            self.problem(ProblemCode::TooDeep, place, "(");
            return;
        }
        let is_negated = std::mem::take(&mut self.is_negated);
        self.groups.push(Group { place: place.clone(), is_negated, ..Group::default() });
    }

    fn close(&mut self, place: &Range<usize>) {
        self.is_negated = false;
        if self.ignored > 0 {
            self.ignored -= 1;
        } else if self.groups.len() > 1 {
            self.end_group();
        } else {
            self.problem(ProblemCode::UnexpectedParenthesis, place, ")");
        }
    }

    fn or(&mut self, place: &Range<usize>) {
        self.is_negated = false;
        let Some(group) = self.groups.last_mut() else { return };
        if group.current.is_empty() {
            self.problem(ProblemCode::MissingAlternative, place, "OR");
            return;
        }
        group.alternatives.push(Node::all(std::mem::take(&mut group.current)));
        group.waiting = Some((place.clone(), "OR".to_owned()));
    }

    /// Makes one node of the innermost group, and puts it into the one around it, if there is one.
    fn end_group(&mut self) -> Node {
        let Some(mut group) = self.groups.pop() else { return Node::default() };
        if let Some((place, value)) = group.waiting.take().filter(|_| group.current.is_empty()) {
            self.problem(ProblemCode::MissingAlternative, &place, &value);
        }
        group.alternatives.push(Node::all(group.current));
        let node = Node::any(group.alternatives);
        let node = if group.is_negated { Node::not(node) } else { node };
        match self.groups.last_mut() {
            Some(outer) if node != Node::default() => {
                outer.current.push(node);
                Node::default()
            }
            _ => node,
        }
    }

    fn term(&mut self, term: &Term, place: &Range<usize>) {
        let is_negated = std::mem::take(&mut self.is_negated);
        if term.is_unclosed {
            self.problem(ProblemCode::UnclosedQuote, place, &term.text);
        }
        if self.places.len() >= LONGEST {
            if !self.problems.iter().any(|problem| problem.code == ProblemCode::TooLong) {
                self.problem(ProblemCode::TooLong, place, &term.text);
            }
            return;
        }
        let Some(condition) = self.condition(term, place) else { return };
        self.places.push((condition.clone(), place.clone()));
        let node = Node::Is(condition);
        if let Some(group) = self.groups.last_mut() {
            group.current.push(if is_negated { Node::not(node) } else { node });
        }
    }

    fn condition(&mut self, term: &Term, place: &Range<usize>) -> Option<Condition> {
        let value = clean_line(&term.text);
        let Some(field) = term.field else {
            let text = nfc(&term.text);
            let unknown = unknown_field(&text).filter(|_| !term.is_quoted);
            if let Some(name) = unknown {
                self.problem(ProblemCode::UnknownField, place, name);
            }
            let words = words_of(term, None, unknown.is_some());
            return has_words(&words.text).then_some(Condition::Text(words));
        };
        let names_words = matches!(field, "author" | "source" | "tag" | "in");
        if value.is_empty() || (names_words && !has_words(&value)) {
            self.problem(ProblemCode::MissingValue, place, &format!("{field}:"));
            return None;
        }
        let found = match field {
            "author" => Ok(Condition::Author(words_of(term, Some(field), false))),
            "source" => Ok(Condition::Source(words_of(term, Some(field), false))),
            "tag" => Ok(Condition::Tag(value.clone())),
            "in" => Ok(Condition::In(value.clone())),
            "lang" => Ok(Condition::Language(value.to_lowercase())),
            "date" => DateRange::read(&value).map(Condition::Date).map_err(|bad| match bad {
                BadRange::Unreadable => ProblemCode::BadDate,
                BadRange::Reversed => ProblemCode::ReversedDate,
            }),
            "kind" => {
                let kind = ArticleKind::named(&value.to_lowercase());
                kind.map(Condition::Kind).ok_or(ProblemCode::UnknownKind)
            }
            _ => {
                let has = Has::ALL.into_iter().find(|has| has.name() == value.to_lowercase());
                has.map(Condition::Has).ok_or(ProblemCode::UnknownHas)
            }
        };
        found.map_err(|code| self.problem(code, place, &value)).ok()
    }

    fn finish(mut self, is_open: bool) -> Parsed {
        let mut root = Node::default();
        let is_unclosed = self.groups.len() > 1;
        while !self.groups.is_empty() {
            if let Some(group) = self.groups.last().filter(|_| self.groups.len() > 1) {
                let place = group.place.clone();
                self.problem(ProblemCode::UnclosedParenthesis, &place, "(");
            }
            root = self.end_group();
        }
        self.problems.sort_by_key(|problem| problem.place.start);
        let query = Query { root, is_open, places: self.places };
        // What is written has the parenthesis closed, and nothing can be typed on behind that.
        let query = if is_unclosed { query.typed() } else { query };
        Parsed { query, problems: self.problems }
    }
}

/// Words that would not be read as they are without quotation marks get them.
fn words_of(term: &Term, field: Option<&'static str>, must_quote: bool) -> Words {
    let text = nfc(&term.text);
    let is_quoted = term.is_quoted || must_quote || !is_plain(field, &text);
    Words { text, is_quoted, is_beginning: term.is_beginning }
}

/// The name before the colon of a word that looks like a field's clause. Addresses and times look otherwise.
fn unknown_field(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let is_name = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic());
    (is_name && value.starts_with(char::is_alphanumeric)).then_some(name)
}
