//! One element with the tree that it is in, for readers that hand elements around.
//!
//! Elements are named with their prefix as it is written (`content:encoded`): the formats read this way always write the
//! same ones.

use super::{At, Tree, local};
use fonds_model::text::{escaped, nfc};

/// Elements of HTML that have no end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// An element of a document.
#[derive(Clone, Copy)]
pub(crate) struct Element<'t> {
    tree: &'t Tree,
    at: At,
}

impl<'t> Element<'t> {
    pub(super) fn new(tree: &'t Tree, at: At) -> Self {
        Self { tree, at }
    }

    /// Its place in the document's order.
    pub fn place(self) -> At {
        self.at
    }

    /// Its name, with its prefix.
    pub fn name(self) -> &'t str {
        self.tree.full_name(self.at)
    }

    /// An attribute's value.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        self.tree.attr(self.at, name)
    }

    /// The elements in it.
    pub fn children(self) -> impl Iterator<Item = Element<'t>> {
        self.elements(self.tree.children(self.at))
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
        self.elements(self.at + 1..self.tree.end(self.at))
    }

    /// Its text without that of its elements, in NFC.
    pub fn text(self) -> String {
        let texts = self.tree.children(self.at).filter(|at| self.tree.is_text(*at));
        let own: String = texts.map(|at| self.tree.own_text(at)).collect();
        nfc(own.trim())
    }

    /// The text of the first element of a name in it that has any.
    pub fn text_of(self, name: &str) -> Option<String> {
        self.children().filter(|child| child.name() == name).map(Element::text).find(|text| !text.is_empty())
    }

    /// Whether it and all in it is no longer than this, in bytes. It costs no more than that either.
    pub fn is_within(self, limit: usize) -> bool {
        let mut room = limit;
        let mut all = self.at..self.tree.end(self.at);
        all.all(|at| {
            let left = room.checked_sub(self.tree.size(at));
            room = left.unwrap_or(0);
            left.is_some()
        })
    }

    /// What is in it as HTML, without the prefixes of names.
    pub fn markup(self) -> String {
        let mut out = String::new();
        let mut open: Vec<At> = Vec::new();
        for at in self.at + 1..self.tree.end(self.at) {
            while let Some(last) = open.pop_if(|last| self.tree.end(*last) <= at) {
                self.tree.write_end(last, &mut out);
            }
            if self.tree.is_text(at) {
                out.push_str(&escaped(self.tree.own_text(at)));
            } else {
                self.tree.write_start(at, &mut out);
                open.push(at);
            }
        }
        while let Some(last) = open.pop() {
            self.tree.write_end(last, &mut out);
        }
        out
    }

    fn elements(self, places: impl Iterator<Item = At>) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        places.filter(|at| !tree.is_text(*at)).map(move |at| Element { tree, at })
    }
}

impl Tree {
    fn write_start(&self, at: At, out: &mut String) {
        out.extend(["<", self.name(at)]);
        for (name, value) in self.attributes(at) {
            out.extend([" ", local(name), "=\""]);
            out.push_str(&escaped(value));
            out.push('"');
        }
        out.push('>');
    }

    fn write_end(&self, at: At, out: &mut String) {
        if !VOID.contains(&self.name(at)) {
            out.extend(["</", self.name(at), ">"]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_their_own_texts() {
        let source = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a x='1&amp;2'>\
            <b>H&#224; &nbsp;N&ocirc;i&b;</b><![CDATA[<i>]]><c/></a>";
        let tree = Tree::parse(source.as_bytes());
        let root = tree.root().unwrap();
        assert_eq!(root.attribute("x"), Some("1&2"));
        assert_eq!(root.text_of("b").as_deref(), Some("Hà \u{a0}Nôi&b;"));
        assert_eq!(root.text(), "<i>");
        assert_eq!(root.children().map(Element::name).collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(root.below().count(), 2);
    }

    #[test]
    fn markup_is_html() {
        let tree = Tree::parse(b"<a><x:p class='a&quot;'>1 &lt; 2<x:br/><x:a/></x:p>3</a>");
        let markup = tree.root().unwrap().markup();
        assert_eq!(markup, "<p class=\"a&quot;\">1 &lt; 2<br><a></a></p>3");
    }

    #[test]
    fn what_is_long_is_told_from_what_is_short() {
        let tree = Tree::parse(b"<a><b>12345</b><c>1</c></a>");
        let root = tree.root().unwrap();
        assert!(root.is_within(9) && !root.is_within(8));
        assert!(root.child("c").unwrap().is_within(2));
    }
}
