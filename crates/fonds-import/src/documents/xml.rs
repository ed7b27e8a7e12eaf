//! XML as a flat table: elements and texts in document order, each with where it ends.
//!
//! Invariant: entities of a document's own are not expanded, nothing is fetched, and no tree is deeper than
//! [`DEEPEST`], so that readers may follow it by recursion. What is damaged ends the tree, without an error.

use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// The place of an element or text in its tree. 0 is the document itself.
pub(crate) type At = usize;

/// Elements below this depth are opened: their text stays, in the element at this depth.
const DEEPEST: usize = 160;
/// More elements and texts are not read.
const MOST: usize = 3_000_000;

/// A document.
pub(crate) struct Tree {
    nodes: Vec<Node>,
    names: Vec<Box<str>>,
    /// Whether it ended before its elements did.
    pub cut: bool,
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
    /// Reads XML in UTF-8, or UTF-16 with its mark.
    pub fn parse(bytes: &[u8]) -> Self {
        let encoding = Encoding::for_bom(bytes).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding);
        let (text, ..) = encoding.decode(bytes);
        let mut builder = Builder::default();
        builder.read(&text);
        builder.finish()
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

    fn end(&self, at: At) -> At {
        self.nodes.get(at).map_or(at + 1, |node| node.end)
    }

    fn spelled(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    open: Vec<At>,
    /// Elements that are open below the deepest.
    opened: usize,
    text: String,
    cut: bool,
}

impl Builder {
    fn read(&mut self, text: &str) {
        self.nodes.push(Node { name: TEXT - 1, end: 1, text: "".into(), attributes: vec![] });
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        while self.nodes.len() < MOST {
            match reader.read_event() {
                Ok(Event::Eof) => return,
                Ok(event) => self.event(event),
                Err(_) => break,
            }
        }
        self.cut = true;
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(start) => self.start(&start),
            Event::Empty(start) => {
                self.start(&start);
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text.push_str(&text.xml10_content()),
            Event::CData(data) => self.text.push_str(&data.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => self.text.push(c),
                _ => self.text.push_str(predefined(&reference.xml10_content())),
            },
            _ => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        self.flush();
        if self.open.len() >= DEEPEST {
            self.opened += 1;
            return;
        }
        let name = self.number(start.name().as_ref());
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false).flatten() {
            if let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) {
                attributes.push((self.number(attribute.key.as_ref()), value.into()));
            }
        }
        self.open.push(self.nodes.len());
        self.nodes.push(Node { name, end: 0, text: "".into(), attributes });
    }

    fn end(&mut self) {
        self.flush();
        if self.opened > 0 {
            self.opened -= 1;
        } else if let Some(at) = self.open.pop() {
            let end = self.nodes.len();
            if let Some(node) = self.nodes.get_mut(at) {
                node.end = end;
            }
        }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let end = self.nodes.len() + 1;
            let text = std::mem::take(&mut self.text).into();
            self.nodes.push(Node { name: TEXT, end, text, attributes: vec![] });
        }
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(TEXT - 1);
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    fn finish(mut self) -> Tree {
        self.flush();
        self.cut |= !self.open.is_empty();
        while !self.open.is_empty() {
            self.opened = 0;
            self.end();
        }
        let end = self.nodes.len();
        if let Some(document) = self.nodes.first_mut() {
            document.end = end;
        }
        Tree { nodes: self.nodes, names: self.names, cut: self.cut }
    }
}

/// The entities that XML has of itself; those that a document declares are dropped.
fn predefined(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ => "",
    }
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
        assert!(!tree.cut);
    }

    #[test]
    fn hostile_documents_stay_small() {
        let laughs = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\
            <p>&b;&x;!</p>";
        assert_eq!(Tree::parse(laughs.as_bytes()).text(0), "!");
        let deep = format!("{}sâu{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let tree = Tree::parse(deep.as_bytes());
        assert_eq!(tree.text(0), "sâu");
        assert!(tree.nodes.len() < 200);
        let cut = Tree::parse(b"<a><b>x</b><c>y");
        assert!(cut.cut);
        assert_eq!(cut.text(0), "xy");
    }
}
