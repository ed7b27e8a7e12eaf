//! The table of a document, filled from front to back.

use super::{At, DEEPEST, MOST, Node, TEXT, Tree};
use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;
use std::collections::HashMap;

/// Attributes of one element that are kept, at most.
const MOST_ATTRIBUTES: usize = 64;
/// The number that stands for the document, which has no name.
const DOCUMENT: u32 = TEXT - 1;

/// Reads a document, as far as it can be read.
pub(super) fn read(source: &str) -> Tree {
    let mut builder = Builder::default();
    builder.nodes.push(Node { name: DOCUMENT, end: 1, text: "".into(), attributes: vec![] });
    let cut = builder.read(source);
    builder.finish(cut)
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
}

impl Builder {
    /// Takes in what comes; says why it stopped before the end.
    fn read(&mut self, source: &str) -> Option<String> {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        while self.nodes.len() < MOST {
            match reader.read_event() {
                Ok(Event::Eof) => {
                    return (!self.open.is_empty()).then(|| "it ends within an element".into());
                }
                Ok(event) => self.take(event),
                Err(error) => return Some(error.to_string()),
            }
        }
        Some("it has too many elements".into())
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(start) => self.start(&start),
            Event::Empty(start) => {
                self.start(&start);
                self.end(start.name().as_ref());
            }
            Event::End(end) => self.end(end.name().as_ref()),
            Event::Text(text) => self.text.push_str(&text.xml10_content()),
            Event::CData(data) => self.text.push_str(&data.xml10_content()),
            Event::GeneralRef(name) => self.refer(&name),
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
        for attribute in start.html_attributes().with_checks(false).flatten().take(MOST_ATTRIBUTES) {
            let value = unescape_with(&attribute.value, resolve_html5_entity);
            let value = value.map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
            attributes.push((self.number(attribute.key.as_ref()), value.into()));
        }
        self.open.push(self.nodes.len());
        self.nodes.push(Node { name, end: 0, text: "".into(), attributes });
    }

    /// Closes the nearest element of that name and what was left open in it; an end without a start is none.
    fn end(&mut self, name: &str) {
        self.flush();
        if self.opened > 0 {
            self.opened -= 1;
            return;
        }
        let number = self.numbers.get(name).copied();
        let is_it = |at: &At| self.nodes.get(*at).map(|node| node.name) == number;
        if let Some(nearest) = self.open.iter().rposition(is_it) {
            self.close(nearest);
        }
    }

    /// Ends the elements that are open, from the one at this depth on.
    fn close(&mut self, depth: usize) {
        let end = self.nodes.len();
        for at in self.open.drain(depth..) {
            if let Some(node) = self.nodes.get_mut(at) {
                node.end = end;
            }
        }
    }

    /// Writes the character that a reference stands for; one that is unknown stays as it is written.
    fn refer(&mut self, name: &BytesRef<'_>) {
        if let Ok(Some(c)) = name.resolve_char_ref() {
            return self.text.push(c);
        }
        let name = name.xml10_content();
        match resolve_html5_entity(&name) {
            Some(text) => self.text.push_str(text),
            None => self.text.extend(["&", &*name, ";"]),
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
        let number = u32::try_from(self.names.len()).unwrap_or(DOCUMENT);
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    fn finish(mut self, cut: Option<String>) -> Tree {
        self.flush();
        self.close(0);
        let end = self.nodes.len();
        if let Some(document) = self.nodes.first_mut() {
            document.end = end;
        }
        Tree { nodes: self.nodes, names: self.names, cut }
    }
}
