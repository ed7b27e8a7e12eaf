//! A page as one flat table: its elements and texts in the order in which they stand.
//!
//! A subtree is a range of the table and its text is one slice, so that measuring a page takes one walk and no element
//! is walked twice. What never is text (scripts, styles, frames) is not in it.

use dom_query::{Attr, Document, LocalName, Node, NodeData, NodeRef};
use std::ops::Range;

/// Elements that lie deeper are opened: what they hold counts as their container's, because readers of trees recurse.
const DEEPEST: usize = 200;

/// An element's or text's place in the table.
pub(crate) type At = usize;

/// A page that was read.
pub(crate) struct Page {
    nodes: Vec<Entry>,
    text: String,
    data: Vec<String>,
    deep: bool,
}

struct Entry {
    /// Empty for a text.
    name: LocalName,
    attributes: Vec<Attr>,
    parent: At,
    /// One past the last node below it.
    end: At,
    text: Range<usize>,
}

impl Page {
    /// Reads a page.
    pub fn parse(html: &str) -> Self {
        let (tamed, deep) = super::tame::tame(html);
        let document = Document::from(&*tamed);
        let mut page =
            Self { nodes: Vec::new(), text: String::with_capacity(html.len() / 4), data: vec![], deep };
        page.enter(LocalName::from("#page"), vec![], 0);
        page.fill(&document);
        page.leave(0);
        page
    }

    /// How many elements and texts there are; the first is the page itself.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// An element's name, empty for a text.
    pub fn name(&self, at: At) -> &str {
        &self.nodes[at].name
    }

    /// Whether a text stands there, not an element.
    pub fn is_text(&self, at: At) -> bool {
        self.nodes[at].name.is_empty()
    }

    /// An attribute's value.
    pub fn attr(&self, at: At, name: &str) -> Option<&str> {
        self.nodes[at]
            .attributes
            .iter()
            .find(|attribute| &*attribute.name.local == name)
            .map(|found| &*found.value)
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
    pub fn named<'a>(&'a self, at: At, names: &'a [&str]) -> impl Iterator<Item = At> + 'a {
        self.below(at).filter(|below| names.contains(&self.name(*below)))
    }

    /// The first element of that name in an element.
    pub fn first(&self, at: At, name: &str) -> Option<At> {
        self.below(at).find(|below| self.name(*below) == name)
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
    fn fill(&mut self, document: &Document) {
        let mut open: Vec<(At, bool)> = vec![(0, false)];
        let mut next = document.root().first_child().map(Step::Enter);
        while let Some(step) = next {
            next = match step {
                Step::Enter(node) => match self.add(&node, open.len()) {
                    Added::Open(at, block) => {
                        open.push((at, block));
                        Some(node.first_child().map_or(Step::Leave(node), Step::Enter))
                    }
                    Added::Through => {
                        open.push((0, false));
                        Some(node.first_child().map_or(Step::Leave(node), Step::Enter))
                    }
                    Added::Whole => Some(Step::Past(node)),
                },
                Step::Leave(node) => {
                    if let Some((at, block)) = open.pop().filter(|(at, _)| *at > 0) {
                        self.leave(at);
                        if block {
                            self.text.push('\n');
                        }
                    }
                    Some(Step::Past(node))
                }
                Step::Past(node) => match node.next_sibling() {
                    Some(sibling) => Some(Step::Enter(sibling)),
                    None => node.parent().filter(|_| open.len() > 1).map(Step::Leave),
                },
            };
        }
    }

    fn add(&mut self, node: &NodeRef<'_>, depth: usize) -> Added {
        let parent = self.innermost();
        let taken = node.update(|node| match &mut node.data {
            NodeData::Text { contents } => {
                self.add_text(contents, parent);
                None
            }
            NodeData::Element(element) => {
                Some((element.name.local.clone(), std::mem::take(&mut element.attrs)))
            }
            _ => None,
        });
        let Some((name, attributes)) = taken.flatten() else { return Added::Whole };
        if &*name == "script" {
            self.add_data(node, &attributes);
        }
        if is_never_text(&name) || (&*name == "noscript" && !self.shows_a_picture(node, parent)) {
            return Added::Whole;
        }
        if depth > DEEPEST {
            self.deep = true;
            self.text.push('\n');
            return Added::Through;
        }
        let block = is_block(&name);
        if block || &*name == "br" {
            self.text.push('\n');
        }
        Added::Open(self.enter(name, attributes, parent), block)
    }

    /// The element that is open; those that were left have their end.
    fn innermost(&self) -> At {
        let mut at = self.nodes.len() - 1;
        while self.nodes[at].end != 0 {
            at = self.nodes[at].parent;
        }
        at
    }

    fn add_text(&mut self, contents: &str, parent: At) {
        let start = self.text.len();
        self.text.push_str(contents);
        let end = self.nodes.len() + 1;
        let name = LocalName::from("");
        self.nodes.push(Entry { name, attributes: vec![], parent, end, text: start..self.text.len() });
    }

    fn add_data(&mut self, node: &NodeRef<'_>, attributes: &[Attr]) {
        let json = |attribute: &Attr| {
            &*attribute.name.local == "type"
                && attribute.value.trim().eq_ignore_ascii_case("application/ld+json")
        };
        if attributes.iter().any(json) {
            self.data.push(node.text().to_string());
        }
    }

    /// Whether an element for readers without scripts shows a picture that the page otherwise lacks.
    fn shows_a_picture(&self, node: &NodeRef<'_>, parent: At) -> bool {
        let before = self.nodes.last().map_or("", |last| &*last.name);
        let shown = matches!(before, "img" | "source") || self.name(parent) == "picture";
        !shown && node.descendants_it().any(|below| below.has_name("img"))
    }

    fn enter(&mut self, name: LocalName, attributes: Vec<Attr>, parent: At) -> At {
        let start = self.text.len();
        self.nodes.push(Entry { name, attributes, parent, end: 0, text: start..start });
        self.nodes.len() - 1
    }

    fn leave(&mut self, at: At) {
        self.nodes[at].end = self.nodes.len();
        self.nodes[at].text.end = self.text.len();
    }
}

enum Step<'a> {
    Enter(Node<'a>),
    Leave(Node<'a>),
    Past(Node<'a>),
}

enum Added {
    /// An element whose children follow; whether it is a block.
    Open(At, bool),
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
