//! Footnotes of a page: links by number to elements of the page.

use dom_query::{Document, NodeRef};
use std::collections::HashMap;

/// The notes that a page's text refers to.
pub(crate) struct Notes<'a> {
    by_id: HashMap<String, NodeRef<'a>>,
}

impl<'a> Notes<'a> {
    /// The notes of a page.
    pub fn of(document: &'a Document) -> Self {
        let mut by_id = HashMap::new();
        for link in document.select("a[href^='#']").nodes() {
            let Some(id) = target(link) else { continue };
            if !is_reference(link) || by_id.contains_key(&id) {
                continue;
            }
            let named = |node: &NodeRef<'_>| node.attr("id").is_some_and(|found| *found == *id);
            let found = document.root().descendants_it().find(named);
            if let Some(note) = found.and_then(|node| note_around(&node)) {
                by_id.insert(id, note);
            }
        }
        Self { by_id }
    }

    /// The note that a link refers to.
    pub fn referred(&self, link: &NodeRef<'_>) -> Option<String> {
        target(link).filter(|id| is_reference(link) && self.by_id.contains_key(id))
    }

    /// Whether an element is a note, which stands at the text's end and not where it was.
    pub fn is_note(&self, node: &NodeRef<'_>) -> bool {
        self.by_id.values().any(|note| note.id == node.id)
    }

    /// The element of a note.
    pub fn get(&self, id: &str) -> Option<NodeRef<'a>> {
        self.by_id.get(id).copied()
    }
}

/// A link back from a note to the text.
pub(crate) fn is_back_link(link: &NodeRef<'_>) -> bool {
    let text = link.text();
    let text = text.trim();
    let back = text.chars().all(|c| "↩↑^←⤴\u{fe0e}\u{fe0f}".contains(c)) && !text.is_empty();
    let role = link.attr("role").is_some_and(|role| &*role == "doc-backlink");
    link.attr("href").is_some_and(|href| href.starts_with('#'))
        && (back || role || link.has_class("footnote-backref"))
}

fn target(link: &NodeRef<'_>) -> Option<String> {
    Some(link.attr("href")?.strip_prefix('#')?.to_owned()).filter(|id| !id.is_empty())
}

/// `1`, `[12]`, `(a)`, `*`: what a reference to a note looks like.
fn is_reference(link: &NodeRef<'_>) -> bool {
    if is_back_link(link) {
        return false;
    }
    let text = link.text();
    let inner = text.trim().trim_matches(['[', ']', '(', ')']);
    let number = !inner.is_empty() && inner.len() <= 3 && inner.chars().all(|c| c.is_ascii_digit());
    let mark = (1..=3).contains(&inner.chars().count()) && inner.chars().all(|c| "*†‡§".contains(c));
    number || mark
}

/// The list item, paragraph or block that an anchor names.
fn note_around<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let is_item = |node: &NodeRef<'_>| {
        let name = node.node_name().unwrap_or_default();
        matches!(&*name, "li" | "p" | "aside" | "div" | "dd")
    };
    if is_item(node) { Some(*node) } else { node.ancestors(Some(3)).into_iter().find(is_item) }
}
