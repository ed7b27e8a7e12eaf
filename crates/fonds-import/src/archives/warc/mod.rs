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

use super::MOST_UNPACKED;
use super::capture::{Capture, charset};
use super::held::key;
use crate::{Batch, ImportError, Imported, Unread};
use fonds_model::{Block, Diagnostic, Inline, Projection};
use holdings::Holding;
use std::collections::{HashMap, HashSet};

/// An article has at least so much running text, in characters.
const LEAST_TEXT: usize = 250;
/// A paragraph of running text has at least so many characters.
const LEAST_PARAGRAPH: usize = 60;

/// The articles of a WARC file.
pub(crate) fn read(bytes: &[u8]) -> Result<Batch, ImportError> {
    let mut holdings = Holdings::default();
    holdings.absorb(bytes, MOST_UNPACKED);
    if holdings.is_empty() {
        let reason = "no record in it can be read".to_owned();
        return Err(ImportError::Broken { format: "web archive", reason });
    }
    Ok(articles(&holdings, None))
}

/// The articles among the pages; of those in `listed` only, where there is a list of their addresses.
pub(crate) fn articles(holdings: &Holdings, listed: Option<&HashSet<String>>) -> Batch {
    let mut batch = Batch { diagnostics: holdings.remarks(), ..Batch::default() };
    let mut captures: HashMap<String, Vec<&Holding>> = HashMap::new();
    let mut passed_over = 0;
    for page in holdings.pages() {
        let place = key(&page.address);
        if listed.is_some_and(|listed| !listed.contains(&place)) {
            continue;
        }
        let earlier = captures.entry(place).or_default();
        if earlier.iter().any(|earlier| earlier.is_same(page)) {
            continue;
        }
        let part = part(page, earlier);
        earlier.push(page);
        match article(page, holdings) {
            Ok(imported) if is_running_text(&imported) => {
                batch.articles.push(named(imported, part));
            }
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
    let unknown = || ImportError::Binary { what: "in a coding that is not known" };
    let bytes = page.content().ok_or_else(unknown)?;
    let capture = Capture {
        bytes: &bytes,
        charset: charset(&page.media_type),
        address: Some(&page.address),
        captured: page.captured,
    };
    let mut imported = capture.article(holdings)?;
    if page.is_cut {
        let message = "the archive ends within the page; the end of its text is missing";
        let remark = Diagnostic::warning("archive-cut", message).hint("look for a whole copy of the archive");
        imported.article.source.diagnostics.push(remark);
    }
    Ok(imported)
}

/// The record's address, and its time where the address was captured more than once.
fn part(page: &Holding, earlier: &[&Holding]) -> String {
    match page.captured.filter(|_| !earlier.is_empty()) {
        Some(captured) => format!("{} {captured}", page.address),
        None => page.address.clone(),
    }
}

fn named(mut imported: Imported, part: String) -> Imported {
    imported.article.source.part = Some(part);
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
