//! Fixity: reading every byte of a library and comparing it with what was written down about it.

use crate::StoreError;
use crate::catalog::{Applied, Catalog};
use crate::error::at;
use crate::journal::{self, Mark, Stamp};
use crate::originals::{self, Originals};
use fonds_model::{ArticleId, Digest, Progress, Stage, Timestamp};
use rayon::prelude::*;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
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

/// Lines that are hashed and read at once, in bytes.
const BATCH: usize = 8 << 20;

/// A line with its line end, if it has one, and where it begins.
type Placed = (u64, Vec<u8>);

/// The next lines of a file; `None` at the end.
fn read_lines(input: &mut impl BufRead, offset: &mut u64) -> io::Result<Option<Vec<Placed>>> {
    let mut lines = Vec::new();
    let mut size = 0;
    while size < BATCH {
        let mut line = Vec::new();
        let length = input.read_until(b'\n', &mut line)?;
        if length == 0 {
            break;
        }
        lines.push((*offset, line));
        *offset += length as u64;
        size += length;
    }
    Ok((!lines.is_empty()).then_some(lines))
}

/// Of a line, what a check needs to know. The text of an article is passed over.
#[derive(Deserialize)]
struct Lean {
    seq: u64,
    device: String,
    time: Timestamp,
    count: u32,
    action: String,
    data: LeanData,
    prev: Digest,
}

#[derive(Deserialize)]
struct LeanData {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    article: Option<LeanArticle>,
}

/// An article that comes in, or the id of one.
struct LeanArticle {
    id: String,
    digests: Vec<Digest>,
}

impl<'de> Deserialize<'de> for LeanArticle {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Part {
            digest: Digest,
        }
        struct Whole;
        impl<'de> Visitor<'de> for Whole {
            type Value = LeanArticle;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an article or its id")
            }

            fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<LeanArticle, E> {
                Ok(LeanArticle { id: id.to_owned(), digests: vec![] })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LeanArticle, A::Error> {
                let mut article = LeanArticle { id: String::new(), digests: vec![] };
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "id" => article.id = map.next_value()?,
                        "source" => article.digests.push(map.next_value::<Part>()?.digest),
                        "assets" => {
                            let assets: Vec<Part> = map.next_value()?;
                            article.digests.extend(assets.into_iter().map(|part| part.digest));
                        }
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(article)
            }
        }
        deserializer.deserialize_any(Whole)
    }
}

/// A device's journal, line by line.
struct Chain<'a> {
    device: &'a str,
    seq: u64,
    hash: Digest,
    /// Where the line before begins.
    before: (String, u64),
}

impl<'a> Chain<'a> {
    fn of(device: &'a str) -> Self {
        let start = Mark::start();
        Self { device, seq: 0, hash: start.hash, before: (format!("journal/{device}"), 0) }
    }

    /// Checks the lines that follow. Hashing and reading them is shared among the processors; the chain is not.
    fn check(&mut self, file: &str, lines: &[Placed], report: &mut VerifyReport, expected: &mut Expected) {
        let read = |(offset, line): &Placed| {
            let whole = line.strip_suffix(b"\n");
            (*offset, whole.map(|line| (Digest::of(line), serde_json::from_slice::<Lean>(line))))
        };
        let all: Vec<_> = lines.par_iter().map(read).collect();
        for (offset, met) in all {
            let Some((hash, line)) = met else {
                report.push(file, Some(offset), "journal-torn", "the last line is unfinished".into());
                continue;
            };
            let before = std::mem::replace(&mut self.hash, hash);
            let place = std::mem::replace(&mut self.before, (file.to_owned(), offset));
            self.seq += 1;
            match line {
                Ok(line) => {
                    report.changes += 1;
                    if line.prev != before || line.seq != self.seq || line.device != self.device {
                        let message = format!("line {} of {} is not what was written", self.seq, self.device);
                        report.push(&place.0, Some(place.1), "journal-chain", message);
                    }
                    self.seq = line.seq;
                    expected.note(line);
                }
                Err(error) => report.push(file, Some(offset), "journal-line", error.to_string()),
            }
        }
    }

    /// Compares the end with what the catalog remembers: no later line vouches for the last one.
    fn end(self, applied: Option<&Mark>, report: &mut VerifyReport) {
        let known = applied.cloned().unwrap_or_else(Mark::start);
        if known.seq != self.seq {
            let message = format!("change {} of {} is applied of {}", known.seq, self.device, self.seq);
            report.push("catalog", None, "catalog-behind", message);
        } else if known.hash != self.hash {
            let message = format!("line {} of {} is not what was written", self.seq, self.device);
            report.push(&self.before.0, Some(self.before.1), "journal-chain", message);
        }
    }
}

/// What the journals say there is.
#[derive(Default)]
struct Expected {
    /// What happened to articles, to be put into the one order of all devices.
    deeds: Vec<(Stamp, bool, ArticleId)>,
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
    fn check_journals(
        &self,
        applied: &Applied,
        report: &mut VerifyReport,
        expected: &mut Expected,
    ) -> Result<(), StoreError> {
        let mut done = 0;
        for device in journal::devices(self.library)? {
            let mut chain = Chain::of(&device);
            for (file, path) in journal::segments(self.library, &device) {
                let mut input = BufReader::with_capacity(1 << 20, File::open(&path).map_err(at(&path))?);
                let mut offset = 0;
                while let Some(lines) = read_lines(&mut input, &mut offset).map_err(at(&path))? {
                    self.progress.check()?;
                    done += lines.iter().map(|(_, line)| line.len() as u64).sum::<u64>();
                    self.progress.step(Stage::Verify, done.min(self.before), self.total);
                    chain.check(&file, &lines, report, expected);
                }
            }
            chain.end(applied.marks.get(&device), report);
        }
        expected.settle();
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
        match catalog.holds(&summary.id) {
            Ok(true) => {
                found.insert(summary.id);
            }
            Ok(false) => {
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
    fn note(&mut self, line: Lean) {
        let LeanData { id, article } = line.data;
        let (there, id) = match line.action.as_str() {
            "add-article" => {
                let Some(article) = article else { return };
                self.digests.extend(article.digests);
                (true, article.id)
            }
            "remove-article" => (false, id.unwrap_or_default()),
            "restore-article" => (true, id.unwrap_or_default()),
            _ => return,
        };
        let stamp = Stamp { time: line.time, count: line.count, device: line.device };
        self.deeds.push((stamp, there, ArticleId(id)));
    }

    /// Which articles there are after all.
    fn settle(&mut self) {
        let mut deeds = std::mem::take(&mut self.deeds);
        deeds.sort();
        for (_, there, id) in deeds {
            if there {
                self.articles.insert(id);
            } else {
                self.articles.remove(&id);
            }
        }
    }
}

impl VerifyReport {
    fn push(&mut self, file: &str, offset: Option<u64>, code: &str, message: String) {
        self.problems.push(VerifyProblem { file: file.to_owned(), offset, code: code.to_owned(), message });
    }
}
