//! `cargo xtask bench import`: how fast web pages are read, beside the mere parse of the same bytes, and how fast a whole
//! import is.

use crate::bench::whole_import;
use crate::shell::{Done, cargo, run};

/// Articles of the whole import.
const ARTICLES: usize = 1000;

/// Reads the pages below a folder (without one, generated ones), then imports generated articles into a library.
pub fn bench(arguments: &[&str]) -> Done {
    let folder = match arguments {
        [] => None,
        [folder] => Some(std::path::absolute(folder).map_err(|error| format!("{folder}: {error}"))?),
        _ => return Err("give one folder of pages".to_owned()),
    };
    let mut wanted =
        vec!["run", "--release", "--quiet", "--package", "fonds-import", "--example", "pages", "--"];
    let folder = folder.map(|folder| folder.display().to_string());
    wanted.extend(folder.as_deref());
    run(&mut cargo(&wanted))?;
    whole_import(ARTICLES).map(drop)
}
