//! What was done: undoing it, seeing it, bringing back what was removed.

use crate::{Library, LibraryError};
use fonds_model::{ArticleId, CollectionId, Timestamp};
use fonds_store::{Change, DeviceInfo, Entry, PurgeReport, Removed, StoreError};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// What was undone or done again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TurnReport {
    /// What the changes did, such as `set-article`.
    pub actions: Vec<String>,
}

/// Something in the trash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrashEntry {
    /// `article` or `collection`
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it was removed.
    pub removed: Timestamp,
    /// Who removed it.
    pub agent: String,
}

impl Library {
    /// Takes back what this device did last. `None` when there is nothing.
    ///
    /// # Errors
    /// `undo-gone` when nothing of it is there any more; the next call goes on with what was done before.
    pub fn undo(&self) -> Result<Option<TurnReport>, LibraryError> {
        self.turn(fonds_store::Store::undo)
    }

    /// Does again what was undone last. `None` when there is nothing.
    ///
    /// # Errors
    /// As for [`Library::undo`].
    pub fn redo(&self) -> Result<Option<TurnReport>, LibraryError> {
        self.turn(fonds_store::Store::redo)
    }

    /// The id of a record whose history is asked for: an article by id, its unique beginning or citekey, a collection or a
    /// tag by id or name, something in the trash, or by its whole id what is gone for good.
    ///
    /// # Errors
    /// `unknown-article`, `ambiguous-article`.
    pub fn record_named(&self, name: &str) -> Result<String, LibraryError> {
        let unknown = match self.resolve(name) {
            Ok(id) => return Ok(id.0),
            Err(unknown) => unknown,
        };
        let known =
            self.collection_named(name).map(|id| id.0).or_else(|_| self.tag_named(name).map(|id| id.0));
        if let Ok(id) = known {
            return Ok(id);
        }
        if let Ok([entry]) = self.trashed(&[name.to_owned()]).as_deref() {
            return Ok(entry.id.clone());
        }
        if self.store.history(name)?.is_empty() { Err(unknown) } else { Ok(name.to_owned()) }
    }

    /// The changes of an article, a tag or a collection, oldest first. Tags and collections in them are called by their
    /// names.
    ///
    /// # Errors
    /// When the catalog cannot be read; so for [`Library::trash`].
    pub fn history(&self, record: &str) -> Result<Vec<Entry>, LibraryError> {
        let mut entries = self.store.history(record)?;
        let labels = self.store.tags()?.into_iter().map(|tag| (tag.id.0, tag.label));
        let titles = self.store.collections()?.into_iter().map(|known| (known.id.0, known.title));
        let names: HashMap<String, String> = labels.chain(titles).collect();
        for values in entries.iter_mut().flat_map(|entry| [&mut entry.before, &mut entry.after]) {
            for field in ["tag", "into", "parent"] {
                if let Some(value) = values.get_mut(field)
                    && let Some(name) = value.as_str().and_then(|id| names.get(id))
                {
                    *value = serde_json::Value::from(name.clone());
                }
            }
        }
        Ok(entries)
    }

    /// What is in the trash, the latest first.
    pub fn trash(&self) -> Result<Vec<TrashEntry>, LibraryError> {
        let entry = |removed| match removed {
            Removed::Article { id, title, removed, agent } => {
                TrashEntry { kind: "article", id: id.0, title, removed, agent }
            }
            Removed::Collection { id, title, removed, agent } => {
                TrashEntry { kind: "collection", id: id.0, title, removed, agent }
            }
        };
        Ok(self.store.trash()?.into_iter().map(entry).collect())
    }

    /// Brings articles and collections back from the trash, named by id or its unique beginning.
    ///
    /// # Errors
    /// `not-in-trash`; then nothing is brought back.
    pub fn restore_trashed(&self, names: &[String]) -> Result<Vec<TrashEntry>, LibraryError> {
        let entries = self.trashed(names)?;
        let change = |entry: &TrashEntry| match entry.kind {
            "article" => Change::RestoreArticle { id: ArticleId(entry.id.clone()) },
            _ => Change::RestoreCollection { id: CollectionId(entry.id.clone()) },
        };
        self.commit_if_any(&entries.iter().map(change).collect::<Vec<_>>())?;
        Ok(entries)
    }

    /// Takes articles and collections out of the trash for good. Their originals and the journal stay, until
    /// [`Library::purge_unused`].
    ///
    /// # Errors
    /// `not-in-trash`; then nothing is taken out.
    pub fn empty_trash(&self, names: Option<&[String]>) -> Result<Vec<TrashEntry>, LibraryError> {
        let entries = match names {
            Some(names) => self.trashed(names)?,
            None => self.trash()?,
        };
        let change = |entry: &TrashEntry| match entry.kind {
            "article" => Change::DiscardArticle { id: ArticleId(entry.id.clone()) },
            _ => Change::DiscardCollection { id: CollectionId(entry.id.clone()) },
        };
        self.commit_if_any(&entries.iter().map(change).collect::<Vec<_>>())?;
        Ok(entries)
    }

    /// Purges the original of an article, which may lie in the trash: its bytes are kept no more, here and, after the
    /// next backup, there. What it was, who purged it and why stays in the history.
    ///
    /// With `everywhere` it is also erased from files that other devices write: only when no other device has the
    /// library open.
    ///
    /// # Errors
    /// `unknown-article`, `unknown-original`, `original-purged` when it is gone already, or what the disk says.
    pub fn purge_original(
        &self,
        article: &str,
        reason: &str,
        everywhere: bool,
    ) -> Result<PurgeReport, LibraryError> {
        let id = self.resolve(article).or_else(|unknown| {
            let trashed = self.trashed(&[article.to_owned()]).map_err(|_| unknown)?;
            Ok::<_, LibraryError>(
                trashed.into_iter().map(|entry| ArticleId(entry.id)).next().unwrap_or_default(),
            )
        })?;
        let reason = fonds_model::text::clean_line(reason);
        let mut report = None;
        self.and_index(|store| {
            report = Some(store.purge(&id, &reason, everywhere)?);
            Ok(BTreeSet::new())
        })?;
        report.ok_or(LibraryError::NoArticle(id.0))
    }

    /// The devices that work on the library.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn devices(&self) -> Result<Vec<DeviceInfo>, LibraryError> {
        Ok(self.store.devices()?)
    }

    fn trashed(&self, names: &[String]) -> Result<Vec<TrashEntry>, LibraryError> {
        let trash = self.trash()?;
        let named = |name: &String| {
            let mut found =
                trash.iter().filter(|entry| !name.is_empty() && entry.id.starts_with(name.as_str()));
            match (found.next(), found.next()) {
                (Some(entry), None) => Ok(entry.clone()),
                _ => Err(LibraryError::NotInTrash(name.clone())),
            }
        };
        names.iter().map(named).collect()
    }

    fn turn(
        &self,
        turn: fn(&fonds_store::Store) -> Result<Option<fonds_store::Turned>, StoreError>,
    ) -> Result<Option<TurnReport>, LibraryError> {
        let mut report = None;
        self.and_index(|store| {
            let Some(turned) = turn(store)? else { return Ok(Default::default()) };
            report = Some(TurnReport { actions: turned.actions });
            Ok(turned.touched)
        })?;
        Ok(report)
    }
}
