//! Web pages: the article, not the page around it.
//!
//! 1. [`content`] finds which of the page's text is the article (with rs-trafilatura) and where it stands.
//! 2. [`metadata`] reads what the page says about it.
//! 3. [`tree`] makes blocks of that part of the page.

mod content;
mod metadata;
mod notes;
mod tree;

use crate::images::{AssetLoader, Pictures};
use crate::markdown::level_headings;
use crate::{ImportError, Imported};
use dom_query::{Document, NodeRef};
use fonds_model::text::{clean_line, fold};
use fonds_model::{Article, Block, Projection};

/// Deeper pages are read as plain text, because readers of pages recurse.
const DEEPEST: usize = 300;

/// An article of a page.
pub(crate) fn read(page: &str, url: Option<&str>, loader: &dyn AssetLoader) -> Result<Imported, ImportError> {
    let document = Document::from(page);
    if depth(&document.root()) > DEEPEST {
        return Ok(read_deep(&document));
    }
    let mut article = metadata::read(&document, url);
    tree::prepare(&document);
    let found = content::find(&document, page);
    let mut pictures = Pictures::of(loader);
    let notes = notes::Notes::of(&document);
    let base = article.url.clone();
    article.body = tree::blocks(&found, &notes, base.as_deref(), &mut pictures);
    drop_what_the_fields_hold(&mut article);
    level_headings(&mut article.body);
    if article.body.is_empty() && article.lead.is_none() {
        return Err(ImportError::NoText);
    }
    article.source.diagnostics.append(&mut pictures.diagnostics);
    Ok(Imported { article, assets: pictures.assets })
}

/// Children of a node that are elements or text.
pub(crate) fn depth(root: &NodeRef<'_>) -> usize {
    let mut deepest = 0;
    let mut stack = vec![(*root, 0)];
    while let Some((node, depth)) = stack.pop() {
        deepest = deepest.max(depth);
        stack.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    deepest
}

/// Text of a pathological page: all of it, line by line.
fn read_deep(document: &Document) -> Imported {
    let mut lines = Vec::new();
    let mut stack = vec![document.root()];
    while let Some(node) = stack.pop() {
        let name = node.node_name().unwrap_or_default();
        if node.is_text() {
            lines.push(clean_line(&node.text()));
        } else if !matches!(&*name, "script" | "style" | "template" | "noscript" | "head") {
            stack.extend(node.children_it(true));
        }
    }
    lines.retain(|line| !line.is_empty());
    let remark = fonds_model::Diagnostic::warning(
        "page-too-deep",
        "the page is nested too deeply; only its text was kept",
    );
    let mut article =
        Article { body: lines.into_iter().map(Block::paragraph).collect(), ..Article::default() };
    article.source.diagnostics.push(remark);
    Imported { article, assets: vec![] }
}

/// Title, lead, byline and date stand in their fields and not in the text again.
fn drop_what_the_fields_hold(article: &mut Article) {
    let same = |a: &str, b: &str| !a.is_empty() && letters(a) == letters(b);
    let text = |block: &Block| Projection::of_blocks(std::slice::from_ref(block)).text;
    let title = article.title.clone();
    let names: Vec<String> = article.creators.iter().map(|creator| creator.name.clone()).collect();
    let byline = names.join(" ");
    let mut at = 0;
    while at < article.body.len().min(8) {
        let line = text(&article.body[at]);
        let is_title = matches!(article.body[at], Block::Heading { .. }) && same(&line, &title);
        let is_byline = !names.is_empty()
            && line.chars().count() < 120
            && (same(&line, &byline)
                || crate::bylines::byline(&line).iter().any(|c| names.contains(&c.name)));
        let date = crate::dates::date_line(&line);
        let is_known = |date: &fonds_model::Edtf| {
            let day =
                |date: &fonds_model::Edtf| date.as_str().split('T').next().unwrap_or_default().to_owned();
            let known = [&article.issued, &article.modified];
            known.into_iter().flatten().any(|known| day(known) == day(date))
        };
        let is_date = date.as_ref().is_some_and(is_known);
        let is_lead = article.lead.as_deref().is_some_and(|lead| same(&line, lead));
        let is_text = matches!(article.body[at], Block::Heading { .. } | Block::Paragraph { .. });
        if is_text && (is_title || is_byline || is_date || is_lead) {
            article.body.remove(at);
        } else {
            at += 1;
        }
    }
    while let Some(last) = article.body.last().filter(|block| matches!(block, Block::Paragraph { .. })) {
        let line = text(last);
        let by = crate::bylines::byline(&line);
        if let Some(source) = crate::bylines::source_line(&line) {
            let known = article.publication.get_or_insert_with(|| source.publication.clone());
            if letters(known) != letters(&source.publication) {
                return;
            }
        } else if !by.is_empty() && article.creators.is_empty() {
            article.creators = by;
        } else if !names.iter().any(|name| same(name, &line)) {
            return;
        }
        article.body.pop();
    }
}

/// Letters and digits of a text, folded: how texts of a page are compared.
pub(crate) fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
