//! Fields that two devices set without knowing of one another: the last one holds, and the history shows what was lost.

use super::Draft;
use crate::catalog::{key, pair, stamp_key};
use crate::history::Entry;
use crate::journal::Line;
use crate::{Change, StoreError};
use fonds_model::Digest;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Who set a field last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Setter {
    device: String,
    /// Number of the line in that device's journal.
    seq: u64,
    /// The row of the change in the history, and the SHA-256 of the value as it was set.
    entry: String,
    value: Digest,
}

impl Draft<'_> {
    /// Notes who set the fields of a change whose entry in the history is `entry` of `record`, and marks the entries of
    /// those who set them before and whom the line's device knew nothing of.
    pub(super) fn note_setters(&mut self, line: &Line, record: &str) -> Result<(), StoreError> {
        let Some((id, fields)) = fields_set(&line.change) else { return Ok(()) };
        let row = key('v', id);
        let mut setters: BTreeMap<String, Setter> = self.read(&row)?.unwrap_or_default();
        let entry = format!("{record}/{}", stamp_key(&line.stamp()));
        for (field, value) in fields {
            let (device, seq) = (line.device.clone(), line.seq);
            let value = Digest::of(&serde_json::to_vec(value)?);
            let now = Setter { device, seq, entry: entry.clone(), value: value.clone() };
            if let Some(before) = setters.insert(field.clone(), now)
                && before.value != value
                && line.knew_nothing_of(&before.device, before.seq)
            {
                self.mark_conflict(&before.entry, field)?;
            }
        }
        self.put(row, &setters)
    }

    fn mark_conflict(&mut self, entry: &str, field: &str) -> Result<(), StoreError> {
        let (record, stamp) = entry.rsplit_once('/').unwrap_or((entry, ""));
        let row = pair('h', record, stamp);
        let Some(mut entry) = self.read::<Entry>(&row)? else { return Ok(()) };
        if !entry.conflict.iter().any(|known| known == field) {
            entry.conflict.push(field.to_owned());
        }
        self.put(row, &entry)
    }
}

/// The record that a change sets fields of. When an annotation was changed is no field that anybody sets.
fn fields_set(change: &Change) -> Option<(&str, impl Iterator<Item = (&String, &Value)>)> {
    let (id, fields, unset): (&str, &Map<String, Value>, &str) = match change {
        Change::SetArticle { id, fields } => (id.as_str(), fields, ""),
        Change::SetCollection { id, fields } => (id.as_str(), fields, ""),
        Change::SetAnnotation { id, fields } => (id.as_str(), fields, "modified"),
        _ => return None,
    };
    Some((id, fields.iter().filter(move |(field, _)| *field != unset)))
}
