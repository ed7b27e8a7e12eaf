//! `list`, `alike`, `show`, `original`, `edit`, `remove`, `search`: articles.

use super::{labels_of, resolve_all, tag_labels};
use crate::output::{Failure, Reply, Shell};
use clap::{Args, ValueEnum};
use fonds_library::{
    Column, EditPreview, EditedField, FieldEdit, FieldValue, Library, ListFilter, ListSort, Operation,
    Refused, SearchOptions,
};
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;

/// List articles in the order they came in, or in a collection's order.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds list --tag \"Hạ tầng\" --sort issued --limit 20")]
pub struct List {
    /// Only those with this tag or a narrower one.
    #[arg(long)]
    tag: Option<String>,
    /// Only those in this collection.
    #[arg(long)]
    collection: Option<String>,
    /// By title, creators, publication, issued, added, changed, kind, language or citekey.
    #[arg(long, value_name = "COLUMN", value_parser = column)]
    sort: Option<Column>,
    /// The last first.
    #[arg(long)]
    descending: bool,
    /// Pass over so many.
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    /// At most so many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// List articles whose text is nearly the same: where else an article appeared.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds alike nguyen2022")]
pub struct Alike {
    /// Id, beginning of an id, or citekey.
    article: String,
}

/// Show an article.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds show nguyen2022 --format text")]
pub struct Show {
    /// Id, beginning of an id, or citekey.
    article: String,
    /// How.
    #[arg(long, value_enum, default_value = "text")]
    format: ShowFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum ShowFormat {
    Text,
    Html,
    Json,
}

/// Change fields of articles. Many are changed at once, and undone at once.
#[derive(Args)]
#[command(
    after_help = "Example: fonds -l Press.fonds edit nguyen2022 le2022 publication=\"Báo Sông\" creators+=\"Lê Bình\""
)]
pub struct Edit {
    /// Ids, beginnings of ids, or citekeys; then fields with their new values. An empty value clears, += adds to a list.
    #[arg(required = true, value_name = "ARTICLE… FIELD=VALUE")]
    given: Vec<String>,
    /// Put a text in the place of another, wherever it stands in the field.
    #[arg(long, num_args = 3, value_names = ["FIELD", "TEXT", "BY"])]
    replace: Vec<String>,
    /// Only say what would change.
    #[arg(long)]
    preview: bool,
}

/// Remove articles to the trash; their originals stay in the archive.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds remove nguyen2022")]
pub struct Remove {
    /// Ids, beginnings of ids, or citekeys.
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<String>,
}

/// Give back exactly the bytes that an article was made of.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds original nguyen2022 -o cau-moi.txt")]
pub struct Original {
    /// Id, beginning of an id, or citekey.
    article: String,
    /// Where to write them.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Find articles by words. Words without marks also find words with marks.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds search 'cau duong \"đường sắt\" -metro'")]
pub struct Search {
    /// Words, "phrases", -not, OR, ( ), begin*, author: source: tag: date:1945..1954 kind: has:note in: lang:.
    query: String,
    /// Pass over so many.
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    /// At most so many.
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
}

impl List {
    /// Answers with a line an article.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let tag = self.tag.map(|name| library.tag_named(&name)).transpose()?;
        let collection = self.collection.map(|name| library.collection_named(&name)).transpose()?;
        let filter = ListFilter { tag, collection };
        let sort = ListSort { column: self.sort.unwrap_or_default(), descending: self.descending };
        let page = library.list_page(&filter, sort, self.offset, self.limit.unwrap_or(usize::MAX))?;
        let articles: Vec<_> = page.rows.into_iter().map(|row| row.summary).collect();
        let labels = tag_labels(library)?;
        let mut text = String::new();
        let mut rows = Vec::with_capacity(articles.len());
        for article in articles {
            let _ = writeln!(text, "{}  {:<20} {}", article.id, article.citekey, article.title);
            rows.push(json!({
                "id": article.id,
                "citekey": article.citekey,
                "title": article.title,
                "creators": article.creators,
                "publication": article.publication,
                "issued": article.issued,
                "url": article.url,
                "language": article.language,
                "tags": labels_of(&article.tags, &labels),
            }));
        }
        Ok(Reply::new(rows, text))
    }
}

impl Original {
    /// Answers with where the bytes are.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let id = library.resolve(&self.article)?;
        let written = library.write_original(&id, &self.output)?;
        let value = json!({ "path": self.output, "bytes": written.bytes, "sha256": written.digest });
        Ok(Reply::new(value, self.output.display().to_string()))
    }
}

impl Alike {
    /// Answers with the articles, the likest first.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let found = library.alike(&library.resolve(&self.article)?)?;
        let mut text = String::new();
        for other in &found {
            let percent = (other.likeness * 100.0).floor();
            let place = other.publication.as_deref().unwrap_or_default();
            let _ = writeln!(text, "{}  {percent} %  {}  {place}", other.id, other.title);
        }
        Ok(Reply::new(found, text))
    }
}

