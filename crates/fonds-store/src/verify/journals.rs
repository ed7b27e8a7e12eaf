//! Checking journals: every line's SHA-256, its place in the chain, and what the lines say there is.

use super::{VerifyReport, Work};
use crate::catalog::Applied;
use crate::error::at;
use crate::journal::{self, Mark, Met, Stamp};
use crate::{Change, StoreError};
use fonds_model::{ArticleId, Digest, Timestamp};
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

/// Reads every device's journal as far as the check reaches; tells how many bytes it has read.
pub(super) fn check(
    work: &Work<'_>,
    tell: &dyn Fn(u64) -> Result<(), StoreError>,
) -> Result<(VerifyReport, Expected), StoreError> {
    let mut report = VerifyReport::default();
    let mut expected = Expected::default();
    for device in journal::devices(work.library)? {
        let mut chain = Chain::of(&device);
        for (file, path) in journal::segments(work.library, &device) {
            let length = work.extent.journals.get(&file).copied().unwrap_or_default();
            let input = File::open(&path).map_err(at(&path))?.take(length);
            let mut input = BufReader::with_capacity(1 << 20, input);
            let mut offset = 0;
            while let Some(lines) = read_lines(&mut input, &mut offset).map_err(at(&path))? {
                tell(lines.iter().map(|(_, line)| line.len() as u64).sum())?;
                chain.check(&file, &lines, &mut report, &mut expected);
            }
        }
        chain.end(work.applied.marks.get(&device), &mut report);
    }
    Ok((report, expected))
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
    #[serde(default)]
    purge: Option<LeanPurge>,
}

#[derive(Deserialize)]
struct LeanPurge {
    digest: Digest,
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
pub(super) struct Expected {
    /// What happened to articles, to be put into the one order of all devices.
    deeds: Vec<(Stamp, bool, ArticleId)>,
    /// Originals and pictures of every article that ever came in.
    digests: BTreeSet<Digest>,
    /// Originals that are kept no more.
    purged: BTreeSet<Digest>,
}

impl Expected {
    /// The originals that are in no file.
    pub fn missing<'a>(&'a self, kept: &'a BTreeSet<Digest>) -> impl Iterator<Item = &'a Digest> {
        self.digests.difference(kept).filter(|digest| !self.purged.contains(digest))
    }

    /// Counts the lines that were applied since the check began.
    pub fn follow(&mut self, work: &Work<'_>, now: &Applied) -> Result<(), StoreError> {
        if *now == work.applied {
            return Ok(());
        }
        let mut lines = journal::merged(work.library, &work.applied.marks)?;
        while let Some(met) = lines.next()? {
            if let Met::Line(line, _) = met
                && now.marks.get(&line.device).is_some_and(|mark| line.seq <= mark.seq)
            {
                self.happened(line.stamp(), &line.change);
            }
        }
        Ok(())
    }

    /// Which articles there are after all.
    pub fn settle(self) -> BTreeSet<ArticleId> {
        let mut deeds = self.deeds;
        deeds.sort();
        let mut articles = BTreeSet::new();
        for (_, there, id) in deeds {
            if there {
                articles.insert(id);
            } else {
                articles.remove(&id);
            }
        }
        articles
    }

    fn note(&mut self, line: Lean) {
        let LeanData { id, article, purge } = line.data;
        self.purged.extend(purge.map(|purge| purge.digest));
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

    fn happened(&mut self, stamp: Stamp, change: &Change) {
        let deed = match change {
            Change::AddArticle { article } => (stamp, true, article.id.clone()),
            Change::RemoveArticle { id } => (stamp, false, id.clone()),
            Change::RestoreArticle { id } => (stamp, true, id.clone()),
            _ => return,
        };
        self.deeds.push(deed);
    }
}
