//! Looking at a finished e-book: its contents, and its files as a frame without a network can show them.

use crate::EpubError;
use crate::container::failed;
use crate::nav::Parts;
use crate::pages::{full_title, href};
use fonds_model::Book;
use serde::Serialize;
use std::io::{Read, Seek};
use zip::ZipArchive;

/// A file that readers turn to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContentsEntry {
    /// Its path in the e-book.
    pub path: String,
    /// What the contents call it.
    pub title: String,
    /// How deep it stands in them, from 1.
    pub level: u8,
}

/// Cover, title page, contents, and each section, in reading order.
pub fn contents(book: &Book) -> Vec<ContentsEntry> {
    let entry = |href: &str, title: &str, level| {
        let title = if title.trim().is_empty() { "—" } else { title };
        ContentsEntry { path: format!("OEBPS/{href}"), title: title.to_owned(), level }
    };
    let labels = &book.labels;
    let mut all = vec![
        entry("text/cover.xhtml", &labels.cover, 1),
        entry("text/title-page.xhtml", &full_title(book), 1),
        entry("nav.xhtml", &labels.contents, 1),
    ];
    let parts = Parts::of(book);
    let sections = book.sections.iter().enumerate();
    all.extend(sections.map(|(n, section)| {
        let level = if parts.hold(n) { 2 } else { 1 };
        entry(&href(section), &section.title, level)
    }));
    all
}

/// An e-book that was written by this crate, opened for looking at it.
pub struct Opened<R> {
    archive: ZipArchive<R>,
}

impl<R: Read + Seek> Opened<R> {
    /// Opens it.
    ///
    /// # Errors
    /// When it is no archive.
    pub fn of(file: R) -> Result<Self, EpubError> {
        Ok(Self { archive: ZipArchive::new(file).map_err(failed)? })
    }

    /// The media type and the content of a file that pages are made of; `None` for any other. In pages, addresses of the
    /// web are words only, so that nobody is led out of the frame.
    pub fn read(&mut self, path: &str) -> Option<(&'static str, Vec<u8>)> {
        let media_type = media_type(path.strip_prefix("OEBPS/")?)?;
        let mut bytes = Vec::new();
        self.archive.by_name(path).ok()?.read_to_end(&mut bytes).ok()?;
        if media_type == PAGE {
            bytes = held(&String::from_utf8(bytes).ok()?).into_bytes();
        }
        Some((media_type, bytes))
    }
}

const PAGE: &str = "application/xhtml+xml";

fn media_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "xhtml" => PAGE,
        "css" => "text/css",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ttf" => "font/ttf",
        _ => return None,
    })
}

/// Links that leave the book tell where they would lead, and lead nowhere. Only links of texts can: they have no other
/// attribute, and paths within the book have no scheme.
fn held(page: &str) -> String {
    const LINK: &str = "<a href=\"";
    let mut pieces = page.split(LINK);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let address = piece.split('"').next().unwrap_or_default();
        out.push_str(if address.contains(':') { "<a title=\"" } else { LINK });
        out.push_str(piece);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::held;

    #[test]
    fn links_out_of_the_book_lead_nowhere() {
        let page = "<p><a href=\"https://a.vn/x\">a</a> <a href=\"ch-2.xhtml#page-3\">b</a> \
            <a href=\"mailto:x@a.vn\">c</a> <a class=\"noteref\" href=\"#note-1\">1</a></p>";
        let held = held(page);
        assert!(held.contains("<a title=\"https://a.vn/x\">a</a> <a href=\"ch-2.xhtml#page-3\">"), "{held}");
        assert!(held.contains("<a title=\"mailto:x@a.vn\">"), "{held}");
        assert!(held.contains("<a class=\"noteref\" href=\"#note-1\">"), "{held}");
    }
}
