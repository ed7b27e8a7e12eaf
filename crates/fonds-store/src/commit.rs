//! Writing: changes are tried, acknowledged, applied; and what is done is undone.

use crate::apply::Draft;
use crate::catalog::Catalog;
use crate::journal::{Line, Mark, Marks, Turn};
use crate::originals::{Original, Originals};
use crate::store::{READ, Store, Turned, WRITE, Writer, locked};
use crate::{Change, StoreError};
use fonds_model::{ArticleId, Digest, Timestamp};
use std::collections::BTreeSet;

impl Store {
    /// Writes originals and changes: all of them, durably, or nothing. Gives the articles that look different now.
    ///
    /// # Errors
    /// When a change is refused, or the disk fails; the library is then as before.
    pub fn commit(
        &self,
        originals: &[Original<'_>],
        changes: &[Change],
    ) -> Result<BTreeSet<ArticleId>, StoreError> {
        self.commit_turn(originals, changes, Turn::default(), false)
    }

    /// Takes back the latest group of changes that this device made and has not taken back. `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when nothing of what was changed is there any more (the next call goes on with what was done
    /// before it), or what the disk says.
    pub fn undo(&self) -> Result<Option<Turned>, StoreError> {
        let device = self.info.device.clone();
        let number = self.watched(READ, move |catalog| Ok(catalog.turns(&device)?.done))?;
        self.turn(number, |number| Turn { undoes: Some(number), redoes: None })
    }

    /// Does again what was undone last. `None` when nothing is undone, or something was done since.
    ///
    /// # Errors
    /// As for [`Store::undo`].
    pub fn redo(&self) -> Result<Option<Turned>, StoreError> {
        let device = self.info.device.clone();
        let number = self.watched(READ, move |catalog| Ok(catalog.turns(&device)?.undone.pop()))?;
        self.turn(number, |number| Turn { undoes: None, redoes: Some(number) })
    }

    /// Takes a group back, or does it again, as far as what it changed is still there.
    fn turn(&self, number: Option<u64>, turn: fn(u64) -> Turn) -> Result<Option<Turned>, StoreError> {
        let Some(number) = number else { return Ok(None) };
        let (device, turn) = (self.info.device.clone(), turn(number));
        let Some(group) = self.watched(READ, move |catalog| catalog.group(&device, number))? else {
            return Ok(None);
        };
        let possible = self.possible(group.inverse, turn)?;
        if possible.is_empty() {
            self.commit_turn(&[], &[Change::Nothing {}], turn, true)?;
            return Err(StoreError::Gone);
        }
        let touched = self.commit_turn(&[], &possible, turn, true)?;
        Ok(Some(Turned { actions: group.actions, touched }))
    }

    /// Those of the changes that can be made, one after the other.
    pub(crate) fn possible(&self, changes: Vec<Change>, turn: Turn) -> Result<Vec<Change>, StoreError> {
        let line = self.next_line(turn)?;
        self.watched(WRITE, move |catalog| {
            let mut draft = Draft::on(catalog);
            let possible = changes.into_iter().filter(|change| {
                draft.apply(&mut Line { change: change.clone(), ..line.clone() }, true).is_ok()
            });
            Ok(possible.collect())
        })
    }

    /// A line as the next one will be, to try changes with.
    fn next_line(&self, turn: Turn) -> Result<Line, StoreError> {
        let writer = locked(self.writer.as_ref().ok_or(StoreError::ReadOnly)?);
        let now = self.env.clock.now();
        let mut prepared =
            writer.journal.prepare(&[Change::Nothing {}], turn, &self.env.agent, now, &self.marks()?)?;
        prepared.lines.pop().ok_or(StoreError::Gone)
    }

    /// With `merging`, a name that is taken is told apart instead of refused.
    pub(crate) fn commit_turn(
        &self,
        originals: &[Original<'_>],
        changes: &[Change],
        turn: Turn,
        merging: bool,
    ) -> Result<BTreeSet<ArticleId>, StoreError> {
        let mut writer = locked(self.writer.as_ref().ok_or(StoreError::ReadOnly)?);
        self.commit_as(&mut writer, originals, changes, turn, merging)
    }

    /// As [`Store::commit_turn`], for who holds the right to write.
    pub(crate) fn commit_as(
        &self,
        writer: &mut Writer,
        originals: &[Original<'_>],
        changes: &[Change],
        turn: Turn,
        merging: bool,
    ) -> Result<BTreeSet<ArticleId>, StoreError> {
        let now = self.env.clock.now();
        self.overtake(writer)?;
        let mut prepared = writer.journal.prepare(changes, turn, &self.env.agent, now, &self.marks()?)?;
        let (mut lines, catalog) = (std::mem::take(&mut prepared.lines), self.catalog()?);
        let (mut applied, writes, touched) = self.watched(WRITE, move |catalog| {
            let mut draft = Draft::on(catalog);
            for line in &mut lines {
                draft.apply(line, merging)?;
            }
            let mut applied = catalog.applied()?.unwrap_or_default();
            applied.last = lines.last().map(Line::stamp).or(applied.last);
            let (writes, touched) = draft.finish()?;
            Ok((applied, writes, touched))
        })?;
        let mut draft = Draft::with(&catalog, writes);
        self.keep_originals(&mut writer.originals, originals, now, &mut draft)?;
        if !changes.is_empty() {
            writer.journal.append(prepared)?;
        }
        // From here on the changes are acknowledged: a catalog that fails now catches up later.
        applied.marks.insert(writer.journal.device().to_owned(), writer.journal.mark().clone());
        draft.set_applied(&applied)?;
        draft.set_library(&self.info.id)?;
        let (writes, _) = draft.finish()?;
        self.save(writes)?;
        Ok(touched)
    }

    /// How far each device's journal is applied.
    fn marks(&self) -> Result<Marks, StoreError> {
        Ok(self.watched(READ, Catalog::applied)?.unwrap_or_default().marks)
    }

    /// Appends the originals that are not kept yet.
    fn keep_originals(
        &self,
        kept: &mut Originals,
        originals: &[Original<'_>],
        now: Timestamp,
        draft: &mut Draft<'_>,
    ) -> Result<(), StoreError> {
        let digests: Vec<Digest> = originals.iter().map(|original| Digest::of(original.bytes)).collect();
        let mut known = self.about(&digests, |catalog, digests| {
            let mut known = BTreeSet::new();
            for digest in digests {
                known.extend(catalog.original(digest)?.map(|_| digest.clone()));
            }
            Ok(known)
        })?;
        let mut fresh: Vec<(&Digest, &Original<'_>)> = Vec::new();
        for (digest, original) in digests.iter().zip(originals) {
            if known.insert(digest.clone()) {
                fresh.push((digest, original));
            }
        }
        let places = kept.append(&fresh, now)?;
        for ((digest, _), place) in fresh.iter().zip(&places) {
            draft.set_original(digest, place)?;
        }
        if !fresh.is_empty() {
            let (file, length) = kept.current();
            draft.set_known(&file, length)?;
        }
        Ok(())
    }

    /// Applies what is acknowledged but, because the catalog could not be written then, not applied.
    fn overtake(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let applied = self.watched(READ, Catalog::applied)?.unwrap_or_default();
        let mark = applied.marks.get(writer.journal.device()).cloned().unwrap_or_else(Mark::start);
        if mark == *writer.journal.mark() {
            return Ok(());
        }
        let catalog = self.catalog()?;
        let mut notices = Vec::new();
        self.replay(writer, &mut notices).append(&catalog, applied, &fonds_model::Quiet)
    }
}
