//! Citing articles as text, HTML and the exchange formats.

use crate::{Language, Library, LibraryError};
use fonds_cite::{AddedStyles, Citer, CopyForm, StyleInfo};
use fonds_model::body::plain_text;
use fonds_model::{Article, ArticleId, ExportSettings};
use std::fs;
use std::path::PathBuf;

/// How citations are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationFormat {
    /// Plain text, an entry a line.
    Text,
    /// HTML, an entry a paragraph, with COinS for reference managers.
    Html,
    /// Markdown, an entry a paragraph.
    Markdown,
    /// BibTeX (BibLaTeX).
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    CslJson,
}

impl CitationFormat {
    /// The format of that name: `text`, `html`, `markdown`, `bibtex`, `ris`, `csl-json`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "html" => Self::Html,
            "markdown" => Self::Markdown,
            "bibtex" => Self::Bibtex,
            "ris" => Self::Ris,
            "csl-json" => Self::CslJson,
            _ => return None,
        })
    }
}

impl Library {
    /// Whether the style and the language of export settings are there.
    ///
    /// # Errors
    /// `unknown-style`, `unknown-locale`, `style-broken`, `style-parent-missing`.
    pub fn check_settings(&self, settings: &ExportSettings) -> Result<(), LibraryError> {
        self.citer(&settings.style, &settings.locale)?;
        self.house_style(&settings.print.house)?;
        Ok(())
    }

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
            CitationFormat::Text => self.copied(&articles, style, locale, CopyForm::Plain)?,
            CitationFormat::Markdown => self.copied(&articles, style, locale, CopyForm::Markdown)?,
            CitationFormat::Html => {
                let coins: String =
                    articles.iter().map(|article| format!("{}\n", fonds_cite::coins(article))).collect();
                self.copied(&articles, style, locale, CopyForm::Html)? + &coins
            }
        })
    }

    /// The styles that this library can cite in, its own first, whose name or title has these words.
    pub fn styles(&self, filter: &str) -> Vec<StyleInfo> {
        // No style is asked for, so none that is broken is told.
        let added = self.added_styles("").unwrap_or_default();
        let own: Vec<StyleInfo> = added.infos().cloned().collect();
        let bundled = fonds_cite::styles().into_iter();
        let bundled = bundled.filter(|style| !own.iter().any(|known| known.name == style.name));
        let all = own.iter().cloned().chain(bundled).collect();
        fonds_cite::filtered(all, filter)
    }

    /// The styles that stand as `.csl` files in the folder `styles` of the library.
    ///
    /// # Errors
    /// `style-broken` when the one that is asked for cannot be used; others are passed over.
    pub(crate) fn added_styles(&self, asked: &str) -> Result<AddedStyles, LibraryError> {
        let files = fs::read_dir(self.store.dir().join("styles")).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = files.map(|file| file.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "csl"));
        paths.sort();
        let mut added = AddedStyles::default();
        for path in paths {
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let Ok(xml) = fs::read_to_string(&path) else { continue };
            match added.add(&name, &xml) {
                Err(error) if name == asked => return Err(error.into()),
                Err(error) => tracing::warn!(%error, name, "a citation style cannot be used"),
                Ok(_) => {}
            }
        }
        Ok(added)
    }

    pub(crate) fn citer(&self, style: &str, locale: &str) -> Result<Citer, LibraryError> {
        Ok(Citer::with_added(&self.added_styles(style)?, style, locale)?)
    }

    /// The bibliography of the articles, or their citations in a style that has none.
    fn copied(
        &self,
        articles: &[&Article],
        style: &str,
        locale: &str,
        form: CopyForm,
    ) -> Result<String, LibraryError> {
        Ok(self.citer(style, locale)?.cite(articles).copied(form) + "\n")
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
