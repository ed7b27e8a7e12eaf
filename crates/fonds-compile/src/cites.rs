//! Citations in the book's own texts: forewords, introductions, afterwords and notes on highlights.
//!
//! 1. A [`Reader`] reads what was typed ([`fonds_cite::pieces`]) and leaves a numbered mark in its place.
//! 2. When everything is cited, a [`Setter`] sets the citations in: into the sentence, or as footnotes in a note style.
//!
//! What an article itself says is never read: its text is the article's text.

use crate::notes::{order, visit_blocks};
use fonds_cite::{AuthorForm, Cite, Cluster, InText, Piece, Written, pieces};
use fonds_model::body::plain_text;
use fonds_model::book::ANNOTATION_NOTE;
use fonds_model::book::SECTION_LINK;
use fonds_model::{Block, Diagnostic, Inline, Section, SectionKind};
use std::collections::{BTreeSet, HashMap};

/// What the marks begin with; a number follows. They are references to notes, which in note styles they become.
const MARK: &str = "fonds-cite-";

/// As [`MARK`], for authors that are named in the sentence while the citation is a footnote: punctuation stands between.
const AUTHOR: &str = "fonds-author-";

/// What citations are read with.
pub(crate) struct Reader<'a> {
    /// An article's place by its citekey.
    pub known: HashMap<&'a str, usize>,
    pub note_style: bool,
}

impl Reader<'_> {
    /// The citations of a section's own texts in reading order; so many were found before it.
    pub fn find(&self, section: &mut Section, before: usize, remarks: &mut Vec<Diagnostic>) -> Vec<Cluster> {
        let mut finder = Finder { reader: self, before, clusters: vec![], unknown: BTreeSet::new() };
        let numbers = note_numbers(&section.blocks);
        for block in own_texts(section) {
            let note = if let Block::Note { id, .. } = &*block { numbers.get(id).copied() } else { None };
            finder.read(std::slice::from_mut(block), note);
        }
        for key in finder.unknown {
            let message = format!("no article has the citekey “{key}”; the citation stands as it was typed");
            remarks.push(
                Diagnostic::warning("citekey-unknown", message)
                    .hint("correct the key")
                    .at(section.title.clone()),
            );
        }
        finder.clusters
    }
}

/// Keys that the texts of a collection and its notes cite, in Markdown as they are kept.
pub(crate) fn keys(text: &str) -> impl Iterator<Item = String> {
    let cites = |piece| match piece {
        Piece::Citation(written) => written.cites,
        Piece::Text(_) => vec![],
    };
    pieces(text).into_iter().flat_map(cites).map(|cite| cite.key)
}

/// Sets citations in.
pub(crate) struct Setter<'a> {
    /// All citations of the book.
    pub clusters: &'a [Cluster],
    /// What is printed of each.
    pub printed: &'a [InText],
    pub note_style: bool,
    /// The section of an article by its place.
    pub chapters: &'a HashMap<usize, String>,
}

impl<'a> Setter<'a> {
    /// Sets the citations of a section in.
    pub fn put(&self, section: &mut Section) {
        let mut notes = Vec::new();
        for block in own_texts(section) {
            let inside = matches!(block, Block::Note { .. });
            visit_blocks(std::slice::from_mut(block), &mut |inlines| {
                for inline in std::mem::take(inlines) {
                    if let Some(n) = numbered(&inline, AUTHOR) {
                        inlines.extend(self.printed.get(n).into_iter().flat_map(|text| text.author.clone()));
                        continue;
                    }
                    match marked(&inline) {
                        Some(n) if self.note_style && !inside => self.as_footnote(n, inlines, &mut notes),
                        Some(n) => self.in_sentence(n, inlines),
                        None => inlines.push(inline),
                    }
                }
            });
        }
        if !notes.is_empty() {
            let title = section.title.clone();
            order(&mut section.lead, &mut section.blocks, notes, &title, &mut vec![]);
        }
    }

    /// The section that a citation leads to: that of the one article that it cites, if the book has it and what is printed
    /// has no other link.
    pub fn target(&self, cluster: &Cluster, content: &[Inline]) -> Option<&'a String> {
        let section = match cluster.cites.as_slice() {
            [one] => self.chapters.get(&one.article),
            _ => None,
        };
        let free = content.iter().all(|inline| !matches!(inline, Inline::Link { .. }));
        section.filter(|_| free && !plain_text(content).is_empty())
    }

    fn linked(&self, cluster: &Cluster, content: Vec<Inline>) -> Vec<Inline> {
        match self.target(cluster, &content) {
            Some(id) => vec![Inline::Link { href: format!("{SECTION_LINK}{id}"), content }],
            None => content,
        }
    }

    fn as_footnote(&self, n: usize, out: &mut Vec<Inline>, notes: &mut Vec<Block>) {
        let (Some(cluster), Some(text)) = (self.clusters.get(n), self.printed.get(n)) else { return };
        let id = format!("{MARK}{n}");
        let content = self.linked(cluster, text.content.clone());
        out.push(Inline::NoteRef { note: id.clone() });
        notes.push(Block::Note { id, blocks: vec![Block::Paragraph { content }] });
    }

    fn in_sentence(&self, n: usize, out: &mut Vec<Inline>) {
        let (Some(cluster), Some(text)) = (self.clusters.get(n), self.printed.get(n)) else { return };
        let mut content = text.content.clone();
        if self.note_style {
            // The note's own sentence ends with its own full stop.
            if let Some(Inline::Text { text }) = content.last_mut() {
                text.truncate(text.trim_end_matches('.').len());
            }
        }
        if !text.author.is_empty() {
            out.extend(text.author.iter().cloned());
            out.push(Inline::text(if self.note_style { ", " } else { " " }));
        }
        out.extend(self.linked(cluster, content));
    }
}

