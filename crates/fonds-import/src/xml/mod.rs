//! XML as a flat table: elements and texts in document order, each with where it ends.
//!
//! [`reading`] fills the table. Readers go over it by places ([`At`]), or take single elements along ([`Element`]).
//!
//! Invariant: entities of a document's own are not expanded, nothing is fetched, and no tree is deeper than
//! [`DEEPEST`], so that readers may follow it by recursion. What is damaged ends the tree, without an error.

mod element;
mod reading;

pub(crate) use element::Element;

use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// The place of an element or text in its tree. 0 is the document itself.
pub(crate) type At = usize;

/// Elements below this depth are opened: their text stays, in the element at this depth.
const DEEPEST: usize = 160;
/// More elements and texts are not read.
const MOST: usize = 1_200_000;

/// A document.
pub(crate) struct Tree {
    nodes: Vec<Node>,
    names: Vec<Box<str>>,
    /// Why it ends before its elements do.
    pub cut: Option<String>,
}

struct Node {
    /// Number of the name, or [`TEXT`].
    name: u32,
    end: At,
    text: Box<str>,
    attributes: Vec<(u32, Box<str>)>,
}

const TEXT: u32 = u32::MAX;

impl Tree {
    /// Reads XML in UTF-8, or in the encoding that its mark or its first line declares.
    pub fn parse(bytes: &[u8]) -> Self {
        reading::read(&decoded(bytes))
    }

    /// The outermost element.
    pub fn root(&self) -> Option<Element<'_>> {
        self.children(0).find(|at| !self.is_text(*at)).map(|at| Element::new(self, at))
    }

    /// The name without its prefix; empty for a text.
    pub fn name(&self, at: At) -> &str {
        local(self.full_name(at))
    }

    /// The name as it is written, with its prefix.
    pub fn full_name(&self, at: At) -> &str {
        self.nodes.get(at).map_or("", |node| self.spelled(node.name))
    }

    /// Whether it is a text.
    pub fn is_text(&self, at: At) -> bool {
        self.nodes.get(at).is_some_and(|node| node.name == TEXT)
    }

    /// An attribute: by its name without prefix or, with a colon in `name`, as it is written.
    pub fn attr(&self, at: At, name: &str) -> Option<&str> {
        let whole = name.contains(':');
        let is = |given: &str| given == name || (!whole && local(given) == name);
        let attributes = &self.nodes.get(at)?.attributes;
        attributes.iter().find(|(number, _)| is(self.spelled(*number))).map(|(_, value)| &**value)
    }

    /// The elements and texts directly in an element.
    pub fn children(&self, at: At) -> impl Iterator<Item = At> {
        let end = self.end(at);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.end(child);
            Some(child)
        })
    }

    /// The child elements of that name.
    pub fn children_named<'a>(&'a self, at: At, name: &'a str) -> impl Iterator<Item = At> + 'a {
        self.children(at).filter(move |child| self.name(*child) == name)
    }

    /// The first child element of that name.
    pub fn child(&self, at: At, name: &str) -> Option<At> {
        self.children(at).find(|child| self.name(*child) == name)
    }

    /// Elements of that name anywhere in an element, in document order.
    pub fn named<'a>(&'a self, at: At, name: &'a str) -> impl Iterator<Item = At> + 'a {
        (at + 1..self.end(at)).filter(move |below| self.name(*below) == name)
    }

    /// The first element of that name anywhere in an element.
    pub fn first(&self, at: At, name: &str) -> Option<At> {
        self.named(at, name).next()
    }

    /// Whether an element holds another, at any depth.
    pub fn holds(&self, at: At, inner: At) -> bool {
        inner > at && inner < self.end(at)
    }

    /// All text in an element, or the text itself.
    pub fn text(&self, at: At) -> String {
        (at..self.end(at)).filter_map(|below| self.nodes.get(below)).map(|node| &*node.text).collect()
    }

    /// The text of a text.
    fn own_text(&self, at: At) -> &str {
        self.nodes.get(at).map_or("", |node| &node.text)
    }

    fn attributes(&self, at: At) -> impl Iterator<Item = (&str, &str)> {
        let attributes = self.nodes.get(at).map_or(&[][..], |node| &node.attributes);
        attributes.iter().map(|(name, value)| (self.spelled(*name), &**value))
    }

    /// About how long an element's tag or a text is, in bytes.
    fn size(&self, at: At) -> usize {
        let attributes = self.attributes(at).map(|(name, value)| name.len() + value.len());
        self.full_name(at).len() + self.own_text(at).len() + attributes.sum::<usize>()
    }

    fn end(&self, at: At) -> At {
        self.nodes.get(at).map_or(at + 1, |node| node.end)
    }

    fn spelled(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }
}

/// The bytes as text. What is UTF-8 is read so whatever it declares: hardly anything else is UTF-8 by chance.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).to_ascii_lowercase();
    let label = head.split_once("encoding=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let label = label.and_then(|rest| rest.split(['"', '\'', '?']).next());
    let declared = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { declared.unwrap_or(UTF_8) };
    // A byte order mark counts for more than either.
    encoding.decode(bytes).0
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_texts_attributes() {
        let tree = Tree::parse("<w:p r:id='1' w:id='2'>Hà &amp; N&#7897;i<b/><b>x</b></w:p>".as_bytes());
        let p = tree.first(0, "p").unwrap();
        assert_eq!((tree.attr(p, "r:id"), tree.attr(p, "w:id")), (Some("1"), Some("2")));
        assert_eq!(tree.text(p), "Hà & Nộix");
        assert_eq!(tree.children_named(p, "b").count(), 2);
        assert_eq!(tree.cut, None);
    }

    #[test]
    fn what_is_crossed_or_left_open_stays_where_it_was() {
        let crossed = Tree::parse(b"<a><b><c>x</b></c><b>y</b></a>");
        let root = crossed.root().unwrap();
        assert_eq!(root.all("b").map(Element::text).collect::<Vec<_>>(), ["", "y"]);
        let open = Tree::parse(b"<a><b>x<br></b><b>y & z</b></a>");
        assert_eq!(open.root().unwrap().all("b").map(Element::text).collect::<Vec<_>>(), ["x", "y & z"]);
    }

    #[test]
    fn declared_encodings() {
        let declared = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>caf\xe9</a>";
        assert_eq!(Tree::parse(declared).text(0), "café");
        let marked = b"\xff\xfe<\0a\0>\0\xa1\x1e<\0/\0a\0>\0";
        assert_eq!(Tree::parse(marked).text(0), "ạ");
    }

    #[test]
    fn hostile_documents_stay_small() {
        let laughs = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\
            <p>&b;&x;!</p>";
        assert_eq!(Tree::parse(laughs.as_bytes()).text(0), "&b;&x;!");
        let deep = format!("{}sâu{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let tree = Tree::parse(deep.as_bytes());
        assert_eq!(tree.text(0), "sâu");
        assert!(tree.nodes.len() < 200);
        let cut = Tree::parse(b"<a><b>x</b><c>y");
        assert!(cut.cut.is_some());
        assert_eq!(cut.text(0), "xy");
    }
}
