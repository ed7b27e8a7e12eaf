//! `cargo xtask bench search`: how fast articles are indexed and found, beside SQLite's FTS5 over the same texts.

use crate::shell::{Done, cargo, run};

/// Measures with each of some numbers of articles; without one, with 10,000 and 100,000.
pub fn bench(arguments: &[&str]) -> Done {
    let counts = if arguments.is_empty() { &["10000", "100000"] } else { arguments };
    let mut wanted =
        vec!["run", "--release", "--quiet", "--package", "fonds-search", "--example", "bench", "--"];
    wanted.extend(counts);
    run(&mut cargo(&wanted))
}
