//! A page as one flat table: its elements and texts in the order in which they stand.
//!
//! A subtree is a range of the table and its text is one slice, so that measuring a page takes one walk and no element
//! is walked twice. What never is text (scripts, styles, frames) is not in it.

use super::parser::{self, Id, NONE, Node};
use html5ever::{Attribute, LocalName, local_name};
use std::ops::Range;

/// Elements that lie deeper are opened: what they hold counts as their container's, because readers of trees recurse.
const DEEPEST: usize = 200;

/// An element's or text's place in the table.
pub(crate) type At = usize;

/// A page that was read.
pub(crate) struct Page {
    /// The names of elements, empty for texts: apart from the rest, because they are looked through most.
    names: Vec<LocalName>,
    nodes: Vec<Entry>,
    text: String,
    data: Vec<String>,
    deep: bool,
}

struct Entry {
    attributes: Vec<Attribute>,
    parent: At,
    /// One past the last node below it; none while it is open.
    end: At,
    text: Range<usize>,
    block: bool,
}

impl Page {
    /// Reads a page.
    pub fn parse(html: &str) -> Self {
        let (tamed, deep) = super::tame::tame(html);
        let nodes = parser::parse(&tamed);
        let mut page = Self {
            names: Vec::with_capacity(nodes.len()),
            nodes: Vec::with_capacity(nodes.len()),
            text: String::with_capacity(html.len() / 4),
            data: vec![],
            deep,
        };
        page.enter(LocalName::from("#page"), vec![], 0, false);
        page.fill(nodes);
        page.leave(0);
        page
    }

    /// How many elements and texts there are; the first is the page itself.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// An element's name, empty for a text.
    pub fn name(&self, at: At) -> &str {
        &self.names[at]
    }

    /// Whether a text stands there, not an element.
    pub fn is_text(&self, at: At) -> bool {
        self.names[at] == local_name!("")
    }

    /// Whether it is an element that is a block of its own and not part of a line.
    pub fn is_block(&self, at: At) -> bool {
        self.nodes[at].block
    }

    /// An attribute's value.
    pub fn attr(&self, at: At, name: &str) -> Option<&str> {
        self.nodes[at]
            .attributes
            .iter()
            .find(|attribute| &*attribute.name.local == name)
            .map(|found| &*found.value)
    }

    /// The names and values of an element's attributes.
    pub fn attrs(&self, at: At) -> impl Iterator<Item = (&str, &str)> {
        self.nodes[at].attributes.iter().map(|attribute| (&*attribute.name.local, &*attribute.value))
    }

    /// An attribute's value in lower case; empty when there is none.
    pub fn attr_lower(&self, at: At, name: &str) -> String {
        self.attr(at, name).unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// All text in an element, line ends between its blocks.
    pub fn text(&self, at: At) -> &str {
        &self.text[self.nodes[at].text.clone()]
    }

    /// The element around one.
    pub fn parent(&self, at: At) -> Option<At> {
        (at > 0).then(|| self.nodes[at].parent)
    }

    /// The elements around one, from the nearest on.
    pub fn ancestors(&self, at: At) -> impl Iterator<Item = At> + '_ {
        std::iter::successors(self.parent(at), |at| self.parent(*at))
    }

    /// One past the last node in an element.
    pub fn end(&self, at: At) -> At {
        self.nodes[at].end
    }

    /// All nodes in an element.
    pub fn below(&self, at: At) -> Range<At> {
        at + 1..self.nodes[at].end
    }

