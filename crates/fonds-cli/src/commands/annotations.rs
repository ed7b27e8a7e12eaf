//! `annotate`, `annotations`: highlights and notes.

use super::{labels_of, tag_labels};
use crate::output::{Failure, Reply, Shell};
use clap::{Args, Subcommand, ValueEnum};
use fonds_library::{AnnotationFilter, AnnotationOrder, Library, Selection};
use fonds_model::{Colour, TextQuote};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;

/// Highlight a passage or a part of a picture, with a note and tags.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds annotate nguyen2022 --quote \"cây cầu mới\" \
    --note \"So với bản tin 1998\" --tag \"Hạ tầng\" --colour green\n         \
    fonds -l Press.fonds annotate nguyen2022 --picture 1 --region percent:10,20,30,40 --note \"Con dấu\"")]
pub struct Annotate {
    /// Id, beginning of an id, or citekey.
    article: String,
    /// The words to highlight.
    #[arg(long, required_unless_present = "picture")]
    quote: Option<String>,
    /// The words before them, to tell them from the same words elsewhere.
    #[arg(long, default_value = "")]
    prefix: String,
    /// The words after them.
    #[arg(long, default_value = "")]
    suffix: String,
    /// The picture to mark, instead of words: its number in the article, its file's name or the beginning of its digest.
    #[arg(long, requires = "region", conflicts_with = "quote")]
    picture: Option<String>,
    /// Which part of the picture: left, top, width and height, as percent:10,20,30,40 or pixel:120,80,200,150.
    #[arg(long, value_name = "XYWH", requires = "picture")]
    region: Option<String>,
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

/// List annotations of an article or of the whole library, or take them out and in.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Example: fonds -l Press.fonds annotations --format w3c > annotations.jsonld")]
pub struct Annotations {
    #[command(subcommand)]
    travel: Option<Travel>,
    /// Id, beginning of an id, or citekey; all articles by default.
    article: Option<String>,
    /// json, or w3c for Web Annotation JSON-LD.
    #[arg(long, value_enum, default_value = "json")]
    format: AnnotationFormat,
}

/// Ways out and in.
#[derive(Subcommand)]
enum Travel {
    /// Write annotations to a file: Markdown, CSV or Web Annotation JSON-LD, by its ending (.md, .csv, .jsonld).
    #[command(
        after_help = "Example: fonds -l Press.fonds annotations export bridges.md --words \"cay cau\" --tag \"Hạ tầng\""
    )]
    Export(Export),
    /// Take in annotations of Fonds, Hypothesis, Recogito or Annotorious, and put them where their words are.
    #[command(after_help = "Example: fonds -l Press.fonds annotations import hypothesis.json")]
    Import(Import),
}

#[derive(Args)]
struct Export {
    /// The file.
    file: PathBuf,
    /// Only those with these words, in quote, note or title.
    #[arg(long, default_value = "")]
    words: String,
    /// Only those of this colour; may be given several times.
    #[arg(long = "colour", visible_alias = "color", value_parser = colour_named)]
    colours: Vec<Colour>,
    /// Only those with this tag or one under it.
    #[arg(long)]
    tag: Option<String>,
    /// Only those in this collection.
    #[arg(long)]
    collection: Option<String>,
    /// Only those of this article.
    #[arg(long)]
    article: Option<String>,
}

#[derive(Args)]
struct Import {
    /// The file.
    file: PathBuf,
    /// The article of those that name none.
    #[arg(long)]
    article: Option<String>,
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
        let selection = match self.picture {
            Some(picture) => library.region(&article, &picture, &self.region.unwrap_or_default())?,
            None => Selection::Quote(TextQuote {
                exact: self.quote.unwrap_or_default(),
                prefix: self.prefix,
                suffix: self.suffix,
            }),
        };
        let made = library.annotate(&article, &selection, self.colour, &self.note, &self.tags)?;
        let text = format!("{}  {}", made.id, made.quote.replace('\n', " "));
        Ok(Reply::new(made, text))
    }
}

impl Annotations {
    /// Answers with the annotations, in the order they were made, or with what travelled.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        match self.travel {
            Some(Travel::Export(export)) => return export.run(library, shell),
            Some(Travel::Import(import)) => return import.run(library, shell),
            None => {}
        }
        let article = self.article.map(|name| library.resolve(&name)).transpose()?;
        match self.format {
            AnnotationFormat::Json => {
                let shown = library.shown_annotations(article.as_ref())?;
                let mut text = String::new();
                for annotation in &shown {
                    let quote = annotation.quote.replace('\n', " ");
                    let part = annotation.region.as_ref().map(|region| format!(" {}", region.fragment));
                    let (colour, part) = (annotation.colour.name(), part.unwrap_or_default());
                    let _ = writeln!(text, "{}  {colour:<6} “{quote}”{part}", annotation.id);
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

impl Export {
    fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let filter = AnnotationFilter {
            words: self.words,
            colours: self.colours,
            tag: self.tag.map(|name| library.tag_named(&name)).transpose()?,
            collection: self.collection.map(|name| library.collection_named(&name)).transpose()?,
            article: self.article.map(|name| library.resolve(&name)).transpose()?,
            ..AnnotationFilter::default()
        };
        let ids = library.annotation_ids(&filter, AnnotationOrder::Article)?;
        let written = library.export_annotations(&ids, &self.file, shell.language)?;
        let text = format!("{}: {} annotations", written.path.display(), written.annotations);
        Ok(Reply::new(written, text))
    }
}

impl Import {
    fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let article = self.article.map(|name| library.resolve(&name)).transpose()?;
        let report = library.import_annotations(&self.file, article.as_ref(), shell.language)?;
        let mut text = format!(
            "imported {}, known {}, not placed {}\n",
            report.imported.len(),
            report.known,
            report.unplaced.len()
        );
        for one in &report.unplaced {
            let words = one.words.replace('\n', " ");
            let _ =
                writeln!(text, "  “{words}” ({}): {} {}", one.source, one.problem.message, one.problem.hint);
        }
        let in_part = !report.unplaced.is_empty();
        Ok(Reply::new(report, text).in_part(in_part))
    }
}

fn colour_named(name: &str) -> Result<Colour, String> {
    Colour::named(name).ok_or_else(|| "use yellow, green, blue, pink or purple".into())
}
