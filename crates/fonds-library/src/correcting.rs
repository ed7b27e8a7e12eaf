//! Correcting an article's text: what is left alone stays as it is, what was touched is read from Markdown, and the
//! annotations go with their words, or with their picture.

mod edges;

use crate::{Library, LibraryError};
use edges::{Kept, text_map};
use fonds_model::body::for_each_image;
use fonds_model::markdown::{self, Loss};
use fonds_model::nesting::flatten_depths;
use fonds_model::{
    Annotation, Article, ArticleId, Block, Digest, Projection, TextRevision, TextTarget, Timestamp, anchoring,
};
use fonds_store::Change;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use std::collections::HashSet;

/// An article's text as it is corrected.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EditableText {
    /// Names this text; a correction says which text it is of.
    pub revision: Digest,
    /// The blocks of its body.
    pub blocks: Vec<EditableBlock>,
}

/// A top-level block of an article.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EditableBlock {
    /// The block in Markdown.
    pub markdown: String,
    /// What would be lost if it were read from that again.
    pub losses: Vec<Loss>,
    /// The pictures in it.
    pub pictures: Vec<Digest>,
}

/// A part of a corrected text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextPart {
    /// The block of that number, from 0, as it was.
    Keep(usize),
    /// Blocks in Markdown.
    Markdown(String),
}

/// What a correction did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TextCorrected {
    /// Whether the text is another one now.
    pub changed: bool,
    /// Annotations that stand elsewhere than before, with their words.
    pub moved: usize,
    /// Annotations whose words are gone.
    pub detached: usize,
    /// Annotations that were detached before and have their words again.
    pub found: usize,
}

impl Library {
    /// An article's text in Markdown, block by block.
    ///
    /// # Errors
    /// `unknown-article`.
    pub fn editable_text(&self, id: &ArticleId) -> Result<EditableText, LibraryError> {
        let article = self.article(id)?;
        let blocks = article.body.iter().map(editable).collect();
        Ok(EditableText { revision: revision(&article), blocks })
    }

    /// Corrects an article's text. Annotations stay with their words; those whose words are gone are detached, and keep
    /// their quote and the text that they belong to. One undo takes all of it back.
    ///
    /// # Errors
    /// `unknown-article`, `text-changed` when the text is no longer that of `of`, `unknown-picture`.
    pub fn edit_text(
        &self,
        id: &ArticleId,
        of: &Digest,
        parts: &[TextPart],
    ) -> Result<TextCorrected, LibraryError> {
        let before = self.article(id)?;
        if revision(&before) != *of {
            return Err(LibraryError::TextChanged(before.title));
        }
        let (body, kept) = assembled(&before, parts)?;
        if body == before.body {
            return Ok(TextCorrected::default());
        }
        let after = Article { body, ..before.clone() };
        let fields = Map::from_iter([("body".to_owned(), json!(after.body))]);
        let mut changes = vec![Change::SetArticle { id: id.clone(), fields }];
        let mut done = TextCorrected { changed: true, ..TextCorrected::default() };
        for (annotation, target) in self.carried(&before, &after, &kept, &mut done)? {
            let fields = Map::from_iter([("target".to_owned(), json!(target))]);
            changes.push(Change::SetAnnotation { id: annotation.id, fields });
        }
        self.commit(&[], &changes)?;
        Ok(done)
    }

    /// Replaces an article's text by a whole text in Markdown. Blocks that it has as they were are kept.
    ///
    /// # Errors
    /// As [`Library::edit_text`].
    pub fn replace_text(&self, id: &ArticleId, markdown: &str) -> Result<TextCorrected, LibraryError> {
        let article = self.article(id)?;
        let blocks = read(markdown, &note_ids(&article.body));
        let mut unused: Vec<usize> = (0..article.body.len()).collect();
        let mut parts = Vec::new();
        for block in blocks {
            match unused.iter().position(|&n| article.body[n] == block) {
                Some(at) => parts.push(TextPart::Keep(unused.remove(at))),
                None => parts.push(TextPart::Markdown(markdown::write(&[block]))),
            }
        }
        self.edit_text(id, &revision(&article), &parts)
    }

