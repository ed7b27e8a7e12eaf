//! What a PDF says of itself: XMP, the Info dictionary, the catalog's language.

use crate::documents::draft::Draft;
use crate::xml::Tree;
use encoding_rs::{UTF_16BE, WINDOWS_1252};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, Stream, String as PdfString};

/// More of XMP is not read, in bytes.
const LARGEST_XMP: usize = 4 << 20;

/// Fills in what the file says.
pub(super) fn read(pdf: &Pdf, draft: &mut Draft) {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    if let Some(catalog) = &catalog {
        let tag = catalog.get::<PdfString<'_>>("Lang").map(|tag| text(tag.as_bytes()));
        // English is what programs write for any language; the text tells it as well.
        if let Some(tag) = tag.filter(|tag| !tag.to_lowercase().starts_with("en")) {
            draft.set_language(&tag, "catalog");
        }
        let packet = catalog.get::<Stream<'_>>("Metadata").and_then(|stream| stream.decoded().ok());
        if let Some(packet) = packet.filter(|packet| packet.len() <= LARGEST_XMP) {
            read_xmp(&Tree::parse(&packet), draft);
        }
    }
    let info = pdf.metadata();
    let value = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(text).unwrap_or_default();
    draft.set_title(&value(&info.title), "info");
    if draft.article.creators.is_empty() {
        draft.add_creators(&value(&info.author), "info");
    }
    draft.add_keywords(&value(&info.keywords));
    if let Some(date) = &info.creation_date {
        let date =
            format!("{:04}-{:02}-{:02}T{:02}:{:02}", date.year, date.month, date.day, date.hour, date.minute);
        draft.set_issued(&date, "info");
    }
}

/// Extensible metadata (ISO 16684-1).
fn read_xmp(tree: &Tree, draft: &mut Draft) {
    let items = |name: &str| {
        let list = tree.first(0, name);
        let items = list.into_iter().flat_map(|list| tree.named(list, "li"));
        items.map(|at| tree.text(at)).collect::<Vec<_>>()
    };
    for title in items("title").iter().take(1) {
        draft.set_title(title, "XMP");
    }
    for creator in items("creator") {
        draft.add_creators(&creator, "XMP");
    }
    for tag in items("language").iter().take(1) {
        draft.set_language(tag, "XMP");
    }
    for keyword in items("subject") {
        draft.add_keywords(&keyword);
    }
}

/// A text string: UTF-16 or UTF-8 with a mark, else PDFDocEncoding, which is close to windows-1252.
fn text(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        UTF_16BE.decode(rest).0.into_owned()
    } else if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        String::from_utf8_lossy(rest).into_owned()
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        text.to_owned()
    } else {
        WINDOWS_1252.decode(bytes).0.into_owned()
    }
}
