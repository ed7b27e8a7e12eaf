//! Web archives of many pages: those with an article become one each.
//!
//! 1. [`records`] reads the file; [`http`] takes the responses out of their codings.
//! 2. [`holdings`] knows the pages, and the pictures by address.
//! 3. Each page goes through the extractor. What has hardly any running text is a front page, a list or a frame, and is
//!    only counted.

mod headers;
mod holdings;
mod http;
mod records;

pub(crate) use holdings::Holdings;

use super::capture::{Capture, charset};
use super::held::key;
use crate::{Batch, ImportError, Imported, Unread};
use fonds_model::text::clean_line;
use fonds_model::{Block, Diagnostic, Digest, Inline, Projection};
use holdings::Holding;
use std::collections::{HashMap, HashSet};

/// The titles of listed pages by the keys of their addresses.
pub(crate) type Listed = HashMap<String, String>;

/// An article has at least so much running text, in characters.
const LEAST_TEXT: usize = 250;
/// A paragraph of running text has at least so many characters.
const LEAST_PARAGRAPH: usize = 60;

/// The articles of a WARC file.
pub(crate) fn read(bytes: &[u8]) -> Result<Batch, ImportError> {
    let mut holdings = Holdings::default();
    holdings.absorb(bytes);
    if holdings.is_empty() {
        let reason = "no record in it can be read".to_owned();
        return Err(ImportError::Broken { format: "web archive", reason });
    }
    Ok(articles(&holdings, None))
}

/// The articles among the pages; of those in `listed` only, where there is a list.
pub(crate) fn articles(holdings: &Holdings, listed: Option<&Listed>) -> Batch {
    let mut batch = Batch { diagnostics: holdings.remarks(), ..Batch::default() };
    let mut known: HashMap<String, HashSet<Digest>> = HashMap::new();
    let mut passed_over = 0;
    for page in holdings.pages() {
        let place = key(&page.address);
        let title = listed.and_then(|listed| listed.get(&place));
        let captures = known.entry(place).or_default();
        let is_again = !captures.is_empty();
        if (listed.is_some() && title.is_none()) || !captures.insert(page.digest()) {
            continue;
        }
        let part = part(page, is_again);
        match article(page, holdings) {
            Ok(imported) if is_running_text(&imported) => batch.articles.push(named(imported, part, title)),
            Ok(_) | Err(ImportError::NoText | ImportError::Empty) => passed_over += 1,
            Err(error) => batch.failed.push(Unread { part, error }),
        }
    }
    if passed_over > 0 {
        let message =
            format!("pages without an article (front pages, lists, frames) were passed over: {passed_over}");
        let hint = "import one of them by itself if it should be kept";
        batch.diagnostics.push(Diagnostic::info("pages-passed-over", message).hint(hint));
    }
    batch
}

fn article(page: &Holding, holdings: &Holdings) -> Result<Imported, ImportError> {
    let bytes = holdings.content(page)?;
    let capture = Capture {
        bytes: &bytes,
        charset: charset(&page.media_type),
        address: Some(&page.address),
        captured: page.captured,
    };
    let mut imported = capture.article(holdings)?;
    if page.is_cut {
        let message = "the archive does not hold the whole page; the end of its text is missing";
        let remark = Diagnostic::warning("archive-cut", message).hint("look for a whole copy of the archive");
        imported.article.source.diagnostics.push(remark);
    }
    Ok(imported)
}

/// The record's address, and its time where the address was captured before.
fn part(page: &Holding, is_again: bool) -> String {
    match page.captured.filter(|_| is_again) {
        Some(captured) => format!("{} {captured}", page.address),
        None => page.address.clone(),
    }
}

/// The article as that part of the archive; the list of pages knows a title where the page has none.
fn named(mut imported: Imported, part: String, listed: Option<&String>) -> Imported {
    let article = &mut imported.article;
    article.source.part = Some(part);
    if let Some(title) = listed.map(|title| clean_line(title)).filter(|_| article.title.is_empty()) {
        article.title = title;
        article.source.provenance.insert("title".into(), "page list".into());
    }
    imported
}

/// Whether there is enough text that is neither a link nor a line of a list.
fn is_running_text(imported: &Imported) -> bool {
    let paragraphs = imported.article.body.iter().filter_map(|block| match block {
        Block::Paragraph { content } => Some(content),
        _ => None,
    });
    let lengths = paragraphs.map(|content| {
        let plain = content.iter().filter(|inline| !matches!(inline, Inline::Link { .. })).cloned().collect();
        Projection::of_blocks(&[Block::Paragraph { content: plain }]).text.chars().count()
    });
    lengths.filter(|length| *length >= LEAST_PARAGRAPH).sum::<usize>() >= LEAST_TEXT
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Mười năm qua, đường nhựa đã vào tới từng ấp. Thương lái chạy xe tải đến tận vườn, cân hàng tại \
        chỗ rồi chở thẳng về thành phố. Với họ, một chuyến ghe ba ngày không còn lý do để tồn tại.";

    fn record(address: &str, date: &str, page: &str) -> String {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
        format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn page(title: &str) -> String {
        format!("<article><h1>{title}</h1><p>{TEXT}</p><p>{TEXT}</p></article>")
    }

    #[test]
    fn captures_of_one_address_are_told_apart() {
        let address = "https://bao.example/a.html";
        let crawl = [
            record(address, "2020-01-02T03:04:05Z", &page("Bản đầu")),
            record(address, "2020-01-03T03:04:05Z", &page("Bản đầu")),
            record(address, "2021-01-02T03:04:05Z", &page("Bản sửa")),
        ];
        let batch = read(crawl.concat().as_bytes()).unwrap();
        let parts: Vec<_> = batch.articles.iter().filter_map(|a| a.article.source.part.as_deref()).collect();
        assert_eq!(parts, ["https://bao.example/a.html", "https://bao.example/a.html 2021-01-02T03:04:05Z"]);
    }

    #[test]
    fn resources_without_http() {
        let page = page("Bài");
        let record = format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: <https://bao.example/a.html>\r\nContent-Type: text/html\r\n\
             WARC-Truncated: length\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
            page.len()
        );
        let batch = read(record.as_bytes()).unwrap();
        let article = &batch.articles[0].article;
        assert_eq!(article.url.as_deref(), Some("https://bao.example/a.html"));
        assert_eq!(article.source.diagnostics[0].code, "archive-cut");
    }

    #[test]
    fn lists_of_links_are_no_articles() {
        let item = format!("<p><a href=\"/x\">{TEXT}</a></p>");
        let list = format!("<h1>Tin mới</h1><div>{}</div>", item.repeat(6));
        let batch = read(record("https://bao.example/", "2020-01-02T03:04:05Z", &list).as_bytes()).unwrap();
        assert!(batch.articles.is_empty() && batch.failed.is_empty());
        assert_eq!(batch.diagnostics[0].code, "pages-passed-over");
    }

    #[test]
    fn an_archive_without_records_is_broken() {
        assert_eq!(read(b"WARC/1.0\r\nWARC-Type: response\r\n").unwrap_err().code(), "broken-file");
    }
}
