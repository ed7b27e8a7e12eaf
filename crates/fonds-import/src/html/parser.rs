//! The tree that the parser builds of a page, no larger than an article's text asks for: comments, style sheets and
//! scripts are not kept in it.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, LocalName, ParseOpts, QualName, local_name, ns, parse_document};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

/// A node's place in the tree; the first is the document.
pub(super) type Id = u32;
/// No node.
pub(super) const NONE: Id = u32::MAX;
const DOCUMENT: Id = 0;
/// An element of a page, such as its second `<body>`, may bring further attributes to the first, up to so many.
const MOST_ATTRIBUTES: usize = 200;

/// A node: an element, or a text where the name is empty.
pub(super) struct Node {
    pub name: QualName,
    pub attributes: Vec<Attribute>,
    pub text: StrTendril,
    pub parent: Id,
    pub first: Id,
    pub next: Id,
    last: Id,
    before: Id,
    /// Whether its text is never looked at.
    mute: bool,
}

impl Node {
    fn new(name: QualName, attributes: Vec<Attribute>) -> Self {
        let mute = match name.local {
            local_name!("style") => true,
            local_name!("script") => !is_json_ld(&attributes),
            _ => false,
        };
        let text = StrTendril::new();
        Self { name, attributes, text, parent: NONE, first: NONE, next: NONE, last: NONE, before: NONE, mute }
    }

    fn of_text(text: StrTendril) -> Self {
        Self { text, ..Self::new(QualName::new(None, ns!(), local_name!("")), vec![]) }
    }

    /// Whether it is a text.
    pub fn is_text(&self) -> bool {
        self.name.local == local_name!("")
    }

    /// Its name, if it is an element.
    pub fn local(&self) -> &LocalName {
        &self.name.local
    }
}

/// Whether a script is data about the page, for programs that read pages.
pub(super) fn is_json_ld(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.name.local == local_name!("type")
            && attribute.value.trim().eq_ignore_ascii_case("application/ld+json")
    })
}

/// Reads a page; the first node is the document.
pub(super) fn parse(html: &str) -> Vec<Node> {
    let options = ParseOpts {
        // What a page holds for readers without scripts are elements too.
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let mut nodes = Vec::with_capacity(html.len() / 40 + 8);
    nodes.push(Node::new(QualName::new(None, ns!(), local_name!("")), vec![]));
    parse_document(Sink { nodes: RefCell::new(nodes) }, options).one(html)
}

/// Whether an element of a name is in another one.
pub(super) fn holds(nodes: &[Node], id: Id, name: &LocalName) -> bool {
    let mut next = nodes[id as usize].first;
    while next != NONE {
        if nodes[next as usize].local() == name {
            return true;
        }
        let mut at = next;
        next = nodes[at as usize].first;
        while next == NONE && at != id {
            next = nodes[at as usize].next;
            at = nodes[at as usize].parent;
        }
    }
    false
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
}

impl Sink {
    fn add(&self, node: Node) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        // The parser is given 64 MB at most, each node takes a byte of it or more.
        u32::try_from(nodes.len() - 1).unwrap_or(NONE)
    }

    /// Puts a node under another one, before one of its children or last.
    fn put(&self, parent: Id, before: Option<Id>, child: NodeOrText<Id>) {
        let mut nodes = self.nodes.borrow_mut();
        let behind = before.map_or(nodes[parent as usize].last, |before| nodes[before as usize].before);
        let id = match child {
            NodeOrText::AppendNode(NONE) => return,
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(_) if nodes[parent as usize].mute => return,
            NodeOrText::AppendText(text) => {
                if behind != NONE && nodes[behind as usize].is_text() {
                    nodes[behind as usize].text.push_tendril(&text);
                    return;
                }
                nodes.push(Node::of_text(text));
                u32::try_from(nodes.len() - 1).unwrap_or(NONE)
            }
        };
        detach(&mut nodes, id);
        let next = before.unwrap_or(NONE);
        let node = &mut nodes[id as usize];
        (node.parent, node.before, node.next) = (parent, behind, next);
        match behind {
            NONE => nodes[parent as usize].first = id,
            behind => nodes[behind as usize].next = id,
        }
        match next {
            NONE => nodes[parent as usize].last = id,
            next => nodes[next as usize].before = id,
        }
    }
}

