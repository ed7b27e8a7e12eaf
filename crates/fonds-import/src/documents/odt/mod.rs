//! OpenDocument texts (ISO/IEC 26300).
//!
//! 1. [`styles`] says what styles mean, through the styles they are based on.
//! 2. [`blocks`] walks the text: paragraphs, lists, tables, frames; [`inline`] what stands in a paragraph.

mod blocks;
mod inline;
mod styles;

use super::draft::Draft;
use crate::images::Pictures;
use crate::package::Package;
use crate::xml::Tree;
use crate::{ImportError, Imported};
use fonds_model::Diagnostic;

/// What users call the format.
const NAME: &str = "OpenDocument text";

/// The article of an OpenDocument text.
pub(crate) fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let package = Package::open(bytes, NAME)?;
    let manifest = package.xml("META-INF/manifest.xml");
    if manifest.is_some_and(|tree| tree.first(0, "encryption-data").is_some()) {
        return Err(ImportError::Encrypted { format: NAME });
    }
    let tree = package.needed_xml("content.xml")?;
    let styles = styles::Styles::of(package.xml("styles.xml").as_ref(), &tree);
    let mut maker = blocks::Maker::new(&tree, &styles, Pictures::of(&package));
    properties(&package, &mut maker.draft);
    let body = tree.first(0, "body").and_then(|body| tree.child(body, "text")).unwrap_or(0);
    let mut parts = Vec::new();
    maker.blocks(body, &mut parts);
    maker.draft.parts = parts;
    if tree.cut.is_some() {
        let message = "the document's text is damaged and ends early";
        maker.draft.article.source.diagnostics.push(Diagnostic::warning("document-cut", message));
    }
    Ok(maker.into_imported())
}

/// What the document's properties say (meta.xml).
fn properties(package: &Package<'_>, draft: &mut Draft) {
    let Some(tree): Option<Tree> = package.xml("meta.xml") else { return };
    let value = |name: &str| tree.first(0, name).map(|at| tree.text(at)).unwrap_or_default();
    draft.set_title(&value("title"), "properties");
    draft.add_creators(&value("initial-creator"), "properties");
    draft.add_creators(&value("creator"), "properties");
    draft.set_issued(&value("creation-date"), "properties");
    draft.set_language(&value("language"), "properties");
    for keyword in tree.named(0, "keyword") {
        draft.add_keywords(&tree.text(keyword));
    }
}
