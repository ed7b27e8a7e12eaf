//! Fixity: reading every byte of a library and comparing it with what was written down about it.

use crate::catalog::Catalog;
use crate::journal::{self, Journal, Mark};
use crate::originals::{self, Originals};
use crate::{Change, StoreError};
use fonds_model::{ArticleId, Digest, Progress, Stage};
use serde::Serialize;
use std::collections::BTreeSet;

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

/// Reads journal, originals and catalog.
pub(crate) fn verify(
    journal: &Journal,
    originals: &Originals,
    catalog: &Catalog,
    progress: &dyn Progress,
) -> Result<VerifyReport, StoreError> {
    let total = journal.total_length() + originals.total_length();
    let mut report = VerifyReport::default();
    let mut expected = Expected::default();
    check_journal(journal, &mut report, &mut expected, total, progress)?;
    check_originals(originals, &mut report, &mut expected, journal.total_length(), total, progress)?;
    check_catalog(journal, catalog, &mut report, &expected)?;
    progress.step(Stage::Verify, total, total);
    report.ok = report.problems.is_empty();
    Ok(report)
}

/// What the journal says there is.
#[derive(Default)]
struct Expected {
    articles: BTreeSet<ArticleId>,
    /// Originals and pictures of every article that ever came in.
    digests: BTreeSet<Digest>,
}

fn check_journal(
    journal: &Journal,
    report: &mut VerifyReport,
    expected: &mut Expected,
    total: u64,
    progress: &dyn Progress,
) -> Result<(), StoreError> {
    let mut read = 0;
    let mut last = (1, 0);
    journal.read(Mark::start(), &mut |met| {
        match met {
            journal::Met::Line(line, mark) => {
                report.changes += 1;
                if report.changes.is_multiple_of(1000) {
                    progress.check()?;
                    progress.step(Stage::Verify, read, total);
                }
                read += mark.offset.saturating_sub(if last.0 == mark.segment { last.1 } else { 0 });
                last = (mark.segment, mark.offset);
                expected.note(line.change);
            }
            journal::Met::Damage { file, offset, code, reason } => {
                report.push(&file, Some(offset), code, reason)
            }
            journal::Met::Torn { file, offset, .. } => {
                report.push(&file, Some(offset), "journal-torn", "the last line is unfinished".into());
            }
        }
        Ok(())
    })
}

fn check_originals(
    originals: &Originals,
    report: &mut VerifyReport,
    expected: &mut Expected,
    before: u64,
    total: u64,
    progress: &dyn Progress,
) -> Result<(), StoreError> {
    originals.for_each(&mut |met| {
        progress.check()?;
        match met {
            originals::Met::Original(record, place) => {
                let Some(digest) = record.digest() else { return Ok(()) };
                report.originals += 1;
                progress.step(Stage::Verify, (before + place.offset).min(total), total);
                if Digest::of(&record.content) == digest {
                    expected.digests.remove(&digest);
                } else {
                    let file = format!("originals/{}", place.file);
                    report.push(
                        &file,
                        Some(place.offset),
                        "original-damaged",
                        format!("{digest} has changed"),
                    );
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

fn check_catalog(
    journal: &Journal,
    catalog: &Catalog,
    report: &mut VerifyReport,
    expected: &Expected,
) -> Result<(), StoreError> {
    let applied = catalog.mark()?.map_or(0, |mark| mark.seq);
    if applied != journal.mark().seq {
        let message = format!("change {applied} is applied of {}", journal.mark().seq);
        report.push("catalog", None, "catalog-behind", message);
    }
    let mut found = BTreeSet::new();
    for summary in catalog.summaries()? {
        match catalog.article(&summary.id) {
            Ok(Some(_)) => {
                found.insert(summary.id);
            }
            Ok(None) => {
                report.push("catalog", None, "catalog-record", format!("article {} is missing", summary.id))
            }
            Err(error) => {
                report.push("catalog", None, "catalog-record", format!("article {}: {error}", summary.id))
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
            _ => {}
        }
    }
}

impl VerifyReport {
    fn push(&mut self, file: &str, offset: Option<u64>, code: &str, message: String) {
        self.problems.push(VerifyProblem { file: file.to_owned(), offset, code: code.to_owned(), message });
    }
}
