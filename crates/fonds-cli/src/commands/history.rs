//! `undo`, `redo`, `history`, `trash`, `purge`: what was done, taking it back, and what cannot be taken back.

use crate::output::{Failure, Reply, Shell};
use clap::{Args, Subcommand};
use fonds_library::{Entry, Library, TrashEntry, TurnReport, Unused};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// Take back what was done last.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds undo")]
pub struct Undo {}

/// Do again what was undone last.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds redo")]
pub struct Redo {}

/// Show the changes of an article, a collection or a tag: who, when, before and after.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds history nguyen2022")]
pub struct History {
    /// An article (id, beginning of an id, citekey), a collection or a tag (id or name), also in the trash; by its whole
    /// id also what is gone for good.
    record: String,
}

/// See, restore and empty the trash, and purge the originals of what left it.
#[derive(Args)]
#[command(
    after_help = "Example: fonds -l Press.fonds trash list\n         fonds -l Press.fonds trash restore 72tfs5\n         fonds -l Press.fonds trash purge --reason \"weeded\" --yes"
)]
pub struct Trash {
    #[command(subcommand)]
    command: TrashCommand,
}

#[derive(Subcommand)]
enum TrashCommand {
    /// List what was removed, the latest first.
    List,
    /// Bring articles and collections back, with tags, annotations and places in collections.
    #[command(after_help = "Example: fonds -l Press.fonds trash restore 72tfs5")]
    Restore {
        /// Ids or beginnings of ids.
        #[arg(required = true, value_name = "ID")]
        names: Vec<String>,
    },
    /// Take articles and collections out of the trash for good. Originals and the journal stay.
    #[command(after_help = "Example: fonds -l Press.fonds trash empty --all")]
    Empty {
        /// Ids or beginnings of ids.
        #[arg(required_unless_present = "all", conflicts_with = "all", value_name = "ID")]
        names: Vec<String>,
        /// Everything.
        #[arg(long)]
        all: bool,
    },
    /// List the originals that are kept though nothing refers to them any more, here or in the trash.
    Unused,
    /// Purge the originals that nothing refers to any more. It cannot be undone; first open the library on each device that
    /// shares it, so that nothing they hold is left out of account.
    #[command(after_help = "Example: fonds -l Press.fonds trash purge --reason \"weeded\" --yes")]
    Purge {
        /// Why; the history keeps it.
        #[arg(long)]
        reason: String,
        /// Yes, for good: it cannot be undone.
        #[arg(long, required = true)]
        yes: bool,
    },
}

/// Purge an article's original: its bytes are kept no more. The article, and what is known of the original, stay.
#[derive(Args)]
#[command(
    after_help = "Example: fonds -l Press.fonds purge nguyen2022 --reason \"asked by the family\" --yes"
)]
pub struct Purge {
    /// An article: its id, the beginning of its id, or its citekey; also one in the trash.
    article: String,
    /// Why; the history keeps it.
    #[arg(long)]
    reason: String,
    /// Yes, for good: it cannot be undone.
    #[arg(long, required = true)]
    yes: bool,
    /// Also from files that other devices write. Only when none of them has the library open.
    #[arg(long)]
    everywhere: bool,
}

impl Purge {
    /// Answers with what was purged; in part while another device's files still hold it.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let report = library.purge_original(&self.article, &self.reason, self.everywhere)?;
        let purge = &report.purged.purge;
        let mut text = format!("{} bytes of {} are kept no more\n", purge.bytes, purge.digest);
        waiting_text(&mut text, report.waiting.iter());
        let waits = !report.waiting.is_empty();
        Ok(Reply::new(report, text).in_part(waits))
    }
}

impl Undo {
    /// Answers with what was taken back.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        Ok(turned(library.undo()?, shell.say("nothing to undo", "không có gì để hoàn tác")))
    }
}

impl Redo {
    /// Answers with what was done again.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        Ok(turned(library.redo()?, shell.say("nothing to redo", "không có gì để làm lại")))
    }
}

impl History {
    /// Answers with the changes, oldest first.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let record = library.record_named(&self.record)?;
        let entries = library.history(&record)?;
        let text = entries.iter().map(line).collect::<String>();
        Ok(Reply::new(entries, text))
    }
}

impl Trash {
    /// Answers with what is, was brought back from, or left the trash, or with the originals that nothing refers to.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let entries = match self.command {
            TrashCommand::List => library.trash()?,
            TrashCommand::Restore { names } => library.restore_trashed(&names)?,
            TrashCommand::Empty { names, all } => {
                let emptied = library.empty_trash(if all { None } else { Some(&names) })?;
                shell.remark(shell.say(
                    "their originals are still kept; “fonds trash unused” lists those that nothing refers to",
                    "nguyên bản của chúng vẫn còn; “fonds trash unused” liệt kê những bản không còn gì dùng đến",
                ));
                emptied
            }
            TrashCommand::Unused => return unused(library, shell),
            TrashCommand::Purge { reason, .. } => return purge_unused(library, shell, &reason),
        };
        let line = |entry: &TrashEntry| {
            let removed = entry.removed.strftime("%Y-%m-%d %H:%M");
            format!("{}  {removed}  {:<10} {}\n", entry.id, entry.kind, entry.title)
        };
        let text = entries.iter().map(line).collect::<String>();
        Ok(Reply::new(entries, text))
    }
}

fn unused(library: &Library, shell: &Shell) -> Result<Reply, Failure> {
    let unused = library.unused_originals(&shell.progress())?;
    let line = |original: &Unused| {
        let name = original.file_name.as_deref().unwrap_or(&original.media_type);
        format!("{:.12}  {:>9}  {name}  ({})\n", original.digest.as_str(), original.bytes, original.title)
    };
    let text = unused.iter().map(line).collect::<String>();
    Ok(Reply::new(unused, text))
}

fn purge_unused(library: &Library, shell: &Shell, reason: &str) -> Result<Reply, Failure> {
    let report = library.purge_unused(reason, &shell.progress())?;
    let mut text = format!("{} originals of {} bytes are kept no more\n", report.originals, report.bytes);
    waiting_text(&mut text, report.waiting.iter());
    let in_part = report.cancelled || !report.waiting.is_empty();
    Ok(Reply::new(report, text).in_part(in_part))
}

fn waiting_text<'a>(text: &mut String, devices: impl Iterator<Item = &'a String>) {
    for device in devices {
        let _ = writeln!(
            text,
            "until Fonds opens the library there, a file of device {device} still holds some of it"
        );
    }
}

fn turned(report: Option<TurnReport>, nothing: &str) -> Reply {
    match report {
        Some(report) => {
            let text = report.actions.join(", ");
            Reply::new(report, text)
        }
        None => Reply::new(json!({ "actions": [] }), nothing).in_part(true),
    }
}

fn line(entry: &Entry) -> String {
    let turn = entry.turn.as_deref().map(|turn| format!(" ({turn})")).unwrap_or_default();
    let when = entry.time.strftime("%Y-%m-%d %H:%M:%S");
    let mut out = format!("{when}  {}  {}{turn}\n", entry.agent, entry.action);
    let names: std::collections::BTreeSet<&String> = entry.before.keys().chain(entry.after.keys()).collect();
    for name in names {
        let _ = writeln!(out, "    {name}: {} → {}", shown(&entry.before, name), shown(&entry.after, name));
    }
    out
}

fn shown(values: &Map<String, Value>, name: &str) -> String {
    let text = match values.get(name) {
        None | Some(Value::Null) => return "—".into(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    if text.chars().count() > 60 { text.chars().take(59).chain(['…']).collect() } else { text }
}
