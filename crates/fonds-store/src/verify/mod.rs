//! Fixity: reading every byte of a library and comparing it with what was written down about it.
//!
//! The work is done while others write: it reaches as far as the files did when it began ([`Extent`]). Only at its end,
//! for a moment, writing waits until what came in meanwhile is counted too.

mod journals;

use crate::StoreError;
use crate::catalog::Applied;
use crate::engine::Looked;
use crate::error::at;
use crate::journal;
use crate::originals::{self, Originals};
use crate::rows::Sum;
use fonds_model::{ArticleId, Digest, Progress, Stage};
use journals::Expected;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Nothing is wrong.
    pub ok: bool,
    /// Articles in the catalog.
    pub articles: usize,
    /// Originals whose digests were compared.
    pub originals: usize,
    /// Journal lines that were read.
    pub changes: usize,
    /// Bytes of the catalog on disk, and of what it holds: sled never gives room back, [`Store::compact`] does.
    ///
    /// [`Store::compact`]: crate::Store::compact
    pub catalog: CatalogSize,
    /// What is wrong.
    pub problems: Vec<VerifyProblem>,
}

/// How much room the catalog takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogSize {
    /// Bytes of its files.
    pub on_disk: u64,
    /// Bytes of what it holds.
    pub live: u64,
    /// It takes so much more than it holds that making it small is worth while.
    pub is_loose: bool,
}

impl CatalogSize {
    /// A small catalog is never worth the work.
    const SMALL: u64 = 64 << 20;

    pub(crate) fn of(on_disk: u64, live: u64) -> Self {
        Self { on_disk, live, is_loose: on_disk > Self::SMALL && on_disk > 3 * live }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifyProblem {
    /// The file, below the library's folder.
    pub file: String,
    /// Where in it, in bytes.
    pub offset: Option<u64>,
    /// A stable kebab-case name.
    pub code: String,
    /// What is wrong and what it affects.
    pub message: String,
}

/// How far a check reaches: the length of each file in bytes.
pub(crate) struct Extent {
    /// By name below the library's folder.
    pub journals: BTreeMap<String, u64>,
    /// By name below `originals/`.
    pub originals: BTreeMap<String, u64>,
}

/// What is checked.
pub(crate) struct Work<'a> {
    pub library: &'a Path,
    pub extent: Extent,
    /// How far the catalog was when the check began.
    pub applied: Applied,
    /// The sum of its rows then; `None` where none is kept.
    pub sum: Option<Sum>,
    pub progress: &'a dyn Progress,
    /// Looks at the next rows of the catalog, from a key on.
    pub look: &'a (dyn Fn(Vec<u8>) -> Result<Looked, StoreError> + Sync),
}

/// The catalog at the end of a check.
pub(crate) struct Settled {
    pub applied: Applied,
    pub sum: Option<Sum>,
    pub articles: BTreeSet<ArticleId>,
    /// Bytes of its files.
    pub on_disk: u64,
    /// What is wrong with rows that did not read well before.
    pub damaged: Vec<String>,
}

/// How far the files reach now. Of journals that this process does not write to, what the catalog has applied counts:
/// more of them may be coming in at this moment; so for originals where it writes to none.
pub(crate) fn extent(
    library: &Path,
    own: Option<&str>,
    applied: &Applied,
    known: &BTreeMap<String, u64>,
) -> Result<Extent, StoreError> {
    let mut journals = BTreeMap::new();
    for device in journal::devices(library)? {
        let mark = applied.marks.get(&device).filter(|_| own != Some(&device));
        for (number, (name, path)) in (1..).zip(journal::segments(library, &device)) {
            let length = path.metadata().map_err(at(&path))?.len();
            let length = match mark {
                Some(mark) if number == mark.segment => length.min(mark.offset),
                Some(mark) if number > mark.segment => 0,
                _ => length,
            };
            journals.insert(name, length);
        }
    }
    let mut originals = Originals::read_only(library).lengths()?;
    if own.is_none() {
        originals.retain(|name, _| known.contains_key(name));
        for (name, length) in &mut originals {
            *length = known.get(name).map_or(0, |known| (*length).min(*known));
        }
    }
    Ok(Extent { journals, originals })
}

/// What was found without stopping those who write.
pub(crate) struct Findings {
    report: VerifyReport,
    expected: Expected,
    /// Keys whose values did not read well; they may have been changing.
    doubtful: Vec<Vec<u8>>,
    /// The sum of the catalog's rows as they were read.
    sum: Sum,
    /// Why they could not be read to the end.
    broken: Option<String>,
}

/// What the catalog's rows were found to be.
#[derive(Default)]
struct Rows {
    doubtful: Vec<Vec<u8>>,
    bytes: u64,
    sum: Sum,
    broken: Option<String>,
}

/// What lies in a part of the archive.
struct Kept {
    report: VerifyReport,
    digests: BTreeSet<Digest>,
}

impl Work<'_> {
    /// Reads journals, originals and catalog, side by side.
    pub fn run(&self) -> Result<Findings, StoreError> {
        let done = AtomicU64::new(0);
        let Extent { journals, originals } = &self.extent;
        let total = journals.values().chain(originals.values()).sum::<u64>();
        let tell = |bytes: u64| {
            let now = done.fetch_add(bytes, Ordering::Relaxed) + bytes;
            self.progress.step(Stage::Verify, now.min(total), total);
            self.progress.check().map_err(StoreError::from)
        };
        let (journals, (kept, rows)) = rayon::join(
            || journals::check(self, &tell),
            || rayon::join(|| self.check_originals(&tell), || self.check_rows()),
        );
        let (mut report, expected) = journals?;
        let kept = kept?;
        report.originals = kept.report.originals;
        report.problems.extend(kept.report.problems);
        for digest in expected.missing(&kept.digests) {
            report.push("originals", None, "original-missing", format!("{digest} is in no file"));
        }
        let rows = match rows {
            Err(StoreError::Catalog(reason)) => Rows { broken: Some(reason), ..Rows::default() },
            rows => rows?,
        };
        report.catalog.live = rows.bytes;
        let Rows { doubtful, sum, broken, .. } = rows;
        Ok(Findings { report, expected, doubtful, sum, broken })
    }

