//! Which parts of a page are its article.
//!
//! 1. [`region`] finds the element that holds it.
//! 2. [`boilerplate`] says what in there is not part of it.

use super::measure::Measures;
use super::page::{At, Page};
use super::{boilerplate, region};

/// The article's part of a page.
pub(crate) struct Content {
    /// The smallest element that holds all of it.
    pub root: At,
    /// The first text that is part of running text.
    pub first: At,
    /// For each node, whether it is not part of the article.
    pub out: Vec<bool>,
}

/// Finds the article in a page.
pub(crate) fn find(page: &Page, measures: &Measures) -> Content {
    let mut out = region::certainly_out(page, measures);
    let running = region::Running::of(page, measures, &out);
    let root = region::root(page, measures, &running, &out);
    let first = boilerplate::mark(page, measures, &running, root, &mut out);
    Content { root, first, out }
}

/// All of a page but its head.
pub(crate) fn whole(page: &Page) -> Content {
    let root = page.first(0, "body").unwrap_or(0);
    Content { root, first: root, out: vec![false; page.len()] }
}

impl Content {
    /// Whether a node is part of the article, as far as its own place says.
    pub fn keeps(&self, at: At) -> bool {
        !self.out[at]
    }

    /// Takes an element out of the article's text.
    pub fn leave_out(&mut self, page: &Page, at: At) {
        self.out[at..page.end(at)].fill(true);
    }
}
