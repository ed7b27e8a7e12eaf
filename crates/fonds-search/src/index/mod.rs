//! The index on disk: opened, filled, emptied.

mod document;
mod schema;
#[cfg(test)]
pub(crate) mod tests;

use crate::address::address;
use crate::search::Known;
use crate::{Likeness, SearchError};
pub(crate) use document::called;
pub use document::{IndexedAnnotation, IndexedArticle};
use fonds_model::ArticleId;
use rayon::prelude::*;
pub(crate) use schema::{Fields, column};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{IndexReader, IndexWriter, Searcher, TantivyDocument, TantivyError, Term};

/// Memory for documents that are not on disk yet, in bytes.
const BUDGET: usize = 64_000_000;
/// Articles that are prepared at a time.
const GROUP: usize = 256;

/// Threads that one search uses at most.
const THREADS: usize = 4;

/// The index of a library.
pub struct Index {
    index: tantivy::Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    pub(crate) fields: Fields,
    /// What facets count.
    pub(crate) facts: Known,
}

impl Index {
    /// Opens the index in a folder; one that is missing or of another schema becomes a new, empty one.
    ///
    /// # Errors
    /// One that [`SearchError::is_damage`] when the index is broken; when the folder cannot be written.
    pub fn open_or_create(folder: &Path) -> Result<Self, SearchError> {
        let io = |source| SearchError::Io { path: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(io)?;
        let (schema, fields) = schema::schema();
        let open = || {
            tantivy::Index::open_or_create(tantivy::directory::MmapDirectory::open(folder)?, schema.clone())
        };
        let mut index = match open().and_then(|index| index.reader().map(|_| index)) {
            Ok(index) => index,
            Err(error @ (TantivyError::SchemaError(_) | TantivyError::IncompatibleIndex(_))) => {
                tracing::info!(%error, "the search index is of another version and is made anew");
                remove(folder).and_then(|()| std::fs::create_dir_all(folder)).map_err(io)?;
                open()?
            }
            Err(error) => return Err(error.into()),
        };
        schema::register(index.tokenizers());
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        index.set_multithread_executor(cores.min(THREADS))?;
        Ok(Self { reader: index.reader()?, index, writer: Mutex::new(None), fields, facts: Known::default() })
    }

    /// The files whose bytes are not what was written.
    ///
    /// # Errors
    /// When the files cannot be read at all.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>, SearchError> {
        let mut damaged: Vec<PathBuf> = self.index.validate_checksum()?.into_iter().collect();
        damaged.sort();
        Ok(damaged)
    }

    /// How many articles it knows.
    pub fn article_count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// The journal position it was last updated to; 0 when it is new or was written in another format.
    pub fn position(&self) -> u64 {
        let payload = self.index.load_metas().ok().and_then(|metas| metas.payload).unwrap_or_default();
        let position = payload.split_once(' ').filter(|(format, _)| *format == schema::FORMAT.to_string());
        position.and_then(|(_, position)| position.parse().ok()).unwrap_or(0)
    }

    /// Indexes articles anew, forgets removed ones, and notes the position, durably.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn update(
        &self,
        articles: &[IndexedArticle<'_>],
        removed: &[ArticleId],
        position: u64,
    ) -> Result<(), SearchError> {
        self.write(position, |writer, fields| {
            for id in removed.iter().chain(articles.iter().map(|article| article.id)) {
                writer.delete_term(Term::from_field_text(fields.id, id.as_str()));
            }
            for group in articles.chunks(GROUP) {
                let documents: Vec<_> =
                    group.par_iter().map(|article| document::document(fields, article)).collect();
                for document in documents {
                    writer.add_document(document)?;
                }
            }
            Ok(())
        })
    }

    /// Ends the threads that write; the next change starts others, of the priority that its own thread has where the
    /// system hands that on.
    pub fn let_go_of_writer(&self) {
        *self.writer.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn clear(&self) -> Result<(), SearchError> {
        self.write(0, |writer, _| writer.delete_all_documents().map(|_| ()))
    }

    /// Articles that may be nearly the same as a text, those first that share the most with it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn perhaps_alike(&self, text: &Likeness, limit: usize) -> Result<Vec<ArticleId>, SearchError> {
        let band = |band: u64| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_u64(self.fields.bands, band);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            (Occur::Should, Box::new(ConstScoreQuery::new(Box::new(query), 1.0)))
        };
        let bands: Vec<_> = text.bands().into_iter().map(band).collect();
        if bands.is_empty() { Ok(vec![]) } else { self.ids(&BooleanQuery::new(bands), limit) }
    }

    /// Articles that were found at an address.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn at_url(&self, url: &str) -> Result<Vec<ArticleId>, SearchError> {
        let term = Term::from_field_text(self.fields.url, &address(url));
        self.ids(&TermQuery::new(term, IndexRecordOption::Basic), 100)
    }

    /// What is committed now.
    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    fn ids(&self, query: &dyn Query, limit: usize) -> Result<Vec<ArticleId>, SearchError> {
        let searcher = self.searcher();
        let top = searcher.search(query, &TopDocs::with_limit(limit.max(1)).order_by_score())?;
        let id = |(_, address)| -> Result<Option<ArticleId>, SearchError> {
            let document: TantivyDocument = searcher.doc(address)?;
            Ok(document.get_first(self.fields.id).and_then(|value| value.as_str().map(ArticleId::from)))
        };
        top.into_iter().filter_map(|hit| id(hit).transpose()).collect()
    }

    fn write(
        &self,
        position: u64,
        work: impl FnOnce(&mut IndexWriter, &Fields) -> tantivy::Result<()>,
    ) -> Result<(), SearchError> {
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match slot.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(1, BUDGET)?,
        };
        work(&mut writer, &self.fields)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&format!("{} {position}", schema::FORMAT));
        commit.commit()?;
        *slot = Some(writer);
        self.reader.reload()?;
        Ok(())
    }
}

/// Removes a folder that a thread of a broken index may still be writing into.
fn remove(folder: &Path) -> std::io::Result<()> {
    for _ in 0..20 {
        if std::fs::remove_dir_all(folder).is_ok() || !folder.exists() {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    std::fs::remove_dir_all(folder)
}
