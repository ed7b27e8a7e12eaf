//! `cargo xtask bench import`: how fast web pages are read, beside the mere parse of the same bytes.

use crate::shell::{Done, build_for_benchmarks, run_example};

/// Reads the pages below a folder; without one, generated ones.
pub fn bench(arguments: &[&str]) -> Done {
    let folder = match arguments {
        [] => None,
        [folder] => Some(std::path::absolute(folder).map_err(|error| format!("{folder}: {error}"))?),
        _ => return Err("give one folder of pages".to_owned()),
    };
    let folder = folder.map(|folder| folder.display().to_string());
    build_for_benchmarks()?;
    run_example("pages", &folder.as_deref().into_iter().collect::<Vec<_>>())
}
