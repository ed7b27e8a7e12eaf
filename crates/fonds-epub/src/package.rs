//! The package document (EPUB 3.3, section 5), with EPUB Accessibility 1.1 metadata.

use crate::pages::{Pictures, href};
use crate::xhtml::{escaped, language_tag};
use fonds_model::Book;
use std::fmt::Write;

/// The package document of a book with these pictures.
pub(crate) fn xml(book: &Book, pictures: &Pictures) -> String {
    let tag = language_tag(&book.meta.language);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"book-id\" xml:lang=\"{tag}\">\n\
        <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
    );
    metadata(book, &mut out);
    accessibility(book, &mut out);
    out.push_str("</metadata>\n<manifest>\n");
    manifest(book, pictures, &mut out);
    out.push_str("</manifest>\n<spine toc=\"ncx\">\n<itemref idref=\"cover\" linear=\"no\"/>\n<itemref idref=\"title-page\"/>\n<itemref idref=\"nav\"/>\n");
    for section in &book.sections {
        let _ = writeln!(out, "<itemref idref=\"{}\"/>", section.id);
    }
    out.push_str("</spine>\n</package>\n");
    out
}

fn metadata(book: &Book, out: &mut String) {
    let meta = &book.meta;
    let mut line = |name: &str, attributes: &str, text: &str| {
        if !text.trim().is_empty() {
            let _ = writeln!(out, "<{name}{attributes}>{}</{name}>", escaped(text.trim()));
        }
    };
    line("dc:identifier", " id=\"book-id\"", &meta.identifier);
    line("dc:title", " id=\"title\"", if meta.title.trim().is_empty() { "—" } else { &meta.title });
    line("meta", " refines=\"#title\" property=\"title-type\"", "main");
    if !meta.subtitle.trim().is_empty() {
        line("dc:title", " id=\"subtitle\"", &meta.subtitle);
        line("meta", " refines=\"#subtitle\" property=\"title-type\"", "subtitle");
    }
    if !meta.compiler.trim().is_empty() {
        line("dc:creator", " id=\"compiler\"", &meta.compiler);
        line("meta", " refines=\"#compiler\" property=\"role\" scheme=\"marc:relators\"", "com");
    }
    for (n, name) in meta.creators.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()) {
        line("dc:contributor", &format!(" id=\"author-{n}\""), name);
        line("meta", &format!(" refines=\"#author-{n}\" property=\"role\" scheme=\"marc:relators\""), "aut");
    }
    line("dc:publisher", "", &meta.institution);
    line("dc:date", "", &meta.date_iso);
    line("dc:rights", "", &meta.rights);
    let mut languages = vec![language_tag(&meta.language)];
    for section in &book.sections {
        let tag = language_tag(&section.language);
        if !languages.contains(&tag) && tag != "und" {
            languages.push(tag);
        }
    }
    languages.iter().for_each(|tag| line("dc:language", "", tag));
    meta.subjects.iter().for_each(|subject| line("dc:subject", "", subject));
    line("meta", " property=\"dcterms:modified\"", &meta.modified.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    out.push_str("<meta name=\"cover\" content=\"cover-image\"/>\n");
}

fn accessibility(book: &Book, out: &mut String) {
    let mut images = 0;
    let mut described = 0;
    for section in &book.sections {
        fonds_model::body::for_each_image(&section.blocks, &mut |image| {
            images += 1;
            described += usize::from(!image.alt.trim().is_empty());
        });
    }
    let mut say = |property: &str, value: &str| {
        let _ = writeln!(out, "<meta property=\"schema:{property}\">{}</meta>", escaped(value));
    };
    say("accessMode", "textual");
    if images > 0 {
        say("accessMode", "visual");
        say("accessModeSufficient", "textual,visual");
    }
    if images == described {
        say("accessModeSufficient", "textual");
    }
    for feature in ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"] {
        say("accessibilityFeature", feature);
    }
    if images > 0 && images == described {
        say("accessibilityFeature", "alternativeText");
    }
    say("accessibilityHazard", "none");
    let vietnamese = book.meta.language.starts_with("vi");
    say("accessibilitySummary", summary(vietnamese, images, described));
}

fn summary(vietnamese: bool, images: usize, described: usize) -> &'static str {
    match (vietnamese, images == described) {
        (true, true) => {
            "Sách có mục lục, cấu trúc đề mục và thứ tự đọc rõ ràng; mọi hình ảnh đều có văn bản thay thế."
        }
        (true, false) => {
            "Sách có mục lục, cấu trúc đề mục và thứ tự đọc rõ ràng; một số hình ảnh chưa có văn bản thay thế."
        }
        (false, true) => {
            "Contents, headings and reading order are marked; every picture has an alternative text."
        }
        (false, false) => {
            "Contents, headings and reading order are marked; some pictures have no alternative text."
        }
    }
}

fn manifest(book: &Book, pictures: &Pictures, out: &mut String) {
    let xhtml = "application/xhtml+xml";
    let mut item = |id: &str, href: &str, kind: &str, properties: &str| {
        let properties =
            if properties.is_empty() { String::new() } else { format!(" properties=\"{properties}\"") };
        let _ = writeln!(out, "<item id=\"{id}\" href=\"{href}\" media-type=\"{kind}\"{properties}/>");
    };
    item("nav", "nav.xhtml", xhtml, "nav");
    item("ncx", "toc.ncx", "application/x-dtbncx+xml", "");
    item("style", "stylesheet.css", "text/css", "");
    item("cover-image", "cover.svg", "image/svg+xml", "cover-image");
    item("cover", "text/cover.xhtml", xhtml, "");
    item("title-page", "text/title-page.xhtml", xhtml, "");
    for section in &book.sections {
        item(&section.id, &href(section), xhtml, "");
    }
    for (n, picture) in pictures.all.iter().enumerate() {
        item(&format!("image-{n}"), &picture.href, &picture.media_type, "");
    }
}
