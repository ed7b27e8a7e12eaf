//! `cargo xtask bench lists`: how fast a sorted list of a large library comes by pages.

use crate::shell::{Done, build_for_benchmarks, run_example};

/// Measures with a library of so many articles; 100,000 by default.
pub fn bench(arguments: &[&str]) -> Done {
    let count = arguments.first().copied().unwrap_or("100000");
    build_for_benchmarks()?;
    run_example("lists", &[count])
}
