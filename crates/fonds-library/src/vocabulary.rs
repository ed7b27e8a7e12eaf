//! The tree of tags itself: made, described, moved, merged, removed. How many articles carry each.

use crate::{Library, LibraryError, TagEntry};
use fonds_model::text::{clean_line, nfc};
use fonds_model::tree::is_within;
use fonds_model::{Colour, Tag, TagId};
use fonds_store::Change;
use serde::{Deserialize, Deserializer};
use std::collections::HashMap;

/// The values of a tag that can be set; absent ones stay. In JSON, `null` takes the parent or the colour away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TagValues {
    /// Its label.
    pub label: Option<String>,
    /// The tag that it stands under, or none.
    #[serde(deserialize_with = "given")]
    pub parent: Option<Option<TagId>>,
    /// Synonyms.
    pub alt_labels: Option<Vec<String>>,
    /// When to use it.
    pub scope_note: Option<String>,
    /// The vocabulary that it is taken from.
    pub authority: Option<String>,
    /// Its code or address in that vocabulary.
    pub term: Option<String>,
    /// Its colour in lists, or none.
    #[serde(deserialize_with = "given")]
    pub colour: Option<Option<Colour>>,
}

/// A value that is there, even if it is `null`.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Articles that carry a tag, and those that carry it or one under it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Uses {
    pub own: usize,
    pub with_narrower: usize,
}

impl Library {
    /// Makes a tag that nothing carries yet.
    ///
    /// # Errors
    /// `empty-tag`, `tag-slash`, `tag-taken`, `unknown-tag` for the parent.
    pub fn new_tag(&self, values: &TagValues) -> Result<TagEntry, LibraryError> {
        let tag = Tag { id: TagId(self.ids().next_id()), ..Tag::default() };
        let id = tag.id.clone();
        let tags = self.store.tags()?;
        let tag = changed(&tags, tag, values)?;
        self.commit(&[], &[Change::SetTag { tag }])?;
        self.tag_entry(&id)
    }

    /// Sets a tag's label, place in the tree, synonyms, scope note, place in a vocabulary or colour.
    ///
    /// # Errors
    /// `unknown-tag`, `empty-tag`, `tag-slash`, `tag-taken`, `within-itself`.
    pub fn set_tag(&self, id: &TagId, values: &TagValues) -> Result<TagEntry, LibraryError> {
        let tags = self.store.tags()?;
        let before = known(&tags, id)?;
        let after = changed(&tags, before.clone(), values)?;
        if after != *before {
            self.commit(&[], &[Change::SetTag { tag: after }])?;
        }
        self.tag_entry(id)
    }

    /// Gives a tag another label; every use follows.
    ///
    /// # Errors
    /// As for [`Library::set_tag`].
    pub fn rename_tag(&self, id: &TagId, label: &str) -> Result<(), LibraryError> {
        let values = TagValues { label: Some(label.to_owned()), ..TagValues::default() };
        self.set_tag(id, &values).map(|_| ())
    }

    /// Removes a tag from the library and from everything that carries it; what stands under it moves up to its parent.
    ///
    /// # Errors
    /// `unknown-tag`.
    pub fn remove_tag(&self, id: &TagId) -> Result<(), LibraryError> {
        known(&self.store.tags()?, id)?;
        self.commit(&[], &[Change::RemoveTag { id: id.clone() }])
    }

    /// Makes every use of `from` a use of `into`, and removes `from`. With `keep_names`, its label and its synonyms
    /// become synonyms of `into`.
    ///
    /// # Errors
    /// `unknown-tag`.
    pub fn merge_tags(&self, from: &TagId, into: &TagId, keep_names: bool) -> Result<(), LibraryError> {
        if from == into {
            return Ok(());
        }
        let tags = self.store.tags()?;
        let (gone, before) = (known(&tags, from)?, known(&tags, into)?);
        let mut stays = before.clone();
        if is_within(&tags, into.as_str(), from.as_str()) {
            // What stands between the two comes under it.
            stays.parent.clone_from(&gone.parent);
        }
        if keep_names {
            stays.alt_labels.push(gone.label.clone());
            stays.alt_labels.extend(gone.alt_labels.iter().cloned());
            stays.alt_labels = synonyms(&stays.alt_labels, &stays.label);
        }
        let mut changes = Vec::new();
        if stays != *before {
            changes.push(Change::SetTag { tag: stays });
        }
        changes.push(Change::MergeTags { from: from.clone(), into: into.clone() });
        self.commit(&[], &changes)
    }

