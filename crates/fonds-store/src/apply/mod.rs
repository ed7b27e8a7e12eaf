//! Applying changes to the catalog, each with what takes it back.

mod annotations;
mod articles;
mod collections;
mod conflicts;
mod tags;

use crate::catalog::{Applied, Catalog, decode, key, number, pair, stamp_key};
use crate::engine::{Engine, Row, Writes};
use crate::history::{self, Entry, FixityEvent, Group, Purged, Trashed, TrashedCollection, Turns};
use crate::journal::{Line, Turn};
use crate::originals::Place;
use crate::{Change, StoreError};
use fonds_model::{Annotation, ArticleId, Digest, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Changes that are being applied: what they write is seen by the next one, and reaches the disk at once or never.
pub(crate) struct Draft<'a> {
    engine: &'a Engine,
    pub(super) writes: Writes,
    open: Option<OpenGroup>,
    touched: BTreeSet<ArticleId>,
    /// When what is being applied was done.
    now: Option<Timestamp>,
}

/// The group that lines are being added to; it is written once, at its end.
struct OpenGroup {
    device: String,
    number: u64,
    turn: Turn,
    group: Group,
    turns: Turns,
}

/// The changes that take a change back, in order.
type Inverse = Vec<Change>;

impl<'a> Draft<'a> {
    /// Begins on a catalog as it is.
    pub fn on(catalog: &'a Catalog) -> Self {
        Self {
            engine: catalog.engine(),
            writes: Writes::new(),
            open: None,
            touched: BTreeSet::new(),
            now: None,
        }
    }

    /// Goes on with what was written before.
    pub fn with(catalog: &'a Catalog, writes: Writes) -> Self {
        Self { writes, ..Self::on(catalog) }
    }

    /// What is to be written, and the articles that look different afterwards.
    pub fn finish(mut self) -> Result<(Writes, BTreeSet<ArticleId>), StoreError> {
        self.close_group()?;
        Ok((self.writes, self.touched))
    }

    pub fn set_applied(&mut self, applied: &Applied) -> Result<(), StoreError> {
        self.put(key('p', ""), applied)
    }

    /// Notes which library the catalog is of.
    pub fn set_library(&mut self, id: &str) -> Result<(), StoreError> {
        if self.has(&key('l', ""))? { Ok(()) } else { self.put(key('l', ""), &id) }
    }

    /// Notes where an original is.
    pub fn set_original(&mut self, digest: &Digest, place: &Place) -> Result<(), StoreError> {
        self.put(key('o', digest.as_str()), place)
    }

    /// Notes where an original that was purged lies.
    pub fn set_purged(&mut self, digest: &Digest, purged: &Purged) -> Result<(), StoreError> {
        self.put(key('g', digest.as_str()), purged)
    }

    /// Notes how much of a WARC file is known, in bytes.
    pub fn set_known(&mut self, file: &str, length: u64) -> Result<(), StoreError> {
        self.put(key('w', file), &length)
    }

    /// Applies a line's change and notes it in the history. A change that is refused leaves nothing.
    ///
    /// With `merging`, names that two devices gave to different things are told apart instead of refused. The text of an
    /// article that comes in is taken out of the line.
    pub fn apply(&mut self, line: &mut Line, merging: bool) -> Result<(), StoreError> {
        // A check changes no record: it is neither history nor to be undone.
        if let Change::NoteFixity { ok, articles, originals, problems, .. } = line.change {
            let (time, agent) = (line.time, line.agent.clone());
            return self.put(key('f', ""), &FixityEvent { time, agent, ok, articles, originals, problems });
        }
        self.now = Some(line.time);
        let annotation = self.annotation_of(&line.change)?;
        let (record, values) = history::values(&line.change, annotation.as_ref());
        let leaving = self.leaving(&line.change)?;
        let mut inverse = self.enact(line, merging)?;
        let (mut before, after) =
            history::before_and_after(&line.change, values, &inverse, annotation.as_ref());
        before.extend(leaving);
        let turn = match line.turn {
            Turn { undoes: Some(_), .. } => Some("undo".to_owned()),
            Turn { redoes: Some(_), .. } => Some("redo".to_owned()),
            Turn { .. } => None,
        };
        let entry = Entry {
            time: line.time,
            agent: line.agent.clone(),
            device: line.device.clone(),
            action: line.change.name().to_owned(),
            turn,
            before,
            after,
            conflict: vec![],
        };
        self.put(pair('h', &record, &stamp_key(&line.stamp())), &entry)?;
        self.note_setters(line, &record)?;
        if matches!(line.change, Change::PurgeOriginal { .. }) {
            // Bytes that are gone cannot come back.
            return Ok(());
        }
        self.open_group(line)?;
        if let Some(open) = &mut self.open {
            inverse.reverse();
            open.group.inverse.extend(inverse);
            if line.turn == Turn::default() {
                open.group.note(line, record);
            }
        }
        Ok(())
    }

