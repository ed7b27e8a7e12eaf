//! What was done last in the whole library, and which of it can be undone or done again.

use crate::catalog::Catalog;
use crate::history::Turns;
use crate::store::READ;
use crate::{Change, Store, StoreError};
use fonds_model::{Article, ArticleId, Timestamp};
use serde::Serialize;
use std::collections::BTreeSet;

/// Whether a group of changes holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TurnState {
    /// It holds, and can be undone where it was made.
    Done,
    /// It is undone, and can be done again where it was made.
    Undone,
    /// It is undone, and something else was done since.
    TakenBack,
}

/// A group of changes that was made at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentGroup {
    /// The device that made it.
    pub device: String,
    /// Whether that is this one.
    pub own: bool,
    /// Its number there.
    pub number: u64,
    /// When it was made; `None` where a catalog of before did not note it.
    pub time: Option<Timestamp>,
    /// Who made it; empty where that was not noted.
    pub agent: String,
    /// What it did, in the journal's words.
    pub actions: Vec<String>,
    /// The first of the records that it changed.
    pub records: Vec<String>,
    /// How many changes it made; 0 where that was not noted.
    pub changes: usize,
    /// Whether it holds.
    pub state: TurnState,
}

impl Store {
    /// The latest groups of changes of all devices, the latest first.
    ///
    /// # Errors
    /// When the catalog cannot be read; so for all that follow.
    pub fn recent(&self, limit: usize) -> Result<Vec<RecentGroup>, StoreError> {
        let own = self.info.device.clone();
        self.watched(READ, move |catalog| {
            let applied = catalog.applied()?.unwrap_or_default();
            let mut groups = Vec::new();
            for device in applied.marks.keys() {
                groups.extend(of_device(catalog, device, *device == own, limit)?);
            }
            groups.sort_by(|a, b| (b.time, b.number, &b.device).cmp(&(a.time, a.number, &a.device)));
            groups.truncate(limit);
            Ok(groups)
        })
    }

    /// The number of the group that [`Store::undo`] takes back next.
    pub fn next_undo(&self) -> Result<Option<u64>, StoreError> {
        Ok(self.own_turns()?.done)
    }

    /// The numbers of the groups that [`Store::redo`] does again, the next one last.
    pub fn redoes(&self) -> Result<Vec<u64>, StoreError> {
        Ok(self.own_turns()?.undone)
    }

    /// A removed article, without its body.
    pub fn trashed_article(&self, id: &ArticleId) -> Result<Option<Article>, StoreError> {
        self.about(id, Catalog::trashed_article)
    }

    fn own_turns(&self) -> Result<Turns, StoreError> {
        let device = self.info.device.clone();
        self.watched(READ, move |catalog| catalog.turns(&device))
    }
}

fn of_device(
    catalog: &Catalog,
    device: &str,
    own: bool,
    limit: usize,
) -> Result<Vec<RecentGroup>, StoreError> {
    let groups = catalog.latest_groups(device, limit)?;
    let turns = catalog.turns(device)?;
    let oldest = groups.last().map_or(0, |(number, _)| *number);
    let done = done_since(catalog, device, &turns, oldest)?;
    let recent = groups.into_iter().map(|(number, group)| RecentGroup {
        device: device.to_owned(),
        own,
        number,
        time: group.time,
        agent: group.agent,
        actions: group.actions,
        records: if group.changes == 0 { named_in(&group.inverse) } else { group.records },
        changes: group.changes,
        state: match number {
            number if done.contains(&number) => TurnState::Done,
            number if turns.undone.contains(&number) => TurnState::Undone,
            _ => TurnState::TakenBack,
        },
    });
    Ok(recent.collect())
}

/// The groups from a number on that hold: each names the one before it.
fn done_since(
    catalog: &Catalog,
    device: &str,
    turns: &Turns,
    oldest: u64,
) -> Result<BTreeSet<u64>, StoreError> {
    let mut done = BTreeSet::new();
    let mut next = turns.done;
    while let Some(number) = next.filter(|number| *number >= oldest) {
        // A chain that comes back to itself is damage, and ends.
        if !done.insert(number) {
            break;
        }
        next = catalog.group(device, number)?.and_then(|group| group.earlier);
    }
    Ok(done)
}

/// The articles that changes are about.
fn named_in(changes: &[Change]) -> Vec<String> {
    changes.iter().filter_map(|change| Some(change.article()?.0.clone())).take(1).collect()
}
