//! Replaying: what the journals say becomes the catalog, at once or only what is new.

use crate::apply::Draft;
use crate::catalog::{Applied, Catalog};
use crate::error::at;
use crate::journal::{self, Line, Met};
use crate::originals::{self, Originals};
use crate::{Change, StoreError};
use fonds_model::{Diagnostic, Progress, Severity, Stage};
use std::fs;
use std::path::{Path, PathBuf};

/// Lines applied to the catalog at once.
const GROUP: usize = 500;

/// What a replay works on.
pub(crate) struct Replay<'a> {
    pub library: &'a Path,
    /// Where its catalog lies.
    pub derived: &'a Path,
    /// The library's id.
    pub id: &'a str,
    pub originals: &'a mut Originals,
    /// This place's own journal; empty where nothing may be mended.
    pub own: &'a str,
    pub notices: &'a mut Vec<Diagnostic>,
}

/// How a catalog fits the journals.
enum Fit {
    /// What is new in them can be added to it.
    Fits,
    /// Something in them belongs before what it holds.
    Earlier,
    /// It knows more than they have: those of these devices were cut.
    Shorter(Vec<String>),
    /// It is that of another library.
    OfAnother,
    /// It has no sum of its rows, by which a lost one is noticed: an earlier version made it, or the sum was lost.
    Unsummed,
}

impl Fit {
    /// What is said of a catalog that was made anew.
    fn told(&self) -> Diagnostic {
        match self {
            Self::Shorter(_) => {
                let message =
                    "a journal is shorter than it was; what the catalog still had was written to it again";
                let hint =
                    "look for the cause: a failing disk, or a folder sync that brought back an old state";
                Diagnostic::new(Severity::Error, "journal-shorter", message).hint(hint)
            }
            Self::OfAnother => rebuilt("the catalog was that of another library and was made anew"),
            Self::Unsummed => rebuilt("the catalog had no sum of its rows and was made anew"),
            Self::Fits | Self::Earlier => {
                let message = "changes of another device came in; the catalog was made anew with them";
                Diagnostic::new(Severity::Info, "catalog-merged", message)
            }
        }
    }
}

/// A catalog that fits the journals.
pub(crate) struct CaughtUp {
    pub catalog: Catalog,
    /// Changes that the catalog before it had and the journals have no more.
    pub lost: Vec<Change>,
    /// This place's own journal is shorter than it was; it must not be written to, for a longer one may come back.
    pub own_is_shorter: bool,
}

