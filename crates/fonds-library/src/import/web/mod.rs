//! Import by address: a page or document on the web, with its pictures, as it was served.
//!
//! 1. [`robots`] says whether the site wants programs to keep away; the user decides.
//! 2. [`client`] asks for the page and follows redirects, within limits of time and size.
//! 3. The page is understood as a file would be; [`pictures`] asks for those that the article shows.
//! 4. Where it says that the article goes on, the further pages are fetched too; where it says that it is a version for
//!    telephones or for printing, the whole page is taken instead.
//! 5. What was asked and what came back is kept with the originals.

mod client;
mod error;
mod pictures;
mod robots;

use super::ImportOptions;
use super::choosing::Chosen;
use super::drafts::{Known, Reading};
use super::report::ImportReport;
use crate::{Language, Library, LibraryError};
use client::Client;
pub(super) use client::Fetched;
pub use error::WebError;
use fonds_import::{Batch, PageLinks};
use fonds_model::{Diagnostic, Digest, Progress, Stage};
use pictures::Pictures;
use std::time::Duration;

/// Further pages of one article that are fetched.
const PAGES: usize = 50;

/// How pages are fetched.
#[derive(Clone, Debug)]
pub struct WebOptions {
    /// How long one page or document may take.
    pub page_time: Duration,
    /// How long the pictures of one page may take together.
    pub pictures_time: Duration,
    /// The most that a page or document may have, in bytes.
    pub largest: u64,
    /// Sites that ask programs to keep away are fetched all the same.
    pub ignore_robots: bool,
    /// A book is one article, not an article a chapter.
    pub whole_books: bool,
    /// Only these articles of what is fetched.
    pub only: Option<Chosen>,
}

impl WebOptions {
    /// With the usual limits, and what an import was told.
    pub(super) fn of(options: &ImportOptions) -> Self {
        Self {
            ignore_robots: options.ignore_robots,
            whole_books: options.whole_books,
            only: options.only.clone(),
            ..Self::default()
        }
    }
}

impl Default for WebOptions {
    fn default() -> Self {
        Self {
            page_time: Duration::from_secs(60),
            pictures_time: Duration::from_secs(120),
            largest: fonds_import::LARGEST as u64,
            ignore_robots: false,
            whole_books: false,
            only: None,
        }
    }
}

/// Whether a text is an address that [`Library::import_urls`] takes.
pub fn is_web_address(text: &str) -> bool {
    let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}

impl Library {
    /// Imports pages and documents from the web. An address that fails does not stop the others.
    ///
    /// # Errors
    /// Only when the archive itself cannot be written; addresses that fail are in the report.
    pub fn import_urls(
        &self,
        urls: &[String],
        options: &WebOptions,
        language: Language,
        progress: &dyn Progress,
    ) -> Result<ImportReport, LibraryError> {
        self.workers().run(|| self.fetch_all(urls, options, language, progress))
    }

    fn fetch_all(
        &self,
        urls: &[String],
        options: &WebOptions,
        language: Language,
        progress: &dyn Progress,
    ) -> Result<ImportReport, LibraryError> {
        let mut report = ImportReport::default();
        let mut known = Known::of(options.only.clone());
        self.follow_index()?;
        let total = urls.len() as u64;
        for (n, url) in urls.iter().enumerate() {
            progress.step(Stage::Import, n as u64, total);
            if progress.is_cancelled() {
                report.cancelled = true;
                break;
            }
            let reading = match self.read_url(url, options, progress) {
                Ok(reading) if !progress.is_cancelled() => reading,
                // Pictures or further pages may be missing.
                Ok(_) | Err(WebError::Cancelled) => {
                    report.cancelled = true;
                    break;
                }
                Err(error) => Reading::failed(url.clone(), error.into()),
            };
            self.take_in(vec![reading], language, &mut known, &mut report)?;
        }
        progress.step(Stage::Import, total, total);
        self.index_what_waits();
        Ok(report)
    }

    pub(super) fn read_url(
        &self,
        url: &str,
        options: &WebOptions,
        progress: &dyn Progress,
    ) -> Result<Reading, WebError> {
        let now = || self.now();
        let client = Client::new(options.largest, progress, &now);
        let address = client::parse(url)?;
        if !options.ignore_robots && !robots::allows(&client, &address, options.page_time) {
            return Err(WebError::Robots(url.to_owned()));
        }
        let page = preferred(client.get_page(&address, options.page_time)?, &client, options);
        let pictures = Pictures::of(&client, &page.url, options.pictures_time);
        let mut batch = understand(&page, &pictures, options)?;
        let further = self.further_pages(&page, &pictures, &client, options);
        let mut hops = Vec::new();
        if let Some(first) = batch.articles.first_mut() {
            let (read, fetched): (Vec<_>, Vec<_>) = further.into_iter().unzip();
            fonds_import::join_pages(first, read);
            hops = fetched;
        }
        Ok(Reading::of_web(url, page, hops, batch, pictures.into_fetched()))
    }

    /// The pages that an article goes on on, as far as they can be had.
    fn further_pages(
        &self,
        first: &Fetched,
        pictures: &Pictures<'_>,
        client: &Client<'_>,
        options: &WebOptions,
    ) -> Vec<(fonds_import::Imported, Fetched)> {
        let mut found: Vec<(fonds_import::Imported, Fetched)> = Vec::new();
        while found.len() < PAGES {
            let last = found.last().map_or(first, |(_, page)| page);
            let Some(next) = links(last, options).next else { break };
            let Ok(page) = client.get_page(&next, options.page_time) else { break };
            let Some(read) =
                understand(&page, pictures, options).ok().and_then(|batch| batch.articles.into_iter().next())
            else {
                break;
            };
            found.push((read, page));
        }
        found
    }
}

/// The page itself, or the whole one that it is a version of, for telephones or for printing.
fn preferred(page: Fetched, client: &Client<'_>, options: &WebOptions) -> Fetched {
    let main = links(&page, options).main;
    main.and_then(|main| client.get_page(&main, options.page_time).ok()).unwrap_or(page)
}

fn links(page: &Fetched, options: &WebOptions) -> PageLinks {
    page.decoded(options.largest).map(|body| fonds_import::page_links(&page.input(&body))).unwrap_or_default()
}

fn understand(page: &Fetched, pictures: &Pictures<'_>, options: &WebOptions) -> Result<Batch, WebError> {
    let body = page.decoded(options.largest)?;
    let reading = fonds_import::Options { whole_books: options.whole_books };
    let mut batch = fonds_import::read(&page.input(&body), reading, pictures)?;
    note_the_fetch(&mut batch, page);
    Ok(batch)
}

/// When it was fetched, and what the site said of it.
fn note_the_fetch(batch: &mut Batch, page: &Fetched) {
    let came = Digest::of(&page.body);
    for made in &mut batch.articles {
        // What was packed for the way is kept as it came.
        if made.original.is_none() {
            made.article.source.digest = came.clone();
        }
        made.article.source.captured.get_or_insert(page.exchange.time);
        if page.is_noarchive() {
            let message = "the site asks that copies of this page be not kept";
            made.article.source.diagnostics.push(Diagnostic::info("noarchive", message));
        }
    }
}
