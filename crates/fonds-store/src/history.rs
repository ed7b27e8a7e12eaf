//! What was done, so that it can be seen, undone and brought back: history, undo, trash.

use crate::catalog::{Kept, Placed};
use crate::change::{Change, Purge};
use crate::journal::Line;
use crate::originals::Place;
use fonds_model::{Annotation, Block, Collection, CollectionId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// An original that is kept no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purged {
    /// When it was purged.
    pub time: Timestamp,
    /// Who did it.
    pub agent: String,
    /// What it was.
    #[serde(flatten)]
    pub purge: Purge,
    /// Where it lies or lay.
    pub(crate) places: BTreeSet<Place>,
}

/// One change in the history of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub time: Timestamp,
    /// Who.
    pub agent: String,
    /// On which device.
    pub device: String,
    /// What: the action's name in the journal, such as `set-article`.
    pub action: String,
    /// `undo` or `redo` when it takes an earlier change back or does it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<String>,
    /// The values before, by field.
    pub before: Map<String, Value>,
    /// The values after.
    pub after: Map<String, Value>,
    /// The fields whose values another device replaced without knowing of this change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflict: Vec<String>,
}

/// A check of every byte, as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixityEvent {
    /// When.
    pub time: Timestamp,
    /// Who had it checked.
    pub agent: String,
    /// Nothing was wrong.
    pub ok: bool,
    /// Articles that there were.
    pub articles: u64,
    /// Originals whose digests were compared.
    pub originals: u64,
    /// How many things were wrong.
    pub problems: u64,
}

/// A group of changes that was committed at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Group {
    /// What it did, in the journal's words.
    pub actions: Vec<String>,
    /// The changes that take it back or, while it is undone, do it again; in the order to apply them in.
    pub inverse: Vec<Change>,
    /// The group that was done before it.
    pub earlier: Option<u64>,
    /// When it was first done; catalogs of before did not note it, nor what follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Timestamp>,
    /// Who did it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agent: String,
    /// The first of the records that it changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<String>,
    /// How many changes it made.
    #[serde(default)]
    pub changes: usize,
}

impl Group {
    /// Records of a group that are noted.
    const NOTED: usize = 5;

    /// Notes a change as it is first made.
    pub fn note(&mut self, line: &Line, record: String) {
        self.changes += 1;
        self.time.get_or_insert(line.time);
        self.agent.clone_from(&line.agent);
        if self.records.len() < Self::NOTED && !record.is_empty() && !self.records.contains(&record) {
            self.records.push(record);
        }
        let action = line.change.name();
        if self.actions.last().is_none_or(|last| last != action) {
            self.actions.push(action.to_owned());
        }
    }
}

/// What a device undoes and does again next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Turns {
    /// The latest group that is done.
    pub done: Option<u64>,
    /// The groups that are undone; the last one is done again first.
    pub undone: Vec<u64>,
}

/// A removed article with everything that went with it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Trashed {
    pub removed: Timestamp,
    pub agent: String,
    pub kept: Kept,
    pub body: Vec<Block>,
    pub annotations: Vec<Annotation>,
    pub items: Vec<(CollectionId, Placed)>,
}

/// A removed collection with its items.
#[derive(Serialize, Deserialize)]
pub(crate) struct TrashedCollection {
    pub removed: Timestamp,
    pub agent: String,
    pub collection: Collection,
    pub items: Vec<Placed>,
}

impl Trashed {
    /// What it was, in a few words.
    pub fn told(&self) -> Map<String, Value> {
        let article = &self.kept.article;
        let mut told = one("title", json!(article.title));
        told.insert("citekey".to_owned(), json!(article.citekey));
        told.insert("annotations".to_owned(), json!(self.annotations.len()));
        if let Some(name) = &article.source.file_name {
            told.insert("file_name".to_owned(), json!(name));
        }
        told
    }
}

impl TrashedCollection {
    /// What it was, in a few words.
    pub fn told(&self) -> Map<String, Value> {
        let mut told = one("title", json!(self.collection.title));
        told.insert("items".to_owned(), json!(self.items.len()));
        told
    }
}

