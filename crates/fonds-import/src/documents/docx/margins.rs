//! What stands beside the text: footnotes, endnotes, comments.

use super::Story;
use super::blocks::Maker;
use crate::documents::draft::Remark;
use crate::documents::parts::assembled;
use crate::documents::passage::{MOST_OPEN, Passage};
use crate::xml::At;
use fonds_model::Block;
use std::collections::HashMap;

/// Where a note stands when it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoteKind {
    Footnote,
    Endnote,
}

impl NoteKind {
    /// The note's id in the article.
    pub fn name(self, id: &str) -> String {
        match self {
            Self::Footnote => format!("fn{id}"),
            Self::Endnote => format!("en{id}"),
        }
    }
}

/// The passages of comments, while the text is walked.
#[derive(Default)]
pub(super) struct Comments {
    open: HashMap<String, Passage>,
    closed: HashMap<String, Passage>,
}

impl Comments {
    /// Adds words to the passages that are open.
    pub fn text(&mut self, text: &str) {
        self.open.values_mut().for_each(|passage| passage.push(text));
    }

    /// A paragraph ended.
    pub fn end_of_paragraph(&mut self) {
        self.text("\n");
    }
}

impl Maker<'_> {
    /// A comment's passage begins or ends, behind these words of the paragraph.
    pub fn comment_range(&mut self, story: &Story, at: At, before: &str) {
        let Some(id) = story.tree.attr(at, "id") else { return };
        if story.tree.name(at) == "commentRangeStart" {
            if self.comments.open.len() >= MOST_OPEN {
                return;
            }
            self.comments.open.insert(id.to_owned(), Passage::behind(before));
        } else if let Some(passage) = self.comments.open.remove(id) {
            self.comments.closed.insert(id.to_owned(), passage);
        }
    }

    /// Adds the notes that the text refers to, and those that notes refer to, each once.
    pub fn add_notes(&mut self, footnotes: Option<&Story>, endnotes: Option<&Story>) {
        let by_id = |story: Option<&Story>, name: &str| -> HashMap<String, At> {
            let Some(story) = story else { return HashMap::new() };
            let notes = story.tree.named(0, name);
            notes.filter_map(|at| Some((story.tree.attr(at, "id")?.to_owned(), at))).collect()
        };
        let mut known = (by_id(footnotes, "footnote"), by_id(endnotes, "endnote"));
        let mut next = 0;
        while let Some((kind, id)) = self.notes.get(next).cloned() {
            next += 1;
            let (story, at) = match kind {
                NoteKind::Footnote => (footnotes, known.0.remove(&id)),
                NoteKind::Endnote => (endnotes, known.1.remove(&id)),
            };
            let (Some(story), Some(at)) = (story, at) else { continue };
            let mut parts = Vec::new();
            self.blocks(story, at, &mut parts);
            self.end_of_story(&mut parts);
            self.draft.notes.push(Block::Note { id: kind.name(&id), blocks: assembled(parts) });
        }
    }

    /// Adds the comments of the document.
    pub fn add_comments(&mut self, story: Option<&Story>) {
        let Some(story) = story else { return };
        let tree = &story.tree;
        for at in tree.named(0, "comment") {
            let id = tree.attr(at, "id").unwrap_or_default();
            let paragraphs: Vec<String> = tree.named(at, "p").map(|at| text_of(story, at)).collect();
            let passage = self.comments.closed.remove(id).unwrap_or_default();
            self.draft.add_remark(Remark {
                passage,
                note: paragraphs.join("\n\n"),
                creator: tree.attr(at, "author").unwrap_or_default().to_owned(),
                created: tree.attr(at, "date").unwrap_or_default().to_owned(),
            });
        }
    }
}

fn text_of(story: &Story, at: At) -> String {
    let texts = story.tree.named(at, "t").map(|at| story.tree.text(at));
    fonds_model::text::nfc(&texts.collect::<String>())
}
