//! The package document (EPUB 3.3, section 5).

use crate::accessibility::{self, Findings};
use crate::cover::Cover;
use crate::fonts::Fonts;
use crate::images::Pictures;
use crate::language::{is_rtl, language_tag};
use crate::pages::{self, Pages, href};
use fonds_model::text::escaped;
use fonds_model::{Book, BookMeta};
use std::fmt::Write;

/// The package document of a book with these pages and fonts.
pub(crate) fn xml(pages: &Pages<'_>, cover: &Cover, found: &Findings, fonts: &Fonts) -> String {
    let Pages { book, pictures, .. } = *pages;
    let tag = language_tag(&book.meta.language);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"book-id\" xml:lang=\"{tag}\">\n\
        <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
    );
    metadata(book, &mut out);
    accessibility::metadata(pages, found, &mut out);
    out.push_str("</metadata>\n<manifest>\n");
    manifest(book, cover, pictures, fonts, &mut out);
    out.push_str("</manifest>\n<spine toc=\"ncx\"");
    if is_rtl(&tag) {
        out.push_str(" page-progression-direction=\"rtl\"");
    }
    out.push_str(">\n<itemref idref=\"cover\" linear=\"no\"/>\n<itemref idref=\"title-page\"/>\n<itemref idref=\"nav\"/>\n");
    for section in &book.sections {
        let _ = writeln!(out, "<itemref idref=\"{}\"/>", section.id);
    }
    out.push_str("</spine>\n</package>\n");
    out
}

fn metadata(book: &Book, out: &mut String) {
    let meta = &book.meta;
    line(out, "dc:identifier", " id=\"book-id\"", &meta.identifier);
    titles(book, out);
    makers(meta, out);
    line(out, "dc:publisher", "", &meta.institution);
    line(out, "dc:date", "", &meta.date_iso);
    line(out, "dc:rights", "", &meta.rights);
    line(out, "dc:description", "", &meta.description);
    let mut languages = vec![language_tag(&meta.language)];
    for section in &book.sections {
        let tag = language_tag(&section.language);
        if !languages.contains(&tag) && tag != "und" {
            languages.push(tag);
        }
    }
    languages.iter().for_each(|tag| line(out, "dc:language", "", tag));
    subjects(meta, out);
    meta.sources.iter().for_each(|source| line(out, "dc:source", "", source));
    set(meta, out);
    series(meta, out);
    let modified = meta.modified.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    line(out, "meta", " property=\"dcterms:modified\"", &modified);
    out.push_str("<meta name=\"cover\" content=\"cover-image\"/>\n");
}

/// The title names the volume too: shelves show nothing else.
fn titles(book: &Book, out: &mut String) {
    let meta = &book.meta;
    line(out, "dc:title", " id=\"title\"", &pages::full_title(book));
    line(out, "meta", " refines=\"#title\" property=\"title-type\"", "main");
    if !meta.subtitle.trim().is_empty() {
        line(out, "dc:title", " id=\"subtitle\"", &meta.subtitle);
        line(out, "meta", " refines=\"#subtitle\" property=\"title-type\"", "subtitle");
    }
}

/// The compiler is the book's creator and the makers of its articles contributed; with no compiler they are its creators.
fn makers(meta: &BookMeta, out: &mut String) {
    let compiled = !meta.compiler.trim().is_empty();
    if compiled {
        line(out, "dc:creator", " id=\"compiler\"", &meta.compiler);
        relator(out, "compiler", "com");
    }
    let element = if compiled { "dc:contributor" } else { "dc:creator" };
    for (n, one) in meta.contributors.iter().enumerate().filter(|(_, one)| !one.name.trim().is_empty()) {
        let id = format!("maker-{n}");
        line(out, element, &format!(" id=\"{id}\""), &one.name);
        relator(out, &id, one.role.relator());
    }
}

fn relator(out: &mut String, id: &str, code: &str) {
    line(out, "meta", &format!(" refines=\"#{id}\" property=\"role\" scheme=\"marc:relators\""), code);
}

/// Where a subject is of a vocabulary, the vocabulary and its code there (EPUB 3.3, sections 5.5.4 and D.3).
fn subjects(meta: &BookMeta, out: &mut String) {
    for (n, subject) in meta.subjects.iter().filter(|one| !one.label.trim().is_empty()).enumerate() {
        // Each of the two must not be without the other.
        if subject.authority.trim().is_empty() || subject.term.trim().is_empty() {
            line(out, "dc:subject", "", &subject.label);
            continue;
        }
        let refines = |property| format!(" refines=\"#subject-{n}\" property=\"{property}\"");
        line(out, "dc:subject", &format!(" id=\"subject-{n}\""), &subject.label);
        line(out, "meta", &refines("authority"), &subject.authority);
        line(out, "meta", &refines("term"), &subject.term);
    }
}

/// The volumes of one book are a set.
fn set(meta: &BookMeta, out: &mut String) {
    let Some(volume) = &meta.volume else { return };
    let title = if meta.title.trim().is_empty() { "—" } else { &meta.title };
    line(out, "meta", " property=\"belongs-to-collection\" id=\"set\"", title);
    line(out, "meta", " refines=\"#set\" property=\"collection-type\"", "set");
    line(out, "meta", " refines=\"#set\" property=\"group-position\"", &volume.number.to_string());
    line(out, "meta", " refines=\"#set\" property=\"dcterms:identifier\"", &volume.book);
}

fn series(meta: &BookMeta, out: &mut String) {
    if meta.series.trim().is_empty() {
        return;
    }
    line(out, "meta", " property=\"belongs-to-collection\" id=\"series\"", &meta.series);
    line(out, "meta", " refines=\"#series\" property=\"collection-type\"", "series");
    // EPUB wants numbers, with dots between several.
    let position = meta.series_position.trim();
    if position.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        line(out, "meta", " refines=\"#series\" property=\"group-position\"", position);
    }
}

/// An element on a line of its own; none without text.
fn line(out: &mut String, name: &str, attributes: &str, text: &str) {
    if !text.trim().is_empty() {
        let _ = writeln!(out, "<{name}{attributes}>{}</{name}>", escaped(text.trim()));
    }
}

fn manifest(book: &Book, cover: &Cover, pictures: &Pictures, fonts: &Fonts, out: &mut String) {
    let xhtml = "application/xhtml+xml";
    let mut item = |id: &str, href: &str, kind: &str, properties: &str| {
        let properties =
            if properties.is_empty() { String::new() } else { format!(" properties=\"{properties}\"") };
        let _ = writeln!(out, "<item id=\"{id}\" href=\"{href}\" media-type=\"{kind}\"{properties}/>");
    };
    item("nav", "nav.xhtml", xhtml, "nav");
    item("ncx", "toc.ncx", "application/x-dtbncx+xml", "");
    item("style", "stylesheet.css", "text/css", "");
    item("cover-image", &cover.href, &cover.media_type, "cover-image");
    item("cover", "text/cover.xhtml", xhtml, "");
    item("title-page", "text/title-page.xhtml", xhtml, "");
    for section in &book.sections {
        item(&section.id, &href(section), xhtml, "");
    }
    for (n, picture) in pictures.all.iter().enumerate() {
        item(&format!("image-{n}"), &picture.href, &picture.media_type, "");
    }
    for (n, href) in fonts.hrefs.iter().enumerate() {
        item(&format!("font-{n}"), href, "font/ttf", "");
    }
}
