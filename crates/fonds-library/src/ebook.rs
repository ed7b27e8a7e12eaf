//! E-books: written, in volumes where they would be too large, and looked at before they are saved.

use crate::bodies::Bodies;
use crate::export::{Bound, new_file, put};
use crate::picture_source::Pictures;
use crate::problem::{unread_text, write_error};
use crate::transfer::{Carried, carry};
use crate::{BookOf, ExportReport, ExportedVolume, Library, LibraryError};
use fonds_epub::{
    AnnotationForm, BookFont, ContentsEntry, EpubError, EpubOptions, FontFace, Opened, Putting, Sources,
    WrittenVolume, write_volumes,
};
use fonds_model::{Book, Diagnostic, ExportSettings, Progress, Typeface};
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufReader, Seek, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A megabyte, as limits of mails and devices count it.
const MEGABYTE: u64 = 1_000_000;

/// An e-book before it is saved.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EbookPreview {
    /// Its volumes; a book in one file is one.
    pub volumes: Vec<EbookVolume>,
    /// What was left out or simplified.
    pub diagnostics: Vec<Diagnostic>,
    /// What its pages are made of.
    #[serde(skip)]
    pub files: EbookFiles,
}

/// A file of an e-book.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EbookVolume {
    /// "Volume 1 of 3" in the book's language; none where there is one file.
    pub words: Option<String>,
    /// How large it is, in bytes.
    pub bytes: u64,
    /// The pictures, as the library has them.
    pub pictures_given: u64,
    /// The pictures, as they are in it.
    pub pictures_written: u64,
    /// What can be turned to, in reading order.
    pub contents: Vec<ContentsEntry>,
}

/// The files of a preview; they lie on the disk and go with this value.
#[derive(Default)]
pub struct EbookFiles(Vec<Opened<BufReader<File>>>);

impl EbookFiles {
    /// The media type and content of a file of a volume, counted from 0; `None` for what no page shows.
    pub fn read(&mut self, volume: usize, path: &str) -> Option<(&'static str, Vec<u8>)> {
        self.0.get_mut(volume)?.read(path)
    }
}

impl Library {
    /// The e-book of a collection or an article with these settings, exactly as it would be saved.
    ///
    /// # Errors
    /// As [`Library::export`].
    pub fn preview_ebook(
        &self,
        of: impl Into<BookOf>,
        settings: &ExportSettings,
        title: Option<&str>,
        progress: &dyn Progress,
    ) -> Result<EbookPreview, LibraryError> {
        let mut bound = self.bound(&of.into(), settings, title, progress)?;
        let written = self.ebook(&mut bound, settings, progress, &mut tempfile::tempfile)?;
        let mut diagnostics = bound.diagnostics;
        let mut volumes = Vec::with_capacity(written.len());
        let mut files = EbookFiles::default();
        for WrittenVolume { out, written, words, contents } in written {
            tell(&mut diagnostics, written.diagnostics);
            files.0.push(Opened::of(BufReader::new(out))?);
            volumes.push(EbookVolume {
                words,
                bytes: written.length,
                pictures_given: written.picture_bytes.given,
                pictures_written: written.picture_bytes.written,
                contents,
            });
        }
        Ok(EbookPreview { volumes, diagnostics, files })
    }

    /// Writes the e-book to that path; volumes get numbers behind the name.
    pub(crate) fn write_ebook(
        &self,
        mut bound: Bound,
        beside: NamedTempFile,
        path: &Path,
        settings: &ExportSettings,
        progress: &dyn Progress,
    ) -> Result<ExportReport, LibraryError> {
        let folder = beside.path().parent().map(Path::to_owned).unwrap_or_default();
        let mut first = Some(beside);
        let mut open = || first.take().map_or_else(|| new_file(&folder), Ok);
        let volumes = self.ebook(&mut bound, settings, progress, &mut open).map_err(|error| match error {
            LibraryError::Epub(EpubError::Disk(error)) => write_error(path)(error),
            other => other,
        })?;
        let mut report = ExportReport::of(path, 0);
        report.diagnostics = bound.diagnostics;
        let is_one = volumes.len() == 1;
        for (n, WrittenVolume { out, written, .. }) in volumes.into_iter().enumerate() {
            let path = if is_one { path.to_owned() } else { numbered(path, n + 1) };
            put(out, &path)?;
            tell(&mut report.diagnostics, written.diagnostics);
            report.sizes.file += written.length;
            report.sizes.pictures_given += written.picture_bytes.given;
            report.sizes.pictures_written += written.picture_bytes.written;
            if !is_one {
                report.volumes.push(ExportedVolume { path, bytes: written.length });
            }
        }
        if let Some(volume) = report.volumes.first() {
            report.path.clone_from(&volume.path);
        }
        Ok(report)
    }

