//! Clauses added to a query and taken out of it, as a click on a facet does.

use super::{Condition, Node, Query, Words};

impl Query {
    /// The query with one more condition that must hold. A word that was being typed stays a beginning.
    #[must_use]
    pub fn with(&self, condition: &Condition) -> Self {
        if self.holds(condition) {
            return self.clone();
        }
        let mut query = self.typed();
        let root = std::mem::take(&mut query.root);
        query.root = Node::all(vec![root, Node::Is(condition.clone())]);
        query
    }

    /// The query without a condition that must hold, or that is one of several alternatives.
    #[must_use]
    pub fn without(&self, condition: &Condition) -> Self {
        let is_it = |node: &Node| matches!(node, Node::Is(known) if known == condition);
        let mut query = self.typed();
        let clauses = query.clauses().iter().filter(|clause| !is_it(clause)).cloned();
        let kept = clauses.map(|clause| match clause {
            Node::Any(parts) => Node::any(parts.into_iter().filter(|part| !is_it(part)).collect()),
            clause => clause,
        });
        query.root = Node::all(kept.collect());
        query
    }

    /// The query with a facet's clause added, or without it where it has that.
    #[must_use]
    pub fn toggled(&self, clause: &str) -> Self {
        // A space, so that nothing of the clause counts as being typed.
        let read = Self::parse(&format!("{clause} ")).query;
        read.root.conditions().first().map_or_else(
            || self.clone(),
            |(condition, _)| {
                if self.holds(condition) { self.without(condition) } else { self.with(condition) }
            },
        )
    }

    /// Whether a condition must hold, or is one of several alternatives of which one must hold.
    pub fn holds(&self, condition: &Condition) -> bool {
        let is_it = |node: &Node| matches!(node, Node::Is(known) if known == condition);
        self.clauses().iter().any(|clause| match clause {
            Node::Any(parts) => parts.iter().any(is_it),
            clause => is_it(clause),
        })
    }

    /// The query without the clauses that ask for nothing but what `is_own` says.
    pub(crate) fn without_own(&self, is_own: impl Fn(&Condition) -> bool) -> Self {
        let is_own_clause = |clause: &&Node| {
            let conditions = clause.conditions();
            !conditions.is_empty()
                && conditions.iter().all(|(condition, wanted)| *wanted && is_own(condition))
        };
        let kept = self.clauses().iter().filter(|clause| !is_own_clause(clause)).cloned().collect();
        Self { root: Node::all(kept), ..self.clone() }
    }

    /// What must all hold.
    fn clauses(&self) -> &[Node] {
        match &self.root {
            Node::All(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }

    /// The query when nothing more is typed: the last word stays the beginning of a word.
    pub(crate) fn typed(&self) -> Self {
        let mut query = self.clone();
        if std::mem::take(&mut query.is_open)
            && let Some(words) = query.root.last_words()
        {
            words.is_beginning = true;
        }
        query
    }
}

impl Node {
    /// The words that stand last, if nothing else does.
    fn last_words(&mut self) -> Option<&mut Words> {
        let mut node = self;
        loop {
            node = match node {
                Self::All(parts) | Self::Any(parts) => parts.last_mut()?,
                Self::Is(Condition::Text(words)) => return Some(words),
                Self::Is(_) | Self::Not(_) => return None,
            };
        }
    }
}
