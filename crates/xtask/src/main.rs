//! Project chores: `cargo xtask run`, `cargo xtask test`, `cargo xtask torture`, `cargo xtask bench`.
//!
//! [`install`] brings what a machine lacks, [`demo`] is the main job on the samples, [`mod@test`] everything that CI runs,
//! [`mod@bench`], [`bench_epub`], [`bench_import`], [`bench_lists`], [`bench_pdf`] and [`bench_search`] the benchmarks.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "chores talk to whoever runs them")]

mod archived;
mod bench;
mod bench_epub;
mod bench_import;
mod bench_lists;
mod bench_pdf;
mod bench_search;
mod bench_window;
mod demo;
mod ebook_files;
mod install;
mod print_files;
mod reading;
mod run;
mod shell;
mod test;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let names: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match names.as_slice() {
        ["run"] => run::run(false),
        ["run", "--cli"] => run::run(true),
        ["test"] => test::test(),
        ["torture"] => test::torture(),
        ["epub-reading"] => reading::read(),
        ["print"] => demo::make().and_then(|demo| print_files::check(&demo)),
        ["ebooks"] => install::browser().and_then(|browser| {
            ebook_files::check(&demo::make()?)?;
            ebook_files::check_accessibility(&browser)
        }),
        ["bench", "epub", rest @ ..] => bench_epub::bench(rest),
        ["bench", "import", rest @ ..] => bench_import::bench(rest),
        ["bench", "lists", rest @ ..] => bench_lists::bench(rest),
        ["bench", "pdf", rest @ ..] => bench_pdf::bench(rest),
        ["bench", "search", rest @ ..] => bench_search::bench(rest),
        ["bench", "window", rest @ ..] => bench_window::bench(rest),
        ["bench", rest @ ..] => bench::bench(rest),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

const USAGE: &str = "cargo xtask run           install what is missing and open Fonds on the samples
cargo xtask run --cli     the same job on the command line
cargo xtask test          everything that CI runs
cargo xtask print         print files of every house style and paper, checked with veraPDF (target/demo/print)
cargo xtask ebooks        e-books with every option, checked with EPUBCheck and Ace (target/demo/ebooks)
cargo xtask epub-reading  the samples' e-book in a reading system (foliate-js in Chromium, which it installs)
cargo xtask torture       kills, damage, merges and broken input by the hundred (some half an hour)
cargo xtask bench [COUNT] benchmarks on a generated library (1000 articles)
cargo xtask bench store COUNT   the same without exports, for large libraries
cargo xtask bench pdf [PAGES...]   printing beside the Typst compiler (100, 1000 and 4000 pages)
cargo xtask bench epub [COUNT...]   e-books beside the mere deflating of the same bytes (100, 1000 and 10000 articles)
cargo xtask bench import [FOLDER]   reading web pages beside the mere parse of them
cargo xtask bench lists [COUNT]   pages of a sorted list of so many articles (100,000)
cargo xtask bench search [COUNT …]   indexing and finding beside SQLite's FTS5
cargo xtask bench window [COUNT]   a large library in the real window (100,000)";
