//! The files of the book: cover, title page, and one for each section.

use crate::cover::Cover;
use crate::images::Pictures;
use crate::index;
use crate::language::{is_rtl, language_attributes, language_tag};
use crate::page_list::PageList;
use crate::xhtml::Writer;
use fonds_model::book::BibliographyEntry;
use fonds_model::text::escaped;
use fonds_model::{Book, Section, SectionKind};
use std::collections::HashMap;
use std::fmt::Write;

/// A file of the book.
pub(crate) struct Page {
    /// Its path below the package.
    pub href: String,
    /// What the table of contents calls it.
    pub title: String,
    /// Its content.
    pub xhtml: String,
}

/// Where the cover's page is, below the package.
pub(crate) const COVER: &str = "text/cover.xhtml";

/// The title, and which volume it is.
pub(crate) fn full_title(book: &Book) -> String {
    let title = if book.meta.title.trim().is_empty() { "—" } else { &book.meta.title };
    match book.volume_words() {
        Some(volume) => format!("{title} – {volume}"),
        None => title.to_owned(),
    }
}

/// The cover's page.
pub(crate) fn cover(book: &Book, cover: &Cover) -> Page {
    let body = format!(
        "<body class=\"cover\" epub:type=\"cover\"><div><img src=\"../{}\" alt=\"{}\"/></div></body>",
        cover.href,
        escaped(&full_title(book))
    );
    page(book, COVER, &book.labels.cover, &book.meta.language, &body)
}

/// The title page.
pub(crate) fn title_page(book: &Book) -> Page {
    let meta = &book.meta;
    let mut writer = Writer::of(None, "");
    writer.raw("<body class=\"title-page\" epub:type=\"titlepage\">\n<section>\n");
    writer.tag("h1", &meta.title);
    let compiled = if meta.compiler.is_empty() {
        String::new()
    } else {
        format!("{}: {}", book.labels.compiled_by, meta.compiler)
    };
    let volume = book.volume_words().unwrap_or_default();
    let lines = [
        ("subtitle", &meta.subtitle),
        ("volume", &volume),
        ("compiler", &compiled),
        ("institution", &meta.institution),
        ("date", &meta.date),
        ("rights", &meta.rights),
    ];
    for (class, line) in lines.into_iter().filter(|(_, line)| !line.is_empty()) {
        writer.tag(&format!("p class=\"{class}\""), line);
    }
    writer.raw("</section>\n</body>");
    page(book, "text/title-page.xhtml", &book.labels.title_page, &meta.language, &writer.out)
}

/// What the pages of sections are made with.
pub(crate) struct Pages<'a> {
    pub book: &'a Book,
    pub pictures: &'a Pictures,
    /// The pages of the printed edition.
    pub printed: &'a PageList,
    /// The place of each section in the book, by its id.
    places: HashMap<&'a str, usize>,
}

impl<'a> Pages<'a> {
    pub fn of(book: &'a Book, pictures: &'a Pictures, printed: &'a PageList) -> Self {
        let ids = book.sections.iter().enumerate().map(|(n, section)| (section.id.as_str(), n));
        Self { book, pictures, printed, places: ids.collect() }
    }

    /// Where in the book the section of that id stands.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// A section's page; the section comes with its text.
    pub fn section(&self, section: &Section) -> Page {
        let Self { book, printed, .. } = *self;
        let (kind, role) = semantics(section.kind);
        let mut writer = Writer::of(Some(self), &book.labels.back);
        writer.number_notes(&section.blocks);
        writer.rtl = is_rtl(&page_language(book, &section.language));
        let _ = writeln!(
            writer.out,
            "<body>\n<section class=\"{kind}\" epub:type=\"{kind}\" role=\"{role}\" aria-labelledby=\"title\">"
        );
        let mut breaks = printed.breaks(&section.id);
        breaks.write_head(&mut writer.out);
        header(&mut writer, book, section);
        // Only lead and body are the text that breaks are counted in.
        writer.breaks = breaks;
        body(&mut writer, self, section);
        let mut breaks = std::mem::take(&mut writer.breaks);
        // In an article they stand under a heading of their own.
        list(&mut writer, self, section, if section.kind == SectionKind::Article { 3 } else { 2 });
        if !section.tags.is_empty() {
            let line = format!("{}: {}", book.labels.keywords, section.tags.join(", "));
            writer.tag("p class=\"tags\"", &line);
        }
        breaks.write_rest(&mut writer.out);
        writer.raw("</section>\n</body>");
        page(book, &href(section), &section.title, &section.language, &writer.out)
    }
}

