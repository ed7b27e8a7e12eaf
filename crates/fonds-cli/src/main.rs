//! The `fonds` command: everything the library can do, for scripts and for machines without a window.
//!
//! 1. [`arguments`] says what can be asked; each command's file in [`commands`] begins with its arguments.
//! 2. A command answers with a [`output::Reply`]: a JSON document, the same as text, and an exit status.
//! 3. [`output`] prints one of the two on standard output; messages go to standard error.
//!
//! Invariant: no logic here; exit status 0 is done, 1 is done in part or refused, 2 is wrong usage.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line prints")]

mod arguments;
mod commands;
mod output;

use arguments::{Arguments, Command};
use clap::Parser;
use fonds_library::{Library, LibraryError, environment, system_language};
use output::{Failure, Reply, Shell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Typesetting makes millions of small values; this allocator takes a sixth off its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return wrong_usage(&error),
    };
    start_logging();
    // What stops on a damaged place is caught where it is read, and told there; the log has the rest.
    std::panic::set_hook(Box::new(|panic| tracing::debug!("{panic}")));
    let shell = Shell { json: arguments.json, quiet: arguments.quiet, language: system_language() };
    let outcome = catch_unwind(AssertUnwindSafe(|| run(arguments, &shell))).unwrap_or(Err(Failure::Fault));
    let code = shell.print(outcome);
    print_statistics();
    code
}

/// clap's own words; with `--json` a document too, as every command gives one.
fn wrong_usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && std::env::args().any(|argument| argument == "--json") {
        let message = error.render().to_string();
        let first = message.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let problem = serde_json::json!({ "code": "usage", "message": first, "hint": "See --help." });
        println!("{:#}", serde_json::json!({ "error": problem }));
    }
    // A terminal that is gone cannot be told.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

fn run(arguments: Arguments, shell: &Shell) -> Result<Reply, Failure> {
    let at = arguments.library;
    let open = || open_library(at.clone(), arguments.read_only, shell);
    match arguments.command {
        Command::New(command) => command.run(&library_path(at)?, shell),
        Command::Import(command) => command.run(&open()?, shell),
        Command::Watch(command) => command.run(&open()?, shell),
        Command::List(command) => command.run(&open()?),
        Command::Alike(command) => command.run(&open()?),
        Command::Show(command) => command.run(&open()?, shell),
        Command::Text(command) => command.run(&open()?),
        Command::Pictures(command) => command.run(&open()?),
        Command::Edit(command) => command.run(&open()?, shell),
        Command::Remove(command) => command.run(&open()?),
        Command::Search(command) => command.run(&open()?, shell),
        Command::Annotate(command) => command.run(&open()?),
        Command::Annotations(command) => command.run(&open()?, shell),
        Command::Tag(command) => command.run(&open()?),
        Command::Collection(command) => command.run(&open()?, shell),
        Command::Cite(command) => command.run(&open()?, shell),
        Command::Styles(command) => Ok(command.run(open().ok().as_ref(), shell)),
        Command::Export(command) => command.run(&open()?, shell),
        Command::Undo(command) => command.run(&open()?, shell),
        Command::Redo(command) => command.run(&open()?, shell),
        Command::History(command) => command.run(&open()?),
        Command::Trash(command) => command.run(&open()?, shell),
        Command::Purge(command) => command.run(&open()?),
        Command::Original(command) => command.run(&open()?),
        Command::Backup(command) => command.run(&open()?, shell),
        Command::Restore(command) => command.run(&library_path(at)?, shell),
        Command::Devices(command) => command.run(&open()?),
        Command::Verify(command) => command.run(&open()?, shell),
        Command::Compact(command) => command.run(&open()?, shell),
        Command::Catalog(command) => command.run(&library_path(at)?),
        Command::Rebuild(command) => command.run(&open()?, shell),
        Command::Extract(command) => command.run(shell),
    }
}

fn open_library(at: Option<PathBuf>, read_only: bool, shell: &Shell) -> Result<Library, Failure> {
    let open = if read_only { Library::open_read_only } else { Library::open };
    let library = open(&library_path(at)?, environment(), &shell.progress())?;
    library.attend(Arc::new(shell.progress()));
    for notice in library.info(shell.language)?.notices {
        eprintln!("fonds: {notice}");
    }
    Ok(library)
}

fn library_path(at: Option<PathBuf>) -> Result<PathBuf, Failure> {
    at.ok_or(Failure::NoLibrary)
}

fn start_logging() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("FONDS_LOG").unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// With `FONDS_STATS` set, the process's peak memory and processor time go to standard error for the benchmarks (Linux).
fn print_statistics() {
    if std::env::var_os("FONDS_STATS").is_none() {
        return;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the program's name, the 12th and 13th field are hundredths of seconds in the program and in the system.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    if let Some(kilobytes) = peak.and_then(|line| line.split_whitespace().next()) {
        eprintln!("stats: peak_rss_kb={kilobytes} cpu_ms={}", ticks * 10);
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        Self::Library(Box::new(error))
    }
}
