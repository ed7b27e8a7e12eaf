//! Footnotes of a page: links by number to elements of the page.

use super::page::{At, Page};
use std::collections::{HashMap, HashSet};

/// The notes that a page's text refers to.
pub(crate) struct Notes {
    by_id: HashMap<String, At>,
    elements: HashSet<At>,
}

impl Notes {
    /// The notes of a page.
    pub fn of(page: &Page) -> Self {
        let links = page.named(0, &["a"]).filter(|link| is_reference(page, *link));
        let wanted: HashSet<&str> = links.filter_map(|link| target(page, link)).collect();
        let mut by_id = HashMap::new();
        if !wanted.is_empty() {
            for at in page.below(0) {
                let id = page.attr(at, "id").filter(|id| wanted.contains(id));
                if let (Some(id), Some(note)) = (id, id.and_then(|_| note_around(page, at))) {
                    by_id.entry(id.to_owned()).or_insert(note);
                }
            }
        }
        let elements = by_id.values().copied().collect();
        Self { by_id, elements }
    }

    /// The note that a link refers to.
    pub fn referred(&self, page: &Page, link: At) -> Option<String> {
        let id = target(page, link).filter(|id| self.by_id.contains_key(*id))?;
        is_reference(page, link).then(|| id.to_owned())
    }

    /// Whether an element is a note, which stands at the text's end and not where it was.
    pub fn is_note(&self, at: At) -> bool {
        self.elements.contains(&at)
    }

    /// The element of a note.
    pub fn get(&self, id: &str) -> Option<At> {
        self.by_id.get(id).copied()
    }
}

/// A link back from a note to the text.
pub(crate) fn is_back_link(page: &Page, link: At) -> bool {
    let text = page.text(link).trim();
    let back = text.chars().all(|c| "↩↑^←⤴\u{fe0e}\u{fe0f}".contains(c)) && !text.is_empty();
    let named = page.attr(link, "role") == Some("doc-backlink")
        || page.attr(link, "class").is_some_and(|class| class.contains("footnote-backref"));
    page.attr(link, "href").is_some_and(|href| href.starts_with('#')) && (back || named)
}

fn target(page: &Page, link: At) -> Option<&str> {
    page.attr(link, "href")?.strip_prefix('#').filter(|id| !id.is_empty())
}

/// `1`, `[12]`, `(a)`, `*`: what a reference to a note looks like.
fn is_reference(page: &Page, link: At) -> bool {
    if target(page, link).is_none() || is_back_link(page, link) {
        return false;
    }
    let inner = page.text(link).trim().trim_matches(['[', ']', '(', ')']);
    let number = !inner.is_empty() && inner.len() <= 3 && inner.chars().all(|c| c.is_ascii_digit());
    let mark = (1..=3).contains(&inner.chars().count()) && inner.chars().all(|c| "*†‡§".contains(c));
    number || mark
}

/// The list item, paragraph or block that an anchor names.
fn note_around(page: &Page, at: At) -> Option<At> {
    let is_item = |at: &At| matches!(page.name(*at), "li" | "p" | "aside" | "div" | "dd");
    std::iter::once(at).chain(page.ancestors(at).take(3)).find(is_item)
}
