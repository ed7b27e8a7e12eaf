//! Notes that stand in another file than the text: they are brought to their chapter, where notes are known.

use crate::decode;
use crate::package::{Package, resolve};
use fonds_model::{Block, Inline};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::sync::LazyLock;

/// The most notes that a chapter may bring.
const MOST: usize = 5000;

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the pattern is a constant that the tests run through")]
    Regex::new(r#"(?s)<a\s[^>]*?href\s*=\s*["']([^"'#]+)#([^"']+)["'][^>]*>(.{0,120}?)</a>"#)
        .expect("a pattern")
});

/// Notes of other files that chapters referred to.
#[derive(Default)]
pub(super) struct Notes {
    files: HashMap<String, HashMap<String, String>>,
    used: HashSet<String>,
}

impl Notes {
    /// A chapter's page with the notes of other files at its end, and its references leading there.
    pub fn gathered(&mut self, html: &str, path: &str, files: &Package<'_>) -> String {
        let mut out = String::with_capacity(html.len());
        let mut end = String::new();
        let mut copied = 0;
        for (number, link) in LINK.captures_iter(html).take(MOST).enumerate() {
            let (Some(whole), Some(file)) = (link.get(0), link.get(1)) else { continue };
            let target = resolve(path, file.as_str());
            let label = link.get(3).map_or("", |label| label.as_str());
            if target == path || !is_reference(whole.as_str(), label) {
                continue;
            }
            let Some(note) = self.note(&target, &link[2], files) else { continue };
            let note = without_way_back(note, path);
            let _ = write!(end, "<aside id=\"fonds-note-{number}\">{note}</aside>");
            out.push_str(&html[copied..whole.start()]);
            let label = Some(plain(label)).filter(|label| is_sign(label)).unwrap_or_else(|| "*".to_owned());
            let _ = write!(out, "<a href=\"#fonds-note-{number}\">{label}</a>");
            copied = whole.end();
            self.used.insert(target);
        }
        let rest = &html[copied..];
        let close = rest.rfind("</body").unwrap_or(rest.len());
        out.push_str(&rest[..close]);
        out.push_str(&end);
        out.push_str(&rest[close..]);
        out
    }

    /// Whether a file gave notes to others and says that it is one of notes.
    pub fn is_file_of_notes(&self, path: &str) -> bool {
        let named = path.rsplit('/').next().unwrap_or_default().to_lowercase();
        self.used.contains(path)
            && (["note", "chuthich", "chu-thich"].iter().any(|word| named.contains(word))
                || self.files.get(path).is_some_and(|notes| notes.contains_key("")))
    }

    fn note(&mut self, path: &str, id: &str, files: &Package<'_>) -> Option<&str> {
        if !self.files.contains_key(path) {
            let text = files.bytes(path).ok().and_then(|bytes| decode::decode(&bytes, true).ok());
            let notes = text.map(|decoded| notes_of(&decoded.text)).unwrap_or_default();
            self.files.insert(path.to_owned(), notes);
        }
        self.files.get(path)?.get(id).map(String::as_str)
    }
}

/// A link that says it refers to a note, or whose text is a number or sign.
fn is_reference(link: &str, label: &str) -> bool {
    link.contains("noteref") || is_sign(&plain(label))
}

/// `1`, `[12]`, `*`: what refers to a note by itself.
fn is_sign(label: &str) -> bool {
    let inner = label.trim().trim_matches(['[', ']', '(', ')']);
    (1..=3).contains(&inner.chars().count())
        && inner.chars().all(|c| c.is_ascii_digit() || "*†‡§".contains(c))
}

/// A piece of HTML without its tags.
fn plain(html: &str) -> String {
    let mut inside = false;
    let kept = html.chars().filter(|c| {
        inside |= *c == '<';
        let keep = !inside;
        inside &= *c != '>';
        keep
    });
    kept.collect()
}

/// A note without the link to where it is referred to.
fn without_way_back(note: &str, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_back = |link: &regex::Captures<'_>| {
        let label = plain(link.get(3).map_or("", |label| label.as_str()));
        link[1].ends_with(name) && !label.chars().any(char::is_alphabetic)
    };
    LINK.replace_all(
        note,
        |link: &regex::Captures<'_>| if is_back(link) { String::new() } else { link[0].to_owned() },
    )
    .into_owned()
}

/// The blocks of a page that have an id or hold an anchor with one, as they are written. The empty id stands for a page
/// that says it holds notes.
fn notes_of(html: &str) -> HashMap<String, String> {
    let mut notes = HashMap::new();
    let mut open: Vec<(usize, bool, Vec<String>)> = Vec::new();
    let mut reader = Reader::from_str(html);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut before = 0;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => {
                if attribute(&start, "epub:type").is_some_and(|kind| kind.contains("notes")) {
                    notes.insert(String::new(), String::new());
                }
                let block =
                    matches!(start.local_name().as_ref(), "li" | "p" | "aside" | "div" | "dd" | "section");
                open.push((before, block, attribute(&start, "id").into_iter().collect()));
            }
            Event::Empty(start) => {
                if let (Some(id), Some((.., ids))) = (attribute(&start, "id"), open.last_mut()) {
                    ids.push(id);
                }
            }
            Event::End(_) => {
                let Some((from, block, ids)) = open.pop() else { continue };
                let end = usize::try_from(reader.buffer_position()).unwrap_or(html.len());
                if block {
                    for id in ids {
                        notes.entry(id).or_insert_with(|| html.get(from..end).unwrap_or_default().to_owned());
                    }
                } else if let Some((.., around)) = open.last_mut() {
                    around.extend(ids);
                }
            }
            Event::Eof => break,
            _ => {}
        }
        before = usize::try_from(reader.buffer_position()).unwrap_or(html.len());
    }
    notes
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok().flatten()?;
    Some(found.value.into_owned())
}

/// Makes the ids of a chapter's notes unique within the book.
pub(super) fn rename(blocks: &mut [Block], chapter: usize) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => {
                rename_references(content, chapter)
            }
            Block::Figure { caption, .. } => rename_references(caption, chapter),
            Block::Quote { blocks } => rename(blocks, chapter),
            Block::Note { id, blocks } => {
                *id = format!("c{chapter}-{id}");
                rename(blocks, chapter);
            }
            Block::List { items, .. } => items.iter_mut().for_each(|item| rename(item, chapter)),
            Block::Table { caption, head, rows } => {
                rename_references(caption, chapter);
                for cell in head.iter_mut().chain(rows).flat_map(|row| &mut row.cells) {
                    rename(&mut cell.blocks, chapter);
                }
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn rename_references(inlines: &mut [Inline], chapter: usize) {
    for inline in inlines {
        if let Inline::NoteRef { note } = inline {
            *note = format!("c{chapter}-{note}");
        } else if let Some(children) = inline.children_mut() {
            rename_references(children, chapter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_found_by_their_anchors() {
        let page = "<html><body epub:type='footnotes'><ol><li id=\"n1\"><p>Một.</p></li></ol>\
            <p><a id=\"n2\" href=\"c1.xhtml#r2\">[2]</a> Hai.</p></body></html>";
        let notes = notes_of(page);
        assert_eq!(notes["n1"], "<li id=\"n1\"><p>Một.</p></li>");
        assert_eq!(without_way_back(&notes["n2"], "text/c1.xhtml"), "<p> Hai.</p>");
        assert!(notes.contains_key(""));
        assert!(is_reference("<a epub:type=\"noteref\">", "<sup>12</sup>"));
        assert!(!is_reference("<a>", "Chương 2"));
    }
}
