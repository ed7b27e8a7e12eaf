//! `cargo xtask bench import`: how fast web pages are read, beside the mere parse of the same bytes, and how fast a whole
//! import is.

use crate::bench::whole_import;
use crate::shell::{Done, build_for_benchmarks, run_example};

/// Articles of the whole import.
const ARTICLES: usize = 1000;

/// Reads the pages below a folder (without one, generated ones) and, where files beside them say what is expected
/// (`PAGE/source.html` and `PAGE/expected.html`), holds their structure against that; then imports generated articles into a library.
pub fn bench(arguments: &[&str]) -> Done {
    let folder = match arguments {
        [] => None,
        [folder] => Some(std::path::absolute(folder).map_err(|error| format!("{folder}: {error}"))?),
        _ => return Err("give one folder of pages".to_owned()),
    };
    let folder = folder.map(|folder| folder.display().to_string());
    build_for_benchmarks()?;
    run_example("pages", &folder.as_deref().into_iter().collect::<Vec<_>>())?;
    if let Some(folder) = folder.as_deref().filter(|folder| says_what_is_expected(folder)) {
        run_example("structure", &[folder])?;
    }
    whole_import(ARTICLES).map(drop)
}

fn says_what_is_expected(folder: &str) -> bool {
    let pages = std::fs::read_dir(folder).into_iter().flatten().flatten();
    pages.map(|page| page.path().join("expected.html")).any(|expected| expected.is_file())
}
