//! Pocket: the older page of links, the table of 2025, and the archive that holds such tables beside the highlights
//! (`part_000000.csv`, `annotations/part_000000.json`).

use super::columns::{Row, Rows};
use super::saved::{Saved, batch, labels};
use super::times::{moment, of_count};
use super::{MOST, text};
use crate::html::page::Page;
use crate::package::Package;
use crate::{Batch, ImportError, Marking, Unread};
use fonds_model::json::for_each_item;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Reads a page of links or a table.
pub(crate) fn read(text: &str) -> Batch {
    if text.trim_start().starts_with('<') {
        let page = Page::parse(text);
        let links = page.named(0, &["a"]).filter_map(|at| {
            let url = page.attr(at, "href")?.to_owned();
            Some(Saved {
                title: title(page.text(at), &url),
                captured: page.attr(at, "time_added").and_then(moment),
                tags: labels(page.attr(at, "tags").unwrap_or_default(), ','),
                part: url.clone(),
                url: Some(url),
                ..Saved::default()
            })
        });
        return batch(links);
    }
    batch(Rows::of(text).filter_map(|row| of_row(&row)))
}

/// Reads an archive.
pub(crate) fn read_archive(bytes: &[u8]) -> Result<Batch, ImportError> {
    let package = Package::open(bytes, "Pocket export")?;
    let (mut saved, mut failed) = (Vec::new(), Vec::new());
    let mut annotations = Annotations::default();
    for name in package.names() {
        let file = package.text(&name).map_err(|error| error.to_string());
        let done = if name.ends_with(".csv") {
            let room = (MOST + 1).saturating_sub(saved.len());
            file.map(|table| saved.extend(Rows::of(&table).filter_map(|row| of_row(&row)).take(room)))
        } else if name.ends_with(".json") {
            file.and_then(|json| annotations.gather(&json))
        } else {
            continue;
        };
        if let Err(reason) = done {
            failed
                .push(Unread { part: name, error: ImportError::Broken { format: "Pocket export", reason } });
        }
    }
    annotations.put(&mut saved);
    let mut out = batch(saved);
    out.failed = failed;
    Ok(out)
}

/// Highlights by the address of their article.
#[derive(Default)]
struct Annotations {
    by_url: BTreeMap<String, (String, Vec<Marking>)>,
    count: usize,
}

impl Annotations {
    fn gather(&mut self, json: &str) -> Result<(), String> {
        let each = |entry: Value| {
            self.take(&entry);
            if self.count < MOST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        for_each_item(json, &[], each).map_err(|error| error.to_string())
    }

    fn take(&mut self, entry: &Value) {
        let Some(url) = text(entry, "url") else { return };
        let title = text(entry, "title").unwrap_or_default();
        let highlights = entry.get("highlights").and_then(Value::as_array).into_iter().flatten();
        for highlight in highlights.take(MOST.saturating_sub(self.count)) {
            let known = self.by_url.entry(url.to_owned()).or_insert_with(|| (title.to_owned(), vec![]));
            let mut one = Saved::default();
            mark(highlight, &mut one);
            self.count += one.markings.len();
            known.1.append(&mut one.markings);
        }
    }

    /// Gives each article its highlights; what is on the list no more is an article of its own.
    fn put(mut self, saved: &mut Vec<Saved>) {
        for item in saved.iter_mut() {
            let own = item.url.as_ref().and_then(|url| self.by_url.remove(url));
            item.markings.extend(own.into_iter().flat_map(|(_, markings)| markings));
        }
        saved.extend(self.by_url.into_iter().map(|(url, (title, markings))| Saved {
            part: url.clone(),
            title: self::title(&title, &url),
            url: Some(url),
            markings,
            ..Saved::default()
        }));
    }
}

fn mark(highlight: &Value, item: &mut Saved) {
    let created = highlight.get("created_at");
    let created = created.and_then(|time| match time.as_i64() {
        Some(count) => of_count(count),
        None => moment(time.as_str()?),
    });
    let note = text(highlight, "note").unwrap_or_default();
    if let Some(quote) = text(highlight, "quote") {
        item.mark(quote, note, created);
    }
}

fn of_row(row: &Row) -> Option<Saved> {
    let url = Some(row.cell("url")).filter(|url| !url.is_empty())?.to_owned();
    Some(Saved {
        title: title(row.cell("title"), &url),
        captured: moment(row.cell("time_added")),
        tags: labels(row.cell("tags"), '|'),
        part: url.clone(),
        url: Some(url),
        ..Saved::default()
    })
}

/// Pocket gives the address for a title that it does not know.
fn title(written: &str, url: &str) -> String {
    if written.trim() == url { String::new() } else { written.to_owned() }
}
