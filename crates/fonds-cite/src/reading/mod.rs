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
mod macros;
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
            self.set_key(key);
        }
        self.article.source.part = name;
    }

    /// Sets the citekey, where the text can be one.
    fn set_key(&mut self, key: &str) {
        if is_citekey(key) {
            key.clone_into(&mut self.article.citekey);
        }
    }

    /// Takes in what Zotero calls "Extra": lines, one of which may be `Citation Key: …`. The others are a note.
    pub fn set_extra(&mut self, extra: &str) {
        let (keys, others): (Vec<&str>, Vec<&str>) =
            extra.lines().partition(|line| key_of(line).is_some_and(is_citekey));
        if let Some(key) = keys.first().copied().and_then(key_of) {
            self.set_key(key);
        }
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

/// Whether a record's name is one that people give. A number, an address, and capitals with digits (`ABCD1234`) are a
/// program's.
fn is_given(name: &str) -> bool {
    const LONGEST: usize = 80;
    let has = |kind: fn(&char) -> bool| name.chars().any(|c| kind(&c));
    name.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && (has(char::is_ascii_lowercase) || !has(char::is_ascii_digit))
}

/// The citekey that a line of Zotero's "Extra" gives.
fn key_of(line: &str) -> Option<&str> {
    let (name, key) = line.split_once(':')?;
    let is_key = matches!(name.trim().to_ascii_lowercase().as_str(), "citation key" | "citation-key");
    is_key.then(|| key.trim())
}

/// A remark about a record that could not be read.
fn unread(format: &str, reason: &str, text: &str) -> Diagnostic {
    let place: String = text.trim().chars().take(80).collect();
    Diagnostic::warning("record-unread", format!("a {format} record could not be read: {reason}"))
        .hint("mend it in a text editor and import again")
        .at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_give_are_citekeys() {
        let key = |name: &str| {
            let mut record = Record::default();
            record.set_name(Some(name.to_owned()));
            assert_eq!(record.article.source.part.as_deref(), Some(name));
            record.article.citekey
        };
        for given in ["nguyen2022", "an:Pha-2020", "LABEL", "Hulse2009"] {
            assert_eq!(key(given), given);
        }
        let longest = "a".repeat(81);
        for other in ["17", "ABCD1234", "WOS:000123", "http://zotero.org/items/A", "AnCầu2020", &longest] {
            assert_eq!(key(other), "");
        }
    }

    #[test]
    fn the_extra_of_zotero_is_a_note_and_perhaps_a_citekey() {
        let taken = |extra: &str| {
            let mut record = Record::default();
            record.set_extra(extra);
            (record.article.citekey, record.notes)
        };
        assert_eq!(
            taken("DOI: 10.1/x\nCitation Key: an2022\nin lần hai"),
            ("an2022".into(), vec!["DOI: 10.1/x\nin lần hai".into()])
        );
        assert_eq!(taken("citation-key: ABCD1234"), ("ABCD1234".into(), vec![]));
        // What cannot be a key is not lost.
        assert_eq!(taken("Citation Key: ầ"), (String::new(), vec!["Citation Key: ầ".into()]));
        assert_eq!(taken(""), (String::new(), vec![]));
    }
}
