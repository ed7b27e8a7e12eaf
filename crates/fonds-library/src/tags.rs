//! Tags on articles: put and taken off, found by label or synonym, made when first used.

use crate::vocabulary::Uses;
use crate::{Library, LibraryError, TagEntry};
use fonds_model::text::{clean_line, fold};
use fonds_model::{ArticleId, Tag, TagId};
use fonds_store::Change;
use std::collections::{HashMap, HashSet};

impl Library {
    /// Every tag with the number of articles that carry it, by label.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn tags(&self) -> Result<Vec<TagEntry>, LibraryError> {
        let tags = self.store.tags()?;
        let uses = self.tag_uses(&tags)?;
        let entry = |(tag, uses): (Tag, Uses)| TagEntry {
            id: tag.id,
            label: tag.label,
            parent: tag.parent,
            count: uses.own,
            total: uses.with_narrower,
            alt_labels: tag.alt_labels,
            scope_note: tag.scope_note,
            authority: tag.authority,
            term: tag.term,
            colour: tag.colour,
        };
        let mut entries: Vec<_> = tags.into_iter().zip(uses).map(entry).collect();
        entries.sort_by_cached_key(|entry| (fold(&entry.label), entry.label.clone()));
        Ok(entries)
    }

    /// Puts a tag on articles; it is made if no tag has the label. `/` in a label makes a tree.
    ///
    /// # Errors
    /// `unknown-article`, `empty-tag`; then nothing is tagged.
    pub fn tag(&self, articles: &[ArticleId], label: &str) -> Result<TagEntry, LibraryError> {
        let (tags, mut changes) = self.tags_by_label(&[label.to_owned()])?;
        let tag = tags.into_iter().next().ok_or(LibraryError::EmptyTag)?;
        changes.extend(self.taggings(articles, &tag)?);
        self.commit_if_any(&changes)?;
        self.tag_entry(&tag)
    }

    /// Puts a tag that is there on articles.
    ///
    /// # Errors
    /// `unknown-tag`, `unknown-article`; then nothing is tagged.
    pub fn put_tag(&self, articles: &[ArticleId], tag: &TagId) -> Result<(), LibraryError> {
        self.tag_entry(tag)?;
        self.commit_if_any(&self.taggings(articles, tag)?)
    }

    /// The changes that put a tag on those articles that do not carry it.
    fn taggings(&self, articles: &[ArticleId], tag: &TagId) -> Result<Vec<Change>, LibraryError> {
        let mut changes = Vec::new();
        for id in articles {
            if !self.article(id)?.tags.contains(tag) {
                changes.push(Change::TagArticle { article: id.clone(), tag: tag.clone() });
            }
        }
        Ok(changes)
    }

    /// Takes a tag off articles.
    ///
    /// # Errors
    /// `unknown-article`; then nothing is changed.
    pub fn untag(&self, articles: &[ArticleId], tag: &TagId) -> Result<(), LibraryError> {
        let mut changes = Vec::new();
        for id in articles {
            if self.article(id)?.tags.contains(tag) {
                changes.push(Change::UntagArticle { article: id.clone(), tag: tag.clone() });
            }
        }
        self.commit_if_any(&changes)
    }

    /// The tag of that id, label or synonym (case and Vietnamese marks as written, else without them if unique).
    ///
    /// # Errors
    /// `unknown-tag`.
    pub fn tag_named(&self, name: &str) -> Result<TagId, LibraryError> {
        let tags = self.store.tags()?;
        let paths = paths(&tags);
        let wanted = clean_line(name);
        let exact = tags.iter().find(|tag| {
            tag.id.as_str() == wanted || tag.label == wanted || paths.get(&tag.id) == Some(&wanted)
        });
        if let Some(tag) = exact.or_else(|| tags.iter().find(|tag| tag.alt_labels.contains(&wanted))) {
            return Ok(tag.id.clone());
        }
        let folded = fold(&wanted);
        let is_called = |tag: &&Tag| {
            std::iter::once(&tag.label).chain(&tag.alt_labels).any(|label| fold(label) == folded)
        };
        let mut folded = tags.iter().filter(is_called);
        match (folded.next(), folded.next()) {
            (Some(tag), None) => Ok(tag.id.clone()),
            _ => Err(LibraryError::NoTag(name.to_owned())),
        }
    }

    /// The tag and all narrower ones.
    pub(crate) fn narrower(&self, tag: &TagId) -> Result<HashSet<TagId>, LibraryError> {
        let tags = self.store.tags()?;
        let mut found = HashSet::from([tag.clone()]);
        loop {
            let before = found.len();
            let under = |tag: &&Tag| tag.parent.as_ref().is_some_and(|parent| found.contains(parent));
            let more: Vec<_> = tags.iter().filter(under).map(|tag| tag.id.clone()).collect();
            found.extend(more);
            if found.len() == before {
                return Ok(found);
            }
        }
    }

    /// The tags of these labels, and the changes that make the missing ones.
    pub(crate) fn tags_by_label(&self, labels: &[String]) -> Result<(Vec<TagId>, Vec<Change>), LibraryError> {
        let mut tags = self.store.tags()?;
        let mut changes = Vec::new();
        let mut found = Vec::new();
        for label in labels {
            let mut parent: Option<TagId> = None;
            for part in label.split('/').map(clean_line) {
                if part.is_empty() {
                    return Err(LibraryError::EmptyTag);
                }
                parent = Some(self.find_or_make(&mut tags, &mut changes, parent, part, !label.contains('/')));
            }
            found.extend(parent.filter(|tag| !found.contains(tag)));
        }
        Ok((found, changes))
    }

    /// `anywhere`: a label without a path names the tag wherever it stands in the tree, first of all at the root. A tag
    /// goes by its synonyms too, where none has them as its label.
    pub(crate) fn find_or_make(
        &self,
        tags: &mut Vec<Tag>,
        changes: &mut Vec<Change>,
        parent: Option<TagId>,
        label: String,
        anywhere: bool,
    ) -> TagId {
        let there = |tag: &&Tag| anywhere || tag.parent == parent;
        let called = |tag: &&Tag| tag.label == label;
        let also_called = |tag: &&Tag| tag.alt_labels.contains(&label);
        let here = tags.iter().find(|tag| called(tag) && tag.parent == parent);
        let found = here.or_else(|| tags.iter().filter(there).find(called));
        if let Some(tag) = found.or_else(|| tags.iter().filter(there).find(also_called)) {
            return tag.id.clone();
        }
        let tag = Tag { id: TagId(self.ids().next_id()), label, parent, ..Tag::default() };
        let id = tag.id.clone();
        changes.push(Change::SetTag { tag: tag.clone() });
        tags.push(tag);
        id
    }

    pub(crate) fn commit_if_any(&self, changes: &[Change]) -> Result<(), LibraryError> {
        if changes.is_empty() { Ok(()) } else { self.commit(&[], changes) }
    }
}

/// Each tag's labels from the root on, joined by `/`.
pub(crate) fn paths(tags: &[Tag]) -> HashMap<TagId, String> {
    let by_id: HashMap<_, _> = tags.iter().map(|tag| (&tag.id, tag)).collect();
    let path = |tag: &Tag| {
        let mut labels = vec![tag.label.clone()];
        let mut parent = tag.parent.as_ref();
        while let Some(tag) = parent.and_then(|id| by_id.get(id)).filter(|_| labels.len() < 32) {
            labels.push(tag.label.clone());
            parent = tag.parent.as_ref();
        }
        labels.reverse();
        labels.join("/")
    };
    tags.iter().map(|tag| (tag.id.clone(), path(tag))).collect()
}