    /// Annotations whose target is another one after a correction.
    fn carried(
        &self,
        before: &Article,
        after: &Article,
        kept: &[Kept],
        done: &mut TextCorrected,
    ) -> Result<Vec<(Annotation, TextTarget)>, LibraryError> {
        let annotations = self.store.annotations_of(&before.id)?;
        if annotations.is_empty() {
            return Ok(vec![]);
        }
        let (old, new) = (Projection::of(before), Projection::of(after));
        let map = text_map(before, after, kept, &old, &new);
        let revision =
            TextRevision { digest: Digest::of(old.text.as_bytes()), written: self.text_written(&before.id)? };
        let mut changed = Vec::new();
        for annotation in annotations {
            let place = annotation.target.resolve(&old);
            let target = match place {
                Some(_) => anchoring::carry(&annotation.target, &map, &old, &new),
                None => annotation.target.placed_anew(&new),
            };
            match (place, &target) {
                (None, Some(_)) => done.found += 1,
                (Some(place), Some(target)) => done.moved += usize::from(target.position != place),
                (Some(_), None) => done.detached += 1,
                (None, None) => continue,
            }
            let target = target.unwrap_or_else(|| TextTarget {
                revision: Some(revision.clone()),
                ..annotation.target.clone()
            });
            if target != annotation.target {
                changed.push((annotation, target));
            }
        }
        Ok(changed)
    }

    /// Since when an article has the text that it has.
    fn text_written(&self, id: &ArticleId) -> Result<Timestamp, LibraryError> {
        let entries = self.store.history(id.as_str())?;
        let gave_text =
            |entry: &&fonds_store::Entry| entry.action == "add-article" || entry.after.contains_key("body");
        let last = entries.iter().rev().find(gave_text).map(|entry| entry.time);
        Ok(last.unwrap_or_else(|| self.now()))
    }
}

/// Names a text: two texts have the same name only if nothing in them differs.
fn revision(article: &Article) -> Digest {
    Digest::of(json!([article.lead, article.body]).to_string().as_bytes())
}

fn editable(block: &Block) -> EditableBlock {
    let blocks = std::slice::from_ref(block);
    let mut pictures = Vec::new();
    for_each_image(blocks, &mut |image| pictures.push(image.asset.clone()));
    EditableBlock { markdown: markdown::write(blocks), losses: markdown::losses(block), pictures }
}

/// The new body, and which blocks of it are old ones.
fn assembled(before: &Article, parts: &[TextPart]) -> Result<(Vec<Block>, Vec<Kept>), LibraryError> {
    let notes = note_ids(&before.body);
    let known = pictures(&before.body);
    let mut body: Vec<Block> = Vec::new();
    let mut kept: Vec<Kept> = Vec::new();
    for part in parts {
        match part {
            TextPart::Keep(old) => {
                let block =
                    before.body.get(*old).ok_or_else(|| LibraryError::TextChanged(before.title.clone()))?;
                if kept.iter().all(|kept| kept.old != *old) {
                    kept.push(Kept { old: *old, new: body.len() });
                }
                body.push(block.clone());
            }
            TextPart::Markdown(text) => {
                let blocks = read(text, &notes);
                let unknown = pictures(&blocks).into_iter().find(|picture| !known.contains(picture));
                if let Some(picture) = unknown {
                    return Err(LibraryError::NoPicture(picture.0));
                }
                body.extend(blocks);
            }
        }
    }
    Ok((body, kept))
}

/// Markdown as an article's body may hold it.
fn read(text: &str, notes: &[String]) -> Vec<Block> {
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    let mut blocks = markdown::parse_part(text, &notes);
    for block in &mut blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level).max(2);
        }
    }
    blocks.retain(|block| !matches!(block, Block::Paragraph { content } if content.is_empty()));
    flatten_depths(&mut blocks);
    blocks
}

fn note_ids(blocks: &[Block]) -> Vec<String> {
    let id = |block: &Block| match block {
        Block::Note { id, .. } => Some(id.clone()),
        _ => None,
    };
    blocks.iter().filter_map(id).collect()
}

fn pictures(blocks: &[Block]) -> HashSet<Digest> {
    let mut found = HashSet::new();
    for_each_image(blocks, &mut |image| {
        found.insert(image.asset.clone());
    });
    found
}

#[cfg(test)]
mod tests;
