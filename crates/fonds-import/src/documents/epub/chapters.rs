//! Chapters: each file of the spine that has text.

use super::contents::Contents;
use super::notes::Notes;
use super::package::Book;
use crate::decode;
use crate::html::{fragment, letters};
use crate::images::Pictures;
use crate::package::{Beside, Package};
use fonds_model::body::plain_text;
use fonds_model::text::clean_line;
use fonds_model::{Asset, Block, Diagnostic, Projection};

/// A longer page is more than a title page, in characters.
const LONGEST_TITLE_PAGE: usize = 300;

/// A chapter of a book.
pub(super) struct Chapter {
    pub path: String,
    /// Its title, which its blocks do not repeat; empty where it has none.
    pub title: String,
    /// Whether the title stands in the table of contents.
    pub listed: bool,
    /// How deep it stands in the table of contents.
    pub depth: u8,
    pub blocks: Vec<Block>,
    pub assets: Vec<Asset>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The chapters with text. A table of contents is none, nor is a file of notes that stand with their chapters.
pub(super) fn read(files: &Package<'_>, book: &Book, contents: &Contents) -> Vec<Chapter> {
    let mut notes = Notes::default();
    let mut chapters = Vec::new();
    for path in &book.spine {
        if book.nav.as_ref() == Some(path) {
            continue;
        }
        let chapter = match files.bytes(path) {
            Ok(bytes) => chapter(files, path, &bytes, contents, &mut notes),
            Err(error) => Some(unread(path, &error.to_string())),
        };
        chapters.extend(chapter);
    }
    chapters.retain(|chapter| !notes.is_file_of_notes(&chapter.path));
    // What could not be read is said by the chapter before it, or the one behind.
    let mut said = Vec::new();
    let mut kept: Vec<Chapter> = Vec::with_capacity(chapters.len());
    for mut chapter in chapters {
        if Projection::of_blocks(&chapter.blocks).text.trim().is_empty() {
            match kept.last_mut() {
                Some(last) => last.diagnostics.append(&mut chapter.diagnostics),
                None => said.append(&mut chapter.diagnostics),
            }
        } else {
            chapter.diagnostics.append(&mut said);
            kept.push(chapter);
        }
    }
    kept
}

/// A chapter without anything but the reason why.
fn unread(path: &str, reason: &str) -> Chapter {
    let remark =
        Diagnostic::warning("chapter-unread", format!("a chapter could not be read: {reason}")).at(path);
    Chapter {
        path: path.to_owned(),
        title: String::new(),
        listed: false,
        depth: 1,
        blocks: vec![],
        assets: vec![],
        diagnostics: vec![remark],
    }
}

fn chapter(
    files: &Package<'_>,
    path: &str,
    bytes: &[u8],
    contents: &Contents,
    notes: &mut Notes,
) -> Option<Chapter> {
    let decoded = match decode::decode(bytes, true) {
        Ok(decoded) => decoded,
        Err(error) => return Some(unread(path, &error.to_string())),
    };
    let html = notes.gathered(&decoded.text, path, files);
    let beside = Beside { package: files, path };
    let mut pictures = Pictures::of(&beside);
    let (mut blocks, mut diagnostics) = fragment(&html, None, &mut pictures);
    diagnostics.append(&mut pictures.diagnostics);
    let listed = contents.title(path);
    if is_title_page(&html, path) && Projection::of_blocks(&blocks).text.chars().count() < LONGEST_TITLE_PAGE
    {
        return None;
    }
    let first = first_line(&blocks);
    let heading = first.clone().filter(|_| matches!(blocks.first(), Some(Block::Heading { .. })));
    let title = listed.map(|(title, _)| title.to_owned()).or(heading).unwrap_or_default();
    if first.is_some_and(|first| letters(&first) == letters(&title)) {
        blocks.remove(0);
    }
    Some(Chapter {
        path: path.to_owned(),
        title,
        listed: listed.is_some(),
        depth: listed.map_or(1, |(_, depth)| depth),
        blocks,
        assets: pictures.assets,
        diagnostics,
    })
}

fn first_line(blocks: &[Block]) -> Option<String> {
    match blocks.first()? {
        Block::Heading { content, .. } | Block::Paragraph { content } => {
            Some(clean_line(&plain_text(content)))
        }
        _ => None,
    }
}

/// A page with nothing but what the package document says of the book.
fn is_title_page(html: &str, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    ["title", "cover"].iter().any(|word| name.starts_with(word))
        || ["titlepage", "cover"].iter().any(|kind| html.contains(&format!("epub:type=\"{kind}")))
}
