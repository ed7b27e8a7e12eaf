//! WACZ: WARC files and a list of pages in a ZIP archive.

use super::warc::{self, Holdings, Listed};
use super::{held, zip};
use crate::{Batch, ImportError, Unread};
use fonds_model::Diagnostic;

/// The lists of the pages that were visited, one JSON object a line: those asked for, and those found from there.
const PAGES: [&str; 2] = ["pages/pages.jsonl", "pages/extraPages.jsonl"];

/// The articles of the listed pages; of all pages where there is no list.
pub(crate) fn read(bytes: &[u8]) -> Result<Batch, ImportError> {
    let wanted = |path: &str| PAGES.contains(&path) || is_warc(path);
    let unpacked = zip::unpack(bytes, &mut zip::Budget::default(), &wanted)?;
    let mut holdings = Holdings::default();
    let mut listed = Listed::new();
    let mut failed = Vec::new();
    for member in unpacked.members {
        match member.content {
            Err(error) => failed.push(Unread { part: member.path, error }),
            Ok(content) if is_warc(&member.path) => holdings.absorb(&content),
            Ok(content) => listed.extend(pages(&String::from_utf8_lossy(&content))),
        }
    }
    if holdings.is_empty() && failed.is_empty() {
        let reason = "no record in it can be read".to_owned();
        return Err(ImportError::Broken { format: "WACZ archive", reason });
    }
    let listed = Some(&listed).filter(|listed| !listed.is_empty());
    let mut batch = warc::articles(&holdings, listed);
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

/// The pages of a list; its first line is about the list itself.
fn pages(list: &str) -> Listed {
    let lines = list.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let pages = lines.filter_map(|line| {
        let text = |name: &str| line.get(name)?.as_str();
        Some((held::key(text("url")?), text("title").unwrap_or_default().to_owned()))
    });
    pages.collect()
}
