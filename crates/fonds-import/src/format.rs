//! What kind of document the bytes are.

use crate::{ImportError, Input};

/// A kind of document that import reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
}

impl Format {
    /// The format of that name: `text`, `markdown`, `html` and their usual endings.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "text" | "txt" => Some(Self::Text),
            "markdown" | "md" | "mkd" | "mdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" | "xht" => Some(Self::Html),
            _ => None,
        }
    }

    /// By the ending of a file's name.
    pub fn of_file_name(name: &str) -> Option<Self> {
        Self::named(name.rsplit_once('.')?.1)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
        }
    }
}

/// The format of an input. A text file that holds a page is a page.
pub(crate) fn of(input: &Input<'_>) -> Result<Format, ImportError> {
    if let Some(what) = binary(input.bytes) {
        return Err(ImportError::Binary { what });
    }
    if let Some(format) = input.format {
        return Ok(format);
    }
    let named = input.file_name.and_then(Format::of_file_name);
    let ending = input.file_name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    match named {
        Some(Format::Text) | None if looks_like_html(input.bytes) => Ok(Format::Html),
        Some(format) => Ok(format),
        // A name without an ending, or with one that is part of a sentence, says nothing.
        None if ending.is_none_or(|ending| ending.len() > 5 || ending.contains(' ')) => Ok(Format::Text),
        None => Err(ImportError::UnknownFormat { name: input.file_name.unwrap_or_default().to_owned() }),
    }
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(1024).filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let head = String::from_utf8_lossy(&head);
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{fffd}');
    ["<!doctype html", "<html", "<head", "<body", "<article"].iter().any(|tag| head.starts_with(tag))
}

/// Names well-known files that are not text.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
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
        (b"{\\rtf", "a rich text document"),
    ];
    KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(name: Option<&str>, bytes: &[u8]) -> Result<Format, &'static str> {
        of(&Input { bytes, file_name: name, format: None, url: None }).map_err(|error| error.code())
    }

    #[test]
    fn by_name_and_by_bytes() {
        assert_eq!(format(Some("a.md"), b"# x"), Ok(Format::Markdown));
        assert_eq!(format(Some("a.txt"), b"\n<!DOCTYPE html><p>x"), Ok(Format::Html));
        assert_eq!(format(None, b"x"), Ok(Format::Text));
        assert_eq!(format(Some("README"), b"x"), Ok(Format::Text));
        assert_eq!(format(Some("a.xyz"), b"x"), Err("unknown-format"));
        assert_eq!(format(Some("a.txt"), b"%PDF-1.7"), Err("binary-file"));
    }
}
