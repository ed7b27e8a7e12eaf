//! `import`, `extract`: bytes to articles.

use super::remarks;
use crate::output::{Failure, Reply, Shell};
use clap::Args;
use fonds_library::{Format, ImportOptions, ImportReport, Library, extract_file};
use fonds_model::{Article, Projection};
use serde_json::{Value, json};
use std::fmt::Write;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Import files, folders (recursively), web addresses or standard input.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds import articles/ page.html export.zip\n         \
    fonds -l Press.fonds import https://example.org/news/bridge\n         \
    fonds -l Press.fonds import feed.xml --list\n         \
    fonds -l Press.fonds import feed.xml --only 'feed.xml › https://example.org/1'\n         \
    pandoc … | fonds -l Press.fonds import - --type html")]
pub struct Import {
    /// Files, folders and addresses; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Fetch pages although their site's rules (robots.txt) ask programs not to.
    #[arg(long)]
    ignore_robots: bool,
    /// List what the sources hold, such as the entries of a feed, and import nothing.
    #[arg(long)]
    list: bool,
    /// Import only this article of a source, as `--list` names it; may be given several times.
    #[arg(long, value_name = "ARTICLE")]
    only: Vec<String>,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// How files are read.
#[derive(Args)]
struct ReadingArgs {
    /// What the input is, instead of guessing: text, markdown, html, docx, pdf, epub, warc, ris …
    #[arg(long = "type", value_parser = format_named, value_name = "TYPE")]
    format: Option<Format>,
    /// A book is one article, not an article a chapter.
    #[arg(long)]
    whole_books: bool,
}

/// Take in what is new in a folder; it is watched from then on (by the window, and by this command when run again).
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds watch ~/Scans\n         fonds -l Press.fonds watch")]
pub struct Watch {
    /// The folder; without one, the folder that is watched already.
    folder: Option<PathBuf>,
    /// Watch it no more.
    #[arg(long, conflicts_with = "folder")]
    stop: bool,
}

/// Show what import would make of a file, without a library.
#[derive(Args)]
#[command(after_help = "Example: fonds extract page.html --json")]
pub struct Extract {
    /// The file; `-` is standard input.
    file: PathBuf,
    #[command(flatten)]
    reading: ReadingArgs,
}

impl ReadingArgs {
    fn options(&self) -> ImportOptions {
        ImportOptions { format: self.format, whole_books: self.whole_books, ..ImportOptions::default() }
    }
}

impl Import {
    /// Answers with what became of each file; in part when one failed.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let only = (!self.only.is_empty()).then(|| Arc::new(self.only.into_iter().collect()));
        let options = ImportOptions { ignore_robots: self.ignore_robots, only, ..self.reading.options() };
        let (input, paths): (Vec<_>, Vec<_>) = self.paths.into_iter().partition(|path| is_input(path));
        let sources: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        if self.list {
            return held(library, &sources, &options, shell);
        }
        let mut report = library.import(&sources, options.clone(), shell.language, &shell.progress())?;
        if !input.is_empty() {
            report.append(library.import_bytes("-", read_input(), options, shell.language)?);
        }
        Ok(told(report))
    }
}

impl Watch {
    /// Answers with what came in.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        if self.stop || self.folder.is_some() {
            library.watch(self.folder.as_deref())?;
        }
        Ok(told(library.import_watched(shell.language, &shell.progress())?))
    }
}

impl Extract {
    /// Answers with the article, or with a list of them where the file holds several.
    pub fn run(self, _shell: &Shell) -> Result<Reply, Failure> {
        let options = self.reading.options();
        let articles = if is_input(&self.file) {
            fonds_library::extract_bytes(&read_input(), options)?
        } else {
            extract_file(&self.file, options)?
        };
        let shown: Vec<String> = articles.iter().map(shown).collect();
        let mut values: Vec<Value> = articles.iter().map(value).collect();
        let value = if values.len() == 1 { values.remove(0) } else { Value::Array(values) };
        Ok(Reply::new(value, shown.join("\n")))
    }
}

/// What sources hold, as an answer.
fn held(
    library: &Library,
    sources: &[String],
    options: &ImportOptions,
    shell: &Shell,
) -> Result<Reply, Failure> {
    let mut pieces = Vec::new();
    for source in sources {
        pieces.extend(library.pieces(source, options, &shell.progress())?);
    }
    let mut out = String::new();
    for piece in &pieces {
        let mark = if piece.known.is_some() { "=" } else { " " };
        let issued = piece.issued.as_ref().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, "{mark} {}\n    {}  {issued}", piece.path, piece.title);
    }
    Ok(Reply::new(pieces, out))
}

/// The report as an answer; in part when something failed, which is told apart.
fn told(report: ImportReport) -> Reply {
    for failed in &report.failed {
        eprintln!("fonds: {}: {} {}", failed.path, failed.problem.message, failed.problem.hint);
    }
    let text = lines(&report);
    let partial = !report.failed.is_empty();
    Reply::new(report, text).in_part(partial)
}

fn value(article: &Article) -> Value {
    json!({
        "title": article.title,
        "creators": names(article),
        "issued": article.issued,
        "publication": article.publication,
        "language": article.language,
        "url": article.url,
        "lead": article.lead,
        "text": Projection::of_blocks(&article.body).text,
        "html": fonds_library::article_html(article),
        "diagnostics": article.source.diagnostics,
    })
}

fn shown(article: &Article) -> String {
    let text = Projection::of_blocks(&article.body).text;
    format!("{}\n\n{}\n\n{text}\n", article.title, article.lead.clone().unwrap_or_default())
}

fn lines(report: &ImportReport) -> String {
    let mut out = String::new();
    for imported in &report.imported {
        let _ = writeln!(out, "{}  {}  {}", imported.id, imported.citekey, imported.title);
        for alike in &imported.alike {
            let place = alike.publication.as_deref().unwrap_or_default();
            let percent = (alike.likeness * 100.0).floor();
            let _ = writeln!(out, "    ≈ {}  {} {place} ({percent} %)", alike.id, alike.title);
        }
        out.push_str(&remarks(&imported.diagnostics));
    }
    for remark in &report.remarks {
        let _ = writeln!(out, "{}:", remark.path);
        out.push_str(&remarks(std::slice::from_ref(&remark.diagnostic)));
    }
    for brought in &report.collections {
        let mark = if brought.is_new { "+" } else { "=" };
        let _ = writeln!(out, "{}  {mark} {} ({})", brought.id, brought.title, brought.added);
    }
    for duplicate in &report.duplicates {
        let _ = writeln!(out, "{}  = {}", duplicate.id, duplicate.path);
    }
    out
}

fn names(article: &Article) -> Vec<&str> {
    article.creators.iter().map(|creator| creator.name.as_str()).collect()
}

fn format_named(name: &str) -> Result<Format, String> {
    Format::named(name)
        .ok_or_else(|| format!("use one of {}", Format::names().collect::<Vec<_>>().join(", ")))
}

fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn read_input() -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Err(error) = std::io::stdin().read_to_end(&mut bytes) {
        eprintln!("fonds: standard input ended early: {error}");
    }
    bytes
}
