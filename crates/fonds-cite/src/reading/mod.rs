//! Citations of other programs: records in RIS, BibTeX, BibLaTeX and CSL-JSON become articles without a text.
//!
//! 1. [`ris`], [`bibtex`] and [`csl_json`] take a file apart into records.
//! 2. [`kinds`], [`people`], [`dates`] and [`values`] say what their types, names, dates and numbers mean.
//!
//! Invariant: a record that cannot be read takes no other one with it.

mod bibtex;
mod csl_json;
mod dates;
mod file_field;
mod kinds;
mod people;
mod ris;
mod tex;
mod values;

#[cfg(test)]
mod round_trip;

pub use bibtex::from_bibtex;
pub use csl_json::from_csl_json;
pub use people::person;
pub use ris::from_ris;
pub use values::page_range;

use fonds_model::article::is_citekey;
use fonds_model::{Article, Diagnostic, Edtf, Timestamp};

/// Records that are read of one file; real libraries have fewer.
const MOST: usize = 100_000;

/// What one record says of an article. The record's own name is the article's `source.part`, the day it was last
/// looked at its `source.captured`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The article, without a text.
    pub article: Article,
    /// The date as it is written, where it has none of the forms that the format knows.
    pub odd_date: Option<String>,
    /// Notes of the one who kept the record: plain text or HTML.
    pub notes: Vec<String>,
    /// Files that go with it: relative paths, paths on another machine, or addresses.
    pub files: Vec<String>,
}

/// What a file of records gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Its records, in their order.
    pub records: Vec<Record>,
    /// What was imperfect about the file; each has the record's beginning as its place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Records {
    /// Takes a record in, until there are too many.
    fn add(&mut self, record: Record) {
        if self.records.len() < MOST {
            self.records.push(record);
        } else if self.diagnostics.last().is_none_or(|last| last.code != "records-left") {
            let message = format!("the file has more than {MOST} records; the rest was left out");
            let remark = Diagnostic::warning("records-left", message);
            self.diagnostics.push(remark.hint("divide the file and import each part"));
        }
    }
}

impl Record {
    /// Sets the record's own name, which is the article's citekey too where people can have given it.
    fn set_name(&mut self, name: Option<String>) {
        if let Some(key) = name.as_deref().filter(|name| is_given(name)) {
            key.clone_into(&mut self.article.citekey);
        }
        self.article.source.part = name;
    }

    /// Takes in what Zotero calls "Extra": lines, one of which may be `Citation Key: …`. The others are a note.
    pub fn set_extra(&mut self, extra: &str) {
        let is_key = |line: &&str| key_of(line).is_some();
        if let Some(key) = extra.lines().find_map(key_of) {
            key.clone_into(&mut self.article.citekey);
        }
        let others: Vec<&str> = extra.lines().filter(|line| !is_key(line)).collect();
        self.notes.extend(values::text(&others.join("\n")));
    }

    /// Sets the date; what has no known form is kept as it is written.
    fn set_issued(&mut self, date: Option<Edtf>, written: &str) {
        if date.is_some() {
            self.article.issued = date;
            self.odd_date = None;
        } else if self.article.issued.is_none() {
            self.odd_date = values::line(written);
        }
    }

    /// Sets the day on which the source was looked at.
    fn set_accessed(&mut self, date: Option<Edtf>) {
        let day = date.map(|date| date.start()).and_then(|start| {
            let (month, day) = (start.month?, start.day?);
            format!("{:04}-{month:02}-{day:02}T00:00:00Z", start.year).parse::<Timestamp>().ok()
        });
        self.article.source.captured = self.article.source.captured.or(day);
    }
}

/// Whether a record's name is one that people give: a number, an address or a word alone is a program's.
fn is_given(name: &str) -> bool {
    const LONGEST: usize = 80;
    let has = |kind: fn(&char) -> bool| name.chars().any(|c| kind(&c));
    is_citekey(name)
        && name.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && (has(char::is_ascii_lowercase) || !has(char::is_ascii_digit))
}

/// The citekey that a line of Zotero's "Extra" gives.
fn key_of(line: &str) -> Option<&str> {
    let (name, key) = line.split_once(':')?;
    let is_key = name.trim().to_ascii_lowercase().replace(['-', '_'], " ") == "citation key";
    Some(key.trim()).filter(|key| is_key && is_citekey(key))
}

/// A remark about a record that could not be read.
fn unread(format: &str, reason: &str, text: &str) -> Diagnostic {
    let place: String = text.trim().chars().take(80).collect();
    Diagnostic::warning("record-unread", format!("a {format} record could not be read: {reason}"))
        .hint("mend it in a text editor and import again")
        .at(place)
}
