//! Omnivore: an archive of `metadata_0_to_20.json` and so on, `content/SLUG.html` and `highlights/SLUG.md`.
//!
//! A highlight is a block quote, then a line of `#labels`, then a note; a note on the whole article has no quote.

use super::saved::Saved;
use super::times::{moment, published};
use super::{gather, listed, text, texts};
use crate::package::Package;
use crate::{Batch, ImportError, NoAssets, Unread};
use serde_json::Value;
use std::collections::HashSet;

/// Reads an archive.
pub(crate) fn read(bytes: &[u8]) -> Result<Batch, ImportError> {
    let package = Package::open(bytes, "Omnivore export")?;
    let mut out = Batch::default();
    // No file is read twice: there may be far more items than files.
    let mut known = HashSet::new();
    for name in package.names() {
        let is_list = name.starts_with("metadata_") && name.ends_with(".json");
        // Nothing more is taken when there were too many.
        if !is_list || !out.diagnostics.is_empty() {
            continue;
        }
        let read = package.text(&name).and_then(|json| {
            gather(&json, "metadata", &[], &mut out, |item| {
                let slug = text(item, "slug").unwrap_or_default();
                let mut saved = saved(item);
                if known.insert(slug.to_owned()) {
                    saved.html = package.text(&format!("content/{slug}.html")).ok();
                    let highlights = package.text(&format!("highlights/{slug}.md"));
                    highlights.iter().for_each(|highlights| marks(highlights, &mut saved));
                }
                saved.imported(&NoAssets)
            })
        });
        out.failed.extend(read.err().map(|error| Unread { part: name, error }));
    }
    Ok(out)
}

/// Reads one file of metadata alone.
pub(crate) fn read_list(json: &str) -> Result<Batch, ImportError> {
    listed(json, "Omnivore export", &[], |item| saved(item).imported(&NoAssets))
}

fn saved(item: &Value) -> Saved {
    let own = |name: &str| text(item, name).map(str::to_owned);
    Saved {
        part: own("id").or_else(|| own("slug")).unwrap_or_default(),
        url: own("url"),
        title: own("title").unwrap_or_default(),
        lead: own("description"),
        creators: own("author").into_iter().collect(),
        issued: text(item, "publishedAt").and_then(published),
        captured: text(item, "savedAt").and_then(moment),
        tags: texts(item, "labels"),
        ..Saved::default()
    }
}

/// Highlights with their labels and notes; a new one begins at each quotation.
fn marks(markdown: &str, saved: &mut Saved) {
    let mut highlight = Highlight::default();
    for row in markdown.lines() {
        if row.starts_with('>') && highlight.place != Place::Quote && !highlight.is_empty() {
            std::mem::take(&mut highlight).put(saved);
        }
        highlight.take(row);
    }
    highlight.put(saved);
}

#[derive(Default)]
struct Highlight {
    quote: String,
    tags: Vec<String>,
    note: String,
    place: Place,
}

/// What the last row was.
#[derive(Default, PartialEq)]
enum Place {
    #[default]
    Blank,
    Quote,
    Other,
}

impl Highlight {
    fn is_empty(&self) -> bool {
        self.quote.is_empty() && self.note.trim().is_empty()
    }

    fn take(&mut self, row: &str) {
        if let Some(quoted) = row.strip_prefix('>') {
            self.quote_on(quoted);
        } else if row.trim().is_empty() {
            self.place = Place::Blank;
            self.note.push('\n');
        } else if self.place == Place::Quote {
            // Only blank rows of a quotation are marked as part of it.
            self.quote_on(row);
        } else if row.starts_with('#')
            && self.tags.is_empty()
            && self.note.trim().is_empty()
            && !self.quote.is_empty()
        {
            // Labels may have blanks; each begins at its mark.
            self.tags = super::saved::labels(row, '#');
            self.place = Place::Other;
        } else {
            self.note.push_str(row);
            self.note.push('\n');
            self.place = Place::Other;
        }
    }

    fn quote_on(&mut self, row: &str) {
        self.quote.push_str(row.trim());
        self.quote.push('\n');
        self.place = Place::Quote;
    }

    fn put(self, saved: &mut Saved) {
        if self.quote.trim().is_empty() {
            saved.note(&self.note, None);
        } else {
            let tags = self.tags;
            saved.mark(&self.quote, &self.note, None).tags = tags;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_labels_and_notes() {
        let mut saved = Saved::default();
        marks(
            "> Cầu dài 1,2 km. \n\n#cầu #giao thông\n\nĐọc lại.\n\n> Đoạn hai\n> tiếp theo\nvà hết \n\nGhi chú cuối\n\n",
            &mut saved,
        );
        let shown: Vec<_> = saved
            .markings
            .iter()
            .map(|m| (m.quote.exact.as_str(), m.tags.join(","), m.note.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("Cầu dài 1,2 km.", "cầu,giao thông".to_owned(), "Đọc lại."),
                ("Đoạn hai\ntiếp theo\nvà hết", String::new(), "Ghi chú cuối")
            ]
        );
        let mut bare = Saved::default();
        marks("chỉ một ghi chú\n\n", &mut bare);
        assert_eq!((bare.markings.len(), bare.markings[0].quote.exact.as_str()), (1, ""));
    }
}
