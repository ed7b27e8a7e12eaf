//! An article as a program for reading later keeps it: an address, perhaps a text, tags and marks.

use crate::html;
use crate::images::{AssetLoader, Pictures};
use crate::markdown::level_headings;
use crate::remarks::{address, is_html, markdown, plain};
use crate::{Batch, Imported, Marking};
use fonds_model::text::{clean_line, nfc};
use fonds_model::{Article, ArticleKind, Block, Creator, Diagnostic, Edtf, TextQuote, Timestamp};
use url::Url;

/// What is known of an item.
#[derive(Default)]
pub(crate) struct Saved {
    /// What names it within its export.
    pub part: String,
    pub url: Option<String>,
    pub title: String,
    /// Its text, in HTML.
    pub html: Option<String>,
    /// Its summary, plain or in HTML.
    pub lead: Option<String>,
    pub creators: Vec<String>,
    pub publication: Option<String>,
    pub issued: Option<Edtf>,
    pub language: Option<String>,
    /// When it was saved.
    pub captured: Option<Timestamp>,
    /// Keywords of its publication.
    pub keywords: Vec<String>,
    pub tags: Vec<String>,
    pub markings: Vec<Marking>,
    pub remarks: Vec<Diagnostic>,
}

impl Saved {
    /// A marked passage with a note.
    pub fn mark(&mut self, quote: &str, note: &str, created: Option<Timestamp>) -> &mut Marking {
        let exact = if is_html(quote) { plain(quote) } else { nfc(quote.trim()) };
        let quote = TextQuote { exact, ..TextQuote::default() };
        self.markings.push(Marking { quote, note: markdown(note), created, ..Marking::default() });
        let last = self.markings.len() - 1;
        &mut self.markings[last]
    }

    /// A note on the whole article, where there is one.
    pub fn note(&mut self, note: &str, created: Option<Timestamp>) {
        if !note.trim().is_empty() {
            self.mark("", note, created);
        }
    }

    /// The article with its text. Pictures are asked of the loader.
    pub fn imported(self, loader: &dyn AssetLoader) -> Imported {
        let url = self.url.and_then(|url| address(&url));
        let base = url.as_deref().and_then(|url| Url::parse(url).ok());
        let mut pictures = Pictures::of(loader);
        let (mut body, mut remarks) = match &self.html {
            Some(html) => html::fragment(&nfc(html), base.as_ref(), &mut pictures),
            None => (vec![], vec![]),
        };
        level_headings(&mut body);
        if body.is_empty() {
            body = quoted(&self.markings);
        }
        let host = || base.as_ref()?.host_str().map(|host| host.trim_start_matches("www.").to_owned());
        let line = |text: Option<String>| text.map(|text| clean_line(&text)).filter(|text| !text.is_empty());
        let mut article = Article {
            // What has no address, such as a book of which passages were kept, is no page.
            kind: if url.is_some() { ArticleKind::WebPage } else { ArticleKind::Document },
            title: clean_line(&plain(&self.title)),
            creators: self.creators.iter().map(|name| clean_line(name)).map(Creator::author).collect(),
            publication: line(self.publication).or_else(host),
            issued: self.issued,
            language: line(self.language),
            lead: self.lead.map(|lead| plain(&lead)).filter(|lead| !lead.is_empty()),
            keywords: self.keywords,
            url,
            body,
            ..Article::default()
        };
        if article.title.is_empty() {
            article.title = article.url.clone().unwrap_or_default();
        }
        article.creators.retain(|creator| !creator.name.is_empty());
        article.source.part = line(Some(self.part));
        article.source.captured = self.captured;
        remarks.extend(self.remarks);
        remarks.append(&mut pictures.diagnostics);
        article.source.diagnostics = remarks;
        Imported {
            article,
            assets: pictures.assets,
            tags: self.tags,
            markings: self.markings,
            original: None,
            page: None,
        }
    }
}

/// Marked passages as quotations: all that there is of an article whose text was not kept.
fn quoted(markings: &[Marking]) -> Vec<Block> {
    let quotes =
        markings.iter().map(|marking| marking.quote.exact.as_str()).filter(|quote| !quote.is_empty());
    let blocks = quotes.map(|quote| {
        let rows = quote.lines().map(str::trim).filter(|row| !row.is_empty());
        Block::Quote { blocks: rows.map(Block::paragraph).collect() }
    });
    blocks.collect()
}

/// A batch of saved articles, which have no pictures of their own.
pub(crate) fn batch(saved: impl IntoIterator<Item = Saved>) -> Batch {
    let mut saved = saved.into_iter();
    let articles = saved.by_ref().take(super::MOST).map(|item| item.imported(&crate::NoAssets)).collect();
    let diagnostics = saved.next().map(|_| super::too_many()).into_iter().collect();
    Batch { articles, diagnostics, ..Batch::default() }
}

/// Labels in one text, between marks.
pub(crate) fn labels(text: &str, mark: char) -> Vec<String> {
    text.split(mark).map(clean_line).filter(|label| !label.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoAssets;
    use fonds_model::{Projection, TextTarget};

    #[test]
    fn passages_stand_for_a_text_that_was_not_kept() {
        let mut saved = Saved { url: Some("https://www.x.vn/a".into()), ..Saved::default() };
        saved.mark("Dòng một.\n\nDòng hai.", "nhớ", None).tags.push("cầu".into());
        saved.note("<p>đọc</p>", None);
        let imported = saved.imported(&NoAssets);
        assert_eq!(imported.article.title, "https://www.x.vn/a");
        assert_eq!(imported.article.publication.as_deref(), Some("x.vn"));
        let projection = Projection::of(&imported.article);
        assert_eq!(projection.text, "Dòng một.\nDòng hai.");
        assert!(TextTarget::quoting(&projection, &imported.markings[0].quote).is_some());
        assert_eq!(
            (imported.markings[1].note.as_str(), imported.markings[1].quote.exact.as_str()),
            ("đọc", "")
        );
    }

    #[test]
    fn relative_addresses_are_the_articles() {
        let html = Some("<p>Xem <a href='/b'>bài kia</a></p>".to_owned());
        let saved = Saved { url: Some("https://x.vn/a/".into()), html, ..Saved::default() };
        let json = serde_json::to_string(&saved.imported(&NoAssets).article.body).unwrap();
        assert!(json.contains("https://x.vn/b"), "{json}");
    }
}
