//! The NCX of EPUB 2 (NCX 2005-1), for readers that do not know the navigation document: what epub-builder's lacks.

use crate::page_list::{PageList, PageMark};
use crate::pages::href;
use fonds_model::Book;
use fonds_model::text::escaped;
use std::fmt::Write;

/// The NCX with the identifier that ties it to the package, and with the pages of the printed edition.
pub(crate) fn complete(ncx: &str, book: &Book, pages: &PageList) -> String {
    let identifier = escaped(&book.meta.identifier);
    let ncx =
        ncx.replacen("<head>", &format!("<head>\n    <meta name=\"dtb:uid\" content=\"{identifier}\" />"), 1);
    let marks = pages.marks();
    if marks.is_empty() {
        return ncx;
    }
    let greatest = marks.iter().filter_map(number).max().unwrap_or_default();
    let mut ncx = ncx;
    for (name, value) in [("totalPageCount", marks.len()), ("maxPageNumber", greatest)] {
        let meta = |value: usize| format!("<meta name=\"dtb:{name}\" content=\"{value}\" />");
        ncx = ncx.replacen(&meta(0), &meta(value), 1);
    }
    // What follows the last element is its end.
    match ncx.rfind("</ncx>") {
        Some(end) => format!("{}{}{}", &ncx[..end], page_list(book, pages), &ncx[end..]),
        None => ncx,
    }
}

fn page_list(book: &Book, pages: &PageList) -> String {
    let mut out = String::from("  <pageList>\n");
    if !book.labels.page.is_empty() {
        let _ = writeln!(out, "    <navLabel><text>{}</text></navLabel>", escaped(&book.labels.page));
    }
    for mark in pages.marks() {
        let Some(section) = book.sections.get(mark.section) else { continue };
        let _ = writeln!(
            out,
            "    <pageTarget id=\"{id}\" {kind}><navLabel><text>{label}</text></navLabel><content src=\"{href}#{id}\"/></pageTarget>",
            id = mark.id,
            kind = kind(mark),
            label = escaped(&mark.label),
            href = href(section)
        );
    }
    out.push_str("  </pageList>\n");
    out
}

/// Roman numbers are those of front matter; what is no number is special.
fn kind(mark: &PageMark) -> String {
    let is_roman = |c: char| "ivxlcdm".contains(c.to_ascii_lowercase());
    match number(mark) {
        Some(number) => format!("type=\"normal\" value=\"{number}\""),
        None if mark.label.chars().all(is_roman) => "type=\"front\"".into(),
        None => "type=\"special\"".into(),
    }
}

fn number(mark: &PageMark) -> Option<usize> {
    mark.label.parse().ok().filter(|number| *number > 0)
}
