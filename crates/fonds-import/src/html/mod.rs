//! Web pages: the article, not the page around it.
//!
//! 1. [`page`] is the page as a flat table, [`measure`] how much text lies where, [`hints`] what names say about it.
//! 2. [`metadata`] reads what the page says about its article.
//! 3. [`content`] decides which parts of the page are the article.
//! 4. [`tree`] makes blocks of them.

mod boilerplate;
mod content;
mod hints;
mod inline;
pub(crate) mod lines;
mod measure;
mod metadata;
mod notes;
pub(crate) mod page;
mod parser;
mod pictures;
mod region;
pub(crate) mod saved;
mod sequence;
pub(crate) mod shown;
mod table;
mod tame;
mod tree;

use crate::images::{AssetLoader, Pictures};
use crate::markdown::level_headings;
use crate::{ImportError, Imported};
use fonds_model::text::{clean_line, fold};
use fonds_model::{Article, ArticleKind, Block, Diagnostic, Projection};
use page::Page;
pub use sequence::PageLinks;
use url::Url;

/// An article of a page.
///
/// `file_name` is where it lies, for pages that do not say where they are from.
pub(crate) fn read(
    html: &str,
    url: Option<&str>,
    file_name: Option<&str>,
    loader: &dyn AssetLoader,
) -> Result<Imported, ImportError> {
    let page = Page::parse(html);
    let measures = measure::Measures::of(&page);
    let mut content = content::find(&page, &measures);
    let (mut article, lead) = metadata::read(&page, &measures, &content, url);
    if let Some(lead) = lead {
        content.leave_out(&page, lead);
    }
    let base = base(&page, url.or(article.url.as_deref()));
    let mut pictures = Pictures::of(loader);
    pictures.base.clone_from(&base);
    let mut maker = tree::Maker {
        page: &page,
        measures: &measures,
        content: &content,
        notes: &notes::Notes::of(&page),
        base,
        pictures: &mut pictures,
        referred: vec![],
        remarks: vec![],
    };
    article.body = maker.article();
    let mut remarks = maker.remarks;
    drop_what_the_fields_hold(&mut article);
    level_headings(&mut article.body);
    if article.body.is_empty() && article.lead.is_none() {
        return Err(ImportError::NoText);
    }
    if page.is_deep() {
        let message = "the page is nested too deeply; its innermost elements were opened";
        remarks.push(Diagnostic::warning("page-too-deep", message));
    }
    article.source.diagnostics.append(&mut remarks);
    article.source.diagnostics.append(&mut pictures.diagnostics);
    let own = sequence::own_address(url.or(article.url.as_deref()), file_name);
    let links = own.map(|own| (own.clone(), sequence::links(&page, &own)));
    Ok(Imported { article, assets: pictures.assets, page: links, ..Imported::default() })
}

/// An article of a piece of a page, as it was copied: its first heading is the title.
pub(crate) fn piece(html: &str, url: Option<&str>, loader: &dyn AssetLoader) -> Imported {
    let base = url.and_then(|url| Url::parse(url).ok());
    let mut pictures = Pictures::of(loader);
    let (mut blocks, mut remarks) = fragment(html, base.as_ref(), &mut pictures);
    let mut article = Article { kind: ArticleKind::Document, ..Article::default() };
    if let Some(Block::Heading { content, .. }) = blocks.first() {
        article.title = clean_line(&fonds_model::body::plain_text(content));
        blocks.remove(0);
    }
    level_headings(&mut blocks);
    article.body = blocks;
    article.source.diagnostics.append(&mut remarks);
    article.source.diagnostics.append(&mut pictures.diagnostics);
    Imported { article, assets: pictures.assets, ..Imported::default() }
}

/// What a page at an address says of other pages of its article.
pub(crate) fn links(html: &str, url: &Url) -> PageLinks {
    sequence::links(&Page::parse(html), url)
}

/// Blocks of a piece of HTML that is an article's text as it stands, such as a chapter or an entry of a feed, and
/// remarks. Its pictures are asked of `pictures`, whose remarks stay there.
pub(crate) fn fragment(
    html: &str,
    base: Option<&Url>,
    pictures: &mut Pictures<'_>,
) -> (Vec<Block>, Vec<Diagnostic>) {
    let page = Page::parse(html);
    let measures = measure::Measures::of(&page);
    let mut maker = tree::Maker {
        page: &page,
        measures: &measures,
        content: &content::whole(&page),
        notes: &notes::Notes::of(&page),
        base: base.cloned(),
        pictures,
        referred: vec![],
        remarks: vec![],
    };
    let blocks = maker.article();
    (blocks, maker.remarks)
}

/// What the page's relative addresses are relative to.
fn base(page: &Page, url: Option<&str>) -> Option<Url> {
    let own = url.and_then(|url| Url::parse(url).ok());
    let declared = page.first(0, "base").and_then(|at| page.attr(at, "href"));
    match (declared, &own) {
        (Some(declared), Some(own)) => own.join(declared).ok(),
        (Some(declared), None) => Url::parse(declared).ok(),
        (None, _) => None,
    }
    .or(own)
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
