//! `new`, `verify`, `compact`, `catalog`, `rebuild`, `backup`, `restore`, `devices`: the library as a whole.

use crate::output::{Failure, Reply, Shell};
use clap::Args;
use fonds_library::{Library, PlannedBackups, environment};
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

/// Make the catalog small. Nothing is lost: it is copied, compared and swapped.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds compact")]
pub struct Compact {}

/// Say where this machine keeps catalog and search index, which it makes of the journal; or have it keep them elsewhere.
#[derive(Args)]
#[command(after_help = "Example: fonds -l ~/Sync/Press.fonds catalog --outside")]
pub struct Catalog {
    /// In your own folder for programs' data, where a folder sync that carries the library does not carry them too.
    #[arg(long, conflicts_with = "inside")]
    outside: bool,
    /// In the library's folder again.
    #[arg(long)]
    inside: bool,
}

/// Copy what is new to a backup, which can be opened as a library; or have dated backups made in a folder.
#[derive(Args)]
#[command(
    after_help = "Example: fonds -l Press.fonds backup /media/disk/Press.fonds\n         fonds -l Press.fonds backup --plan /media/disk --keep 7\n         fonds -l Press.fonds backup --planned"
)]
pub struct Backup {
    /// The backup's folder, which is made if it is not there.
    #[arg(conflicts_with_all = ["plan", "no_plan", "planned"])]
    to: Option<PathBuf>,
    /// Keep dated backups in this folder. The window makes one each day; `--planned` makes the one of today.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["no_plan", "planned"])]
    plan: Option<PathBuf>,
    /// How many dated backups are kept.
    #[arg(long, value_name = "N", default_value_t = 7, requires = "plan", value_parser = clap::value_parser!(u16).range(1..))]
    keep: u16,
    /// Make no more dated backups. Those that there are stay.
    #[arg(long, conflicts_with = "planned")]
    no_plan: bool,
    /// Make the dated backup of today.
    #[arg(long)]
    planned: bool,
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
    /// Answers with what was copied, or with what is planned.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        if let Some(to) = &self.to {
            let report = library.backup(to, &shell.progress())?;
            let text = format!("{} bytes copied, {} in all", report.copied, report.total);
            return Ok(Reply::new(report, text));
        }
        if self.planned {
            let made = library.backup_as_planned(&shell.progress())?;
            let text = format!("{}: {} bytes copied", made.path.display(), made.report.copied);
            return Ok(Reply::new(made, text));
        }
        if self.no_plan {
            library.plan_backups(None)?;
        } else if let Some(folder) = &self.plan {
            library.plan_backups(Some((folder, self.keep.into())))?;
        }
        let planned = library.planned_backups()?;
        let text = plan_text(&planned);
        Ok(Reply::new(planned, text))
    }
}

fn plan_text(planned: &PlannedBackups) -> String {
    let Some(plan) = &planned.plan else { return "no backups are planned".to_owned() };
    let state = match (planned.reachable, planned.dates.first()) {
        (false, _) => "its folder is not there now".to_owned(),
        (true, None) => "none yet".to_owned(),
        (true, Some(last)) => format!("the last one on {last}"),
    };
    format!("the last {} in {}; {state}", plan.keep, plan.folder.display())
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
    pub fn run(self, at: &Path, shell: &Shell) -> Result<Reply, Failure> {
        let by_name = || at.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let title = self.title.unwrap_or_else(by_name);
        let info = Library::create(at, &title, environment())?.info(shell.language)?;
        let value = json!({ "path": info.path, "title": info.title });
        Ok(Reply::new(value, info.path.display().to_string()))
    }
}

impl Verify {
    /// Answers with what was checked and found; in part when something is wrong.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let report = fonds_library::worded_check(library.verify(&shell.progress())?, shell.language);
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
        if report.catalog.is_loose {
            let [disk, live] = [report.catalog.on_disk, report.catalog.live].map(|bytes| bytes >> 20);
            let _ =
                writeln!(text, "the catalog takes {disk} MB for {live} MB; “fonds compact” makes it small");
        }
        let damaged = !report.ok;
        Ok(Reply::new(report, text).in_part(damaged))
    }
}

impl Compact {
    /// Answers with the catalog's size before and after.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let made = library.compact(&shell.progress())?;
        let text = format!("{} kB → {} kB\n", made.before >> 10, made.after >> 10);
        Ok(Reply::new(made, text))
    }
}

impl Catalog {
    /// Answers with where they lie now. The library must be closed.
    pub fn run(self, at: &Path) -> Result<Reply, Failure> {
        let environment = environment();
        let place = if self.outside || self.inside {
            fonds_library::place_catalog(at, self.outside, &environment)?
        } else {
            fonds_library::catalog_place(at, &environment)
        };
        let text = place.folder.display().to_string();
        Ok(Reply::new(place, text))
    }
}

impl Rebuild {
    /// Answers with the number of articles; in part when journal or originals are damaged.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let notices = fonds_library::worded(library.rebuild(&shell.progress())?, shell.language);
        let articles = library.info(shell.language)?.articles;
        let text = format!("{articles} articles\n{}", super::remarks(&notices));
        let damaged = !notices.is_empty();
        Ok(Reply::new(json!({ "articles": articles, "problems": notices }), text).in_part(damaged))
    }
}
