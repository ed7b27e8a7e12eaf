//! Fixity: reading every byte of a library and comparing it with what was written down about it.

use crate::catalog::{Applied, Catalog};
use crate::journal::{self, Damage, Mark, Marks, Met};
use crate::originals::{self, Originals};
use crate::{Change, StoreError};
use fonds_model::{ArticleId, Digest, Progress, Stage};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

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
    /// What is wrong.
    pub problems: Vec<VerifyProblem>,
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

/// Reads journals, originals and catalog.
pub(crate) fn verify(
    library: &Path,
    originals: &Originals,
    catalog: &Catalog,
    progress: &dyn Progress,
) -> Result<VerifyReport, StoreError> {
    let journals = journal::total_length(library)?;
    let work = Work { library, before: journals, total: journals + originals.total_length(), progress };
    let mut report = VerifyReport::default();
    let mut expected = Expected::default();
    let applied = catalog.applied()?.unwrap_or_default();
    work.check_journals(&applied, &mut report, &mut expected)?;
    work.check_originals(originals, &mut report, &mut expected)?;
    check_catalog(catalog, &mut report, &expected)?;
    progress.step(Stage::Verify, work.total, work.total);
    report.ok = report.problems.is_empty();
    Ok(report)
}

/// What the journals say there is.
#[derive(Default)]
struct Expected {
    articles: BTreeSet<ArticleId>,
    /// Originals and pictures of every article that ever came in.
    digests: BTreeSet<Digest>,
}

struct Work<'a> {
    library: &'a Path,
    /// Bytes of the journals, which are read before the originals.
    before: u64,
    total: u64,
    progress: &'a dyn Progress,
}

impl Work<'_> {
    /// In the order of all devices' lines, so that what was removed and brought back is told right.
    fn check_journals(
        &self,
        applied: &Applied,
        report: &mut VerifyReport,
        expected: &mut Expected,
    ) -> Result<(), StoreError> {
        let mut lines = journal::merged(self.library, &Marks::new())?;
        while let Some(met) = lines.next()? {
            match met {
                Met::Line(line, damage) => {
                    report.changes += 1;
                    if report.changes.is_multiple_of(1000) {
                        self.progress.check()?;
                        let read = lines.marks().values().map(|mark| mark.offset).sum::<u64>();
                        self.progress.step(Stage::Verify, read.min(self.before), self.total);
                    }
                    damage.into_iter().for_each(|damage| report.push_damage(damage));
                    expected.note(line.change);
                }
                Met::Damage(damage) => report.push_damage(damage),
                Met::Torn { file, offset, .. } => {
                    report.push(&file, Some(offset), "journal-torn", "the last line is unfinished".into());
                }
            }
        }
        for (device, mark) in lines.marks() {
            let known = applied.marks.get(device).cloned().unwrap_or_else(Mark::start);
            if known.seq != mark.seq {
                let message = format!("change {} of {device} is applied of {}", known.seq, mark.seq);
                report.push("catalog", None, "catalog-behind", message);
            } else if known.hash != mark.hash {
                // No later line vouches for the last one, but the catalog remembers it.
                let file = format!("journal/{device}/{:06}.jsonl", mark.segment);
                let message = format!("line {} of {device} is not what was written", mark.seq);
                report.push(&file, None, "journal-chain", message);
            }
        }
        Ok(())
    }

    fn check_originals(
        &self,
        originals: &Originals,
        report: &mut VerifyReport,
        expected: &mut Expected,
    ) -> Result<(), StoreError> {
        originals.read_after(&BTreeMap::new(), &mut |met| {
            self.progress.check()?;
            match met {
                originals::Met::Original(record, place) => {
                    let Some(digest) = record.digest() else { return Ok(()) };
                    report.originals += 1;
                    let done = (self.before + place.offset).min(self.total);
                    self.progress.step(Stage::Verify, done, self.total);
                    if Digest::of(&record.content) == digest {
                        expected.digests.remove(&digest);
                    } else {
                        let file = format!("originals/{}", place.file);
                        let message = format!("{digest} has changed");
                        report.push(&file, Some(place.offset), "original-damaged", message);
                    }
                }
                originals::Met::Damage(place, reason) => {
                    let file = format!("originals/{}", place.file);
                    report.push(&file, Some(place.offset), "original-unreadable", reason);
                }
            }
            Ok(())
        })?;
        for digest in std::mem::take(&mut expected.digests) {
            report.push("originals", None, "original-missing", format!("{digest} is in no file"));
        }
        Ok(())
    }
}

fn check_catalog(
    catalog: &Catalog,
    report: &mut VerifyReport,
    expected: &Expected,
) -> Result<(), StoreError> {
    let mut found = BTreeSet::new();
    for summary in catalog.summaries()? {
        match catalog.article(&summary.id) {
            Ok(Some(_)) => {
                found.insert(summary.id);
            }
            Ok(None) => {
                report.push("catalog", None, "catalog-record", format!("article {} is missing", summary.id));
            }
            Err(error) => {
                report.push("catalog", None, "catalog-record", format!("article {}: {error}", summary.id));
            }
        }
    }
    report.articles = found.len();
    for id in expected.articles.symmetric_difference(&found) {
        report.push("catalog", None, "catalog-differs", format!("article {id} is not as the journal says"));
    }
    Ok(())
}

impl Expected {
    fn note(&mut self, change: Change) {
        match change {
            Change::AddArticle { article } => {
                self.digests.insert(article.source.digest);
                self.digests.extend(article.assets.into_iter().map(|asset| asset.digest));
                self.articles.insert(article.id);
            }
            Change::RemoveArticle { id } => {
                self.articles.remove(&id);
            }
            Change::RestoreArticle { id } => {
                self.articles.insert(id);
            }
            _ => {}
        }
    }
}

impl VerifyReport {
    fn push_damage(&mut self, damage: Damage) {
        self.push(&damage.file, Some(damage.offset), damage.code, damage.reason);
    }

    fn push(&mut self, file: &str, offset: Option<u64>, code: &str, message: String) {
        self.problems.push(VerifyProblem { file: file.to_owned(), offset, code: code.to_owned(), message });
    }
}
