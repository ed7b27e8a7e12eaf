//! The files of the book: cover, title page, and one for each section.

use crate::xhtml::{Writer, escaped, is_rtl, language_tag};
use fonds_model::{Book, Digest, Section, SectionKind};
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

/// A picture of the book.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub digest: Digest,
    pub href: String,
    pub media_type: String,
    pub width: u32,
    pub height: u32,
}

/// The pictures of the book, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pictures {
    pub all: Vec<Picture>,
}

impl Pictures {
    /// The pictures of kinds that EPUB 3.3 has among its core media types.
    pub fn of(book: &Book) -> Self {
        let endings: HashMap<_, _> =
            [("image/png", "png"), ("image/jpeg", "jpg"), ("image/gif", "gif"), ("image/webp", "webp")]
                .into();
        let kept = book.assets.iter().filter_map(|asset| {
            let ending = endings.get(asset.media_type.as_str())?;
            let name = asset.digest.as_str().get(..16)?;
            Some(Picture {
                digest: asset.digest.clone(),
                href: format!("images/{name}.{ending}"),
                media_type: asset.media_type.clone(),
                width: asset.width,
                height: asset.height,
            })
        });
        Self { all: kept.collect() }
    }

    /// The picture of that digest.
    pub fn get(&self, digest: &Digest) -> Option<&Picture> {
        self.all.iter().find(|picture| picture.digest == *digest)
    }
}

/// The cover's page.
pub(crate) fn cover(book: &Book) -> Page {
    let body = format!(
        "<body class=\"cover\" epub:type=\"cover\"><div><img src=\"../cover.svg\" alt=\"{}\"/></div></body>",
        escaped(&book.meta.title)
    );
    page(book, "text/cover.xhtml", &book.labels.cover, &book.meta.language, &body)
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
    let lines = [
        ("subtitle", &meta.subtitle),
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

/// A section's page.
pub(crate) fn section(book: &Book, section: &Section, pictures: &Pictures) -> Page {
    let (kind, role) = match section.kind {
        SectionKind::Article => ("chapter", "doc-chapter"),
        SectionKind::Part => ("part", "doc-part"),
        SectionKind::Foreword => ("foreword", "doc-foreword"),
        SectionKind::Introduction => ("introduction", "doc-introduction"),
        SectionKind::Afterword => ("afterword", "doc-afterword"),
        SectionKind::Bibliography => ("bibliography", "doc-bibliography"),
    };
    let mut writer = Writer::of(Some(pictures), &book.labels.back);
    writer.sections = &book.sections;
    writer.number_notes(&section.blocks);
    let _ = writeln!(
        writer.out,
        "<body>\n<section class=\"{kind}\" epub:type=\"{kind}\" role=\"{role}\" aria-labelledby=\"title\">"
    );
    header(&mut writer, book, section);
    if section.kind == SectionKind::Bibliography {
        bibliography(&mut writer, section);
    } else {
        writer.body(&section.blocks, &book.labels.notes);
    }
    if !section.tags.is_empty() {
        let line = format!("{}: {}", book.labels.keywords, section.tags.join(", "));
        writer.tag("p class=\"tags\"", &line);
    }
    writer.raw("</section>\n</body>");
    page(book, &href(section), &section.title, &section.language, &writer.out)
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
        let tag = language_tag(&book.meta.language);
        let label = escaped(&book.labels.source);
        let _ = write!(
            writer.out,
            "<p class=\"source\" xml:lang=\"{tag}\" lang=\"{tag}\"><span class=\"label\">{label}:</span> "
        );
        writer.inlines(&section.citation);
        writer.raw("</p>\n");
    }
    writer.raw("</header>\n");
    if !section.lead.is_empty() {
        writer.raw("<p class=\"lead\">");
        writer.inlines(&section.lead);
        writer.raw("</p>\n");
    }
}

fn bibliography(writer: &mut Writer<'_>, section: &Section) {
    writer.raw("<ul class=\"references\">\n");
    for entry in &section.entries {
        let label = if entry.label.is_empty() { "↗" } else { &entry.label };
        let class = if entry.label.is_empty() { "go" } else { "number" };
        writer.raw("<li>");
        // What is cited without being in the book has no chapter to lead to.
        let linked = !entry.section.is_empty();
        if !entry.label.is_empty() && !linked {
            let _ = write!(writer.out, "<span class=\"{class}\">{}</span> ", escaped(label));
        } else if !entry.label.is_empty() {
            let _ = write!(
                writer.out,
                "<a class=\"{class}\" href=\"{}.xhtml\">{}</a> ",
                entry.section,
                escaped(label)
            );
        }
        writer.inlines(&entry.content);
        if entry.label.is_empty() && linked {
            let _ = write!(writer.out, " <a class=\"{class}\" href=\"{}.xhtml\">{label}</a>", entry.section);
        }
        writer.raw("</li>\n");
    }
    writer.raw("</ul>\n");
}

fn page(book: &Book, href: &str, title: &str, language: &str, body: &str) -> Page {
    let tag = language_tag(if language.is_empty() { &book.meta.language } else { language });
    let direction = if is_rtl(&tag) { " dir=\"rtl\"" } else { "" };
    let title = if title.trim().is_empty() { &book.meta.title } else { title };
    let shown = escaped(if title.trim().is_empty() { "—" } else { title });
    let xhtml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
        <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" xml:lang=\"{tag}\" lang=\"{tag}\"{direction}>\n\
        <head>\n<meta charset=\"UTF-8\"/>\n<title>{shown}</title>\n\
        <link rel=\"stylesheet\" type=\"text/css\" href=\"../stylesheet.css\"/>\n</head>\n{body}\n</html>\n"
    );
    Page { href: href.to_owned(), title: title.to_owned(), xhtml }
}
