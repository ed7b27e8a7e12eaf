//! The navigation document (EPUB 3.3, section 7): contents with parts, landmarks, pages of the print.

use crate::language::language_attributes;
use crate::page_list::PageList;
use crate::pages::href;
use fonds_model::text::escaped;
use fonds_model::{Book, Section, SectionKind};
use std::fmt::Write;

/// Which sections stand within parts.
pub(crate) struct Parts<'a> {
    book: &'a Book,
    /// The place of the first part.
    first: usize,
}

impl<'a> Parts<'a> {
    pub fn of(book: &'a Book) -> Self {
        let first = book.sections.iter().position(|section| section.kind == SectionKind::Part);
        Self { book, first: first.unwrap_or(usize::MAX) }
    }

    /// Whether the section at that place stands within a part.
    pub fn hold(&self, n: usize) -> bool {
        n > self.first && self.book.sections.get(n).is_some_and(|section| section.kind.is_within_part())
    }
}

/// The navigation document of a book.
pub(crate) fn xhtml(book: &Book, pages: &PageList) -> String {
    let attributes = language_attributes(&book.meta.language, false);
    let contents = escaped(&book.labels.contents);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
        <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" {attributes}>\n\
        <head>\n<meta charset=\"UTF-8\"/>\n<title>{contents}</title>\n\
        <link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n<body>\n\
        <nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"toc-title\">\n<h1 id=\"toc-title\">{contents}</h1>\n<ol>\n"
    );
    entry(&mut out, "text/title-page.xhtml", &book.labels.title_page, "");
    contents_list(book, &mut out);
    out.push_str("</ol>\n</nav>\n");
    landmarks(book, &mut out);
    page_list(book, pages, &mut out);
    out.push_str("</body>\n</html>\n");
    out
}

fn contents_list(book: &Book, out: &mut String) {
    let parts = Parts::of(book);
    let mut n = 0;
    while let Some(section) = book.sections.get(n) {
        n += 1;
        let inside = book.sections.iter().enumerate().skip(n).take_while(|(at, _)| parts.hold(*at));
        let inside: Vec<&Section> =
            if section.kind == SectionKind::Part { inside.map(|(_, inner)| inner).collect() } else { vec![] };
        if inside.is_empty() {
            entry(out, &href(section), &section.title, "");
            continue;
        }
        let _ = writeln!(out, "<li><a href=\"{}\">{}</a>\n<ol>", href(section), shown(&section.title));
        for inner in &inside {
            entry(out, &href(inner), &inner.title, "");
        }
        out.push_str("</ol>\n</li>\n");
        n += inside.len();
    }
}

fn landmarks(book: &Book, out: &mut String) {
    out.push_str("<nav epub:type=\"landmarks\" hidden=\"hidden\" id=\"landmarks\">\n<ol>\n");
    entry(out, "text/cover.xhtml", &book.labels.cover, "cover");
    entry(out, "nav.xhtml#toc", &book.labels.contents, "toc");
    let body = book.sections.iter().find(|section| !matches!(section.kind, SectionKind::Foreword));
    if let Some(first) = body.or(book.sections.first()) {
        entry(out, &href(first), &first.title, "bodymatter");
    }
    for (kind, name) in [(SectionKind::Bibliography, "bibliography"), (SectionKind::Index, "index")] {
        if let Some(section) = book.sections.iter().find(|section| section.kind == kind) {
            entry(out, &href(section), &section.title, name);
        }
    }
    out.push_str("</ol>\n</nav>\n");
}

fn page_list(book: &Book, pages: &PageList, out: &mut String) {
    if pages.marks().is_empty() {
        return;
    }
    out.push_str(
        "<nav epub:type=\"page-list\" role=\"doc-pagelist\" hidden=\"hidden\" id=\"page-list\">\n<ol>\n",
    );
    for mark in pages.marks() {
        if let Some(section) = book.sections.get(mark.section) {
            entry(out, &format!("{}#{}", href(section), mark.id), &mark.label, "");
        }
    }
    out.push_str("</ol>\n</nav>\n");
}

fn entry(out: &mut String, href: &str, title: &str, kind: &str) {
    let kind = if kind.is_empty() { String::new() } else { format!(" epub:type=\"{kind}\"") };
    let _ = writeln!(out, "<li><a{kind} href=\"{href}\">{}</a></li>", shown(title));
}

fn shown(title: &str) -> String {
    escaped(if title.trim().is_empty() { "—" } else { title })
}
