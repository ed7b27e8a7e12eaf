//! Import: bytes become an article, its pictures, and remarks about what was imperfect.
//!
//! [`import`] is the entry:
//! 1. [`Format`] is taken from the caller, the name, or the bytes themselves;
//! 2. [`decode`] makes text of the bytes, whatever encoding they are in;
//! 3. [`text`], [`markdown`] or [`html`] makes an article of the text;
//! 4. the article is completed with language, kind, digest and diagnostics.
//!
//! Invariant: no disk and no network (an [`AssetLoader`] is asked); no bytes make it panic; no HTML survives.

mod bylines;
mod dates;
mod decode;
mod error;
mod format;
mod html;
mod images;
mod markdown;
mod text;

#[cfg(test)]
mod samples;

pub use error::ImportError;
pub use format::Format;
pub use images::{AssetLoader, NoAssets};

use fonds_model::{Article, Asset, Diagnostic, Digest, Source};
use whatlang::Lang;

/// Larger input is refused, in bytes.
const LARGEST: usize = 64 << 20;

/// What came in.
pub struct Input<'a> {
    /// The exact bytes.
    pub bytes: &'a [u8],
    /// The file's name, without folders.
    pub file_name: Option<&'a str>,
    /// What the caller says it is.
    pub format: Option<Format>,
    /// Where it was found.
    pub url: Option<&'a str>,
}

/// What import made. The article has no id, no citekey and no time of capture yet.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The article; remarks are in its source.
    pub article: Article,
    /// Its pictures, each once.
    pub assets: Vec<Asset>,
}

/// Makes an article of bytes.
///
/// # Errors
/// Only where there is no article at all: nothing in it, not text, no known format.
pub fn import(input: &Input<'_>, loader: &dyn AssetLoader) -> Result<Imported, ImportError> {
    if input.bytes.len() > LARGEST {
        return Err(ImportError::TooLarge { bytes: input.bytes.len() });
    }
    if input.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty);
    }
    let format = format::of(input)?;
    let decoded = decode::decode(input.bytes, format == Format::Html)?;
    let mut imported = match format {
        Format::Text => text::read(&decoded.text),
        Format::Markdown => markdown::read(&decoded.text, loader),
        Format::Html => html::read(&decoded.text, input.url, loader)?,
    };
    let article = &mut imported.article;
    article.source.diagnostics.extend(decoded.diagnostics);
    article.source = Source {
        digest: Digest::of(input.bytes),
        media_type: format.media_type().to_owned(),
        file_name: input.file_name.map(fonds_model::text::clean_line),
        captured: None,
        importer: format!("{}/1", format.name()),
        encoding: Some(decoded.encoding.to_owned()),
        ..std::mem::take(&mut article.source)
    };
    article.url = article.url.take().or_else(|| input.url.map(str::to_owned));
    complete(article, input)?;
    article.assets = imported.assets.iter().map(|asset| asset.info.clone()).collect();
    Ok(imported)
}

/// Language by the text where none was declared; a title where there was none.
fn complete(article: &mut Article, input: &Input<'_>) -> Result<(), ImportError> {
    if fonds_model::nesting::flatten_depths(&mut article.body) {
        let message =
            "lists, quotations or tables lay too deeply in each other; their innermost text stands flat";
        article.source.diagnostics.push(Diagnostic::warning("nesting-flattened", message));
    }
    let text = fonds_model::Projection::of(article).text;
    if text.trim().is_empty() {
        return Err(ImportError::NoText);
    }
    if article.language.is_none()
        && let Some(language) = detect_language(&text)
    {
        article.language = Some(language.to_owned());
        article.source.provenance.insert("language".into(), "detected".into());
    }
    if article.title.is_empty() {
        let stem =
            input.file_name.and_then(|name| name.rsplit_once('.').map(|(stem, _)| stem).or(Some(name)));
        let first = text.lines().next().unwrap_or_default();
        article.title = stem.map_or_else(|| first.chars().take(80).collect(), fonds_model::text::clean_line);
        let remark =
            Diagnostic::warning("title-guessed", "no title was found; the file's name stands for it");
        article.source.diagnostics.push(remark.hint("edit the title"));
    }
    Ok(())
}

fn detect_language(text: &str) -> Option<&'static str> {
    let sample: String = text.chars().take(4000).collect();
    let found = whatlang::detect(&sample).filter(whatlang::Info::is_reliable)?;
    LANGUAGES.iter().find(|(lang, _)| *lang == found.lang()).map(|(_, tag)| *tag)
}

/// BCP 47 tags of the languages that are told apart.
const LANGUAGES: [(Lang, &str); 20] = [
    (Lang::Vie, "vi"),
    (Lang::Eng, "en"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Rus, "ru"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Tha, "th"),
    (Lang::Khm, "km"),
    (Lang::Ind, "id"),
    (Lang::Ara, "ar"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Nld, "nl"),
    (Lang::Pol, "pl"),
    (Lang::Ukr, "uk"),
];