    pub(crate) fn tag_entry(&self, id: &TagId) -> Result<TagEntry, LibraryError> {
        let entry = self.tags()?.into_iter().find(|entry| entry.id == *id);
        entry.ok_or_else(|| LibraryError::NoTag(id.0.clone()))
    }
}

/// How many articles carry each of the tags; one that carries two tags under a third counts once there.
pub(crate) fn uses<'a>(tags: &[Tag], articles: impl Iterator<Item = &'a [TagId]>) -> Vec<Uses> {
    let by_id: HashMap<&TagId, usize> = tags.iter().enumerate().map(|(n, tag)| (&tag.id, n)).collect();
    let above: Vec<Option<usize>> = tags.iter().map(|tag| by_id.get(tag.parent.as_ref()?).copied()).collect();
    let mut uses = vec![Uses::default(); tags.len()];
    // The last article that each was counted for.
    let mut counted = vec![0; tags.len()];
    for (article, carried) in articles.enumerate() {
        for tag in carried.iter().filter_map(|tag| by_id.get(tag)) {
            uses[*tag].own += 1;
            let mut at = Some(*tag);
            while let Some(here) = at.filter(|here| counted[*here] != article + 1) {
                counted[here] = article + 1;
                uses[here].with_narrower += 1;
                at = above[here];
            }
        }
    }
    uses
}

fn known<'a>(tags: &'a [Tag], id: &TagId) -> Result<&'a Tag, LibraryError> {
    tags.iter().find(|tag| tag.id == *id).ok_or_else(|| LibraryError::NoTag(id.0.clone()))
}

/// The tag with other values, if it may have them among the others.
fn changed(tags: &[Tag], mut tag: Tag, values: &TagValues) -> Result<Tag, LibraryError> {
    if let Some(label) = &values.label {
        tag.label = clean_line(label);
    }
    if tag.label.is_empty() {
        return Err(LibraryError::EmptyTag);
    }
    if tag.label.contains('/') {
        return Err(LibraryError::TagSlash(tag.label));
    }
    if let Some(parent) = &values.parent {
        if let Some(parent) = parent {
            known(tags, parent)?;
            if is_within(tags, parent.as_str(), tag.id.as_str()) {
                return Err(LibraryError::WithinItself(tag.label));
            }
        }
        tag.parent.clone_from(parent);
    }
    let is_taken = |other: &Tag| other.id != tag.id && other.parent == tag.parent && other.label == tag.label;
    if (values.label.is_some() || values.parent.is_some()) && tags.iter().any(is_taken) {
        return Err(LibraryError::TagTaken(tag.label));
    }
    let alt_labels = values.alt_labels.as_ref().unwrap_or(&tag.alt_labels);
    tag.alt_labels = synonyms(alt_labels, &tag.label);
    if let Some(note) = &values.scope_note {
        tag.scope_note = nfc(note.trim());
    }
    for (slot, value) in [(&mut tag.authority, &values.authority), (&mut tag.term, &values.term)] {
        if let Some(value) = value {
            *slot = clean_line(value);
        }
    }
    if let Some(colour) = values.colour {
        tag.colour = colour;
    }
    Ok(tag)
}

/// Each once, on one line, and not the label itself.
fn synonyms(labels: &[String], label: &str) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for synonym in labels.iter().map(|label| clean_line(label)) {
        if !synonym.is_empty() && synonym != label && !kept.contains(&synonym) {
            kept.push(synonym);
        }
    }
    kept
}
