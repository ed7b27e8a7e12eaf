//! `cite`, `styles`: citations.

use super::resolve_all;
use crate::output::{Failure, Reply, Shell};
use clap::Args;
use fonds_library::{CitationFormat, Library, find_styles};
use fonds_model::ExportSettings;
use serde_json::json;
use std::fmt::Write;

/// Cite articles.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds cite nguyen2022 --style apa --locale vi-VN")]
pub struct Cite {
    /// Ids, beginnings of ids, or citekeys.
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<String>,
    /// A name from `fonds styles`.
    #[arg(long)]
    style: Option<String>,
    /// The citation's language, such as vi-VN.
    #[arg(long)]
    locale: Option<String>,
    /// text, html, markdown, bibtex, ris or csl-json.
    #[arg(long, default_value = "text", value_parser = format_named)]
    format: CitationFormat,
}

/// List citation styles, or house styles; with a library, its own too.
#[derive(Args)]
#[command(after_help = "Example: fonds styles chicago")]
pub struct Styles {
    /// List house styles, in which books are printed.
    #[arg(long)]
    print: bool,
    /// Only those whose name or title has these letters.
    #[arg(default_value = "")]
    filter: String,
}

impl Cite {
    /// Answers with the references; as JSON, CSL-JSON itself or an object with the text.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let ids = resolve_all(library, &self.articles)?;
        let style = self.style.unwrap_or_else(|| ExportSettings::default().style);
        let locale = self.locale.unwrap_or_else(|| shell.language.locale().to_owned());
        let text = library.cite(&ids, &style, &locale, self.format)?;
        let value = match self.format {
            CitationFormat::CslJson => serde_json::from_str(&text).unwrap_or_default(),
            _ => json!({ "style": style, "locale": locale, "text": text }),
        };
        Ok(Reply::new(value, text))
    }
}

impl Styles {
    /// Answers with names and titles.
    pub fn run(self, library: Option<&Library>, shell: &Shell) -> Reply {
        if self.print {
            return houses(library, shell);
        }
        let styles =
            library.map_or_else(|| find_styles(&self.filter), |library| library.styles(&self.filter));
        let mut text = String::new();
        for style in &styles {
            let _ = writeln!(text, "{:<44} {}", style.name, style.title);
        }
        Reply::new(styles, text)
    }
}

fn houses(library: Option<&Library>, shell: &Shell) -> Reply {
    let houses = match library {
        Some(library) => library.house_styles(shell.language),
        None => fonds_library::bundled_house_styles(shell.language),
    };
    let mut text = String::new();
    for house in &houses {
        let _ = writeln!(text, "{:<14} {:<22} {}", house.name, house.title, house.description);
    }
    Reply::new(houses, text)
}

fn format_named(name: &str) -> Result<CitationFormat, String> {
    CitationFormat::named(name).ok_or_else(|| "use text, html, markdown, bibtex, ris or csl-json".into())
}
