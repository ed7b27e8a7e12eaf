//! Archives: web pages with all that belongs to them, whole crawls, and files packed together.
//!
//! - One page in one file: [`mhtml`], [`webarchive`]. The pictures are in it, known by address ([`held`]).
//! - Crawls: [`warc`] reads records and picks the pages with an article; [`wacz`] is the same in a ZIP, with a list.
//! - [`zip`] reads each file in it as if it had come alone.
//!
//! Invariant: names in an archive are only names; what is unpacked is bounded.

mod capture;
mod held;
mod mhtml;
mod wacz;
mod warc;
mod webarchive;
mod zip;

#[cfg(test)]
mod damaged;
#[cfg(test)]
mod samples;

pub(crate) use zip::has_too_many_entries;

use crate::{AssetLoader, Batch, Format, ImportError, Input, Options};

/// The most that one archive is unpacked to, in bytes.
const MOST_UNPACKED: u64 = 192 << 20;

/// The articles of an archive. Its own files are the only ones that are asked for.
pub(crate) fn read(
    format: Format,
    input: &Input<'_>,
    options: Options,
    _loader: &dyn AssetLoader,
) -> Result<Batch, ImportError> {
    match format {
        Format::Mhtml => mhtml::read(input).map(Batch::of),
        Format::WebArchive => webarchive::read(input).map(Batch::of),
        Format::Warc => warc::read(input.bytes),
        Format::Wacz => wacz::read(input.bytes),
        Format::Zip => zip::read(input.bytes, options),
        other => Err(ImportError::UnknownFormat { name: other.name().to_owned() }),
    }
}
