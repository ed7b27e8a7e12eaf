//! Word documents (ECMA-376, transitional and strict).
//!
//! 1. [`styles`] and [`numbering`] say what paragraphs are.
//! 2. [`blocks`] walks the main story: paragraphs, [`tables`], text boxes; [`inline`] what stands in a paragraph.
//! 3. [`diagrams`] reads SmartArt, whose words stand in a part of their own.
//! 4. [`margins`] adds what stands beside the text: footnotes, endnotes, comments.

mod blocks;
mod diagrams;
mod inline;
mod margins;
mod numbering;
mod styles;
mod tables;

pub(crate) use inline::link_of_code;

use super::draft::Draft;
use crate::images::Pictures;
use crate::package::{Package, resolve};
use crate::xml::{At, Tree};
use crate::{ImportError, Imported};
use fonds_model::Diagnostic;
use std::collections::HashMap;

/// What users call the format.
const NAME: &str = "Word document";

/// The article of a Word document.
pub(crate) fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let package = Package::open(bytes, NAME)?;
    let main = main_part(&package);
    let tree = package.needed_xml(&main)?;
    let story = Story::of(&package, main, tree);
    let part = |kind: &str, usual: &str| {
        let path =
            story.links.of_kind(kind).map_or_else(|| usual.to_owned(), |target| resolve(&story.path, target));
        let tree = package.xml(&path)?;
        Some(Story::of(&package, path, tree))
    };
    let styles = styles::Styles::of(part("styles", "word/styles.xml").as_ref());
    let mut maker = blocks::Maker {
        package: &package,
        styles: &styles,
        numbering: numbering::Numbering::of(part("numbering", "word/numbering.xml").as_ref()),
        pictures: Pictures::of(&package),
        draft: Draft::new(),
        fields: vec![],
        comments: margins::Comments::default(),
        notes: vec![],
        joined: None,
        diagrams: diagrams::Count::default(),
    };
    properties(&package, &mut maker.draft);
    let body = story.tree.first(0, "body").unwrap_or(0);
    let mut parts = Vec::new();
    maker.blocks(&story, body, &mut parts);
    maker.end_of_story(&mut parts);
    maker.draft.parts = parts;
    maker.add_notes(
        part("footnotes", "word/footnotes.xml").as_ref(),
        part("endnotes", "word/endnotes.xml").as_ref(),
    );
    maker.add_comments(part("comments", "word/comments.xml").as_ref());
    maker.draft.article.source.diagnostics.extend(maker.diagrams.diagnostics());
    if story.tree.cut.is_some() {
        let message = "the document's text is damaged and ends early";
        maker.draft.article.source.diagnostics.push(Diagnostic::warning("document-cut", message));
    }
    Ok(maker.draft.into_imported(maker.pictures))
}

/// A part of the package with text of its own, and what its relationships lead to.
pub(super) struct Story {
    pub path: String,
    pub tree: Tree,
    pub links: Links,
}

impl Story {
    fn of(package: &Package<'_>, path: String, tree: Tree) -> Self {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let links =
            Links::of(package.xml(resolve("", &format!("{folder}/_rels/{name}.rels")).as_str()).as_ref());
        Self { path, tree, links }
    }

    /// An attribute that is on, as `w:b` or `w:b w:val="1"`.
    pub fn is_on(&self, at: At) -> bool {
        !matches!(self.tree.attr(at, "val"), Some("0" | "false" | "off" | "none"))
    }

    /// The `val` of a child element.
    pub fn value(&self, at: At, name: &str) -> Option<&str> {
        self.tree.attr(self.tree.child(at, name)?, "val")
    }
}

/// Relationships of a part by id: kind and target.
#[derive(Default)]
pub(super) struct Links(HashMap<String, (String, String)>);

impl Links {
    fn of(tree: Option<&Tree>) -> Self {
        let Some(tree) = tree else { return Self::default() };
        let links = tree.named(0, "Relationship").filter_map(|at| {
            let kind = tree.attr(at, "Type")?.rsplit('/').next()?.to_owned();
            Some((tree.attr(at, "Id")?.to_owned(), (kind, tree.attr(at, "Target")?.to_owned())))
        });
        Self(links.collect())
    }

    /// Where a relationship leads.
    pub fn target(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|(_, target)| target.as_str())
    }

    /// The target of the only relationship of a kind.
    fn of_kind(&self, kind: &str) -> Option<&str> {
        self.0.values().find(|(known, _)| known == kind).map(|(_, target)| target.as_str())
    }
}

fn main_part(package: &Package<'_>) -> String {
    let links = Links::of(package.xml("_rels/.rels").as_ref());
    links
        .of_kind("officeDocument")
        .map_or_else(|| "word/document.xml".to_owned(), |target| resolve("", target))
}

/// What the document's properties say (docProps/core.xml).
fn properties(package: &Package<'_>, draft: &mut Draft) {
    let Some(tree) = package.xml("docProps/core.xml") else { return };
    let value = |name: &str| tree.first(0, name).map(|at| tree.text(at)).unwrap_or_default();
    draft.set_title(&value("title"), "properties");
    draft.add_creators(&value("creator"), "properties");
    draft.set_issued(&value("created"), "properties");
    draft.set_language(&value("language"), "properties");
    draft.add_keywords(&value("keywords"));
}