impl Replay<'_> {
    /// Brings a catalog up to the journals. One that does not fit them is replaced: `set_aside` moves its folder away
    /// once it is closed.
    pub fn catch_up(
        &mut self,
        catalog: Catalog,
        set_aside: &dyn Fn() -> Result<(), StoreError>,
        progress: &dyn Progress,
    ) -> Result<CaughtUp, StoreError> {
        let known = catalog.known_originals()?;
        self.cut_torn_original(known.get(&self.originals.current().0).copied().unwrap_or_default())?;
        let applied = catalog.applied()?;
        let fit = self.fit(&catalog, applied.as_ref())?;
        if matches!(fit, Fit::Fits) {
            let is_old = journal::total_length(self.library)? + self.originals.total_length() > 0;
            if applied.is_none() && is_old && self.notices.is_empty() {
                self.notices.push(rebuilt("the catalog was missing and was made anew"));
            }
            self.append(&catalog, applied.unwrap_or_default(), progress)?;
            return Ok(CaughtUp { catalog, lost: vec![], own_is_shorter: false });
        }
        let own_is_shorter =
            matches!(&fit, Fit::Shorter(devices) if devices.iter().any(|device| device == self.own));
        if own_is_shorter {
            // Its end is not cut clean: the whole file may come back.
            self.own = "";
        }
        let made = self.beside(progress)?;
        let lost = match fit {
            Fit::Shorter(_) => crate::salvage::missing(&catalog, &Catalog::open(&made)?)?,
            _ => vec![],
        };
        drop(catalog);
        set_aside()?;
        let current = self.derived.join("catalog");
        fs::rename(&made, &current).map_err(at(&current))?;
        self.notices.push(fit.told());
        Ok(CaughtUp { catalog: Catalog::open(&current)?, lost, own_is_shorter })
    }

    /// How a catalog fits the journals.
    fn fit(&mut self, catalog: &Catalog, applied: Option<&Applied>) -> Result<Fit, StoreError> {
        if catalog.library()?.is_some_and(|library| library != self.id) {
            return Ok(Fit::OfAnother);
        }
        if catalog.engine().sum()?.is_none() {
            return Ok(Fit::Unsummed);
        }
        let Some(applied) = applied else { return Ok(Fit::Fits) };
        let mut shorter = Vec::new();
        for (device, mark) in &applied.marks {
            if !journal::reaches(self.library, device, mark) {
                shorter.push(device.clone());
            } else if !journal::ends_as_marked(self.library, device, mark)? {
                self.notice(journal::changed_end(device, mark));
            }
        }
        Ok(if !shorter.is_empty() {
            Fit::Shorter(shorter)
        } else if self.comes_after(applied)? {
            Fit::Fits
        } else {
            Fit::Earlier
        })
    }

    /// Makes a whole catalog beside the present one; gives its folder.
    pub fn beside(&mut self, progress: &dyn Progress) -> Result<PathBuf, StoreError> {
        let folder = self.derived.join("catalog.new");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(at(&folder))?;
        }
        self.fill(&Catalog::open(&folder)?, progress)?;
        Ok(folder)
    }

    /// Fills an empty catalog.
    pub fn fill(&mut self, catalog: &Catalog, progress: &dyn Progress) -> Result<(), StoreError> {
        self.append(catalog, Applied::default(), progress)
    }

    /// Applies all lines behind what is applied, in their order, and notes the originals that are new.
    pub fn append(
        &mut self,
        catalog: &Catalog,
        mut applied: Applied,
        progress: &dyn Progress,
    ) -> Result<(), StoreError> {
        let total = journal::total_length(self.library)?;
        let before = applied.clone();
        let mut lines = journal::merged(self.library, &applied.marks)?;
        let mut group: Vec<Line> = Vec::new();
        let mut torn = None;
        while let Some(met) = lines.next()? {
            match met {
                Met::Line(line, damage) => {
                    damage.into_iter().for_each(|damage| self.notice(damage));
                    applied.last = Some(line.stamp());
                    group.push(*line);
                }
                Met::Damage(damage) => self.notice(damage),
                Met::Torn { file, segment, offset } => {
                    if !self.own.is_empty() && file.starts_with(&format!("journal/{}/", self.own)) {
                        torn = Some((segment, offset));
                    }
                }
            }
            if group.len() >= GROUP {
                progress.check()?;
                applied.marks.clone_from(lines.marks());
                let done = applied.marks.values().map(|mark| mark.offset).sum::<u64>();
                progress.step(Stage::Rebuild, done.min(total), total);
                self.apply(catalog, &mut group, &applied)?;
            }
        }
        applied.marks.clone_from(lines.marks());
        if let Some((segment, offset)) = torn {
            journal::cut(self.library, self.own, segment, offset)?;
            let message = "an unfinished change was cut off the journal";
            self.notices.push(Diagnostic::warning("journal-torn", message));
        }
        if applied != before || !group.is_empty() {
            self.apply(catalog, &mut group, &applied)?;
        }
        self.find_originals(catalog)
    }

    /// Whether all new lines come after those that are applied; then they can be appended.
    fn comes_after(&self, applied: &Applied) -> Result<bool, StoreError> {
        let mut lines = journal::merged(self.library, &applied.marks)?;
        while let Some(met) = lines.next()? {
            if let Met::Line(line, _) = met {
                return Ok(applied.last.as_ref().is_none_or(|last| line.stamp() > *last));
            }
        }
        Ok(true)
    }

    fn apply(
        &mut self,
        catalog: &Catalog,
        group: &mut Vec<Line>,
        applied: &Applied,
    ) -> Result<(), StoreError> {
        let mut draft = Draft::on(catalog);
        for mut line in group.drain(..) {
            // What another device, or damage, took away cannot be changed; the rest goes on.
            if let Err(error) = draft.apply(&mut line, true) {
                tracing::debug!(line.seq, line.device, %error, "a change had nothing to change");
            }
        }
        draft.set_applied(applied)?;
        draft.set_library(self.id)?;
        catalog.save(draft.finish()?.0)
    }

    /// Notes where each original is that the catalog does not know.
    fn find_originals(&mut self, catalog: &Catalog) -> Result<(), StoreError> {
        let mut draft = Draft::on(catalog);
        let read = self.originals.read_after(&catalog.known_originals()?, &mut |met| {
            let originals::Met::Original(record, place) = met else { return Ok(()) };
            let Some(digest) = record.digest() else { return Ok(()) };
            match catalog.purged(&digest)? {
                Some(mut purged) if record.is_of_before(purged.time) => {
                    purged.places.insert(place);
                    draft.set_purged(&digest, &purged)
                }
                _ if catalog.original(&digest)?.is_none() => draft.set_original(&digest, &place),
                _ => Ok(()),
            }
        })?;
        for (file, length) in &read {
            draft.set_known(file, *length)?;
        }
        if read.is_empty() { Ok(()) } else { catalog.save(draft.finish()?.0) }
    }

    fn cut_torn_original(&mut self, known: u64) -> Result<(), StoreError> {
        let cut = self.originals.cut_torn_end(known)?;
        if cut > 0 {
            let message = format!("{cut} bytes of an unfinished import were cut off");
            self.notices.push(Diagnostic::warning("original-torn", message));
        }
        Ok(())
    }

    fn notice(&mut self, damage: journal::Damage) {
        let message = format!("{}: {}", damage.file, damage.reason);
        let place = format!("{}:{}", damage.file, damage.offset);
        self.notices.push(Diagnostic::new(Severity::Error, damage.code, message).at(place));
    }
}

pub(crate) fn rebuilt(message: &str) -> Diagnostic {
    Diagnostic::warning("catalog-rebuilt", message).hint("nothing was lost; the old one is kept beside it")
}
