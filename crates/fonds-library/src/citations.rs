//! Citing articles as text, HTML and the exchange formats.

use crate::{Language, Library, LibraryError};
use fonds_cite::Citer;
use fonds_model::body::plain_text;
use fonds_model::{Article, ArticleId, ExportSettings, Inline};

/// How citations are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationFormat {
    /// Plain text, an entry a line.
    Text,
    /// HTML, an entry a paragraph.
    Html,
    /// BibTeX (BibLaTeX).
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    CslJson,
}

impl CitationFormat {
    /// The format of that name: `text`, `html`, `bibtex`, `ris`, `csl-json`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "html" => Self::Html,
            "bibtex" => Self::Bibtex,
            "ris" => Self::Ris,
            "csl-json" => Self::CslJson,
            _ => return None,
        })
    }
}

/// Whether the style and the language of export settings are there.
///
/// # Errors
/// `unknown-style`, `unknown-locale`.
pub fn check_settings(settings: &ExportSettings) -> Result<(), LibraryError> {
    fonds_cite::Citer::new(&settings.style, &settings.locale)?;
    Ok(())
}

impl Library {
    /// The references of articles in a style and language, in the style's order.
    ///
    /// # Errors
    /// `unknown-article`, `unknown-style`, `unknown-locale`.
    pub fn cite(
        &self,
        ids: &[ArticleId],
        style: &str,
        locale: &str,
        format: CitationFormat,
    ) -> Result<String, LibraryError> {
        let articles = ids.iter().map(|id| self.article(id)).collect::<Result<Vec<_>, _>>()?;
        let articles: Vec<&Article> = articles.iter().collect();
        Ok(match format {
            CitationFormat::Bibtex => fonds_cite::bibtex(&articles),
            CitationFormat::Ris => fonds_cite::ris(&articles),
            CitationFormat::CslJson => format!("{:#}", fonds_cite::csl_json(&articles)),
            CitationFormat::Text => {
                references(&articles, style, locale)?.iter().map(|entry| line(entry)).collect()
            }
            CitationFormat::Html => {
                references(&articles, style, locale)?.iter().map(|entry| paragraph(entry)).collect()
            }
        })
    }

    /// An article's reference in the default style; empty if it cannot be cited.
    pub(crate) fn default_citation(&self, article: &Article, language: Language) -> String {
        let style = ExportSettings::default().style;
        let cited = Citer::new(&style, language.locale()).map(|citer| citer.cite(&[article]));
        match cited {
            Ok(cited) => cited.citations.first().map(|inlines| plain_text(inlines)).unwrap_or_default(),
            Err(error) => {
                tracing::warn!(%error, "the default citation style failed");
                String::new()
            }
        }
    }
}

/// Entries of the bibliography, or the citations of a style that has none.
fn references(articles: &[&Article], style: &str, locale: &str) -> Result<Vec<Vec<Inline>>, LibraryError> {
    let cited = Citer::new(style, locale)?.cite(articles);
    if cited.entries.is_empty() {
        return Ok(cited.citations);
    }
    let whole = |entry: fonds_cite::Entry| {
        let mut content = entry.content;
        if !entry.label.is_empty() {
            content.insert(0, Inline::text(format!("{} ", entry.label)));
        }
        content
    };
    Ok(cited.entries.into_iter().map(whole).collect())
}

fn line(inlines: &[Inline]) -> String {
    format!("{}\n", plain_text(inlines))
}

fn paragraph(inlines: &[Inline]) -> String {
    format!("<p>{}</p>\n", fonds_cite::to_html(inlines))
}
