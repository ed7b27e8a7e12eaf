//! An article as the index takes it down.

use super::schema::Fields;
use crate::Likeness;
use crate::address::address;
use crate::pairs::pairs;
use crate::query::{Has, span};
use crate::title_key::title_key;
use crate::tokens::EXACT;
use crate::words::{Forms, forms};
use fonds_model::{ArticleId, ArticleKind, Edtf, TagId, Timestamp};
use tantivy::TantivyDocument;

/// What the index looks at.
#[derive(Clone, Copy)]
pub struct IndexedArticle<'a> {
    /// The article.
    pub id: &'a ArticleId,
    /// Its title.
    pub title: &'a str,
    /// Its text projection.
    pub text: &'a str,
    /// Names of its creators.
    pub creators: &'a [String],
    /// Where it appeared.
    pub publication: Option<&'a str>,
    /// What sort of document it is.
    pub kind: ArticleKind,
    /// Its language, BCP 47.
    pub language: Option<&'a str>,
    /// When it appeared.
    pub issued: Option<&'a Edtf>,
    /// When it came in.
    pub added: Option<Timestamp>,
    /// Its tags and those of its annotations.
    pub tags: &'a [TagId],
    /// Its annotations.
    pub annotations: &'a [IndexedAnnotation<'a>],
    /// Where it was found.
    pub url: Option<&'a str>,
}

/// What the index looks at in an annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexedAnnotation<'a> {
    /// What was said; may be empty.
    pub note: &'a str,
    /// Where the passage begins, in code points of the text.
    pub start: usize,
    /// Whether a passage is marked, rather than the whole article.
    pub is_highlight: bool,
}

pub(super) fn document(fields: &Fields, article: &IndexedArticle<'_>) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, article.id.as_str());
    document.add_text(fields.title, article.title);
    document.add_text(fields.text, article.text);
    add_words(&mut document, fields, article);
    add_facts(&mut document, fields, article);
    add_marks(&mut document, fields, article);
    for band in Likeness::of(article.text).bands() {
        document.add_u64(fields.bands, band);
    }
    if let Some(url) = article.url {
        document.add_text(fields.url, address(url));
    }
    document
}

/// tantivy leaves a gap between values, so that no phrase reaches from one into the next.
fn add_words(document: &mut TantivyDocument, fields: &Fields, article: &IndexedArticle<'_>) {
    let head = std::iter::once(article.title).chain(article.creators.iter().map(String::as_str));
    for value in head.clone() {
        document.add_text(fields.head, value);
    }
    let notes = article.annotations.iter().map(|annotation| annotation.note);
    let rest = [article.text].into_iter().chain(article.publication).chain(notes);
    let values = head.chain(rest).filter(|value| !value.is_empty());
    document.add_text(fields.pairs, pairs(values.clone()));
    for value in values {
        document.add_text(fields.words, value);
        document.add_text(fields.beginnings, value);
    }
    for name in article.creators {
        document.add_text(fields.creators, name);
    }
}

fn add_facts(document: &mut TantivyDocument, fields: &Fields, article: &IndexedArticle<'_>) {
    document.add_text(fields.kind, article.kind.name());
    document.add_bytes(fields.title_key, &title_key(article.title));
    if let Some(name) = article.publication.filter(|name| !name.is_empty()) {
        document.add_text(fields.publication, name);
        document.add_text(fields.publication_name, name);
        for called in called(&forms(name)) {
            document.add_text(fields.called, called);
        }
    }
    if let Some(language) = article.language.map(str::to_lowercase) {
        let main = language.split('-').next().unwrap_or_default();
        document.add_text(fields.main_language, main);
        document.add_text(fields.language, main);
        if main != language {
            document.add_text(fields.language, &language);
        }
    }
    if let Some((first, last)) = article.issued.map(span) {
        document.add_i64(fields.first, first);
        document.add_i64(fields.last, last);
    }
    if let Some(added) = article.added {
        document.add_i64(fields.added, added.as_millisecond());
    }
}

fn add_marks(document: &mut TantivyDocument, fields: &Fields, article: &IndexedArticle<'_>) {
    for tag in article.tags {
        document.add_text(fields.tag, tag.as_str());
    }
    let notes = article.annotations.iter().filter(|annotation| !annotation.note.is_empty());
    for annotation in notes.clone() {
        document.add_text(fields.note, annotation.note);
        document.add_u64(fields.note_place, annotation.start as u64);
    }
    let has = [
        (Has::Note, notes.count() > 0),
        (Has::Highlight, article.annotations.iter().any(|annotation| annotation.is_highlight)),
        (Has::Tag, !article.tags.is_empty()),
    ];
    for (has, _) in has.into_iter().filter(|(_, is_so)| *is_so) {
        document.add_text(fields.has, has.name());
    }
}

/// A whole name, folded and exact.
pub(crate) fn called(name: &[Forms]) -> [String; 2] {
    let join = |form: fn(&Forms) -> &str| name.iter().map(form).collect::<Vec<_>>().join(" ");
    [join(|word| &word.folded), format!("{EXACT}{}", join(|word| &word.exact))]
}
