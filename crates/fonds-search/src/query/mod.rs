//! Queries: what people type, as a tree that can be written back as text.
//!
//! [`Query::parse`] reads (`lexing`, then `reading`), [`Query`]'s `Display` writes (`writing`), and `editing` adds and
//! removes clauses, as a click on a facet does. Words side by side must all be there; `OR` binds looser than that,
//! because a Vietnamese word is written as several: `chiến tranh OR hoà bình` is two alternatives.

mod condition;
mod dates;
mod editing;
mod lexing;
mod problem;
mod reading;
#[cfg(test)]
mod tests;
mod writing;

pub use condition::{Condition, Has, Words};
pub use dates::DateRange;
pub(crate) use dates::span;
pub use problem::{Problem, ProblemCode};
pub use reading::Parsed;

/// Groups within groups beyond this are read as if they stood one further out.
pub(crate) const DEEPEST: usize = 24;
/// Clauses beyond this are left out.
pub(crate) const LONGEST: usize = 200;

/// A query.
///
/// Two are equal when they ask the same in the same order; where their clauses stood in a text does not matter.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub(crate) root: Node,
    /// The last word is still being typed: it may be the beginning of a longer one.
    pub(crate) is_open: bool,
    /// Where clauses stood in the text, in code points, for problems that are found later.
    places: Vec<(Condition, std::ops::Range<usize>)>,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// All of them must hold; nothing asks nothing.
    All(Vec<Node>),
    /// One of them must hold.
    Any(Vec<Node>),
    /// It must not hold.
    Not(Box<Node>),
    /// A condition.
    Is(Condition),
}

impl Query {
    /// Reads a query. What cannot be understood is left out and told in the problems.
    pub fn parse(text: &str) -> Parsed {
        reading::read(text)
    }

    /// Whether it asks nothing, so that it finds every article.
    pub fn is_empty(&self) -> bool {
        self.root == Node::default()
    }

    /// Whether it has a clause `in:`, for which collections must be known.
    pub fn asks_for_collections(&self) -> bool {
        self.root.conditions().iter().any(|(condition, _)| matches!(condition, Condition::In(_)))
    }

    /// The names of collections that it asks for.
    pub fn collections(&self) -> impl Iterator<Item = &str> {
        self.root.conditions().into_iter().filter_map(|(condition, _)| match condition {
            Condition::In(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Where a condition stood in the text that was read, in code points.
    pub(crate) fn place_of(&self, condition: &Condition) -> std::ops::Range<usize> {
        let known = self.places.iter().find(|(known, _)| known == condition);
        known.map_or(0..0, |(_, place)| place.clone())
    }
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root && self.is_open == other.is_open
    }
}

impl Eq for Query {}

impl Default for Node {
    fn default() -> Self {
        Self::All(vec![])
    }
}

impl Node {
    /// All of some parts; parts that are such lists themselves are taken apart.
    pub(crate) fn all(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::All(inner) => inner,
            other => vec![other],
        });
        Self::only(flat.collect()).unwrap_or_else(Self::All)
    }

    /// One of some parts, likewise. Parts that ask nothing are left out.
    pub(crate) fn any(parts: Vec<Self>) -> Self {
        let asking = parts.into_iter().filter(|part| *part != Self::default());
        let flat = asking.flat_map(|part| match part {
            Self::Any(inner) => inner,
            other => vec![other],
        });
        match Self::only(flat.collect()) {
            Ok(only) => only,
            Err(none) if none.is_empty() => Self::default(),
            Err(several) => Self::Any(several),
        }
    }

    /// Not a part.
    pub(crate) fn not(part: Self) -> Self {
        match part {
            Self::Not(inner) => *inner,
            part if part == Self::default() => part,
            other => Self::Not(Box::new(other)),
        }
    }

    fn only(mut parts: Vec<Self>) -> Result<Self, Vec<Self>> {
        match parts.len() {
            1 => parts.pop().ok_or_else(Vec::new),
            _ => Err(parts),
        }
    }

    /// The conditions in the order of the text, each with whether it must hold rather than not.
    pub(crate) fn conditions(&self) -> Vec<(&Condition, bool)> {
        let mut found = Vec::new();
        let mut open = vec![(self, true)];
        while let Some((node, wanted)) = open.pop() {
            match node {
                Self::All(parts) | Self::Any(parts) => {
                    open.extend(parts.iter().rev().map(|part| (part, wanted)));
                }
                Self::Not(part) => open.push((part, !wanted)),
                Self::Is(condition) => found.push((condition, wanted)),
            }
        }
        found
    }
}
