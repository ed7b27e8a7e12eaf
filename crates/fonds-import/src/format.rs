//! What kind of document the bytes are.

use crate::{ImportError, Input, sniff};

/// A kind of document that import reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// A piece of a web page, all of which is text of the article.
    Fragment,
    /// A web page with its pictures in one message (RFC 2557).
    Mhtml,
    /// A web page with its pictures as Safari keeps it.
    WebArchive,
    /// A web archive (ISO 28500).
    Warc,
    /// A packed web archive.
    Wacz,
    /// An archive of files.
    Zip,
    /// A Word document (ECMA-376).
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A rich text document.
    Rtf,
    /// An e-book.
    Epub,
    /// A PDF.
    Pdf,
    /// References as RIS.
    Ris,
    /// References as BibTeX or BibLaTeX.
    Bibtex,
    /// References as CSL-JSON.
    CslJson,
    /// Zotero's export with files and notes.
    ZoteroRdf,
    /// Articles of wallabag.
    Wallabag,
    /// Articles of Readeck.
    Readeck,
    /// Articles of Omnivore.
    Omnivore,
    /// Links of Pocket.
    Pocket,
    /// Links of Instapaper.
    Instapaper,
    /// Bookmarks of Pinboard.
    Pinboard,
    /// Links of Raindrop.
    Raindrop,
    /// Bookmarks of a browser.
    Bookmarks,
    /// Highlights of Readwise.
    Readwise,
    /// A feed (RSS or Atom).
    Feed,
}

/// Each format with its name, its other names and usual endings, and its media type.
const FORMATS: &[(Format, &str, &[&str], &str)] = &[
    (Format::Text, "text", &["txt"], "text/plain"),
    (Format::Markdown, "markdown", &["md", "mkd", "mdown"], "text/markdown"),
    (Format::Html, "html", &["htm", "xhtml", "xht"], "text/html"),
    (Format::Fragment, "html-fragment", &[], "text/html"),
    (Format::Mhtml, "mhtml", &["mht"], "multipart/related"),
    (Format::WebArchive, "webarchive", &[], "application/x-webarchive"),
    (Format::Warc, "warc", &[], "application/warc"),
    (Format::Wacz, "wacz", &[], "application/wacz"),
    (Format::Zip, "zip", &[], "application/zip"),
    (Format::Docx, "docx", &[], "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (Format::Odt, "odt", &[], "application/vnd.oasis.opendocument.text"),
    (Format::Rtf, "rtf", &[], "application/rtf"),
    (Format::Epub, "epub", &[], "application/epub+zip"),
    (Format::Pdf, "pdf", &[], "application/pdf"),
    (Format::Ris, "ris", &[], "application/x-research-info-systems"),
    (Format::Bibtex, "bibtex", &["bib"], "application/x-bibtex"),
    (Format::CslJson, "csl-json", &[], "application/vnd.citationstyles.csl+json"),
    (Format::ZoteroRdf, "zotero-rdf", &["rdf"], "application/rdf+xml"),
    (Format::Wallabag, "wallabag", &[], "application/json"),
    (Format::Readeck, "readeck", &[], "application/zip"),
    (Format::Omnivore, "omnivore", &[], "application/json"),
    (Format::Pocket, "pocket", &[], "text/html"),
    (Format::Instapaper, "instapaper", &[], "text/csv"),
    (Format::Pinboard, "pinboard", &[], "application/json"),
    (Format::Raindrop, "raindrop", &[], "text/csv"),
    (Format::Bookmarks, "bookmarks", &[], "text/html"),
    (Format::Readwise, "readwise", &[], "text/csv"),
    (Format::Feed, "feed", &["rss", "atom"], "application/xml"),
];

impl Format {
    /// The format of that name or ending.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let found =
            FORMATS.iter().find(|(_, own, others, _)| *own == name || others.contains(&name.as_str()));
        found.map(|(format, ..)| *format)
    }

    /// By the ending of a file's name.
    pub fn of_file_name(name: &str) -> Option<Self> {
        let name = name.strip_suffix(".gz").unwrap_or(name);
        Self::named(name.rsplit_once('.')?.1)
    }

    /// What the first bytes of a file show that it is; `None` where they may be any text.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        sniff::of_bytes(bytes)
    }

    /// The names of all formats.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().map(|(_, name, ..)| *name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.row().3
    }

    /// Whether it is text in some encoding rather than bytes of its own making.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Html | Self::Fragment)
    }

    /// Whether most of its bytes may be pictures or packed files.
    pub(crate) fn is_container(self) -> bool {
        matches!(
            self,
            Self::Warc
                | Self::Wacz
                | Self::Zip
                | Self::Docx
                | Self::Odt
                | Self::Epub
                | Self::Pdf
                | Self::Readeck
                | Self::Omnivore
                | Self::Pocket
        )
    }

    /// Whether an article of it may have no text: a record that describes one, or a scan.
    pub(crate) fn may_be_bare(self) -> bool {
        !matches!(
            self,
            Self::Text
                | Self::Markdown
                | Self::Html
                | Self::Fragment
                | Self::Mhtml
                | Self::WebArchive
                | Self::Warc
                | Self::Wacz
                | Self::Docx
                | Self::Odt
                | Self::Rtf
                | Self::Epub
        )
    }

    fn row(self) -> &'static (Format, &'static str, &'static [&'static str], &'static str) {
        FORMATS.iter().find(|(format, ..)| *format == self).unwrap_or(&FORMATS[0])
    }
}