/// Takes a node from where it stands, if it stands anywhere.
fn detach(nodes: &mut [Node], id: Id) {
    let node = &mut nodes[id as usize];
    let (parent, before, next) = (node.parent, node.before, node.next);
    (node.parent, node.before, node.next) = (NONE, NONE, NONE);
    if parent == NONE {
        return;
    }
    match before {
        NONE => nodes[parent as usize].first = next,
        before => nodes[before as usize].next = next,
    }
    match next {
        NONE => nodes[parent as usize].last = before,
        next => nodes[next as usize].before = before,
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Vec<Node>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| &nodes[*target as usize].name)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Id {
        let id = self.add(Node::new(name, attributes));
        if flags.template {
            // What it holds stands apart from the page, right behind it in the list.
            self.add(Node::new(QualName::new(None, ns!(), local_name!("")), vec![]));
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        NONE
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        NONE
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.put(*parent, None, child);
    }

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let parent = self.nodes.borrow()[*sibling as usize].parent;
        if parent != NONE {
            self.put(parent, Some(*sibling), child);
        }
    }

    fn append_based_on_parent_node(&self, element: &Id, before: &Id, child: NodeOrText<Id>) {
        let parent = self.nodes.borrow()[*element as usize].parent;
        match parent {
            NONE => self.put(*before, None, child),
            parent => self.put(parent, Some(*element), child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target + 1
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        let known = &mut nodes[*target as usize].attributes;
        for attribute in attributes {
            if known.len() < MOST_ATTRIBUTES && !known.iter().any(|known| known.name == attribute.name) {
                known.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        detach(&mut self.nodes.borrow_mut(), *target);
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &Id) -> bool {
        let nodes = self.nodes.borrow();
        let node = &nodes[*target as usize];
        let is_html = |value: &str| {
            value.eq_ignore_ascii_case("text/html") || value.eq_ignore_ascii_case("application/xhtml+xml")
        };
        node.name.local == local_name!("annotation-xml")
            && node.attributes.iter().any(|a| a.name.local == local_name!("encoding") && is_html(&a.value))
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        loop {
            let first = self.nodes.borrow()[*node as usize].first;
            match first {
                NONE => return,
                first => self.put(*parent, None, NodeOrText::AppendNode(first)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in brackets.
    fn shown(html: &str) -> String {
        fn write(nodes: &[Node], id: Id, out: &mut String) {
            let node = &nodes[id as usize];
            if node.is_text() && id != DOCUMENT {
                out.push_str(&node.text);
                return;
            }
            out.push_str(node.local());
            out.push('[');
            let mut child = node.first;
            while child != NONE {
                write(nodes, child, out);
                child = nodes[child as usize].next;
            }
            out.push(']');
        }
        let mut out = String::new();
        write(&parse(html), DOCUMENT, &mut out);
        out
    }

    #[test]
    fn broken_markup_is_mended_as_browsers_do() {
        assert_eq!(shown("<p>a<b>b<p>c"), "[html[head[]body[p[ab[b]]p[b[c]]]]]");
        assert_eq!(shown("<table>x<tr><td>y</table>"), "[html[head[]body[xtable[tbody[tr[td[y]]]]]]]");
        assert_eq!(shown("<a>1<div>2</a>3"), "[html[head[]body[a[1]div[a[2]3]]]]");
    }

    #[test]
    fn what_only_machines_read_is_not_kept() {
        let page = "<!doctype html><script>a</script><style>b</style><!-- c --><p>d<!-- e -->f\
            <script type=' application/LD+json'>{}</script><template><i>g</i></template>";
        assert_eq!(shown(page), "[html[head[script[]style[]]body[p[dfscript[{}]template[]]]]]");
    }

    #[test]
    fn later_bodies_add_what_is_missing() {
        let nodes = parse("<body a=1><p>x<body a=2 b=3>");
        let body = nodes.iter().find(|node| *node.local() == local_name!("body")).unwrap();
        let written: Vec<String> =
            body.attributes.iter().map(|a| format!("{}={}", &*a.name.local, a.value)).collect();
        assert_eq!(written, ["a=1", "b=3"]);
    }
}