impl Show {
    /// Answers with the article.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let id = library.resolve(&self.article)?;
        let article = library.article(&id)?;
        let text = match self.format {
            ShowFormat::Json => format!("{:#}", json!(article)),
            ShowFormat::Html => fonds_library::article_html(&article),
            ShowFormat::Text => {
                let shown = library.read(&id, shell.language)?;
                let head = [&shown.title, &shown.byline, &shown.dateline];
                let head: Vec<_> = head.into_iter().filter(|line| !line.is_empty()).cloned().collect();
                format!("{}\n\n{}\n\n{}\n", head.join("\n"), shown.text, shown.citation)
            }
        };
        let value = match self.format {
            ShowFormat::Json => json!(article),
            ShowFormat::Html => json!({ "id": id, "html": text }),
            ShowFormat::Text => json!({ "id": id, "text": fonds_model::Projection::of(&article).text }),
        };
        Ok(Reply::new(value, text))
    }
}

impl Edit {
    /// Answers with the article's fields as they are now; of many, with how many changed and which could not be.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let (values, names): (Vec<_>, Vec<_>) = self.given.into_iter().partition(|given| given.contains('='));
        let mut edits: Vec<FieldEdit> = values.iter().filter_map(|value| edit_of(value)).collect();
        edits.extend(self.replace.chunks_exact(3).map(replacement));
        if names.is_empty() || edits.is_empty() {
            let message = "name articles, and say FIELD=VALUE or --replace FIELD TEXT BY";
            return Err(Failure::Usage(message.to_owned()));
        }
        let ids = resolve_all(library, &names)?;
        if self.preview {
            let preview = library.preview_edits(&ids, &edits, usize::MAX, shell.language)?;
            return Ok(previewed(&preview));
        }
        match (&ids[..], plain_values(&edits)) {
            ([id], Some(values)) => {
                library.edit(id, &values)?;
                let article = library.article(id)?;
                let text = format!("{}  {}  {}", id, article.citekey, article.title);
                Ok(Reply::new(article.summary(), text))
            }
            _ => {
                let report = library.edit_many(&ids, &edits, shell.language)?;
                let mut text = shell.say("Changed: ", "Đã sửa: ").to_owned();
                let _ = writeln!(text, "{}", report.changed);
                for Refused { id, field, problem, .. } in &report.problems {
                    let _ = writeln!(text, "{id}  {field}: {} {}", problem.message, problem.hint);
                }
                let in_part = !report.problems.is_empty();
                Ok(Reply::new(report, text).in_part(in_part))
            }
        }
    }
}

impl Remove {
    /// Answers with the removed ids.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let ids = resolve_all(library, &self.articles)?;
        library.remove(&ids)?;
        let text = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        Ok(Reply::new(json!({ "removed": ids }), text))
    }
}

impl Search {
    /// Answers with the best articles.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let options = SearchOptions { offset: self.offset, limit: self.limit, ..SearchOptions::default() };
        let found = library.search(&self.query, &options)?;
        let mut text = String::new();
        for hit in &found.hits {
            let _ = writeln!(text, "{}  {}\n    {}", hit.id, hit.title, hit.snippet.text);
        }
        for problem in &found.problems {
            let _ = writeln!(text, "In the query: {}.", problem.message());
        }
        for news in library.news(shell.language) {
            eprintln!("fonds: {news}");
        }
        Ok(Reply::new(found, text))
    }
}

fn column(text: &str) -> Result<Column, String> {
    serde_json::from_value(json!(text)).map_err(|_| "there is no such column".to_owned())
}

/// `FIELD=VALUE` sets or clears, `FIELD+=VALUE` adds.
fn edit_of(text: &str) -> Option<FieldEdit> {
    let (field, value) = text.split_once('=')?;
    let (field, adds) = field.strip_suffix('+').map_or((field, false), |field| (field, true));
    let value = value.to_owned();
    let operation = match (adds, value.is_empty()) {
        (true, _) => Operation::Append { value },
        (false, true) => Operation::Clear,
        (false, false) => Operation::Set { value },
    };
    Some(FieldEdit { field: field.trim().to_owned(), operation })
}

fn replacement(parts: &[String]) -> FieldEdit {
    let part = |n: usize| parts.get(n).cloned().unwrap_or_default();
    FieldEdit { field: part(0), operation: Operation::Replace { find: part(1), with: part(2) } }
}

/// The edits as plain values, if they are nothing else.
fn plain_values(edits: &[FieldEdit]) -> Option<Vec<FieldValue>> {
    let value = |edit: &FieldEdit| match &edit.operation {
        Operation::Set { value } => Some(FieldValue { field: edit.field.clone(), value: value.clone() }),
        Operation::Clear => Some(FieldValue { field: edit.field.clone(), value: String::new() }),
        _ => None,
    };
    edits.iter().map(value).collect()
}

fn previewed(preview: &EditPreview) -> Reply {
    let mut text = String::new();
    for article in &preview.articles {
        let _ = writeln!(text, "{}  {}", article.id, article.title);
        for EditedField { field, before, after } in &article.fields {
            let _ = writeln!(text, "    {field}: {before} → {after}");
        }
    }
    for Refused { id, field, problem, .. } in &preview.problems {
        let _ = writeln!(text, "{id}  {field}: {} {}", problem.message, problem.hint);
    }
    Reply::new(preview, text)
}
