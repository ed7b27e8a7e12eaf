//! What bytes show of their format: their first bytes, the files in an archive, the names of columns.

use crate::Format;
use std::io::{Cursor, Read};

/// How far a text is looked at, in bytes.
const HEAD: usize = 64 << 10;

/// The format that the bytes show; `None` where they may be any text.
pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(b"PK\x03\x04") {
        return of_zip(bytes);
    }
    if bytes.starts_with(b"\x1f\x8b") {
        let mut head = [0; 5];
        flate2::read::MultiGzDecoder::new(bytes).read_exact(&mut head).ok()?;
        return (&head == b"WARC/").then_some(Format::Warc);
    }
    let marks: [(&[u8], Format); 4] = [
        (b"WARC/", Format::Warc),
        (b"{\\rtf", Format::Rtf),
        (b"bplist00", Format::WebArchive),
        (b"%PDF-", Format::Pdf),
    ];
    if let Some((_, format)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(*format);
    }
    of_text(&head_of(bytes))
}

/// Names well-known files that no importer reads.
pub(crate) fn binary(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"RIFF", "a media file"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90\x00", "a program"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"7z\xbc\xaf", "a 7-Zip archive"),
        (b"Rar!", "a RAR archive"),
        (b"SQLite format 3", "a database"),
    ];
    KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}

/// By the files in it; an archive of nothing well-known is a plain one.
fn of_zip(bytes: &[u8]) -> Option<Format> {
    if crate::archives::has_too_many_entries(bytes) {
        return Some(Format::Zip);
    }
    // One that is cut short is told by its name.
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut kind = String::new();
    if let Ok(entry) = archive.by_name("mimetype") {
        entry.take(100).read_to_string(&mut kind).ok()?;
    }
    let has = |test: &dyn Fn(&str) -> bool| archive.file_names().any(test);
    Some(match kind.trim() {
        "application/epub+zip" => Format::Epub,
        "application/vnd.oasis.opendocument.text" => Format::Odt,
        _ if has(&is_text_of_word) => Format::Docx,
        _ if has(&|name| name == "META-INF/container.xml") => Format::Epub,
        _ if has(&|name| name == "datapackage.json") && has(&|name| name.starts_with("archive/")) => {
            Format::Wacz
        }
        _ if has(&|name| name.starts_with("metadata_") && name.ends_with(".json"))
            && has(&|name| name.starts_with("content/")) =>
        {
            Format::Omnivore
        }
        _ if has(&|name| name == "data.json")
            && has(&|name| name.starts_with("bookmarks/") && name.ends_with("/info.json")) =>
        {
            Format::Readeck
        }
        _ if has(&|name| name.starts_with("part_") && name.ends_with(".csv")) => Format::Pocket,
        _ => Format::Zip,
    })
}

