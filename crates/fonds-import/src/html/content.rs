//! Which part of a page is the article.
//!
//! rs-trafilatura says which text belongs to it; the page's own elements that hold that text say where it stands and
//! keep the structure that a text would lose.

use super::letters;
use dom_query::{Document, NodeRef};
use rs_trafilatura::Options;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The article's part of a page.
pub(crate) struct Content<'a> {
    /// The smallest element that holds (nearly) all of it.
    pub root: NodeRef<'a>,
    /// The text that belongs to it; empty: everything below `root` does.
    text: String,
    lines: HashSet<String>,
}

/// Share of the article's text that the root must hold, in percent.
const SHARE: usize = 90;
/// Shorter pieces of text must be whole lines of the article.
const SHORT: usize = 24;

/// Finds the article in a page.
pub(crate) fn find<'a>(document: &'a Document, page: &str) -> Content<'a> {
    let found = extracted(page);
    let body = document.select_single("body").nodes().first().copied().unwrap_or_else(|| document.root());
    let mut content =
        Content { root: body, text: letters(&found), lines: found.lines().map(letters).collect() };
    if content.text.chars().count() < 80 {
        return without_extractor(document, body);
    }
    let total = kept_length(&content, &body);
    if total == 0 {
        return without_extractor(document, body);
    }
    loop {
        let children = content.root.element_children();
        let within = children.into_iter().find(|child| kept_length(&content, child) * 100 >= total * SHARE);
        match within.filter(|child| !is_leaf(child)) {
            Some(child) => content.root = child,
            None => return content,
        }
    }
}

impl Content<'_> {
    /// Whether an element's text belongs to the article.
    pub fn keeps(&self, node: &NodeRef<'_>) -> bool {
        self.keeps_text(&letters(&node.text()))
    }

    /// Whether most of an element's text belongs to the article.
    pub fn keeps_most(&self, node: &NodeRef<'_>) -> bool {
        if self.text.is_empty() {
            return true;
        }
        let all: usize = leaves(node).iter().map(|leaf| letters(&leaf.text()).len()).sum();
        kept_length(self, node) * 2 >= all
    }

    /// Whether loose text, as its letters, belongs to the article.
    pub fn keeps_letters(&self, text: &str) -> bool {
        !text.is_empty() && self.keeps_text(text)
    }

    fn keeps_text(&self, text: &str) -> bool {
        if self.text.is_empty() {
            return true;
        }
        if text.is_empty() {
            return false;
        }
        if text.len() < SHORT { self.lines.contains(text) } else { self.text.contains(text) }
    }
}

/// The page's own words for where its article is, when the extractor found next to nothing.
fn without_extractor<'a>(document: &'a Document, body: NodeRef<'a>) -> Content<'a> {
    let named = ["article", "[itemprop=articleBody]", "main", "[role=main]"];
    let root = named.iter().find_map(|name| {
        let nodes = document.select(name);
        nodes
            .nodes()
            .iter()
            .copied()
            .max_by_key(|node| node.text().len())
            .filter(|node| node.text().len() > 40)
    });
    Content { root: root.unwrap_or(body), text: String::new(), lines: HashSet::new() }
}

fn extracted(page: &str) -> String {
    let options =
        Options { include_comments: false, include_tables: true, deduplicate: false, ..Options::default() };
    // A page must not be able to stop the import, whatever it does to the extractor.
    let found = catch_unwind(AssertUnwindSafe(|| rs_trafilatura::extract_with_options(page, &options)));
    found.ok().and_then(Result::ok).map(|result| result.content_text).unwrap_or_default()
}

/// Length of the article's text below an element.
fn kept_length(content: &Content<'_>, node: &NodeRef<'_>) -> usize {
    let texts = leaves(node).into_iter().map(|leaf| letters(&leaf.text()));
    texts.filter(|text| content.keeps_text(text)).map(|text| text.len()).sum()
}

/// The lowest blocks below (or at) an element.
fn leaves<'a>(node: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    if is_leaf(node) {
        return vec![*node];
    }
    node.element_children().iter().flat_map(leaves).collect()
}

/// Whether an element holds text itself rather than other blocks.
pub(crate) fn is_leaf(node: &NodeRef<'_>) -> bool {
    let name = node.node_name().unwrap_or_default();
    let textual = matches!(
        &*name,
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" | "figcaption" | "caption" | "dt" | "address"
    );
    textual || (!has_blocks(node) && !node.text().trim().is_empty())
}

pub(crate) fn has_blocks(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|below| below.node_name().is_some_and(|name| is_block(&name)))
}

pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "blockquote"
            | "figure"
            | "figcaption"
            | "pre"
            | "hr"
            | "address"
            | "details"
            | "summary"
            | "center"
            | "form"
            | "tbody"
            | "thead"
    )
}
