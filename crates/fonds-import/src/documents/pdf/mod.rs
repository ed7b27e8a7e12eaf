//! PDF with text (ISO 32000), read by hayro, which draws for us.
//!
//! 1. [`page`] takes down where each character and picture is drawn.
//! 2. [`spans`] joins characters to spans, [`columns`] puts spans in reading order, as lines.
//!    What stands in the cells of [`tables`], ruled or [`aligned`], is taken out before and is one line there.
//! 3. [`furniture`] drops running heads and page numbers, [`notes`] takes footnotes out, [`items`] marks items of lists;
//!    [`paragraphs`] makes headings, items and paragraphs of lines.
//! 4. [`metadata`] reads what the file says of itself.
//!
//! Invariant: what goes wrong in the library stays in its thread; pages and characters are limited.

mod aligned;
mod columns;
mod furniture;
mod items;
mod metadata;
mod notes;
mod page;
mod paragraphs;
mod ruling;
mod spans;
mod tables;
mod unpacking;

use super::draft::Draft;
use super::embedded::Embedded;
use crate::images::Pictures;
use crate::{ImportError, Imported};
use fonds_model::{Diagnostic, is_aside, step_aside};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

/// What users call the format.
const NAME: &str = "PDF";
/// Later pages are not read.
const MOST_PAGES: usize = 2000;
/// Stack of the thread that reads, in bytes: forms lie in forms, up to the library's limit.
const STACK: usize = 32 << 20;

/// The article of a PDF.
pub(crate) fn read(bytes: &[u8], file_name: Option<&str>) -> Result<Imported, ImportError> {
    let broken = |reason: &str| ImportError::Broken { format: NAME, reason: reason.to_owned() };
    let aside = is_aside();
    std::thread::scope(|scope| {
        let reading = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || {
            if aside {
                step_aside();
            }
            read_here(bytes, file_name)
        });
        let reading = reading.map_err(|error| broken(&error.to_string()))?;
        reading.join().unwrap_or_else(|_| Err(broken("a page of it cannot be understood")))
    })
}

fn read_here(bytes: &[u8], file_name: Option<&str>) -> Result<Imported, ImportError> {
    if unpacking::is_too_large(bytes) {
        let reason = "a stream in it is too large when unpacked".to_owned();
        return Err(ImportError::Broken { format: NAME, reason });
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => ImportError::Encrypted { format: NAME },
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => {
            ImportError::Broken { format: NAME, reason: "its structure cannot be found".into() }
        }
    })?;
    let mut draft = Draft::new();
    metadata::read(&pdf, &mut draft);
    let mut pages = page::read_all(&pdf);
    let characters: usize =
        pages.iter().map(|page| page.glyphs.len() - page.unknown.min(page.glyphs.len())).sum();
    let total = pdf.pages().len();
    say_what_is_left_out(&mut draft, &pages, total);
    let embedded = Embedded::default();
    let pictures = Pictures::of(&embedded);
    if characters == 0 && pages.iter().any(|page| page.is_broken) {
        let reason = "its pages cannot be understood".to_owned();
        return Err(ImportError::Broken { format: NAME, reason });
    }
    if characters == 0 {
        return Ok(without_text(draft, file_name, pictures));
    }
    let mut lines: Vec<Vec<spans::Line>> = pages.iter_mut().map(columns::lines).collect();
    furniture::drop(&mut lines, &pages);
    lines.iter_mut().for_each(|lines| columns::refit(lines));
    let usual = paragraphs::Usual::of(&lines);
    let footnotes = notes::take(&mut lines, &pages, usual.size);
    let mut maker = paragraphs::Maker { pictures, embedded: &embedded, usual };
    draft.parts = maker.parts(lines, &mut pages);
    draft.notes = maker.notes(footnotes, &pages);
    Ok(draft.into_imported(maker.pictures))
}

fn say_what_is_left_out(draft: &mut Draft, pages: &[page::Page], total: usize) {
    let diagnostics = &mut draft.article.source.diagnostics;
    if total > pages.len() {
        let message = format!("only the first {} of {total} pages were read", pages.len());
        diagnostics
            .push(Diagnostic::warning("pdf-too-long", message).hint("divide the PDF and import its parts"));
    }
    let unknown: usize = pages.iter().map(|page| page.unknown).sum();
    if unknown > 0 {
        let message =
            format!("{unknown} characters could not be told: their font does not say what they are");
        diagnostics
            .push(Diagnostic::warning("characters-lost", message).hint("compare the text with the original"));
    }
    let bare = pages.iter().filter(|page| page.glyphs.is_empty() && !page.pictures.is_empty()).count();
    if bare > 0 && bare < pages.len() {
        let message = format!("{bare} pages are pictures without text");
        diagnostics.push(
            Diagnostic::warning("pdf-without-text", message)
                .hint("run text recognition (OCR) and import again"),
        );
    }
    let broken = pages.iter().filter(|page| page.is_broken).count();
    if broken > 0 {
        let message = format!("{broken} pages could not be read to their end");
        diagnostics
            .push(Diagnostic::warning("page-unread", message).hint("compare the text with the original"));
    }
    let left: usize = pages.iter().map(|page| page.pictures_left).sum();
    if left > 0 {
        let message = format!("{left} drawings or pictures were left out");
        diagnostics.push(Diagnostic::info("pictures-left-out", message).hint("the original still has them"));
    }
}

/// A scan is kept for its original and its metadata.
fn without_text(mut draft: Draft, file_name: Option<&str>, pictures: Pictures<'_>) -> Imported {
    let name = file_name.unwrap_or("PDF");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    draft.set_title(stem, "file name");
    let remark = Diagnostic::warning("pdf-without-text", "the PDF has no text layer: its pages are pictures");
    let hint = "run text recognition (OCR) on it and import the result; the original is kept";
    draft.article.source.diagnostics.push(remark.hint(hint));
    draft.into_imported(pictures)
}
