//! The same articles in SQLite's FTS5, set up as well as its manual says.

use crate::questions::Question;
use crate::texts::Generated;
use fonds_search::FacetKind;
use rusqlite::{Connection, params};
use std::path::Path;

/// A database with a full-text table and the facts that facets count.
pub struct Fts5 {
    connection: Connection,
}

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -64000; PRAGMA mmap_size = 2000000000;
    PRAGMA temp_store = MEMORY;
    CREATE VIRTUAL TABLE words USING fts5(title, text, creators, publication, prefix = '1 2 3',
        tokenize = 'unicode61 remove_diacritics 2');
    CREATE TABLE facts (id INTEGER PRIMARY KEY, kind TEXT, language TEXT, publication TEXT, year INTEGER);
    CREATE TABLE tags (article INTEGER, tag TEXT, PRIMARY KEY (article, tag)) WITHOUT ROWID;
    CREATE TEMP TABLE found (id INTEGER PRIMARY KEY);";

impl Fts5 {
    pub fn create(file: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(file)?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self { connection })
    }

    pub fn add(&mut self, first: usize, articles: &[Generated]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        for (n, article) in articles.iter().enumerate() {
            let id = i64::try_from(first + n).unwrap_or(0);
            let mut words = transaction.prepare_cached(
                "INSERT INTO words (rowid, title, text, creators, publication) VALUES (?, ?, ?, ?, ?)",
            )?;
            let creators = article.creators.join("; ");
            words.execute(params![id, article.title, article.text, creators, article.publication])?;
            let mut facts = transaction.prepare_cached("INSERT INTO facts VALUES (?, ?, ?, ?, ?)")?;
            let year = i64::try_from(article.year).unwrap_or(0);
            facts.execute(params![id, article.kind.name(), article.language, article.publication, year])?;
            let mut tags = transaction.prepare_cached("INSERT OR IGNORE INTO tags VALUES (?, ?)")?;
            for tag in &article.tags {
                tags.execute(params![id, tag.as_str()])?;
            }
        }
        transaction.commit()
    }

    /// The first page with snippets, the total, and the facets if they are wanted. Gives the total.
    pub fn ask(&self, question: &Question, with_facets: bool) -> rusqlite::Result<usize> {
        let (from, to, kind) = question.filter.unwrap_or((0, 9999, ""));
        let filter = if question.filter.is_some() {
            "JOIN facts ON facts.id = words.rowid WHERE words MATCH ?1 AND year BETWEEN ?2 AND ?3 AND kind = ?4"
        } else {
            "WHERE words MATCH ?1 AND ?2 < ?3 AND ?4 = ''"
        };
        let values =
            params![question.fts5, i64::try_from(from).unwrap_or(0), i64::try_from(to).unwrap_or(0), kind];
        let mut page = self.connection.prepare_cached(&format!(
            "SELECT words.rowid, title, snippet(words, 1, '[', ']', '…', 24) FROM words {filter}
             ORDER BY bm25(words, 3.0, 1.0, 3.0, 1.0) LIMIT 20"
        ))?;
        let hits = page.query_map(values, |row| row.get::<_, String>(2))?.collect::<Result<Vec<_>, _>>()?;
        let count = format!("SELECT count(*) FROM words {filter}");
        if !with_facets {
            let total: i64 = self.connection.prepare_cached(&count)?.query_row(values, |row| row.get(0))?;
            return Ok(usize::try_from(total).unwrap_or(0).max(hits.len()));
        }
        self.connection.prepare_cached("DELETE FROM found")?.execute([])?;
        let all = format!("INSERT INTO found SELECT words.rowid FROM words {filter}");
        let total = self.connection.prepare_cached(&all)?.execute(values)?;
        for kind in
            [FacetKind::Kind, FacetKind::Language, FacetKind::Publication, FacetKind::Year, FacetKind::Tag]
        {
            self.facet(kind)?;
        }
        Ok(total)
    }

    fn facet(&self, kind: FacetKind) -> rusqlite::Result<Vec<i64>> {
        let (column, table) = match kind {
            FacetKind::Kind => ("kind", "JOIN facts USING (id)"),
            FacetKind::Language => ("language", "JOIN facts USING (id)"),
            FacetKind::Publication => ("publication", "JOIN facts USING (id)"),
            FacetKind::Year | FacetKind::Decade => ("year / 10", "JOIN facts USING (id)"),
            FacetKind::Tag => ("tag", "JOIN tags ON tags.article = found.id"),
        };
        let counted =
            format!("SELECT {column}, count(*) FROM found {table} GROUP BY 1 ORDER BY 2 DESC LIMIT 20");
        self.connection.prepare_cached(&counted)?.query_map([], |row| row.get(1))?.collect()
    }
}
