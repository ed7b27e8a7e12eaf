//! `import`, `extract`: bytes to articles.

use super::remarks;
use crate::output::{Failure, Reply, Shell};
use clap::Args;
use fonds_library::{Format, ImportReport, Library, extract_file};
use fonds_model::{Article, Projection};
use serde_json::json;
use std::fmt::Write;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Import files, folders (recursively) or standard input.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds import articles/ page.html\n         \
    curl … | fonds -l Press.fonds import - --type html")]
pub struct Import {
    /// Files and folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What the input is, instead of guessing: text, markdown or html.
    #[arg(long = "type", value_parser = format_named, value_name = "TYPE")]
    format: Option<Format>,
}

/// Show what import would make of a file, without a library.
#[derive(Args)]
#[command(after_help = "Example: fonds extract page.html --json")]
pub struct Extract {
    /// The file; `-` is standard input.
    file: PathBuf,
    /// What the file is, instead of guessing: text, markdown or html.
    #[arg(long = "type", value_parser = format_named, value_name = "TYPE")]
    format: Option<Format>,
}

impl Import {
    /// Answers with what became of each file; in part when one failed.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let (input, paths): (Vec<_>, Vec<_>) = self.paths.into_iter().partition(|path| is_input(path));
        if !input.is_empty() && self.format.is_none() {
            return Err(Failure::Usage("standard input needs --type".into()));
        }
        let mut report = library.import_paths(&paths, self.format, shell.language, &shell.progress())?;
        if let (false, Some(format)) = (input.is_empty(), self.format) {
            let more = library.import_bytes("-", read_input(), format, shell.language)?;
            report.imported.extend(more.imported);
            report.duplicates.extend(more.duplicates);
            report.failed.extend(more.failed);
        }
        let partial = !report.failed.is_empty();
        for failed in &report.failed {
            eprintln!("fonds: {}: {} {}", failed.path, failed.problem.message, failed.problem.hint);
        }
        let text = lines(&report);
        Ok(Reply::new(report, text).in_part(partial))
    }
}

impl Extract {
    /// Answers with the article.
    pub fn run(self, _shell: &Shell) -> Result<Reply, Failure> {
        let article = if is_input(&self.file) {
            let format = self.format.ok_or_else(|| Failure::Usage("standard input needs --type".into()))?;
            fonds_library::extract_bytes(&read_input(), format)?
        } else {
            extract_file(&self.file, self.format)?
        };
        let text = Projection::of_blocks(&article.body).text;
        let value = json!({
            "title": article.title,
            "creators": names(&article),
            "issued": article.issued,
            "publication": article.publication,
            "language": article.language,
            "url": article.url,
            "lead": article.lead,
            "text": text,
            "html": fonds_library::article_html(&article),
            "diagnostics": article.source.diagnostics,
        });
        let shown = format!("{}\n\n{}\n\n{text}\n", article.title, article.lead.clone().unwrap_or_default());
        Ok(Reply::new(value, shown))
    }
}

fn lines(report: &ImportReport) -> String {
    let mut out = String::new();
    for imported in &report.imported {
        let _ = writeln!(out, "{}  {}  {}", imported.id, imported.citekey, imported.title);
        out.push_str(&remarks(&imported.diagnostics));
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
    Format::named(name).ok_or_else(|| "use text, markdown or html".into())
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
