//! The table of contents: the navigation document of EPUB 3, the NCX of EPUB 2.

use super::package::Book;
use crate::package::{Package, resolve};
use crate::xml::{At, Tree};
use fonds_model::text::clean_line;
use std::collections::HashMap;

/// What the chapters are called, by path.
#[derive(Default)]
pub(super) struct Contents(HashMap<String, (String, u8)>);

impl Contents {
    pub fn of(files: &Package<'_>, book: &Book) -> Self {
        let mut contents = Self::default();
        if let Some((path, tree)) = book.nav.as_ref().and_then(|path| Some((path, files.xml(path)?))) {
            contents.read_nav(&tree, path);
        }
        if let Some((path, tree)) = book.ncx.as_ref().and_then(|path| Some((path, files.xml(path)?))) {
            contents.read_ncx(&tree, path);
        }
        contents
    }

    /// Title of a chapter, and how deep it stands; 1 is the highest.
    pub fn title(&self, path: &str) -> Option<(&str, u8)> {
        self.0.get(path).map(|(title, depth)| (title.as_str(), *depth))
    }

    fn read_nav(&mut self, tree: &Tree, path: &str) {
        let is_contents = |at: &At| tree.attr(*at, "type").is_some_and(|kind| kind.contains("toc"));
        let nav = tree.named(0, "nav").find(is_contents).or_else(|| tree.first(0, "nav"));
        if let Some(list) = nav.and_then(|nav| tree.first(nav, "ol")) {
            self.read_list(tree, path, list, 1);
        }
    }

    fn read_list(&mut self, tree: &Tree, path: &str, list: At, depth: u8) {
        for item in tree.children_named(list, "li") {
            if let Some(link) = tree.first(item, "a") {
                self.add(path, tree.attr(link, "href"), &tree.text(link), depth);
            }
            if let Some(inner) = tree.child(item, "ol") {
                self.read_list(tree, path, inner, depth.saturating_add(1));
            }
        }
    }

    fn read_ncx(&mut self, tree: &Tree, path: &str) {
        let mut open = vec![(tree.first(0, "navMap").unwrap_or(0), 1u8)];
        while let Some((at, depth)) = open.pop() {
            for point in tree.children_named(at, "navPoint") {
                let label = tree.child(point, "navLabel").map(|at| tree.text(at)).unwrap_or_default();
                let target = tree.child(point, "content").and_then(|at| tree.attr(at, "src"));
                self.add(path, target, &label, depth);
                open.push((point, depth.saturating_add(1)));
            }
        }
    }

    /// The first entry that leads into a file names it; others name places in it.
    fn add(&mut self, base: &str, target: Option<&str>, title: &str, depth: u8) {
        let file = target.unwrap_or_default().split('#').next().unwrap_or_default();
        let title = clean_line(title);
        if file.is_empty() || title.is_empty() {
            return;
        }
        let file = percent_encoding::percent_decode_str(file).decode_utf8_lossy();
        self.0.entry(resolve(base, &file)).or_insert((title, depth));
    }
}
