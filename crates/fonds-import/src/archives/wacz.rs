//! WACZ: WARC files and a list of pages in a ZIP archive.

use super::warc::{self, Holdings};
use super::{MOST_UNPACKED, held, zip};
use crate::{Batch, ImportError, Unread};
use fonds_model::Diagnostic;
use std::collections::HashSet;

/// The list of the pages that were visited, one JSON object a line.
const PAGES: &str = "pages/pages.jsonl";

/// The articles of the listed pages; of all pages where there is no list.
pub(crate) fn read(bytes: &[u8]) -> Result<Batch, ImportError> {
    let wanted = |path: &str| path == PAGES || is_warc(path);
    let unpacked = zip::unpack(bytes, &mut zip::Budget::default(), &wanted)?;
    let mut holdings = Holdings::default();
    let mut left = MOST_UNPACKED;
    let mut listed = None;
    let mut failed = Vec::new();
    for member in unpacked.members {
        match member.content {
            Err(error) => failed.push(Unread { part: member.path, error }),
            Ok(content) if is_warc(&member.path) => left = holdings.absorb(&content, left),
            Ok(content) => listed = Some(addresses(&String::from_utf8_lossy(&content))),
        }
    }
    if holdings.is_empty() && failed.is_empty() {
        let reason = "no record in it can be read".to_owned();
        return Err(ImportError::Broken { format: "WACZ archive", reason });
    }
    let listed = listed.filter(|listed| !listed.is_empty());
    let mut batch = warc::articles(&holdings, listed.as_ref());
    batch.failed.extend(failed);
    batch.diagnostics.extend(unpacked.damage);
    if listed.is_none() {
        let message = "the archive has no list of its pages; every page in it was looked at";
        batch.diagnostics.push(Diagnostic::info("no-page-list", message));
    }
    Ok(batch)
}

fn is_warc(path: &str) -> bool {
    path.starts_with("archive/") && (path.ends_with(".warc.gz") || path.ends_with(".warc"))
}

/// The addresses in a list of pages; its first line is about the list itself.
fn addresses(list: &str) -> HashSet<String> {
    let lines = list.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    lines.filter_map(|line| line.get("url")?.as_str().map(held::key)).collect()
}