    fn ebook<W: Write + Seek>(
        &self,
        bound: &mut Bound,
        settings: &ExportSettings,
        progress: &dyn Progress,
        open: &mut dyn FnMut() -> io::Result<W>,
    ) -> Result<Vec<WrittenVolume<W>>, LibraryError> {
        let options = self.ebook_options(bound, settings, progress)?;
        let bodies = Bodies::of(&self.store, &bound.material.collection);
        if settings.ebook.notes_appendix {
            let notes = fonds_compile::notes_appendix(&bound.book, &bound.texts(&bodies, settings));
            if let Some(notes) = notes.map_err(unread_text)? {
                // The print has no such appendix, so its pages were counted before.
                let sections = &mut bound.book.sections;
                let end = sections.iter().position(|section| section.kind.closes_book());
                sections.insert(end.unwrap_or(sections.len()), notes);
            }
        }
        let Bound { book, material, items, is_alone, .. } = &*bound;
        let from = Carried { material, items, bodies: &bodies, is_alone: *is_alone };
        let carried = |book: &Book, put: &mut Putting<'_>| match settings.ebook.data {
            true => carry(book, &from, settings, put),
            false => Ok(()),
        };
        let texts = bound.texts(&bodies, settings);
        let sources =
            Sources { texts: &texts, assets: &Pictures::of(&self.store, &book.assets), carried: &carried };
        let most = settings.ebook.volumes.filter(|megabytes| *megabytes > 0);
        let most = most.map(|megabytes| u64::from(megabytes) * MEGABYTE);
        write_volumes(book, sources, &options, most, progress, open).map_err(|error| match error {
            EpubError::Text(error) => unread_text(error),
            error => error.into(),
        })
    }

    fn ebook_options(
        &self,
        bound: &Bound,
        settings: &ExportSettings,
        progress: &dyn Progress,
    ) -> Result<EpubOptions, LibraryError> {
        let mut options = EpubOptions::default();
        options.max_image_width = settings.ebook.image_width;
        options.cover.clone_from(&settings.ebook.cover);
        options.font = settings.ebook.font.map(font);
        if settings.ebook.data {
            options.annotations = AnnotationForm::Epub34Draft;
        }
        if settings.printed_pages {
            options.pages = self.page_list(&bound.whole(self, settings)?, settings, progress)?;
        }
        Ok(options)
    }
}

/// The bundled typeface, as books take it along.
fn font(typeface: Typeface) -> BookFont {
    let (family, generic) = match typeface {
        Typeface::Serif => ("Noto Serif", "serif"),
        Typeface::Sans => ("Noto Sans", "sans-serif"),
    };
    let faces = fonds_pdf::bundled_faces(typeface).into_iter().map(|face| FontFace {
        name: face.name,
        bytes: face.bytes,
        bold: face.bold,
        italic: face.italic,
    });
    BookFont { family, generic, faces: faces.collect(), licence: fonds_pdf::FONT_LICENCE }
}

/// `song.epub` as `song-2.epub`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{number}.{ending}"))
}

/// Each remark once: volumes have cover and fonts in common.
fn tell(told: &mut Vec<Diagnostic>, more: Vec<Diagnostic>) {
    for remark in more {
        if !told.contains(&remark) {
            told.push(remark);
        }
    }
}
