//! `new`, `verify`, `rebuild`, `backup`, `restore`, `devices`: the library as a whole.

use crate::output::{Failure, Reply, Shell};
use clap::Args;
use fonds_library::{Library, environment};
use serde_json::json;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Create a library.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds new --title \"Press cuttings\"")]
pub struct New {
    /// Its title; the folder's name by default.
    #[arg(long)]
    title: Option<String>,
}

/// Check every byte of the library.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds verify --json")]
pub struct Verify {}

/// Make the catalog and the search index anew from the journal.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds rebuild")]
pub struct Rebuild {}

/// Copy what is new to a backup. It is made if it is not there, and can be opened as a library.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds backup /media/disk/Press.fonds")]
pub struct Backup {
    /// The backup's folder.
    to: PathBuf,
}

/// Make a library of a backup, in a folder that is empty or not there.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds restore /media/disk/Press.fonds")]
pub struct Restore {
    /// The backup's folder.
    from: PathBuf,
}

/// List the devices that work on the library.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds devices")]
pub struct Devices {}

impl Backup {
    /// Answers with what was copied.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let report = library.backup(&self.to, &shell.progress())?;
        let text = format!("{} bytes copied, {} in all", report.copied, report.total);
        Ok(Reply::new(report, text))
    }
}

impl Restore {
    /// Answers with what was copied.
    pub fn run(self, at: &Path, shell: &Shell) -> Result<Reply, Failure> {
        let report = fonds_library::restore(&self.from, at, &shell.progress())?;
        let text = format!("{} bytes copied to {}", report.copied, at.display());
        Ok(Reply::new(report, text))
    }
}

impl Devices {
    /// Answers with a line a device; a star marks this one.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let devices = library.devices()?;
        let mut text = String::new();
        for device in &devices {
            let own = if device.own { "*" } else { " " };
            let _ = writeln!(text, "{own} {}  {:>8}  {}", device.id, device.changes, device.agent);
        }
        Ok(Reply::new(devices, text))
    }
}

impl New {
    /// Answers with where the library is.
    pub fn run(self, at: &Path) -> Result<Reply, Failure> {
        let by_name = || at.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let title = self.title.unwrap_or_else(by_name);
        let info = Library::create(at, &title, environment())?.info()?;
        let value = json!({ "path": info.path, "title": info.title });
        Ok(Reply::new(value, info.path.display().to_string()))
    }
}

impl Verify {
    /// Answers with what was checked and found; in part when something is wrong.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let report = library.verify(&shell.progress())?;
        let mut text = format!(
            "{}: {} articles, {} originals, {} changes\n",
            if report.ok { "ok" } else { "damaged" },
            report.articles,
            report.originals,
            report.changes
        );
        for problem in &report.problems {
            let offset = problem.offset.map(|offset| format!(" at {offset}")).unwrap_or_default();
            let _ = writeln!(text, "{}{offset}: {}", problem.file, problem.message);
        }
        let damaged = !report.ok;
        Ok(Reply::new(report, text).in_part(damaged))
    }
}

impl Rebuild {
    /// Answers with the number of articles; in part when journal or originals are damaged.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let notices = library.rebuild(&shell.progress())?;
        let articles = library.info()?.articles;
        let text = format!("{articles} articles\n{}", super::remarks(&notices));
        let damaged = !notices.is_empty();
        Ok(Reply::new(json!({ "articles": articles, "problems": notices }), text).in_part(damaged))
    }
}
