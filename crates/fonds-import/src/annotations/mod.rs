//! Annotations that other programs made, without their articles.
//!
//! [`read_annotations`] knows Web Annotation JSON-LD (one, a list, a page, a collection; Fonds' own, Recogito's and
//! Annotorious') and what the Hypothesis API answers. Which articles they belong to, the library finds out.

mod hypothesis;
mod values;
mod web;

use crate::{ImportError, LARGEST};
use fonds_model::json::for_each_item;
use fonds_model::{Colour, TextPosition, TextQuote, TextRevision, Timestamp};
use serde_json::Value;
use std::collections::HashSet;
use std::ops::ControlFlow;
use values::list;

/// A file of more annotations is refused: its reader could take more memory than there is.
const MOST: usize = 100_000;
/// Where a file holds them; what answers them stands apart in what the Hypothesis API gives.
const LISTS: [&str; 5] = ["rows", "items", "first", "annotations", "@graph"];
const ANSWERS: &str = "replies";

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

/// Reads annotations.
///
/// # Errors
/// [`ImportError::Broken`] when the bytes are no JSON, or JSON of something else; [`ImportError::TooLarge`] when they
/// are more than are read, or hold more than 100,000 annotations.
pub fn read_annotations(bytes: &[u8]) -> Result<Vec<Noted>, ImportError> {
    let broken = |reason: String| ImportError::Broken { format: "file of annotations", reason };
    if bytes.len() > LARGEST {
        return Err(ImportError::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text = text.map_err(|error| broken(error.to_string()))?;
    let mut found = Vec::new();
    let mut is_something_else = false;
    let each = |value: Value| {
        let before = found.len();
        gather(&value, &mut found);
        is_something_else |= found.len() == before && LISTS.iter().all(|name| value.get(name).is_none());
        go_on(&found)
    };
    for_each_item(text, &LISTS, each).map_err(|error| broken(error.to_string()))?;
    if text.contains(&format!("\"{ANSWERS}\"")) {
        answers(text, &mut found).map_err(|error| broken(error.to_string()))?;
    }
    if found.len() > MOST {
        return Err(ImportError::TooLarge { bytes: bytes.len() });
    }
    if found.is_empty() && is_something_else {
        return Err(broken("no annotations in it".into()));
    }
    Ok(found)
}

/// Answers in a list beside the first one.
fn answers(text: &str, found: &mut Vec<Noted>) -> Result<(), serde_json::Error> {
    // Without such a list the items are those that were read before.
    let known: HashSet<String> = found.iter().map(|noted| noted.id.clone()).collect();
    for_each_item(text, &[ANSWERS], |value| {
        if hypothesis::is_row(&value)
            && value.get("id").and_then(Value::as_str).is_some_and(|id| !known.contains(id))
        {
            found.push(hypothesis::read(&value));
        }
        go_on(found)
    })
}

fn go_on(found: &[Noted]) -> ControlFlow<()> {
    if found.len() > MOST { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

fn gather(value: &Value, out: &mut Vec<Noted>) {
    for value in list(value) {
        if hypothesis::is_row(value) {
            out.push(hypothesis::read(value));
        } else if web::is_annotation(value) {
            out.push(web::read(value));
        } else {
            LISTS.iter().filter_map(|name| value.get(name)).for_each(|inner| gather(inner, out));
        }
    }
}

#[cfg(test)]
mod tests;
