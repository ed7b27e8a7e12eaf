//! Instapaper: a table of `URL, Title, Selection, Folder, Timestamp` and, since 2024, `Tags` as a list in JSON.

use super::columns::{Row, Rows};
use super::saved::{Saved, batch, labels};
use super::times::moment;
use crate::Batch;

/// Folders that only say whether something was read.
const STATES: [&str; 4] = ["unread", "archive", "home", "starred"];

/// Reads a table.
pub(crate) fn read(text: &str) -> Batch {
    batch(Rows::of(text).filter_map(|row| saved(&row)))
}

fn saved(row: &Row) -> Option<Saved> {
    let url = Some(row.cell("url")).filter(|url| !url.is_empty())?.to_owned();
    let mut saved = Saved {
        title: row.cell("title").to_owned(),
        captured: moment(row.cell("timestamp")),
        tags: tags(row.cell("tags")),
        part: url.clone(),
        url: Some(url),
        ..Saved::default()
    };
    let folder = row.cell("folder");
    if !STATES.contains(&folder.to_lowercase().as_str()) {
        saved.tags.extend(labels(folder, '\n'));
    }
    if !row.cell("selection").is_empty() {
        saved.mark(row.cell("selection"), "", saved.captured);
    }
    Some(saved)
}

fn tags(cell: &str) -> Vec<String> {
    match serde_json::from_str::<Vec<String>>(cell) {
        Ok(tags) => tags.iter().flat_map(|tag| labels(tag, '\n')).collect(),
        Err(_) => labels(cell, ','),
    }
}