/// `word/document.xml`; Word on the web calls it `document2.xml`.
fn is_text_of_word(name: &str) -> bool {
    let number = name.strip_prefix("word/document").and_then(|rest| rest.strip_suffix(".xml"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The beginning of a text, in lower case, without zeros (UTF-16) and marks before it.
fn head_of(bytes: &[u8]) -> String {
    let head: Vec<u8> =
        bytes.iter().take(HEAD).filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{fffd}').to_owned()
}

fn of_text(head: &str) -> Option<Format> {
    let first_line = head.lines().next().unwrap_or_default();
    if head.starts_with("ty  - ") {
        Some(Format::Ris)
    } else if head.starts_with(['[', '{']) {
        of_json(head)
    } else if head.starts_with('<') {
        of_markup(head)
    } else if is_message(head) {
        Some(Format::Mhtml)
    } else if head.starts_with('@') && is_bibtex(head) {
        Some(Format::Bibtex)
    } else {
        of_columns(first_line)
    }
}

fn of_json(head: &str) -> Option<Format> {
    let names = |all: &[&str]| all.iter().all(|name| head.contains(&format!("\"{name}\"")));
    // What stands behind the text of the first entry may lie beyond the head.
    if names(&["is_archived", "domain_name"]) || names(&["is_archived", "is_starred"]) {
        Some(Format::Wallabag)
    } else if names(&["is_read", "is_fav"]) || names(&["user_id", "is_fav"]) {
        // The first wallabag.
        Some(Format::Wallabag)
    } else if names(&["href", "description", "extended"]) {
        Some(Format::Pinboard)
    } else if names(&["is_marked", "read_progress"]) {
        Some(Format::Readeck)
    } else if names(&["slug", "savedat", "readingprogress"]) {
        Some(Format::Omnivore)
    } else if names(&["type", "title"])
        && (names(&["issued"]) || names(&["container-title"]) || names(&["id"]))
    {
        Some(Format::CslJson)
    } else {
        None
    }
}

fn of_markup(head: &str) -> Option<Format> {
    if head.starts_with("<!doctype netscape-bookmark-file-1") {
        return Some(Format::Bookmarks);
    }
    if head.contains("<title>pocket export</title>") {
        return Some(Format::Pocket);
    }
    let element = first_element(head)?;
    match element {
        "rss" | "feed" => Some(Format::Feed),
        "rdf:rdf" if head.contains("zotero.org/namespaces") => Some(Format::ZoteroRdf),
        "rdf:rdf" if head.contains("purl.org/rss/1.0") => Some(Format::Feed),
        "plist" if head.contains("webmainresource") => Some(Format::WebArchive),
        "html" | "head" | "body" | "article" => Some(Format::Html),
        _ => head.starts_with("<!doctype html").then_some(Format::Html),
    }
}

/// The name of the first element, behind comments, declarations and instructions.
fn first_element(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            rest.find('>')? + 1
        } else {
            let name = rest.strip_prefix('<')?;
            return name.split(|c: char| c.is_whitespace() || "/>".contains(c)).next();
        };
        rest = &rest[end..];
    }
}

/// A message whose parts belong together.
fn is_message(head: &str) -> bool {
    let header = head.split("\n\n").next().unwrap_or(head).split("\r\n\r\n").next().unwrap_or(head);
    header.contains("mime-version:")
        && (header.contains("multipart/related") || header.contains("snapshot-content-location"))
}

fn is_bibtex(head: &str) -> bool {
    let kind: String = head.chars().skip(1).take_while(char::is_ascii_alphabetic).collect();
    !kind.is_empty() && head[1 + kind.len()..].trim_start().starts_with(['{', '('])
}

fn of_columns(first_line: &str) -> Option<Format> {
    let columns: Vec<&str> = first_line.split(',').map(|column| column.trim().trim_matches('"')).collect();
    let has = |all: &[&str]| all.iter().all(|name| columns.contains(name));
    if has(&["highlight", "book title"]) || has(&["title", "url", "document tags", "saved date"]) {
        Some(Format::Readwise)
    } else if has(&["url", "title", "selection", "folder"]) {
        Some(Format::Instapaper)
    } else if has(&["title", "url", "time_added"]) {
        Some(Format::Pocket)
    } else if has(&["title", "url", "folder", "tags", "created"]) {
        Some(Format::Raindrop)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_first_entry_hides_nothing_of_wallabag() {
        let text = "Cầu mới nối hai bờ sông Đào. ".repeat(HEAD / 20);
        let json = format!(
            r#"[{{"is_archived":0,"is_starred":0,"tags":[],"id":1,"title":"Cầu","url":"https://x.vn/a",
            "content":"<p>{text}</p>","created_at":"2024-01-01T10:00:00+00:00","domain_name":"x.vn"}}]"#
        );
        assert_eq!(of_bytes(json.as_bytes()), Some(Format::Wallabag));
    }

    #[test]
    fn texts_show_what_they_are() {
        let shown = |text: &str| of_bytes(text.as_bytes());
        assert_eq!(shown("TY  - NEWS\nTI  - x"), Some(Format::Ris));
        assert_eq!(shown("<?xml version=\"1.0\"?><!-- x --><feed xmlns=\"x\">"), Some(Format::Feed));
        assert_eq!(shown("<!-- saved from url=(0014)about:internet -->\n<html>"), Some(Format::Html));
        assert_eq!(shown("<!DOCTYPE NETSCAPE-Bookmark-file-1>"), Some(Format::Bookmarks));
        assert_eq!(
            shown("From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n"),
            Some(Format::Mhtml)
        );
        assert_eq!(shown("@article{nguyen2022,"), Some(Format::Bibtex));
        assert_eq!(shown("@nguyen said {x}"), None);
        assert_eq!(shown("URL,Title,Selection,Folder,Timestamp\n"), Some(Format::Instapaper));
        assert_eq!(shown("Highlight,Book Title,Book Author\n"), Some(Format::Readwise));
        assert_eq!(shown("Title,URL,ID,Document tags,Saved date,Location\n"), Some(Format::Readwise));
        assert_eq!(shown("[{\"id\":\"a\",\"type\":\"article\",\"title\":\"x\"}]"), Some(Format::CslJson));
        assert_eq!(shown("Hà Nội, ngày 25/11"), None);
    }
}
