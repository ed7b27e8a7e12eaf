//! The samples of archives that real programs made, read as a user's import would.

use crate::{Batch, Input, NoAssets, Options, read};
use std::path::PathBuf;

/// The bytes of a sample.
pub(crate) fn bytes(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/archives"));
    std::fs::read(folder.join(name)).unwrap()
}

fn batch(name: &str) -> Batch {
    let bytes = bytes(name);
    let input = Input { bytes: &bytes, file_name: Some(name), ..Input::default() };
    read(&input, Options::default(), &NoAssets).unwrap()
}

/// What a batch holds, a line each.
fn outline(batch: &Batch) -> String {
    let mut lines = Vec::new();
    for imported in &batch.articles {
        let article = &imported.article;
        let source = &article.source;
        let codes: Vec<_> = source.diagnostics.iter().map(|remark| remark.code.as_str()).collect();
        lines.push(article.title.clone());
        lines.push(format!(
            "  {} | {} | {}",
            article.url.as_deref().unwrap_or("-"),
            source.captured.map(|time| time.to_string()).unwrap_or_default(),
            source.part.as_deref().unwrap_or("-"),
        ));
        lines.push(format!(
            "  {} {} {} | pictures {}{} | {}",
            source.importer,
            source.file_name.as_deref().unwrap_or("-"),
            source.encoding.as_deref().unwrap_or("-"),
            imported.assets.len(),
            if imported.original.is_some() { " | own original" } else { "" },
            codes.join(" "),
        ));
    }
    lines.extend(batch.failed.iter().map(|unread| format!("failed {}: {}", unread.part, unread.error)));
    let remarks = batch.diagnostics.iter();
    lines.extend(remarks.map(|remark| format!("{}: {}", remark.code, remark.message)));
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

fn shown(name: &str) -> String {
    outline(&batch(name))
}

#[test]
fn archives_are_known_by_their_bytes() {
    let known = [
        ("chromium.mhtml", "mhtml"),
        ("by-hand-binary.webarchive", "webarchive"),
        ("by-hand-xml.webarchive", "webarchive"),
        ("wget.warc.gz", "warc"),
        ("crawl.wacz", "wacz"),
    ];
    for (name, format) in known {
        let input = Input { bytes: &bytes(name), ..Input::default() };
        let batch = read(&input, Options::default(), &NoAssets).unwrap();
        assert_eq!(batch.articles[0].article.source.importer, format!("{format}/1"), "{name}");
    }
}

#[test]
fn a_page_that_chromium_saved() {
    insta::assert_snapshot!(shown("chromium.mhtml"), @r#"
    Chợ nổi thưa dần ghe bán
      https://miensongnuoc.example.vn/cho-noi-thua-dan-123.html | 2026-11-25T13:54:36Z | -
      mhtml/1 chromium.mhtml UTF-8 | pictures 1 |
    "#);
}

#[test]
fn a_page_that_single_file_saved() {
    insta::assert_snapshot!(shown("single-file.html"), @r#"
    Chợ nổi thưa dần ghe bán
      https://miensongnuoc.example.vn/cho-noi-thua-dan-123.html | 2026-11-25T13:55:59Z | -
      html/1 single-file.html UTF-8 | pictures 1 |
    "#);
}

#[test]
fn pages_as_safari_keeps_them() {
    let binary = shown("by-hand-binary.webarchive");
    insta::assert_snapshot!(binary, @r#"
    Chợ nổi thưa dần ghe bán
      https://miensongnuoc.example.vn/cho-noi-thua-dan-123.html |  | -
      webarchive/1 by-hand-binary.webarchive UTF-8 | pictures 1 |
    "#);
    assert_eq!(shown("by-hand-xml.webarchive").replace("xml", "binary"), binary);
}

#[test]
fn a_crawl_by_wget() {
    insta::assert_snapshot!(shown("wget.warc.gz"), @r#"
    Chợ nổi thưa dần ghe bán
      https://miensongnuoc.example.vn/cho-noi-thua-dan-123.html | 2026-11-25T13:54:36Z | http://localhost:8765/cho-noi.html
      warc/1 wget.warc.gz UTF-8 | pictures 1 |
    Làng giấy dó bên sông
      http://localhost:8765/lang-giay.html | 2026-11-25T13:54:36Z | http://localhost:8765/lang-giay.html
      warc/1 wget.warc.gz UTF-8 | pictures 0 |
    pages-passed-over: pages without an article (front pages, lists, frames) were passed over: 1
    "#);
}

#[test]
fn a_crawl_by_warcio() {
    insta::assert_snapshot!(shown("warcio.warc.gz"), @r#"
    Chợ nổi thưa dần ghe bán
      https://miensongnuoc.example.vn/cho-noi-thua-dan-123.html | 2026-11-25T13:55:22.985093Z | http://localhost:8766/cho-noi.html
      warc/1 warcio.warc.gz UTF-8 | pictures 1 |
    Le café du port
      http://localhost:8766/cafe.html | 2026-11-25T13:55:23.041296Z | http://localhost:8766/cafe.html
      warc/1 warcio.warc.gz windows-1252 | pictures 0 | encoding
    revisits-passed-over: records that only say that a page had not changed: 1
    pages-passed-over: pages without an article (front pages, lists, frames) were passed over: 1
    "#);
}

#[test]
fn a_packed_crawl_with_a_list_of_pages() {
    insta::assert_snapshot!(shown("crawl.wacz"), @r#"
    Chợ nổi thưa dần ghe bán
      https://miensongnuoc.example.vn/cho-noi-thua-dan-123.html | 2026-11-25T13:55:22.985093Z | http://localhost:8766/cho-noi.html
      wacz/1 crawl.wacz UTF-8 | pictures 1 |
    revisits-passed-over: records that only say that a page had not changed: 1
    "#);
}

#[test]
fn a_folder_in_a_zip() {
    let batch = batch("info-zip.zip");
    insta::assert_snapshot!(outline(&batch), @r#"
    The Ferry That Became a Museum Piece
      - |  | -
      text/1 museum-note.txt UTF-8 | pictures 0 | own original |
    Mapping the River by Hand
      https://cartonotes.example.org/river |  | -
      markdown/1 mapping-the-river.md UTF-8 | pictures 0 | own original | image-missing
    Chợ nổi thưa dần ghe bán
      https://miensongnuoc.example.vn/cho-noi-thua-dan-123.html |  | -
      html/1 Chợ nổi.html UTF-8 | pictures 1 | own original |
    "#);
    let digests = batch.articles.iter().map(|imported| {
        let original = imported.original.as_deref().unwrap();
        imported.article.source.digest == fonds_model::Digest::of(original)
    });
    assert!(digests.into_iter().all(|same| same));
}

#[test]
fn a_zip_with_a_password() {
    insta::assert_snapshot!(shown("info-zip-password.zip"), @r#"
    Mapping the River by Hand
      https://cartonotes.example.org/river |  | -
      markdown/1 mapping-the-river.md UTF-8 | pictures 0 | own original | image-missing
    failed museum-note.txt: the file in the ZIP archive needs a password
    "#);
}

#[test]
fn archives_in_an_archive() {
    insta::assert_snapshot!(shown("python-nested.zip"), @r#"
    Chợ nổi thưa dần ghe bán
      https://miensongnuoc.example.vn/cho-noi-thua-dan-123.html |  | -
      html/1 Chợ nổi.html UTF-8 | pictures 1 | own original |
    Chợ nổi thưa dần ghe bán
      https://miensongnuoc.example.vn/cho-noi-thua-dan-123.html | 2026-11-25T13:54:36Z | http://localhost:8765/cho-noi.html
      warc/1 wget.warc.gz UTF-8 | pictures 1 | own original |
    Làng giấy dó bên sông
      http://localhost:8765/lang-giay.html | 2026-11-25T13:54:36Z | http://localhost:8765/lang-giay.html
      warc/1 wget.warc.gz UTF-8 | pictures 0 | own original |
    Một ghi chú ngắn, để thử tên có dấu chấm.
      - |  | -
      text/1 passwd.txt UTF-8 | pictures 0 | own original |
    pages-passed-over: pages without an article (front pages, lists, frames) were passed over: 1
    "#);
}

#[test]
fn what_was_read_of_a_page_is_the_same_from_every_archive() {
    let body = |batch: Batch| {
        let found = batch.articles.into_iter().find(|imported| imported.article.title.starts_with("Chợ nổi"));
        found.unwrap().article.body
    };
    let page = body(batch("by-hand-binary.webarchive"));
    for name in ["chromium.mhtml", "single-file.html", "wget.warc.gz", "crawl.wacz", "info-zip.zip"] {
        assert_eq!(body(batch(name)), page, "{name}");
    }
}