struct Finder<'a> {
    reader: &'a Reader<'a>,
    /// How many citations stand before those that are found.
    before: usize,
    clusters: Vec<Cluster>,
    unknown: BTreeSet<String>,
}

impl Finder<'_> {
    fn read(&mut self, blocks: &mut [Block], note: Option<usize>) {
        visit_blocks(blocks, &mut |inlines| {
            for inline in std::mem::take(inlines) {
                match inline {
                    Inline::Text { text } => self.text(&text, note, inlines),
                    other => inlines.push(other),
                }
            }
        });
    }

    fn text(&mut self, text: &str, note: Option<usize>, out: &mut Vec<Inline>) {
        let footnote = self.reader.note_style && note.is_none();
        for piece in pieces(text) {
            let cluster = match &piece {
                Piece::Citation(written) => self.cluster(written, note),
                Piece::Text(_) => None,
            };
            match (piece, cluster) {
                (_, Some(cluster)) => {
                    let parenthetical = !is_in_sentence(&cluster);
                    if let Some(Inline::Text { text }) = out.last_mut().filter(|_| footnote && parenthetical)
                    {
                        text.truncate(text.trim_end().len());
                    }
                    let n = self.before + self.clusters.len();
                    if footnote && !parenthetical {
                        out.push(Inline::NoteRef { note: format!("{AUTHOR}{n}") });
                    }
                    out.push(Inline::NoteRef { note: format!("{MARK}{n}") });
                    self.clusters.push(cluster);
                }
                (Piece::Text(text) | Piece::Citation(Written { source: text, .. }), None) => {
                    let moved = if footnote { before_the_mark(&text, out) } else { 0 };
                    out.push(Inline::text(&text[moved..]));
                }
            }
        }
    }

    /// The citation, if each of its keys is known.
    fn cluster(&mut self, written: &Written, note: Option<usize>) -> Option<Cluster> {
        let missing: Vec<&str> = written
            .cites
            .iter()
            .map(|cite| cite.key.as_str())
            .filter(|key| !self.reader.known.contains_key(key))
            .collect();
        if !missing.is_empty() {
            self.unknown.extend(missing.into_iter().map(str::to_owned));
            return None;
        }
        let cite = |cite: &fonds_cite::KeyedCite| {
            Some(Cite {
                article: *self.reader.known.get(cite.key.as_str())?,
                locator: cite.locator.clone(),
                prefix: cite.prefix.clone(),
                suffix: cite.suffix.clone(),
                author: cite.author,
            })
        };
        let cites = written.cites.iter().map(cite).collect::<Option<Vec<_>>>()?;
        // In the text, each citation is a footnote of its own; their order is what note styles look at.
        Some(Cluster { cites, note: Some(note.unwrap_or(self.before + self.clusters.len() + 1)) })
    }
}

/// The number of a footnote stands after the punctuation that follows what it is about. Returns how much of the text
/// went before it.
fn before_the_mark(text: &str, out: &mut Vec<Inline>) -> usize {
    let Some(mark) = out.pop_if(|last| marked(last).is_some()) else { return 0 };
    let length = text.len() - text.trim_start_matches(['.', ',', ';', ':', '!', '?', '”', '"']).len();
    let (punctuation, _) = text.split_at(length);
    match out.last_mut() {
        Some(Inline::Text { text }) => text.push_str(punctuation),
        _ => out.push(Inline::text(punctuation)),
    }
    out.push(mark);
    length
}

fn is_in_sentence(cluster: &Cluster) -> bool {
    cluster.cites.first().is_some_and(|cite| cite.author == AuthorForm::InText)
}

/// The blocks of a section that people wrote for the book.
fn own_texts(section: &mut Section) -> impl Iterator<Item = &mut Block> {
    let article = section.kind == SectionKind::Article;
    let own = move |block: &&mut Block| {
        !article || matches!(block, Block::Note { id, .. } if id.starts_with(ANNOTATION_NOTE))
    };
    section.blocks.iter_mut().filter(own)
}

fn note_numbers(blocks: &[Block]) -> HashMap<String, usize> {
    let ids =
        blocks.iter().filter_map(|block| if let Block::Note { id, .. } = block { Some(id) } else { None });
    ids.enumerate().map(|(n, id)| (id.clone(), n + 1)).collect()
}

fn marked(inline: &Inline) -> Option<usize> {
    numbered(inline, MARK)
}

fn numbered(inline: &Inline, mark: &str) -> Option<usize> {
    match inline {
        Inline::NoteRef { note } => note.strip_prefix(mark)?.parse().ok(),
        _ => None,
    }
}
