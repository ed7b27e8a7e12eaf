//! Input that means harm, of every kind, read by a process of its own: how much memory that takes, and how long.
//!
//! Whatever it is, a reader ends within 10 seconds on one core and 512 MB (its own input among it). Memory is held to that
//! always where the system tells it (Linux), time only where it was asked how large the inputs are: `FONDS_HOSTILE_MB`.
//! `cargo xtask torture` asks for the largest that is read, in a release build; without it they are small.
//! `FONDS_HOSTILE_ONLY` takes the cases whose names hold a word.
//!
//! [`cases`] are the inputs, [`making`] is how they are made.

mod cases;
mod making;

use crate::{Format, Input, LARGEST_PAGE, LARGEST_TEXT, NoAssets, Options, read, read_annotations};
use cases::CASES;
use std::process::Command;
use std::time::{Duration, Instant};

/// The case that a child process reads.
const CASE: &str = "FONDS_HOSTILE_CASE";
/// The most memory that reading may take, in bytes.
const MOST_MEMORY: u64 = 512 << 20;
/// The longest that reading may take a core.
const LONGEST: Duration = Duration::from_secs(10);
/// Longer than any input should take, on machines that have other work or build without optimisation.
const ENDLESS: Duration = Duration::from_secs(120);
/// Size of the inputs where nothing else is asked for, in megabytes.
const SMALL: usize = 2;

fn asked() -> Option<usize> {
    std::env::var("FONDS_HOSTILE_MB").ok().and_then(|text| text.parse().ok())
}

fn size() -> usize {
    (asked().unwrap_or(SMALL) << 20).min(LARGEST_TEXT)
}

/// The most memory that this process has had, in bytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? << 10)
}

/// How long this process had a core, of all its threads, where the system tells; in hundredths of a second, as Linux does.
fn on_a_core() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, numbers) = stat.rsplit_once(')')?;
    let ticks = numbers.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().ok());
    Some(Duration::from_millis(ticks.sum::<Option<u64>>()? * 10))
}

/// Not a test by itself: the process that reads one case, and says what it took.
#[test]
fn the_reader() {
    let Ok(wanted) = std::env::var(CASE) else { return };
    let (name, file_name, make) = CASES.iter().find(|(name, ..)| *name == wanted).unwrap();
    let is_page = [".txt", ".md", ".html"].iter().any(|ending| file_name.ends_with(ending));
    let bytes = make.bytes(if is_page { size().min(LARGEST_PAGE) } else { size() });
    // What making it took does not count.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (begun, before) = (Instant::now(), on_a_core());
    let format = (*name == "piece of a page").then_some(Format::Fragment);
    let input = Input { bytes: &bytes, file_name: Some(file_name), format, ..Input::default() };
    let gave = if file_name.ends_with(".jsonld") {
        read_annotations(&bytes).map(|noted| noted.len())
    } else {
        read(&input, Options::default(), &NoAssets).map(|batch| batch.articles.len())
    };
    let took = on_a_core().zip(before).map_or_else(|| begun.elapsed(), |(now, before)| now - before);
    let gave = gave.map_or_else(|error| error.code().to_owned(), |count| count.to_string());
    println!("\nread {} {} {gave}", took.as_millis(), peak().unwrap_or_default());
}

/// Reads a case; `Err` says in which way it was too much.
fn tried(name: &str) -> Result<(), String> {
    let mut child = Command::new(std::env::current_exe().unwrap());
    let child = child.args(["--exact", "bounds::the_reader", "--nocapture"]).env(CASE, name);
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = said.lines().find_map(|line| line.strip_prefix("read ")).unwrap_or_default();
    let told: Vec<&str> = told.split(' ').collect();
    let [took, peak, gave] = told.as_slice() else {
        return Err(format!("{name}: {said} {}", String::from_utf8_lossy(&output.stderr)));
    };
    let (took, peak) = (Duration::from_millis(took.parse().unwrap()), peak.parse::<u64>().unwrap());
    let line = format!("{name}: {:.1} s, {} MB, {gave}", took.as_secs_f64(), peak >> 20);
    println!("{line}");
    let longest = if asked().is_some() { LONGEST } else { ENDLESS };
    if peak > MOST_MEMORY || took > longest { Err(line) } else { Ok(()) }
}

#[test]
fn memory_and_time_stay_bounded() {
    let only = std::env::var("FONDS_HOSTILE_ONLY").unwrap_or_default();
    let wanted = CASES.iter().map(|(name, ..)| *name).filter(|name| name.contains(&only));
    let failed: Vec<String> = wanted.filter_map(|name| tried(name).err()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}
