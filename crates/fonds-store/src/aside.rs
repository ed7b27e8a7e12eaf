//! Damaged folders that were made of the archive: put away under a dated name, to look for a cause.

use crate::StoreError;
use crate::error::at;
use crate::store::Env;
use std::fs;
use std::path::{Path, PathBuf};

/// How many stay of those that were set aside; what is in them can be made of the archive at any time.
const KEPT: usize = 2;
/// Letters of a date such as `20261130T214500`.
const DATE: usize = 15;

/// Renames a folder to a dated name. Of those that were set aside before, only the newest stay.
pub(crate) fn set_aside(path: &Path, env: &Env) -> Result<(), StoreError> {
    if !path.exists() {
        return Ok(());
    }
    let date = env.clock.now().strftime("%Y%m%dT%H%M%S").to_string();
    let named = (0..).map(|n| path.with_extension(if n == 0 { date.clone() } else { format!("{date}-{n}") }));
    let free = named.into_iter().find(|name| !name.exists()).unwrap_or_else(|| path.with_extension("aside"));
    fs::rename(path, &free).map_err(at(path))?;
    for old in of(path).iter().rev().skip(KEPT) {
        // One that cannot be removed takes room and does no harm.
        let _ = fs::remove_dir_all(old);
    }
    Ok(())
}

/// The folders that were set aside of this one, oldest first.
fn of(path: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(stem)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return vec![];
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let dated = entries.filter_map(|entry| Some((date_of(entry.file_name().to_str()?, stem)?, entry.path())));
    let mut found: Vec<_> = dated.collect();
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

/// When a folder of that name was set aside, and its number among those of one second.
fn date_of(name: &str, stem: &str) -> Option<(String, u32)> {
    let dated = name.strip_prefix(stem)?.strip_prefix('.')?;
    let (date, number) = dated.split_once('-').unwrap_or((dated, "0"));
    let is_date = date.len() == DATE
        && date.char_indices().all(|(at, c)| if at == 8 { c == 'T' } else { c.is_ascii_digit() });
    is_date.then_some((date.to_owned(), number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dated_names_were_set_aside() {
        let date = |name| date_of(name, "catalog");
        assert_eq!(date("catalog.20261130T214500"), Some(("20261130T214500".into(), 0)));
        assert_eq!(date("catalog.20261130T214500-12"), Some(("20261130T214500".into(), 12)));
        for other in
            ["catalog", "catalog.new", "catalog.txt", "index.20261130T214500", "catalog.20261130T21450x"]
        {
            assert_eq!(date(other), None, "{other}");
        }
    }
}
