//! What one or several WARC files hold: pages, and files that pages show, by address.

use super::headers::Headers;
use super::http::Response;
use super::records::{Record, Records};
use crate::archives::MOST_UNPACKED;
use crate::archives::capture::is_page;
use crate::archives::held::key;
use crate::{AssetLoader, ImportError};
use fonds_model::{Diagnostic, Digest, Timestamp};
use std::cell::Cell;
use std::collections::HashMap;
use std::io;
use url::Url;

/// More records than are read of an archive.
const MOST_RECORDS: usize = 50_000;
/// By how much all contents together may grow out of their codings, in bytes.
const MOST_GROWTH: u64 = 1 << 30;
/// And by how many times what they were, and some more: pages grow by four to ten times.
const MOST_TIMES: u64 = 12;
const SOME_MORE: u64 = 4 << 20;
/// How many redirections are followed to a file.
const MOST_REDIRECTIONS: usize = 5;

/// A page or file as it was captured.
pub(crate) struct Holding {
    /// Where it stood.
    pub address: String,
    pub captured: Option<Timestamp>,
    pub media_type: String,
    /// Whether the archive ends within it, or the program that made it did not keep it whole.
    pub is_cut: bool,
    response: Response,
}

impl Holding {
    /// What tells whether two captures are the same.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.response.body)
    }
}

/// Everything of use in an archive.
#[derive(Default)]
pub(crate) struct Holdings {
    pages: Vec<Holding>,
    files: Vec<Holding>,
    file_at: HashMap<String, usize>,
    redirections: HashMap<String, String>,
    records: usize,
    /// How many bytes of records were taken in.
    kept: u64,
    /// By how many bytes contents have grown out of their codings.
    grown: Cell<u64>,
    revisits: usize,
    damaged: usize,
    too_large: usize,
}

impl Holdings {
    /// Takes in what a WARC file holds.
    pub fn absorb(&mut self, bytes: &[u8]) {
        let mut records = Records::of(bytes, MOST_UNPACKED.saturating_sub(self.kept));
        for record in records.by_ref().take(MOST_RECORDS.saturating_sub(self.records)) {
            self.records += 1;
            self.kept += record.block.len() as u64;
            self.take(record);
        }
        let is_full = records.is_exhausted() || self.records == MOST_RECORDS;
        self.damaged += records.damaged;
        self.too_large += records.too_large + usize::from(is_full);
    }

    /// Whether no record at all could be read.
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// The pages in their order.
    pub fn pages(&self) -> &[Holding] {
        &self.pages
    }

    /// The key of an address, then the keys of those that it was redirected to.
    pub fn ways<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a str> {
        let next = |place: &&str| self.redirections.get(*place).map(String::as_str);
        std::iter::successors(Some(start), next).take(MOST_REDIRECTIONS + 1)
    }

    /// The bytes of one.
    ///
    /// # Errors
    /// Where they are in a coding that is not known, or too many have been unpacked.
    pub fn content(&self, holding: &Holding) -> Result<Vec<u8>, ImportError> {
        if self.grown.get() > MOST_GROWTH.min(self.kept * MOST_TIMES + SOME_MORE) {
            let reason = "its pages are too large when they are unpacked".to_owned();
            return Err(ImportError::Broken { format: "web archive", reason });
        }
        let unknown = ImportError::Binary { what: "in a coding that is not known" };
        let content = holding.response.content().ok_or(unknown)?;
        let grown = content.len().saturating_sub(holding.response.body.len()) as u64;
        self.grown.set(self.grown.get() + grown);
        Ok(content)
    }

    /// What is to be said of the archive as a whole.
    pub fn remarks(&self) -> Vec<Diagnostic> {
        let mut remarks = Vec::new();
        if self.revisits > 0 {
            let message = format!("records that only say that a page had not changed: {}", self.revisits);
            remarks.push(Diagnostic::info("revisits-passed-over", message));
        }
        if self.damaged > 0 {
            let message =
                format!("what stood in damaged places of the archive is missing; places: {}", self.damaged);
            let hint = "look for a whole copy of the archive";
            remarks.push(Diagnostic::warning("archive-damaged", message).hint(hint));
        }
        if self.too_large > 0 {
            let hint = "divide the archive and import its parts";
            remarks.push(
                Diagnostic::warning("archive-too-large", "some records are too large and were left out")
                    .hint(hint),
            );
        }
        remarks
    }

    fn take(&mut self, record: Record) {
        let Some(address) = target(&record.headers) else { return };
        let kind = record.headers.get("warc-type").unwrap_or_default();
        if kind == "revisit" {
            self.revisits += 1;
            return;
        }
        let response = if kind == "resource" {
            let headers = record.headers.clone();
            Some(Response { status: 200, headers, body: record.block })
        } else {
            Response::parse(&record.block)
        };
        let Some(response) = response else { return };
        if (300..400).contains(&response.status) {
            self.redirect(&address, response.headers.get("location"));
        }
        if response.status != 200 {
            return;
        }
        let captured = record.headers.get("warc-date").and_then(|date| date.parse().ok());
        let media_type = response.headers.get("content-type").unwrap_or_default().to_owned();
        let is_cut = record.is_cut || record.headers.get("warc-truncated").is_some();
        self.keep(Holding { address, captured, media_type, is_cut, response });
    }

    fn redirect(&mut self, address: &str, location: Option<&str>) {
        let target =
            Url::parse(address).ok().zip(location).and_then(|(base, location)| base.join(location).ok());
        if let Some(target) = target {
            self.redirections.insert(key(address), key(target.as_str()));
        }
    }

    /// Keeps pages, and what may be a picture.
    fn keep(&mut self, holding: Holding) {
        if is_page(&holding.media_type) {
            self.pages.push(holding);
        } else if image::guess_format(&holding.response.body).is_ok() || may_be_picture(&holding.media_type) {
            self.file_at.entry(key(&holding.address)).or_insert(self.files.len());
            self.files.push(holding);
        }
    }

    fn find(&self, address: &str) -> Option<&Holding> {
        let start = key(address);
        let found = self.ways(&start).find_map(|place| self.file_at.get(place));
        self.files.get(*found?)
    }
}

impl AssetLoader for Holdings {
    fn load(&self, _: &str) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn load_address(&self, address: &str) -> Option<io::Result<Vec<u8>>> {
        let found = self.find(address).and_then(|file| self.content(file).ok());
        Some(found.ok_or_else(|| io::ErrorKind::NotFound.into()))
    }
}

/// The address of a record; some writers put it between angle brackets.
fn target(headers: &Headers) -> Option<String> {
    let address = headers.get("warc-target-uri")?.trim_start_matches('<').trim_end_matches('>');
    (!address.is_empty()).then(|| address.to_owned())
}

fn may_be_picture(media_type: &str) -> bool {
    let media_type = media_type.trim().to_ascii_lowercase();
    media_type.starts_with("image/") && !media_type.starts_with("image/svg")
}
