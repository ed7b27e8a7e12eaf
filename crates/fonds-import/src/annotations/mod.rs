//! Annotations that other programs made, without their articles.
//!
//! [`read_annotations`] knows Web Annotation JSON-LD (one, a list, a page, a collection; Fonds' own, Recogito's and
//! Annotorious') and what the Hypothesis API answers. Which articles they belong to, the library finds out.

mod hypothesis;
mod values;
mod web;

use fonds_model::{Colour, TextPosition, TextQuote, TextRevision, Timestamp};
use serde_json::Value;
use values::list;

/// An annotation whose article is still to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    /// Its own name, an IRI or what stood for one.
    pub id: String,
    /// What names its article: IRIs, addresses, `doi:…`, `sha256:…`.
    pub sources: Vec<String>,
    /// The title that its article was said to have.
    pub title: String,
    /// The passage; empty for a note on the whole article.
    pub quote: TextQuote,
    /// Where the passage stood in the text that it was made on.
    pub position: Option<TextPosition>,
    /// The part of a picture that it is about, as a media fragment (`xywh=pixel:…`, `xywh=percent:…`) or, where it is a
    /// shape of another kind, the name of its selector; empty for a passage.
    pub fragment: String,
    /// What names that picture: IRIs, addresses, `sha256:…`.
    pub pictures: Vec<String>,
    /// The earlier text that it belongs to, when it was detached.
    pub revision: Option<TextRevision>,
    /// What was said, in Markdown.
    pub note: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its colour, where it has one.
    pub colour: Option<Colour>,
    /// Who made it.
    pub creator: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
    /// It answers another annotation.
    pub is_reply: bool,
}

/// Reads annotations; `Err` says why the bytes hold none.
///
/// # Errors
/// When the bytes are no JSON, or JSON of something else.
pub fn read_annotations(bytes: &[u8]) -> Result<Vec<Noted>, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    gather(&value, &mut found);
    let is_empty_list = ["items", "rows", "first"].iter().any(|name| value.get(name).is_some());
    if found.is_empty() && !is_empty_list && value != Value::Array(vec![]) {
        return Err("no annotations in it".into());
    }
    Ok(found)
}

fn gather(value: &Value, out: &mut Vec<Noted>) {
    for value in list(value) {
        if hypothesis::is_row(value) {
            out.push(hypothesis::read(value));
        } else if web::is_annotation(value) {
            out.push(web::read(value));
        } else {
            for name in ["rows", "replies", "items", "first", "annotations", "@graph"] {
                value.get(name).into_iter().for_each(|inner| gather(inner, out));
            }
        }
    }
}

#[cfg(test)]
mod tests;