/// The record whose history a change belongs to, and the change's values there.
///
/// `annotation` is the one that the change names by id, as it was before.
pub(crate) fn values(change: &Change, annotation: Option<&Annotation>) -> (String, Map<String, Value>) {
    match change {
        Change::Nothing {} | Change::NoteFixity { .. } => (String::new(), Map::new()),
        Change::PurgeOriginal { purge } => {
            let mut values = object(json!(purge));
            values.remove("article");
            (purge.article.0.clone(), values)
        }
        Change::AddArticle { article } => (article.id.0.clone(), one("title", json!(article.title))),
        Change::SetArticle { id, fields } => (id.0.clone(), fields.clone()),
        Change::RemoveArticle { id } | Change::RestoreArticle { id } | Change::DiscardArticle { id } => {
            (id.0.clone(), Map::new())
        }
        Change::TagArticle { article, tag } | Change::UntagArticle { article, tag } => {
            (article.0.clone(), one("tag", json!(tag)))
        }
        Change::SetTag { tag } => (tag.id.0.clone(), object(json!(tag))),
        Change::RemoveTag { id } => (id.0.clone(), Map::new()),
        Change::MergeTags { from, into } => (from.0.clone(), one("into", json!(into))),
        Change::AddAnnotation { annotation } => (annotation.article.0.clone(), annotated(annotation)),
        Change::SetAnnotation { id, fields } => match annotation {
            Some(known) => {
                let mut values = one("quote", json!(known.target.quote.exact));
                values.extend(fields.clone());
                (known.article.0.clone(), values)
            }
            None => (id.0.clone(), fields.clone()),
        },
        Change::RemoveAnnotation { id } => match annotation {
            Some(known) => (known.article.0.clone(), annotated(known)),
            None => (id.0.clone(), Map::new()),
        },
        Change::SetCollection { id, fields } => (id.0.clone(), fields.clone()),
        Change::RemoveCollection { id }
        | Change::RestoreCollection { id }
        | Change::DiscardCollection { id } => (id.0.clone(), Map::new()),
        Change::AddItem { collection, item, .. } | Change::SetItem { collection, item } => {
            (collection.0.clone(), object(json!(item)))
        }
        Change::RemoveItem { collection, item } => (collection.0.clone(), one("id", json!(item))),
        Change::MoveItem { collection, item, position } => {
            let mut values = one("id", json!(item));
            values.insert("position".into(), json!(position));
            (collection.0.clone(), values)
        }
    }
}

/// The values before and after a change, given its own values and its inverse.
pub(crate) fn before_and_after(
    change: &Change,
    values_of_change: Map<String, Value>,
    inverse: &[Change],
    annotation: Option<&Annotation>,
) -> (Map<String, Value>, Map<String, Value>) {
    match change {
        Change::AddArticle { .. }
        | Change::AddAnnotation { .. }
        | Change::AddItem { .. }
        | Change::TagArticle { .. } => (Map::new(), values_of_change),
        Change::UntagArticle { .. } | Change::RemoveAnnotation { .. } => (values_of_change, Map::new()),
        Change::PurgeOriginal { purge } => {
            let mut before = values_of_change;
            before.remove("reason");
            (before, one("reason", json!(purge.reason)))
        }
        _ => {
            let before = inverse.first().map(|inverse| values(inverse, annotation).1).unwrap_or_default();
            let after =
                if matches!(change, Change::RemoveItem { .. }) { Map::new() } else { values_of_change };
            (before, after)
        }
    }
}

fn one(name: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value)])
}

fn annotated(annotation: &Annotation) -> Map<String, Value> {
    let mut values = Map::from_iter([
        ("quote".to_owned(), json!(annotation.target.quote.exact)),
        ("note".to_owned(), json!(annotation.note)),
        ("colour".to_owned(), json!(annotation.colour)),
    ]);
    if let Some(region) = &annotation.target.region {
        values.insert("region".to_owned(), json!(region.fragment));
    }
    values
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
