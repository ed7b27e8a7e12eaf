//! `annotate`, `annotations`: highlights and notes.

use super::{labels_of, tag_labels};
use crate::output::{Failure, Reply};
use clap::{Args, ValueEnum};
use fonds_library::{Library, Selection};
use fonds_model::{Colour, TextQuote};
use serde_json::{Value, json};
use std::fmt::Write;

/// Highlight a passage, with a note and tags.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds annotate nguyen2022 --quote \"cây cầu mới\" \
    --note \"So với bản tin 1998\" --tag \"Hạ tầng\" --colour green")]
pub struct Annotate {
    /// Id, beginning of an id, or citekey.
    article: String,
    /// The words to highlight.
    #[arg(long)]
    quote: String,
    /// The words before them, to tell them from the same words elsewhere.
    #[arg(long, default_value = "")]
    prefix: String,
    /// The words after them.
    #[arg(long, default_value = "")]
    suffix: String,
    /// What to say about them, in Markdown.
    #[arg(long, default_value = "")]
    note: String,
    /// A tag; made when new.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// yellow, green, blue, pink or purple.
    #[arg(long, visible_alias = "color", default_value = "yellow", value_parser = colour_named)]
    colour: Colour,
}

/// List annotations of an article or of the whole library.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds annotations --format w3c > annotations.jsonld")]
pub struct Annotations {
    /// Id, beginning of an id, or citekey; all articles by default.
    article: Option<String>,
    /// json, or w3c for Web Annotation JSON-LD.
    #[arg(long, value_enum, default_value = "json")]
    format: AnnotationFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum AnnotationFormat {
    Json,
    W3c,
}

impl Annotate {
    /// Answers with the new annotation.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let article = library.resolve(&self.article)?;
        let quote = TextQuote { exact: self.quote, prefix: self.prefix, suffix: self.suffix };
        let made =
            library.annotate(&article, &Selection::Quote(quote), self.colour, &self.note, &self.tags)?;
        let text = format!("{}  {}", made.id, made.quote.replace('\n', " "));
        Ok(Reply::new(made, text))
    }
}

impl Annotations {
    /// Answers with the annotations, in the order they were made.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let article = self.article.map(|name| library.resolve(&name)).transpose()?;
        match self.format {
            AnnotationFormat::Json => {
                let shown = library.shown_annotations(article.as_ref())?;
                let mut text = String::new();
                for annotation in &shown {
                    let quote = annotation.quote.replace('\n', " ");
                    let _ = writeln!(text, "{}  {:<6} “{quote}”", annotation.id, annotation.colour.name());
                    if !annotation.note.is_empty() {
                        let _ = writeln!(text, "    {}", annotation.note.replace('\n', "\n    "));
                    }
                }
                Ok(Reply::new(shown, text))
            }
            AnnotationFormat::W3c => {
                let labels = tag_labels(library)?;
                let annotations = library.annotations(article.as_ref())?.into_iter();
                let as_w3c = |annotation: fonds_model::Annotation| {
                    let source = format!("urn:fonds:article:{}", annotation.article);
                    annotation.to_w3c(&source, &labels_of(&annotation.tags, &labels))
                };
                let value = Value::Array(annotations.map(as_w3c).collect());
                let text = format!("{value:#}");
                Ok(Reply::new(json!(value), text))
            }
        }
    }
}

fn colour_named(name: &str) -> Result<Colour, String> {
    Colour::named(name).ok_or_else(|| "use yellow, green, blue, pink or purple".into())
}