    fn check_originals(&self, tell: &dyn Fn(u64) -> Result<(), StoreError>) -> Result<Kept, StoreError> {
        let mut kept = Kept { report: VerifyReport::default(), digests: BTreeSet::new() };
        let mut before = 0;
        Originals::read_only(self.library).read_between(
            &BTreeMap::new(),
            Some(&self.extent.originals),
            &mut |met| {
                match met {
                    originals::Met::Original(record, place) => {
                        tell(place.offset.saturating_sub(before))?;
                        before = place.offset;
                        kept.check(&record, &place);
                    }
                    originals::Met::Damage(place, reason) => {
                        let file = format!("originals/{}", place.file);
                        kept.report.push(&file, Some(place.offset), "original-unreadable", reason);
                    }
                }
                Ok(())
            },
        )?;
        Ok(kept)
    }

    fn check_rows(&self) -> Result<Rows, StoreError> {
        let mut rows = Rows::default();
        let mut from = Some(Vec::new());
        while let Some(key) = from {
            self.progress.check()?;
            let looked = (self.look)(key)?;
            rows.doubtful.extend(looked.damaged);
            rows.bytes += looked.bytes;
            rows.sum.join(looked.sum);
            from = looked.next;
        }
        Ok(rows)
    }
}

impl Kept {
    fn check(&mut self, record: &crate::warc::Record, place: &originals::Place) {
        let digest = record.digest();
        self.report.originals += usize::from(digest.is_some());
        if record.is_as_written() {
            self.digests.extend(digest);
        } else {
            let file = format!("originals/{}", place.file);
            let message = digest
                .map_or_else(|| "a record has changed".to_owned(), |digest| format!("{digest} has changed"));
            self.report.push(&file, Some(place.offset), "original-damaged", message);
        }
    }
}

impl Findings {
    /// Keys of the catalog that are to be read again while nobody writes.
    pub fn doubtful(&self) -> &[Vec<u8>] {
        &self.doubtful
    }

    /// What was found where the catalog cannot be read.
    pub fn without_catalog(self, reason: String) -> VerifyReport {
        let mut report = self.report;
        report.push("catalog", None, "catalog-record", reason);
        report
    }

    /// Compares the catalog with what the journals say, with what came in meanwhile. Nobody may write now.
    pub fn settle(mut self, work: &Work<'_>, catalog: Settled) -> Result<VerifyReport, StoreError> {
        self.expected.follow(work, &catalog.applied)?;
        let there = self.expected.settle();
        let mut report = self.report;
        for message in catalog.damaged.into_iter().chain(self.broken.clone()) {
            report.push("catalog", None, "catalog-record", message);
        }
        // Where rows changed while they were read, their sum says nothing.
        let still = catalog.sum == work.sum && self.broken.is_none();
        if still && catalog.sum.is_some_and(|sum| sum != self.sum) {
            let message =
                "rows are missing or too many; the catalog is made anew when the library is next opened";
            report.push("catalog", None, "catalog-rows", message.to_owned());
        }
        report.articles = catalog.articles.len();
        report.catalog = CatalogSize::of(catalog.on_disk, report.catalog.live);
        for id in there.symmetric_difference(&catalog.articles) {
            let message = format!("article {id} is not as the journal says");
            report.push("catalog", None, "catalog-differs", message);
        }
        report.ok = report.problems.is_empty();
        Ok(report)
    }
}

impl VerifyReport {
    /// Whether nothing is wrong but the catalog, which can be made anew of all the rest.
    pub(crate) fn is_of_the_catalog_alone(&self) -> bool {
        !self.ok && self.problems.iter().all(|problem| problem.file == "catalog")
    }

    fn push(&mut self, file: &str, offset: Option<u64>, code: &str, message: String) {
        self.problems.push(VerifyProblem { file: file.to_owned(), offset, code: code.to_owned(), message });
    }
}