/// What a section is in the words of EPUB's structural semantics, and its role in those of DPUB-ARIA.
fn semantics(kind: SectionKind) -> (&'static str, &'static str) {
    match kind {
        SectionKind::Article => ("chapter", "doc-chapter"),
        SectionKind::Part => ("part", "doc-part"),
        SectionKind::Foreword => ("foreword", "doc-foreword"),
        SectionKind::Introduction => ("introduction", "doc-introduction"),
        SectionKind::Afterword => ("afterword", "doc-afterword"),
        SectionKind::Bibliography | SectionKind::PartBibliography => ("bibliography", "doc-bibliography"),
        SectionKind::Sources => ("appendix", "doc-appendix"),
        SectionKind::Index => ("index", "doc-index"),
        SectionKind::Colophon => ("colophon", "doc-colophon"),
    }
}

/// Where a section's file is, below the package.
pub(crate) fn href(section: &Section) -> String {
    format!("text/{}.xhtml", section.id)
}

fn header(writer: &mut Writer<'_>, book: &Book, section: &Section) {
    writer.raw("<header>\n");
    writer.tag("h1 id=\"title\"", if section.title.trim().is_empty() { "—" } else { &section.title });
    for (class, line) in [("byline", &section.byline), ("dateline", &section.dateline)] {
        if !line.is_empty() {
            writer.tag(&format!("p class=\"{class}\""), line);
        }
    }
    if !section.citation.is_empty() {
        let attributes = language_attributes(&book.meta.language, writer.rtl);
        let label = escaped(&book.labels.source);
        let _ = write!(writer.out, "<p class=\"source\" {attributes}><span class=\"label\">{label}:</span> ");
        let around = std::mem::replace(&mut writer.rtl, is_rtl(&book.meta.language));
        writer.inlines(&section.citation);
        writer.rtl = around;
        writer.raw("</p>\n");
    }
    writer.raw("</header>\n");
}

/// Lead, text and notes, or the terms of an index; the heading of an article's own bibliography.
fn body(writer: &mut Writer<'_>, pages: &Pages<'_>, section: &Section) {
    let labels = &pages.book.labels;
    if !section.lead.is_empty() {
        writer.raw("<p class=\"lead\">");
        writer.leaf(&section.lead);
        writer.raw("</p>\n");
    }
    writer.body(&section.blocks, &labels.notes);
    if section.kind == SectionKind::Index {
        index::write(writer, pages, section);
    }
    if section.kind == SectionKind::Article && !section.entries.is_empty() {
        writer.tag("h2", &labels.bibliography);
    }
}

/// The entries of a list, under the headings of their groups, which are of that level.
fn list(writer: &mut Writer<'_>, pages: &Pages<'_>, section: &Section, level: u8) {
    let chapter = |id: &str| Some(pages.book.sections.get(pages.place(id)?)?.title.as_str());
    for group in section.entries.chunk_by(|one, next| one.group == next.group) {
        if let Some(first) = group.first().filter(|first| !first.group.is_empty()) {
            writer.tag(&format!("h{level}"), &first.group);
        }
        writer.raw("<ul class=\"references\">\n");
        for one in group {
            // What is cited without being in the book has no chapter to lead to.
            entry(writer, one, chapter(&one.section));
        }
        writer.raw("</ul>\n");
    }
}

/// An entry. Its number leads to the chapter of that title, which it describes; where it has none, an arrow does.
fn entry(writer: &mut Writer<'_>, entry: &BibliographyEntry, chapter: Option<&str>) {
    writer.raw("<li>");
    let (id, label) = (&entry.section, escaped(&entry.label));
    if !label.is_empty() {
        let _ = match chapter {
            Some(_) => write!(writer.out, "<a class=\"number\" href=\"{id}.xhtml\">{label}</a> "),
            None => write!(writer.out, "<span class=\"number\">{label}</span> "),
        };
    }
    writer.inlines(&entry.content);
    if let Some(title) = chapter.filter(|_| label.is_empty()) {
        // Who hears the page is told the chapter instead of an arrow.
        let title = escaped(if title.trim().is_empty() { "—" } else { title });
        let _ = write!(writer.out, " <a class=\"go\" href=\"{id}.xhtml\" aria-label=\"{title}\">↗</a>");
    }
    writer.raw("</li>\n");
}

/// A page without a language of its own has the book's.
fn page_language(book: &Book, language: &str) -> String {
    language_tag(if language.trim().is_empty() { &book.meta.language } else { language })
}

fn page(book: &Book, href: &str, title: &str, language: &str, body: &str) -> Page {
    let attributes = language_attributes(&page_language(book, language), false);
    let title = if title.trim().is_empty() { &book.meta.title } else { title };
    let shown = escaped(if title.trim().is_empty() { "—" } else { title });
    let xhtml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
        <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" {attributes}>\n\
        <head>\n<meta charset=\"UTF-8\"/>\n<title>{shown}</title>\n\
        <link rel=\"stylesheet\" type=\"text/css\" href=\"../stylesheet.css\"/>\n</head>\n{body}\n</html>\n"
    );
    Page { href: href.to_owned(), title: title.to_owned(), xhtml }
}