    /// Has the group that a line belongs to ready: its own, or the one that it undoes or does again.
    ///
    /// While a group is open its inverse is in the order of the lines; it is turned round when it is closed.
    pub(super) fn open_group(&mut self, line: &Line) -> Result<(), StoreError> {
        let own = if line.group == 0 { line.seq } else { line.group };
        let number = line.turn.undoes.or(line.turn.redoes).unwrap_or(own);
        let is_of =
            |open: &OpenGroup| open.device == line.device && open.number == number && open.turn == line.turn;
        if self.open.as_ref().is_some_and(is_of) {
            return Ok(());
        }
        self.close_group()?;
        let mut turns: Turns = self.read(&key('U', &line.device))?.unwrap_or_default();
        let known: Option<Group> = self.read(&pair('u', &line.device, &self::number(number)))?;
        let mut group = known.clone().unwrap_or_default();
        group.inverse.reverse();
        let undone = turns.undone.last() == Some(&number);
        if line.turn.undoes.is_some() && !undone {
            turns.done = group.earlier;
            turns.undone.push(number);
            group.inverse.clear();
        } else if line.turn.redoes.is_some() && undone {
            turns.undone.pop();
            group.earlier = turns.done;
            turns.done = Some(number);
            group.inverse.clear();
        } else if line.turn == Turn::default() && known.is_none() {
            group.earlier = turns.done;
            turns = Turns { done: Some(number), undone: vec![] };
        }
        let device = line.device.clone();
        self.open = Some(OpenGroup { device, number, turn: line.turn, group, turns });
        Ok(())
    }

