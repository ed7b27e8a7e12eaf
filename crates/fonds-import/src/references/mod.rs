//! References: records that describe articles, with their files and notes where these are given.
//!
//! 1. [`fonds_cite`] reads RIS, BibTeX and CSL-JSON, [`zotero`] what Zotero exports as RDF; each gives records.
//! 2. A record's notes become marks on the whole article ([`imported`]).
//! 3. [`attached`] asks for the files that go with a record; the first that can be read gives the article its text.
//!
//! Invariant: what the record says wins over what its file says.

mod attached;
mod zotero;

#[cfg(test)]
mod samples;

use crate::remarks::{address, is_html, markdown, plain};
use crate::{AssetLoader, Batch, Format, ImportError, Imported, Input, Marking, Options, dates, decode};
use attached::Attached;
use fonds_cite::{Record, Records};
use fonds_model::text::clean_line;
use fonds_model::{Article, Diagnostic, Digest};

/// The articles that references describe.
pub(crate) fn read(
    format: Format,
    input: &Input<'_>,
    _options: Options,
    loader: &dyn AssetLoader,
) -> Result<Batch, ImportError> {
    if format == Format::ZoteroRdf {
        return Ok(batch(zotero::read(input.bytes)?, input, loader, &[]));
    }
    let decoded = decode::decode(input.bytes, false)?;
    let records = match format {
        Format::Ris => fonds_cite::from_ris(&decoded.text),
        Format::Bibtex => fonds_cite::from_bibtex(&decoded.text),
        _ => fonds_cite::from_csl_json(&decoded.text)
            .map_err(|reason| ImportError::Broken { format: "CSL-JSON", reason })?,
    };
    let Records { records, diagnostics } = records;
    let entries = records.into_iter().map(|record| Entry { record, ..Entry::default() }).collect();
    Ok(batch(Export { entries, diagnostics }, input, loader, &decoded.diagnostics))
}

/// What a file of references gave.
#[derive(Default)]
struct Export {
    entries: Vec<Entry>,
    diagnostics: Vec<Diagnostic>,
}

/// A record, and what only some programs keep with it.
#[derive(Default)]
struct Entry {
    record: Record,
    tags: Vec<String>,
    /// An own text, such as that of a note that belongs to no other record.
    html: Option<String>,
}

fn batch(export: Export, input: &Input<'_>, loader: &dyn AssetLoader, remarks: &[Diagnostic]) -> Batch {
    let mut attached = Attached::of(Digest::of(input.bytes), loader);
    let mut batch = Batch { diagnostics: export.diagnostics, ..Batch::default() };
    for entry in export.entries {
        let files = entry.record.files.clone();
        let mut imported = imported(entry);
        if files.is_empty() && is_blank(&imported) {
            continue;
        }
        imported.article.source.diagnostics.extend_from_slice(remarks);
        attached.attach(&mut imported, &files);
        let article = &mut imported.article;
        if article.title.is_empty() && article.body.is_empty() {
            article.title = article.source.part.clone().or_else(|| article.url.clone()).unwrap_or_default();
        }
        batch.articles.push(imported);
    }
    batch
}

/// Whether a record says nothing of any article.
fn is_blank(imported: &Imported) -> bool {
    let article = &imported.article;
    let (kind, source, citekey) = (article.kind, article.source.clone(), article.citekey.clone());
    let nothing = Article { kind, source, citekey, ..Article::default() };
    *article == nothing && imported.markings.is_empty()
}

/// The article of a record, with its notes as marks on the whole of it.
fn imported(entry: Entry) -> Imported {
    let Entry { record, tags, html } = entry;
    let mut article = record.article;
    if is_html(&article.title) {
        article.title = clean_line(&plain(&article.title));
    }
    article.url = article.url.and_then(|url| address(&url));
    article.lead = article.lead.map(|lead| plain(&lead)).filter(|lead| !lead.is_empty());
    if let Some(written) = record.odd_date {
        article.issued = dates::machine_date(&written);
        if article.issued.is_none() {
            let message = format!("“{written}” was not understood as a date");
            article
                .source
                .diagnostics
                .push(Diagnostic::warning("date-unread", message).hint("enter the date"));
        }
    }
    if let Some(html) = html {
        (article.body, _) =
            crate::html::fragment(&html, None, &mut crate::images::Pictures::of(&crate::NoAssets));
        crate::markdown::level_headings(&mut article.body);
    }
    let markings = record.notes.iter().map(|note| markdown(note)).filter(|note| !note.is_empty());
    let markings = markings.map(|note| Marking { note, ..Marking::default() }).collect();
    Imported { article, tags, markings, ..Imported::default() }
}
