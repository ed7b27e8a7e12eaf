//! Documents of office programs, e-books and PDF.
//!
//! 1. [`crate::package`] opens what is a ZIP of XML files, and [`crate::xml`] reads those, both within limits.
//! 2. A reader for each format walks its document and fills a [`draft`]: facts, paragraphs with their styles, notes,
//!    comments. EPUB, whose chapters are web pages, makes articles of those instead.
//! 3. The draft becomes an article: fields are taken from the styles and the top, [`parts`] become blocks, where lists
//!    nest and captions find their figures.

mod docx;
mod draft;
mod embedded;
mod epub;
mod grid;
mod lists;
mod odt;
mod parts;
mod passage;
mod pdf;
mod roles;
mod rtf;
mod runs;

#[cfg(test)]
mod samples;

use crate::{Batch, Format, ImportError, Input, Options};

/// The articles of a document.
pub(crate) fn read(format: Format, input: &Input<'_>, options: Options) -> Result<Batch, ImportError> {
    match format {
        Format::Docx => docx::read(input.bytes).map(Batch::of),
        Format::Odt => odt::read(input.bytes).map(Batch::of),
        Format::Rtf => rtf::read(input.bytes).map(Batch::of),
        Format::Pdf => pdf::read(input.bytes, input.file_name).map(Batch::of),
        Format::Epub => epub::read(input.bytes, options),
        other => Err(ImportError::UnknownFormat { name: other.name().to_owned() }),
    }
}
