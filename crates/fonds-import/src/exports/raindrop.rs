//! Raindrop.io: a table of `id, title, note, excerpt, url, folder, tags, created, cover, highlights, favorite`. Its page
//! of links is one of bookmarks.

use super::columns::{Row, Rows};
use super::saved::{Saved, batch, labels};
use super::times::moment;
use crate::Batch;

/// Reads a table.
pub(crate) fn read(text: &str) -> Batch {
    batch(Rows::of(text).filter_map(|row| saved(&row)))
}

fn saved(row: &Row) -> Option<Saved> {
    let url = Some(row.cell("url")).filter(|url| !url.is_empty())?.to_owned();
    let part = Some(row.cell("id")).filter(|id| !id.is_empty()).unwrap_or(&url).to_owned();
    let mut saved = Saved {
        title: row.cell("title").to_owned(),
        lead: Some(row.cell("excerpt").to_owned()),
        captured: moment(row.cell("created")),
        tags: labels(row.cell("tags"), ','),
        url: Some(url),
        part,
        ..Saved::default()
    };
    let folder = row.cell("folder");
    if !matches!(folder, "Unsorted" | "Trash") {
        saved.tags.extend(labels(folder, '/'));
    }
    for (quote, note) in highlights(row.cell("highlights")) {
        saved.mark(&quote, &note, None);
    }
    saved.note(row.cell("note"), saved.captured);
    Some(saved)
}

/// Quotes with their notes: `Highlight:` and `Note:` begin them; without such words each paragraph is a quote.
fn highlights(cell: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut in_note = false;
    for row in cell.lines() {
        if let Some(quote) = row.strip_prefix("Highlight:") {
            found.push((quote.trim().to_owned(), String::new()));
            in_note = false;
        } else if let (Some(note), Some((_, last))) = (row.strip_prefix("Note:"), found.last_mut()) {
            note.trim().clone_into(last);
            in_note = true;
        } else if let Some((quote, note)) = found.last_mut() {
            let open = if in_note { note } else { quote };
            open.push('\n');
            open.push_str(row);
        } else {
            break;
        }
    }
    if found.is_empty() {
        let paragraphs = cell.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
        return paragraphs.map(|paragraph| (paragraph.to_owned(), String::new())).collect();
    }
    found.retain(|(quote, _)| !quote.trim().is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_with_notes() {
        let read = |cell| {
            highlights(cell)
                .into_iter()
                .map(|(a, b)| format!("{}|{}", a.trim(), b.trim()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            read("Highlight:Cầu dài\n1,2 km\nNote:nhớ\nđọc lại\n\nHighlight:Đoạn hai"),
            ["Cầu dài\n1,2 km|nhớ\nđọc lại", "Đoạn hai|"]
        );
        assert_eq!(read("một\n\nhai"), ["một|", "hai|"]);
        assert_eq!(read(""), Vec::<String>::new());
    }
}
