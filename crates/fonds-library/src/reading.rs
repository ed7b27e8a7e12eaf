//! What the reader asks for beside the article: citations to copy, notes as blocks, the original to look at, names of colours.

use crate::{Language, Library, LibraryError};
use fonds_cite::{Citer, CopyForm};
use fonds_model::{ArticleId, Block, Colour, ExportSettings, Projection, TextPosition};
use serde::Serialize;
use std::collections::BTreeMap;

/// Longer names of colours are cut, in code points.
const LONGEST_NAME: usize = 40;

/// What goes to the clipboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// For programs that take plain text.
    pub text: String,
    /// For programs that take rich text.
    pub html: String,
}

/// How an original can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OriginalKind {
    /// A web page.
    Page,
    /// Plain text.
    Text,
    /// A PDF.
    Pdf,
    /// A document, an e-book or an archived page, of which the words are shown.
    Words,
    /// Anything else: it can be saved and opened by its own program.
    Other,
}

/// An original in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OriginalInfo {
    /// How it can be looked at.
    pub kind: OriginalKind,
    /// Its size in bytes.
    pub bytes: usize,
}

/// Whether a link may be handed to the system: an address of the web or of mail, on one line.
pub fn may_be_opened(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto")) && !address.chars().any(char::is_control)
}

/// Whether originals of a type hold words that are not to be seen in their bytes.
fn has_words(media_type: &str) -> bool {
    use fonds_import::Format::{Docx, Epub, Mhtml, Odt, Rtf, WebArchive};
    [Docx, Odt, Rtf, Epub, Mhtml, WebArchive].iter().any(|format| format.media_type() == media_type)
}

impl Library {
    /// The citation of an article, or of a passage of its text with the words that are quoted, in the default style.
    ///
    /// # Errors
    /// `unknown-article`; `quote-not-found` where the text has no such passage.
    pub fn copied_citation(
        &self,
        id: &ArticleId,
        passage: Option<TextPosition>,
        language: Language,
    ) -> Result<Copied, LibraryError> {
        let article = self.article(id)?;
        let citer = Citer::new(&ExportSettings::default().style, language.locale())?;
        let Some(TextPosition { start, end }) = passage else {
            let cited = citer.cite(&[&article]);
            return Ok(Copied { text: cited.copied(CopyForm::Plain), html: cited.copied(CopyForm::Html) });
        };
        let words = Projection::of(&article).slice(start, end);
        if words.trim().is_empty() {
            return Err(LibraryError::QuoteNotFound(format!("{start}–{end}")));
        }
        let copied = |form| citer.quotation(&article, &words, None, form);
        Ok(Copied { text: copied(CopyForm::Plain), html: copied(CopyForm::Html) })
    }

    /// How an article's original can be looked at, and how large it is.
    ///
    /// # Errors
    /// `unknown-article`, `original-purged`, or that the archive is damaged.
    pub fn original_info(&self, id: &ArticleId) -> Result<OriginalInfo, LibraryError> {
        let source = self.article(id)?.source;
        let bytes = self.original(&source.digest)?;
        let kind = match source.media_type.as_str() {
            "text/html" | "application/xhtml+xml" => OriginalKind::Page,
            "application/pdf" => OriginalKind::Pdf,
            other if has_words(other) => OriginalKind::Words,
            other if other.starts_with("text/") => OriginalKind::Text,
            _ => OriginalKind::Other,
        };
        Ok(OriginalInfo { kind, bytes: bytes.len() })
    }

    /// An article's original if it is a web page: decoded, and without anything that acts or leads elsewhere. It is still
    /// to be shown where neither scripts nor the network are at hand.
    ///
    /// # Errors
    /// As [`Library::original_info`], or that the bytes are no text.
    pub fn original_page(&self, id: &ArticleId) -> Result<String, LibraryError> {
        let source = self.article(id)?.source;
        Ok(fonds_import::shown_page(&self.original(&source.digest)?, source.encoding.as_deref())?)
    }

    /// An article's original as text: of a web page its source, of a document its words as they are read from it now.
    ///
    /// # Errors
    /// As [`Library::original_info`], or that the bytes are no text.
    pub fn original_text(&self, id: &ArticleId) -> Result<String, LibraryError> {
        let source = self.article(id)?.source;
        let bytes = self.original(&source.digest)?;
        if has_words(&source.media_type) {
            return Ok(fonds_import::shown_words(
                &bytes,
                source.file_name.as_deref(),
                source.part.as_deref(),
            )?);
        }
        Ok(fonds_import::shown_text(&bytes)?)
    }

    /// The exact bytes of an article's original.
    ///
    /// # Errors
    /// As [`Library::original_info`].
    pub fn original_bytes(&self, id: &ArticleId) -> Result<Vec<u8>, LibraryError> {
        self.original(&self.article(id)?.source.digest)
    }

    /// What the user calls the colours of highlights in this library; a colour without a name of its own is missing.
    /// They are kept for this library on this device, beside its other habits.
    pub fn colour_names(&self) -> BTreeMap<String, String> {
        self.store.colour_names()
    }

    /// Names the colours of highlights. An empty name gives a colour back its own.
    ///
    /// # Errors
    /// What the disk says.
    pub fn name_colours(&self, names: &BTreeMap<String, String>) -> Result<(), LibraryError> {
        let cut = |name: &str| fonds_model::text::clean_line(name).chars().take(LONGEST_NAME).collect();
        let known = names.iter().filter(|(colour, _)| Colour::named(colour).is_some());
        let named = known.map(|(colour, name)| (colour.clone(), cut(name)));
        Ok(self.store.name_colours(named.filter(|(_, name): &(_, String)| !name.is_empty()).collect())?)
    }
}

/// A note's Markdown as blocks, pictures as their words.
pub fn note_blocks(markdown: &str) -> Vec<Block> {
    fonds_compile::note_blocks(markdown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_web_and_mail_are_opened() {
        for good in ["https://bao.vn/a", "HTTP://bao.vn", "mailto:an@bao.vn"] {
            assert!(may_be_opened(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "bao.vn",
            "",
            "https://bao.vn/\na",
            "tauri://localhost",
        ] {
            assert!(!may_be_opened(bad), "{bad}");
        }
    }
}