    /// The nodes directly in an element.
    pub fn children(&self, at: At) -> impl Iterator<Item = At> + '_ {
        let end = self.nodes[at].end;
        let first = (at + 1 < end).then_some(at + 1);
        std::iter::successors(first, move |child| Some(self.nodes[*child].end).filter(|next| *next < end))
    }

    /// The elements of these names in an element.
    pub fn named(&self, at: At, names: &[&str]) -> impl Iterator<Item = At> + use<'_> {
        let names: Vec<LocalName> = names.iter().map(|name| LocalName::from(*name)).collect();
        self.below(at).filter(move |below| names.contains(&self.names[*below]))
    }

    /// The first element of that name in an element.
    pub fn first(&self, at: At, name: &str) -> Option<At> {
        self.named(at, &[name]).next()
    }

    /// The contents of JSON-LD scripts.
    pub fn data(&self) -> &[String] {
        &self.data
    }

    /// Whether elements lay so deep that they were opened.
    pub fn is_deep(&self) -> bool {
        self.deep
    }

    /// Walks the parser's tree without recursion.
    fn fill(&mut self, mut nodes: Vec<Node>) {
        // The elements around the next node: their places here, and in the parser's tree.
        let mut open: Vec<(Option<At>, Id)> = vec![(Some(0), 0)];
        let mut around: Vec<At> = vec![0];
        let mut next = nodes.first().map_or(NONE, |document| document.first);
        loop {
            if next == NONE {
                let Some((at, id)) = open.pop().filter(|_| !open.is_empty()) else { return };
                if let Some(at) = at {
                    around.pop();
                    self.leave(at);
                    if self.is_block(at) {
                        self.text.push('\n');
                    }
                }
                next = nodes[id as usize].next;
                continue;
            }
            let parent = around.last().copied().unwrap_or(0);
            match self.add(&mut nodes, next, parent, open.len()) {
                Added::Open(at) => {
                    around.push(at);
                    open.push((Some(at), next));
                    next = nodes[next as usize].first;
                }
                Added::Through => {
                    open.push((None, next));
                    next = nodes[next as usize].first;
                }
                Added::Whole => next = nodes[next as usize].next,
            }
        }
    }

    fn add(&mut self, nodes: &mut [Node], id: Id, parent: At, depth: usize) -> Added {
        let node = &mut nodes[id as usize];
        if node.is_text() {
            self.add_text(&node.text, parent);
            return Added::Whole;
        }
        let (name, attributes) = (node.local().clone(), std::mem::take(&mut node.attributes));
        let first = node.first as usize;
        if name == local_name!("script") && parser::is_json_ld(&attributes) {
            let first = nodes.get(first);
            self.data.extend(first.filter(|text| text.is_text()).map(|text| text.text.to_string()));
        }
        if is_never_text(&name)
            || (name == local_name!("noscript") && !self.shows_a_picture(nodes, id, parent))
        {
            return Added::Whole;
        }
        if depth > DEEPEST {
            self.deep = true;
            self.text.push('\n');
            return Added::Through;
        }
        let block = is_block(&name);
        if block || name == local_name!("br") {
            self.text.push('\n');
        }
        Added::Open(self.enter(name, attributes, parent, block))
    }

    fn add_text(&mut self, contents: &str, parent: At) {
        let start = self.text.len();
        self.text.push_str(contents);
        let (end, text) = (self.nodes.len() + 1, start..self.text.len());
        self.names.push(local_name!(""));
        self.nodes.push(Entry { attributes: vec![], parent, end, text, block: false });
    }

    /// Whether an element for readers without scripts shows a picture that the page otherwise lacks.
    fn shows_a_picture(&self, nodes: &[Node], id: Id, parent: At) -> bool {
        let before = self.names.last().map_or("", |last| &**last);
        let shown = matches!(before, "img" | "source") || self.name(parent) == "picture";
        !shown && parser::holds(nodes, id, &local_name!("img"))
    }

    fn enter(&mut self, name: LocalName, attributes: Vec<Attribute>, parent: At, block: bool) -> At {
        let start = self.text.len();
        self.names.push(name);
        self.nodes.push(Entry { attributes, parent, end: 0, text: start..start, block });
        self.nodes.len() - 1
    }

    fn leave(&mut self, at: At) {
        self.nodes[at].end = self.nodes.len();
        self.nodes[at].text.end = self.text.len();
    }
}

enum Added {
    /// An element whose children follow.
    Open(At),
    /// An element that is opened: its children follow as its container's.
    Through,
    /// A text, or something that is passed over with all that is in it.
    Whole,
}

fn is_never_text(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "iframe"
            | "frame"
            | "frameset"
            | "object"
            | "embed"
            | "applet"
            | "canvas"
            | "svg"
            | "audio"
            | "video"
            | "input"
            | "select"
            | "textarea"
            | "datalist"
            | "map"
            | "dialog"
    )
}

/// Elements that are blocks of their own and not part of a line.
fn is_block(name: &str) -> bool {
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
            | "hgroup"
            | "ul"
            | "ol"
            | "menu"
            | "dir"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "blockquote"
            | "figure"
            | "figcaption"
            | "pre"
            | "listing"
            | "xmp"
            | "hr"
            | "address"
            | "details"
            | "summary"
            | "center"
            | "form"
            | "fieldset"
            | "legend"
            | "body"
            | "html"
            | "head"
            | "title"
            | "search"
            | "noscript"
            | "amp-img"
            | "button"
    )
}
