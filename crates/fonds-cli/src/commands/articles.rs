//! `list`, `alike`, `show`, `original`, `edit`, `remove`, `search`: articles.

use super::{labels_of, resolve_all, tag_labels};
use crate::output::{Failure, Reply, Shell};
use clap::{Args, ValueEnum};
use fonds_library::{FieldValue, Library, SearchOptions};
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;

/// List articles in the order they came in, or in a collection's order.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds list --tag \"Hạ tầng\" --limit 20")]
pub struct List {
    /// Only those with this tag or a narrower one.
    #[arg(long)]
    tag: Option<String>,
    /// Only those in this collection.
    #[arg(long)]
    collection: Option<String>,
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

/// Change an article's fields.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds edit nguyen2022 title=\"Cầu mới\" issued=2022-11-25")]
pub struct Edit {
    /// Id, beginning of an id, or citekey.
    article: String,
    /// Fields with their new values; an empty value clears.
    #[arg(required = true, value_name = "FIELD=VALUE", value_parser = field_value)]
    values: Vec<FieldValue>,
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
        let mut articles = library.list(tag.as_ref(), collection.as_ref())?;
        articles.truncate(self.limit.unwrap_or(usize::MAX));
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
    /// Answers with the article's fields as they are now.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let id = library.resolve(&self.article)?;
        library.edit(&id, &self.values)?;
        let article = library.article(&id)?;
        let text = format!("{}  {}  {}", id, article.citekey, article.title);
        Ok(Reply::new(article.summary(), text))
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
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let options = SearchOptions { offset: self.offset, limit: self.limit, ..SearchOptions::default() };
        let found = library.search(&self.query, &options)?;
        let mut text = String::new();
        for hit in &found.hits {
            let _ = writeln!(text, "{}  {}\n    {}", hit.id, hit.title, hit.snippet.text);
        }
        for problem in &found.problems {
            let _ = writeln!(text, "In the query: {}.", problem.message());
        }
        Ok(Reply::new(found, text))
    }
}

fn field_value(text: &str) -> Result<FieldValue, String> {
    let (field, value) = text.split_once('=').ok_or("write FIELD=VALUE")?;
    Ok(FieldValue { field: field.trim().to_owned(), value: value.to_owned() })
}
