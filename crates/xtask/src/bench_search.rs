//! `cargo xtask bench search`: how fast articles are indexed and found, beside SQLite's FTS5 over the same texts.

use crate::shell::{Done, build_for_benchmarks, run_example};

/// Measures with each of some numbers of articles; without one, with 10,000 and 100,000.
pub fn bench(arguments: &[&str]) -> Done {
    let counts = if arguments.is_empty() { &["10000", "100000"] } else { arguments };
    build_for_benchmarks()?;
    run_example("bench", counts)
}