    pub(super) fn close_group(&mut self) -> Result<(), StoreError> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        open.group.inverse.reverse();
        self.put(pair('u', &open.device, &number(open.number)), &open.group)?;
        self.put(key('U', &open.device), &open.turns)
    }

    /// What the history keeps of a record that leaves the trash for good: what it was, not what it said.
    fn leaving(&self, change: &Change) -> Result<Map<String, Value>, StoreError> {
        Ok(match change {
            Change::DiscardArticle { id } => {
                let gone: Option<Trashed> = self.read(&key('z', id.as_str()))?;
                gone.map(|gone| gone.told()).unwrap_or_default()
            }
            Change::DiscardCollection { id } => {
                let gone: Option<TrashedCollection> = self.read(&key('Z', id.as_str()))?;
                gone.map(|gone| gone.told()).unwrap_or_default()
            }
            _ => Map::new(),
        })
    }

    fn annotation_of(&self, change: &Change) -> Result<Option<Annotation>, StoreError> {
        match change {
            Change::SetAnnotation { id, .. } | Change::RemoveAnnotation { id } => {
                self.read(&key('x', id.as_str()))
            }
            _ => Ok(None),
        }
    }

    pub(super) fn enact(&mut self, line: &mut Line, merging: bool) -> Result<Inverse, StoreError> {
        let body = match &mut line.change {
            Change::AddArticle { article } => std::mem::take(&mut article.body),
            _ => vec![],
        };
        match &line.change {
            Change::Nothing {} | Change::NoteFixity { .. } => Ok(vec![]),
            Change::PurgeOriginal { purge } => self.purge_original(purge, line),
            Change::AddArticle { article } => {
                self.add_article(article, body, &stamp_key(&line.stamp()), merging)
            }
            Change::SetArticle { id, fields } => self.set_article(id, fields, merging),
            Change::RemoveArticle { id } => self.remove_article(id, line),
            Change::RestoreArticle { id } => self.restore_article(id),
            Change::DiscardArticle { id } => self.discard('z', "article", id.as_str()),
            Change::TagArticle { article, tag } => self.tag_article(article, tag),
            Change::UntagArticle { article, tag } => self.untag_article(article, tag),
            Change::SetTag { tag } => self.set_tag(tag),
            Change::RemoveTag { id } => self.replace_tag(id, None),
            Change::MergeTags { from, into } => {
                self.need('t', "tag", into.as_str())?;
                self.replace_tag(from, Some(into))
            }
            Change::AddAnnotation { annotation } => self.add_annotation(annotation),
            Change::SetAnnotation { id, fields } => self.set_annotation(id, fields),
            Change::RemoveAnnotation { id } => self.remove_annotation(id),
            Change::SetCollection { id, fields } => self.set_collection(id, fields),
            Change::RemoveCollection { id } => self.remove_collection(id, line),
            Change::RestoreCollection { id } => self.restore_collection(id),
            Change::DiscardCollection { id } => self.discard('Z', "collection", id.as_str()),
            Change::AddItem { collection, item, position } => self.add_item(collection, item, position),
            Change::SetItem { collection, item } => {
                let before = self.change_item(collection, &item.id, |placed| placed.item = item.clone())?;
                Ok(vec![Change::SetItem { collection: collection.clone(), item: before.item }])
            }
            Change::RemoveItem { collection, item } => self.remove_item(collection, item),
            Change::MoveItem { collection, item, position } => {
                let before =
                    self.change_item(collection, item, |placed| placed.position = position.clone())?;
                let (collection, item) = (collection.clone(), item.clone());
                Ok(vec![Change::MoveItem { collection, item, position: before.position }])
            }
        }
    }

    pub(super) fn discard(
        &mut self,
        table: char,
        what: &'static str,
        id: &str,
    ) -> Result<Inverse, StoreError> {
        self.need(table, what, id)?;
        self.delete(key(table, id));
        Ok(vec![])
    }

    pub(super) fn known<T: DeserializeOwned>(
        &self,
        row: Vec<u8>,
        what: &'static str,
        id: &str,
    ) -> Result<T, StoreError> {
        self.read(&row)?.ok_or_else(|| StoreError::Unknown { what, id: id.to_owned() })
    }

    pub(super) fn need(&self, table: char, what: &'static str, id: &str) -> Result<(), StoreError> {
        if self.has(&key(table, id))? { Ok(()) } else { Err(StoreError::Unknown { what, id: id.to_owned() }) }
    }

    pub(super) fn has(&self, row: &[u8]) -> Result<bool, StoreError> {
        Ok(match self.writes.get(row) {
            Some(written) => written.is_some(),
            None => self.engine.has(row)?,
        })
    }

    pub(super) fn read<T: DeserializeOwned>(&self, row: &[u8]) -> Result<Option<T>, StoreError> {
        match self.writes.get(row) {
            Some(written) => written.as_deref().map(decode).transpose(),
            None => self.engine.get(row)?.map(|value| decode(&value)).transpose(),
        }
    }

    pub(super) fn scan(&self, prefix: &[u8]) -> Result<Vec<Row>, StoreError> {
        let mut rows: BTreeMap<_, _> = self.engine.scan(prefix)?.into_iter().collect();
        for (row, written) in self.writes.iter().filter(|(row, _)| row.starts_with(prefix)) {
            match written {
                Some(value) => rows.insert(row.clone(), value.clone()),
                None => rows.remove(row),
            };
        }
        Ok(rows.into_iter().collect())
    }

    pub(super) fn keys(&self, prefix: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.scan(prefix)?.into_iter().map(|(row, _)| row).collect())
    }

    pub(super) fn put(&mut self, row: Vec<u8>, value: &impl Serialize) -> Result<(), StoreError> {
        self.writes.insert(row, Some(serde_json::to_vec(value)?));
        Ok(())
    }

    pub(super) fn delete(&mut self, row: Vec<u8>) {
        self.writes.insert(row, None);
    }
}

/// The values that these fields have in a record; `null` for those that it does not have.
pub(super) fn fields_of(record: &Value, fields: &Map<String, Value>) -> Map<String, Value> {
    let value = |name: &String| record.get(name).cloned().unwrap_or(Value::Null);
    fields.keys().map(|name| (name.clone(), value(name))).collect()
}

/// The record with these fields set; `null` gives a field its default.
pub(super) fn merge<T: Serialize + DeserializeOwned>(
    what: &'static str,
    id: &str,
    record: &T,
    fields: &Map<String, Value>,
) -> Result<T, StoreError> {
    let mut value = json!(record);
    if let Value::Object(map) = &mut value {
        for (name, field) in fields {
            match field {
                Value::Null => map.remove(name),
                field => map.insert(name.clone(), field.clone()),
            };
        }
    }
    from_value(what, id, value)
}

pub(super) fn from_value<T: DeserializeOwned>(
    what: &'static str,
    id: &str,
    value: Value,
) -> Result<T, StoreError> {
    let bad = |error: serde_json::Error| StoreError::BadField {
        what,
        id: id.to_owned(),
        reason: error.to_string(),
    };
    serde_json::from_value(value).map_err(bad)
}