/// The format of an input: what the caller says, else what the bytes show, else what its name says.
pub(crate) fn of(input: &Input<'_>) -> Result<Format, ImportError> {
    let named = input.format.or_else(|| input.file_name.and_then(Format::of_file_name));
    if let Some(format) = named.filter(|format| input.format.is_some() && !format.is_text()) {
        return Ok(format);
    }
    let shown = sniff::of_bytes(input.bytes);
    if shown.is_none()
        && let Some(what) = sniff::binary(input.bytes)
    {
        return Err(ImportError::Binary { what });
    }
    if let Some(format) = input.format {
        return Ok(format);
    }
    let ending = input.file_name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    match (shown, named) {
        // Markdown may begin with HTML.
        (Some(Format::Html), Some(Format::Markdown)) => Ok(Format::Markdown),
        (Some(format), _) | (None, Some(format)) => Ok(format),
        // A name without an ending, or with one that is part of a sentence, says nothing.
        (None, None) if ending.is_none_or(|ending| ending.len() > 5 || ending.contains(' ')) => {
            Ok(Format::Text)
        }
        (None, None) => {
            Err(ImportError::UnknownFormat { name: input.file_name.unwrap_or_default().to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(name: Option<&str>, bytes: &[u8]) -> Result<Format, &'static str> {
        of(&Input { bytes, file_name: name, ..Input::default() }).map_err(|error| error.code())
    }

    #[test]
    fn by_name_and_by_bytes() {
        assert_eq!(format(Some("a.md"), b"# x"), Ok(Format::Markdown));
        assert_eq!(format(Some("a.txt"), b"\n<!DOCTYPE html><p>x"), Ok(Format::Html));
        assert_eq!(format(None, b"x"), Ok(Format::Text));
        assert_eq!(format(Some("README"), b"x"), Ok(Format::Text));
        assert_eq!(format(Some("a.xyz"), b"x"), Err("unknown-format"));
        assert_eq!(format(Some("a.txt"), b"%PDF-1.7"), Ok(Format::Pdf));
        assert_eq!(format(Some("a.txt"), b"\x89PNG"), Err("binary-file"));
        assert_eq!(format(Some("crawl.warc.gz"), b"x"), Ok(Format::Warc));
    }
}
