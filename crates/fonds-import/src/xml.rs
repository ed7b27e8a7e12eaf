//! XML as one flat table of elements, in the order in which they stand.
//!
//! Nothing that a document type declares is looked at, so entities can neither grow nor reach for files. What is cut
//! short or closed in the wrong order gives what was there. Elements are named with their prefix as it is written
//! (`content:encoded`): the formats read here always write the same ones.

use encoding_rs::{Encoding, UTF_8};
use fonds_model::text::nfc;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;
use std::ops::Range;

/// Elements that lie deeper are opened: their text counts as their container's.
const DEEPEST: usize = 100;
/// What comes after so many elements is left out.
const MOST: usize = 1 << 20;

/// A document that was read.
pub(crate) struct Tree<'s> {
    source: &'s str,
    nodes: Vec<Node>,
    /// Why what follows could not be read.
    pub cut: Option<String>,
}

struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    /// The text that stands in it and in none of its elements.
    text: String,
    /// One past the last node below it.
    end: usize,
    /// What stands between its tags.
    inner: Range<usize>,
}

/// An element of a document.
#[derive(Clone, Copy)]
pub(crate) struct Element<'t> {
    tree: &'t Tree<'t>,
    at: usize,
}

/// The bytes as text: UTF-8, or what their first line declares.
pub(crate) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).to_ascii_lowercase();
    let label = head.split_once("encoding=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let label = label.and_then(|rest| rest.split(['"', '\'', '?']).next());
    let declared = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { declared.unwrap_or(UTF_8) };
    encoding.decode(bytes).0
}

impl<'s> Tree<'s> {
    /// Reads a document.
    pub fn parse(source: &'s str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut tree = Self { source, nodes: Vec::new(), cut: None };
        let mut open: Vec<usize> = Vec::new();
        loop {
            let before = position(&reader);
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(event) => tree.take(event, before, position(&reader), &mut open),
                Err(error) => {
                    tree.cut = Some(error.to_string());
                    break;
                }
            }
            if tree.nodes.len() >= MOST {
                tree.cut = Some("it has too many elements".into());
                break;
            }
        }
        if !open.is_empty() && tree.cut.is_none() {
            tree.cut = Some("it ends within an element".into());
        }
        for at in open {
            tree.close(at, source.len());
        }
        tree
    }

    /// The first element.
    pub fn root(&self) -> Option<Element<'_>> {
        (!self.nodes.is_empty()).then_some(Element { tree: self, at: 0 })
    }

    fn take(&mut self, event: Event<'_>, before: usize, after: usize, open: &mut Vec<usize>) {
        match event {
            Event::Start(start) if open.len() < DEEPEST => {
                open.push(self.nodes.len());
                self.push(&start, after..after);
            }
            Event::Empty(start) if open.len() < DEEPEST => self.push(&start, after..after),
            Event::End(end) => {
                let name = end.name();
                let found = open.iter().rposition(|at| self.nodes[*at].name == name.as_ref());
                for at in found.map(|found| open.split_off(found)).unwrap_or_default() {
                    self.close(at, before);
                }
            }
            Event::Text(text) => self.write(open, &text.xml10_content()),
            Event::CData(text) => self.write(open, &text.xml10_content()),
            Event::GeneralRef(name) => self.write(open, &character(&name)),
            _ => {}
        }
    }

    fn push(&mut self, start: &BytesStart<'_>, inner: Range<usize>) {
        let mut attributes = start.html_attributes();
        let attributes = attributes.with_checks(false).flatten().take(64).map(|attribute| {
            let value = quick_xml::escape::unescape_with(&attribute.value, resolve_html5_entity);
            let value = value.map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
            (attribute.key.as_ref().to_owned(), value)
        });
        let end = self.nodes.len() + 1;
        let name = start.name().as_ref().to_owned();
        self.nodes.push(Node { name, attributes: attributes.collect(), text: String::new(), end, inner });
    }

    fn close(&mut self, at: usize, before: usize) {
        let end = self.nodes.len();
        self.nodes[at].end = end;
        self.nodes[at].inner.end = before.max(self.nodes[at].inner.start);
    }

    fn write(&mut self, open: &[usize], text: &str) {
        if let Some(node) = open.last().and_then(|at| self.nodes.get_mut(*at)) {
            node.text.push_str(text);
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The character that a reference stands for; one that is unknown stays as it is written.
fn character(name: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c.to_string();
    }
    let name = name.xml10_content();
    resolve_html5_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.at]
    }

    /// Its place in the document's order.
    pub fn place(self) -> usize {
        self.at
    }

    /// Its name, with its prefix.
    pub fn name(self) -> &'t str {
        &self.node().name
    }

    /// An attribute's value.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        self.node().attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub fn children(self) -> impl Iterator<Item = Element<'t>> {
        let first = (self.at + 1 < self.node().end).then_some(self.at + 1);
        let places = std::iter::successors(first, move |at| {
            let next = self.tree.nodes[*at].end;
            (next < self.node().end).then_some(next)
        });
        places.map(move |at| Element { tree: self.tree, at })
    }

    /// The elements of a name in it.
    pub fn all(self, name: &'t str) -> impl Iterator<Item = Element<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// The first element of a name in it.
    pub fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.name() == name)
    }

    /// All elements below it, however deep.
    pub fn below(self) -> impl Iterator<Item = Element<'t>> {
        (self.at + 1..self.node().end).map(move |at| Element { tree: self.tree, at })
    }

    /// Its text without that of its elements, in NFC.
    pub fn text(self) -> String {
        nfc(self.node().text.trim())
    }

    /// The text of the first element of a name in it; `None` where there is none.
    pub fn text_of(self, name: &str) -> Option<String> {
        self.children().filter(|child| child.name() == name).map(Element::text).find(|text| !text.is_empty())
    }

    /// What stands between its tags, as it is written.
    pub fn inner(self) -> &'t str {
        self.tree.source.get(self.node().inner.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_texts() {
        let tree = Tree::parse(
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a x='1&amp;2'><b>H&#224; &nbsp;N&ocirc;i&b;</b><![CDATA[<i>]]><c/></a>",
        );
        let root = tree.root().unwrap();
        assert_eq!(root.attribute("x"), Some("1&2"));
        assert_eq!(root.text_of("b").as_deref(), Some("Hà \u{a0}Nôi&b;"));
        assert_eq!(root.text(), "<i>");
        assert_eq!(root.children().map(Element::name).collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(root.child("b").map(Element::inner), Some("H&#224; &nbsp;N&ocirc;i&b;"));
        assert_eq!(tree.cut, None);
    }

    #[test]
    fn what_is_cut_or_crossed_gives_what_was_there() {
        let tree = Tree::parse("<a><b>một</b><b>hai");
        let texts: Vec<_> = tree.root().unwrap().all("b").map(Element::text).collect();
        assert_eq!(texts, ["một", "hai"]);
        assert!(tree.cut.is_some());
        let crossed = Tree::parse("<a><b><c>x</b></c><b>y</b></a>");
        assert_eq!(crossed.root().unwrap().all("b").count(), 2);
    }

    #[test]
    fn depth_and_entities_are_bounded() {
        let deep = format!("{}x{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let tree = Tree::parse(&deep);
        assert_eq!(tree.root().unwrap().below().count(), DEEPEST - 1);
        let laughs = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&b;&x;</a>";
        assert_eq!(Tree::parse(laughs).root().unwrap().text(), "&b;&x;");
    }

    #[test]
    fn declared_encodings() {
        let bytes = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>caf\xe9</a>";
        assert_eq!(Tree::parse(&decoded(bytes)).root().unwrap().text(), "café");
    }
}
