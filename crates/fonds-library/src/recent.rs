//! What was done last in the whole library, to be seen and to be undone up to a place.

use crate::{Library, LibraryError, TurnReport};
use fonds_model::Timestamp;
use fonds_store::{RecentGroup, TurnState};
use serde::Serialize;

/// A group of changes that was made at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecentChange {
    /// Its number on its device.
    pub number: u64,
    /// Whether this device made it; only then can it be undone here.
    pub own: bool,
    /// When; `None` where that was not noted.
    pub time: Option<Timestamp>,
    /// Who; empty where that was not noted.
    pub agent: String,
    /// On which device.
    pub device: String,
    /// What, in the journal's words, such as `set-article`.
    pub actions: Vec<String>,
    /// The first of the records that it changed.
    pub records: Vec<RecentRecord>,
    /// How many changes it made; 0 where that was not noted.
    pub changes: usize,
    /// Whether it holds.
    pub state: TurnState,
}

/// A record that was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecentRecord {
    /// `article`, `collection`, `tag`; empty of one that is gone for good.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What it is called now, or was when it went for good.
    pub title: String,
}

impl Library {
    /// The latest groups of changes, the latest first.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn recent_changes(&self, limit: usize) -> Result<Vec<RecentChange>, LibraryError> {
        self.store.recent(limit)?.into_iter().map(|group| self.recent_change(group)).collect()
    }

    /// Takes back what this device did from that group on, the latest first. What is gone by now is passed over.
    ///
    /// # Errors
    /// What the disk says; what was taken back until then stays so.
    pub fn undo_to(&self, number: u64) -> Result<Vec<TurnReport>, LibraryError> {
        let mut reports = Vec::new();
        while self.store.next_undo()?.is_some_and(|next| next >= number) {
            match self.undo() {
                Ok(Some(report)) => reports.push(report),
                Ok(None) => break,
                Err(error) if error.code() == "undo-gone" => {}
                Err(error) => return Err(error),
            }
        }
        Ok(reports)
    }

    /// Does again what was undone, up to that group.
    ///
    /// # Errors
    /// As [`Library::undo_to`].
    pub fn redo_to(&self, number: u64) -> Result<Vec<TurnReport>, LibraryError> {
        let mut reports = Vec::new();
        while self.store.redoes()?.contains(&number) {
            match self.redo() {
                Ok(Some(report)) => reports.push(report),
                Ok(None) => break,
                Err(error) if error.code() == "undo-gone" => {}
                Err(error) => return Err(error),
            }
        }
        Ok(reports)
    }

    fn recent_change(&self, group: RecentGroup) -> Result<RecentChange, LibraryError> {
        let records = group.records.into_iter().map(|id| self.recent_record(id));
        Ok(RecentChange {
            number: group.number,
            own: group.own,
            time: group.time,
            agent: group.agent,
            device: group.device,
            actions: group.actions,
            records: records.collect::<Result<_, _>>()?,
            changes: group.changes,
            state: group.state,
        })
    }

    fn recent_record(&self, id: String) -> Result<RecentRecord, LibraryError> {
        let article = match self.store.head(&id.as_str().into())? {
            Some(article) => Some(article),
            None => self.store.trashed_article(&id.as_str().into())?,
        };
        if let Some(article) = article {
            return Ok(RecentRecord { kind: "article", id, title: article.title });
        }
        if let Some(tag) = self.store.tag(&id.as_str().into())? {
            return Ok(RecentRecord { kind: "tag", id, title: tag.label });
        }
        if let Some(found) = self.store.collection(&id.as_str().into())? {
            return Ok(RecentRecord { kind: "collection", id, title: found.title });
        }
        let title = self.store.history(&id)?.into_iter().rev().find_map(|entry| {
            let title = entry.before.get("title").or_else(|| entry.after.get("title"))?;
            title.as_str().map(str::to_owned)
        });
        Ok(RecentRecord { kind: "", id, title: title.unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FieldValue, Format, ImportOptions, Language, environment};

    #[test]
    fn what_was_done_is_seen_and_undone_up_to_a_place() {
        let dir = tempfile::tempdir().unwrap();
        let library = Library::create(&dir.path().join("x"), "x", environment()).unwrap();
        let options = ImportOptions { format: Some(Format::Text), ..ImportOptions::default() };
        let text = "Bến phà cũ\n\nMột đoạn văn đủ dài để là một bài viết về bến phà cũ.\n";
        let read = library.import_bytes("x.txt", text.into(), options, Language::English).unwrap();
        let id = read.imported[0].id.clone();
        for title in ["Một", "Hai", "Ba"] {
            library.edit(&id, &[FieldValue { field: "title".into(), value: title.into() }]).unwrap();
        }
        library.tag(std::slice::from_ref(&id), "Sông").unwrap();
        let states = || {
            let recent = library.recent_changes(9).unwrap();
            recent.iter().map(|change| (change.number, change.state)).collect::<Vec<_>>()
        };
        let recent = library.recent_changes(9).unwrap();
        assert_eq!(recent[0].actions, ["set-tag", "tag-article"]);
        assert_eq!((recent[0].changes, recent[0].records.len()), (2, 2));
        assert!(
            recent
                .iter()
                .all(|change| change.own && change.state == TurnState::Done && change.time.is_some())
        );
        assert_eq!(
            recent[1].records,
            [RecentRecord { kind: "article", id: id.0.clone(), title: "Ba".into() }]
        );
        let hai = recent[2].number;
        assert_eq!(library.undo_to(hai).unwrap().len(), 3);
        assert_eq!(library.article(&id).unwrap().title, "Một");
        assert_eq!(
            states().iter().map(|(_, state)| *state).collect::<Vec<_>>()[..4],
            [TurnState::Undone, TurnState::Undone, TurnState::Undone, TurnState::Done]
        );
        assert_eq!(library.redo_to(hai).unwrap().len(), 1);
        assert_eq!(library.article(&id).unwrap().title, "Hai");
        library.edit(&id, &[FieldValue { field: "title".into(), value: "Khác".into() }]).unwrap();
        assert_eq!(states().iter().filter(|(_, state)| *state == TurnState::TakenBack).count(), 2);
        assert_eq!(library.recent_changes(2).unwrap().len(), 2);
        assert!(library.undo_to(u64::MAX).unwrap().is_empty());
    }
}
