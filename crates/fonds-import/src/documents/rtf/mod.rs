//! Rich text (RTF 1.9), by a tokenizer of our own: the libraries there are read neither tables, notes nor fields.
//!
//! 1. [`tokens`] cuts the bytes.
//! 2. [`reader`] follows groups: what is text, in which look and code page, and what is something else; [`state`] is
//!    what holds in a group.
//! 3. [`words`] says what each control word does; [`tables`] keeps what the head declares.
//! 4. [`story`] gathers paragraphs and table rows.

mod reader;
mod state;
mod story;
mod tables;
mod tokens;
mod words;

use super::embedded::Embedded;
use crate::{ImportError, Imported};

/// The article of a rich text document.
pub(crate) fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let start = bytes.windows(5).take(1024).position(|five| five == b"{\\rtf");
    let Some(text) = start.and_then(|start| bytes.get(start..)) else {
        return Err(ImportError::Broken { format: "RTF", reason: "it does not begin as one".into() });
    };
    let pictures = Embedded::default();
    let mut reader = reader::Reader::new(&pictures);
    for token in tokens::Tokens::of(text) {
        reader.token(token);
    }
    Ok(reader.into_imported())
}
