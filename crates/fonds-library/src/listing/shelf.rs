//! What sorting needs of every article, in memory, in step with the journal.

use super::{ListFilter, ListSort};
use crate::LibraryError;
use fonds_model::{ArticleId, ArticleKind, Edtf, TagId, Timestamp};
use fonds_store::{ArticleLine, Store, StoreError};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

/// Orders that are kept.
const ORDERS: usize = 12;
/// Changed articles that are read one by one; of more, all are read anew.
const FEW: usize = 1000;

/// The shelf of a library; it fills itself when it is first asked.
#[derive(Default)]
pub(crate) struct Shelf {
    state: Mutex<State>,
    changed: Mutex<Changed>,
}

/// What was committed since the shelf was last asked.
#[derive(Default)]
struct Changed {
    /// The journal's position before the first of it and after the last.
    from: u64,
    to: u64,
    articles: BTreeSet<ArticleId>,
}

/// What is on the shelf.
#[derive(Default)]
pub(crate) struct State {
    /// The journal's position that the lines are of; `None` before they are read.
    position: Option<u64>,
    /// In the order in which the articles came in.
    lines: Vec<Line>,
    orders: VecDeque<(ListFilter, ListSort, Arc<[u32]>)>,
}

/// What sorting and choosing need of an article.
pub(super) struct Line {
    pub arrival: Box<str>,
    pub id: Box<str>,
    pub citekey: Box<str>,
    pub title: Box<str>,
    pub creators: Box<str>,
    pub publication: Box<str>,
    pub language: Box<str>,
    pub kind: ArticleKind,
    pub issued: Option<Edtf>,
    pub added: Timestamp,
    pub changed: Timestamp,
    pub tags: Box<[TagId]>,
}

impl Shelf {
    /// Asks what is on the shelf, as the journal says now.
    pub(crate) fn with<T>(
        &self,
        store: &Store,
        ask: impl FnOnce(&mut State) -> T,
    ) -> Result<T, LibraryError> {
        let mut state = locked(&self.state);
        let changed = std::mem::take(&mut *locked(&self.changed));
        state.follow(store, changed)?;
        Ok(ask(&mut state))
    }

    /// Whether it was filled, and nobody is at it; it then follows changes at little cost.
    pub(crate) fn is_filled(&self) -> bool {
        match self.state.try_lock() {
            Ok(state) => state.position.is_some(),
            Err(TryLockError::Poisoned(state)) => state.into_inner().position.is_some(),
            Err(TryLockError::WouldBlock) => false,
        }
    }

    /// Takes note of a commit that changed these articles and took the journal from one position to another.
    pub(crate) fn note(&self, from: u64, articles: &BTreeSet<ArticleId>, to: u64) {
        let mut changed = locked(&self.changed);
        if changed.from == changed.to {
            changed.from = from;
        } else if changed.to != from {
            // Something between them was not told: no position fits, and all is read anew.
            changed.from = u64::MAX;
        }
        changed.articles.extend(articles.iter().cloned());
        changed.to = to;
    }

    /// Forgets everything; the next question reads it anew.
    pub(crate) fn forget(&self) {
        *locked(&self.state) = State::default();
    }
}

impl State {
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(super) fn count(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn known_order(&self, filter: &ListFilter, sort: ListSort) -> Option<Arc<[u32]>> {
        let same = |(known, by, _): &&(ListFilter, ListSort, Arc<[u32]>)| known == filter && *by == sort;
        self.orders.iter().find(same).map(|(_, _, order)| Arc::clone(order))
    }

    pub(super) fn keep_order(&mut self, filter: &ListFilter, sort: ListSort, order: &Arc<[u32]>) {
        self.orders.truncate(ORDERS - 1);
        self.orders.push_front((filter.clone(), sort, Arc::clone(order)));
    }

    pub(super) fn arrivals(&self, numbers: impl Iterator<Item = u32>) -> Vec<String> {
        numbers.filter_map(|number| Some(self.line(number)?.arrival.to_string())).collect()
    }

    pub(super) fn ids(&self, numbers: impl Iterator<Item = u32>) -> Vec<ArticleId> {
        numbers.filter_map(|number| Some(ArticleId(self.line(number)?.id.to_string()))).collect()
    }

    pub(super) fn number_of(&self, arrival: &str) -> Option<u32> {
        self.lines
            .binary_search_by(|line| (*line.arrival).cmp(arrival))
            .ok()
            .and_then(|at| at.try_into().ok())
    }

    /// The tags of each article.
    pub(super) fn tags(&self) -> impl Iterator<Item = &[TagId]> {
        self.lines.iter().map(|line| &*line.tags)
    }

    fn line(&self, number: u32) -> Option<&Line> {
        self.lines.get(usize::try_from(number).ok()?)
    }

    fn follow(&mut self, store: &Store, changed: Changed) -> Result<(), StoreError> {
        let now = store.journal_position()?;
        if self.position == Some(now) {
            return Ok(());
        }
        self.orders.clear();
        let fits = self.position == Some(changed.from) && changed.to == now;
        if fits && changed.articles.len() <= FEW {
            for id in &changed.articles {
                self.read_again(store, id)?;
            }
        } else {
            self.position = None;
            self.lines.clear();
            store.each_line(&mut |line| self.lines.push(Line::of(line)))?;
        }
        self.position = Some(now);
        Ok(())
    }

    fn read_again(&mut self, store: &Store, id: &ArticleId) -> Result<(), StoreError> {
        let Some(line) = store.line(id)? else {
            self.lines.retain(|line| *line.id != *id.as_str());
            return Ok(());
        };
        match self.lines.binary_search_by(|known| (*known.arrival).cmp(&line.arrival)) {
            Ok(at) => self.lines[at] = Line::of(line),
            Err(at) => self.lines.insert(at, Line::of(line)),
        }
        Ok(())
    }
}

impl Line {
    fn of(line: ArticleLine) -> Self {
        let ArticleLine { arrival, added, summary } = line;
        let text = |value: Option<String>| value.unwrap_or_default().into_boxed_str();
        Self {
            arrival: arrival.into_boxed_str(),
            id: summary.id.0.into_boxed_str(),
            citekey: summary.citekey.into_boxed_str(),
            title: summary.title.into_boxed_str(),
            creators: summary.creators.join("; ").into_boxed_str(),
            publication: text(summary.publication),
            language: text(summary.language),
            kind: summary.kind,
            issued: summary.issued,
            added,
            changed: summary.changed.unwrap_or(added),
            tags: summary.tags.into_boxed_slice(),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
