//! Printing: a book as PDF, its preview, and the data that it may carry.

use crate::export::Written;
use crate::picture_source::Pictures;
use crate::{BookOf, Language, Library, LibraryError};
use fonds_compile::Material;
use fonds_model::book::PageStart;
use fonds_model::{Article, Book, Booklet, Diagnostic, ExportSettings, Progress};
use fonds_pdf::{Embedded, Imposition, Pdf, PdfOptions, Scheme};
use serde::Serialize;
use serde_json::{Value, json};

/// A print file before it is saved.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The file, as it would be saved; a booklet is shown page by page instead.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// Its pages.
    pub pages: u32,
    /// The sheets of paper that it takes, printed on both sides.
    pub sheets: u32,
    /// What was left out or simplified.
    pub diagnostics: Vec<Diagnostic>,
}

impl Library {
    /// The print file of a collection or an article with these settings. What has not changed since the last preview or export is not
    /// laid out again.
    ///
    /// # Errors
    /// As [`Library::export`].
    pub fn preview(
        &self,
        of: impl Into<BookOf>,
        settings: &ExportSettings,
        title: Option<&str>,
        progress: &dyn Progress,
    ) -> Result<Preview, LibraryError> {
        let bound = self.bound(&of.into(), settings, title, progress)?;
        let book = bound.whole(self, settings)?;
        let pdf = self.pdf(&book, Some(&bound.material), settings, progress)?;
        let mut diagnostics = bound.diagnostics;
        diagnostics.extend(pdf.diagnostics);
        let sheets = match self.booklet(settings)? {
            Some(booklet) if !booklet.two_up => pdf.pages.div_ceil(4),
            Some(_) => pdf.pages.div_ceil(2).div_ceil(2),
            None => pdf.pages.div_ceil(2),
        };
        Ok(Preview { bytes: pdf.bytes, pages: pdf.pages, sheets, diagnostics })
    }

    /// Where the printed pages of a book begin.
    pub(crate) fn page_list(
        &self,
        book: &Book,
        settings: &ExportSettings,
        progress: &dyn Progress,
    ) -> Result<Vec<PageStart>, LibraryError> {
        Ok(self.pdf(book, None, settings, progress)?.page_list)
    }

    /// Prints a book; as a booklet if the settings want one.
    pub(crate) fn print(
        &self,
        book: &Book,
        material: &Material,
        settings: &ExportSettings,
        progress: &dyn Progress,
    ) -> Result<Written, LibraryError> {
        let pdf = self.pdf(book, Some(material), settings, progress)?;
        let bytes = match self.booklet(settings)? {
            Some(booklet) => fonds_pdf::impose(&pdf.bytes, &imposition(booklet))?.bytes,
            None => pdf.bytes,
        };
        Ok(Written { bytes, pages: Some(pdf.pages), diagnostics: pdf.diagnostics })
    }

    fn booklet(&self, settings: &ExportSettings) -> Result<Option<Booklet>, LibraryError> {
        let house = self.house_style(&settings.print.house)?;
        Ok(settings.print.or(&house.settings).booklet)
    }

    fn pdf(
        &self,
        book: &Book,
        material: Option<&Material>,
        settings: &ExportSettings,
        progress: &dyn Progress,
    ) -> Result<Pdf, LibraryError> {
        let house = self.house_style(&settings.print.house)?;
        let embeds = settings.print.or(&house.settings).embed_data.unwrap_or_default();
        let data = material.filter(|_| embeds).map(|material| embedded(book, material)).unwrap_or_default();
        let options = PdfOptions { paper: settings.paper, print: settings.print.clone(), house, data };
        Ok(fonds_pdf::write(
            book,
            &Pictures::of(&self.store, &book.assets),
            &options,
            &self.layouts,
            progress,
        )?)
    }
}

fn imposition(booklet: Booklet) -> Imposition {
    let scheme = match booklet.two_up {
        true => Scheme::TwoUp,
        false => Scheme::SaddleStitch { sheets_per_signature: booklet.signature },
    };
    Imposition {
        scheme,
        creep_mm: booklet.creep,
        fold_marks: booklet.marks,
        crop_marks: booklet.marks,
        ..Imposition::default()
    }
}

/// Citations, annotations and provenance of the book as data.
fn embedded(book: &Book, material: &Material) -> Vec<Embedded> {
    let language = Language::of_tag(&book.meta.language);
    let file = |name: &str, media_type: &str, words: [&str; 2], text: String| Embedded {
        name: name.into(),
        media_type: media_type.into(),
        description: words[usize::from(language == Language::Vietnamese)].into(),
        bytes: text.into_bytes(),
    };
    let all: Vec<&Article> = material.articles.values().collect();
    let citations = format!("{:#}", fonds_cite::csl_json(&all));
    let annotations = book.annotations.iter().map(|placed| {
        let source = format!("urn:fonds:article:{}", placed.annotation.article);
        placed.annotation.to_w3c(&source, &placed.tags)
    });
    let annotations = format!("{:#}", Value::Array(annotations.collect()));
    let provenance = format!("{:#}", Value::Array(all.iter().map(|article| provenance(article)).collect()));
    vec![
        file(
            "citations.json",
            "application/json",
            ["Citations (CSL-JSON)", "Trích dẫn (CSL-JSON)"],
            citations,
        ),
        file(
            "annotations.jsonld",
            "application/ld+json",
            ["Annotations (W3C)", "Chú giải (W3C)"],
            annotations,
        ),
        file(
            "provenance.json",
            "application/json",
            ["Where each article was taken from", "Xuất xứ từng bài"],
            provenance,
        ),
    ]
}

fn provenance(article: &Article) -> Value {
    json!({"article": article.id, "citekey": article.citekey, "title": article.title, "url": article.url,
        "holding": article.holding, "source": article.source})
}
