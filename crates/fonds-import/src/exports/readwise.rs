//! Readwise: a table with a highlight a row. The rows of one book or article are one article, whose text is its
//! highlights as quotations. A note may hold tags, each a word that begins with a point; the place in a book ends it. Readwise Reader's list of what was
//! saved has a row for each article instead: `Title, URL, ID, Document tags, Saved date, …`.

use super::columns::{Row, Rows};
use super::saved::{Saved, batch, labels};
use super::times::moment;
use crate::Batch;
use crate::remarks::colour;
use std::collections::HashMap;

/// Reads a table.
pub(crate) fn read(text: &str) -> Batch {
    let mut works: Vec<Saved> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in Rows::of(text).take(super::MOST) {
        let highlight = row.cell("highlight");
        if highlight.is_empty() && row.cell("note").is_empty() {
            works.extend(listed(&row));
            continue;
        }
        let name = name(&row);
        let at = *places.entry(name.clone()).or_insert_with(|| {
            works.push(work(&row, name));
            works.len() - 1
        });
        if let Some(work) = works.get_mut(at) {
            mark(&row, highlight, work);
        }
    }
    batch(works)
}

/// A row of Reader's list.
fn listed(row: &Row) -> Option<Saved> {
    let url = Some(row.cell("url")).filter(|url| !url.is_empty() && row.cell("book title").is_empty())?;
    let part = Some(row.cell("id")).filter(|id| !id.is_empty()).unwrap_or(url);
    Some(Saved {
        part: part.to_owned(),
        url: Some(url.to_owned()),
        title: row.cell("title").to_owned(),
        captured: moment(row.cell("saved date")),
        tags: tags(row.cell("document tags")),
        ..Saved::default()
    })
}

/// Tags with commas between them, or as a list of Python: `['a', "b's"]`.
fn tags(cell: &str) -> Vec<String> {
    let Some(list) = cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return labels(cell, ',');
    };
    let (mut found, mut rest) = (Vec::new(), list);
    while let Some(begin) = rest.find(['\'', '"']) {
        let (mark, inside) = rest[begin..].split_at(1);
        let end = inside.find(mark).unwrap_or(inside.len());
        found.extend(labels(&inside[..end], '\n'));
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    found
}

/// What tells one work from another.
fn name(row: &Row) -> String {
    let parts = ["amazon book id", "source url", "book title", "book author"].map(|column| row.cell(column));
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("|")
}

fn work(row: &Row, name: String) -> Saved {
    let url = ["source url", "url"].iter().map(|column| row.cell(column)).find(|url| !url.is_empty());
    Saved {
        part: name,
        url: url.map(str::to_owned),
        title: row.cell("book title").to_owned(),
        creators: row.cell("book author").split(" and ").flat_map(|names| labels(names, ',')).collect(),
        tags: tags(row.cell("document tags")),
        ..Saved::default()
    }
}

fn mark(row: &Row, highlight: &str, work: &mut Saved) {
    let (tags, note): (Vec<&str>, Vec<&str>) = row
        .cell("note")
        .split_inclusive(char::is_whitespace)
        .partition(|word| word.len() > 2 && word.starts_with('.') && !word.starts_with(".."));
    let created = moment(row.cell("highlighted at"));
    let mut note = note.concat();
    if let Some(place) = place(row).filter(|_| work.url.is_none()) {
        note = format!("{}\n\n{place}", note.trim());
    }
    let marking = work.mark(highlight, note.trim(), created);
    marking.colour = colour(row.cell("color"));
    marking.tags = labels(row.cell("tags"), ',');
    marking.tags.extend(tags.iter().flat_map(|tag| labels(tag.trim_start_matches('.'), '\n')));
}

/// Where a passage stands in a book, as it is cited: `page 3`.
fn place(row: &Row) -> Option<String> {
    let [kind, place] = ["location type", "location"].map(|column| row.cell(column));
    (matches!(kind, "page" | "location") && !place.is_empty()).then(|| format!("{kind} {place}"))
}
