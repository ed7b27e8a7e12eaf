//! The index on disk.

use crate::address::address;
use crate::query::{Condition, parse};
use crate::words::{Word, words};
use crate::{Likeness, SearchError};
use fonds_model::ArticleId;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{IndexReader, IndexWriter, TantivyDocument, Term, doc};

/// Memory for documents that are not on disk yet, in bytes.
const BUDGET: usize = 48_000_000;

/// What the index looks at.
pub struct IndexedArticle<'a> {
    /// The article.
    pub id: &'a ArticleId,
    /// Its title.
    pub title: &'a str,
    /// Its text projection.
    pub text: &'a str,
    /// Names of its creators.
    pub creators: &'a [String],
    /// Where it appeared.
    pub publication: Option<&'a str>,
    /// Labels of its tags.
    pub tags: &'a [String],
    /// Its annotations' notes.
    pub notes: &'a [String],
    /// Where it was found.
    pub url: Option<&'a str>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// How many articles match.
    pub total: usize,
    /// The words were found only without their marks.
    pub folded: bool,
    /// The best ones, best first.
    pub hits: Vec<Hit>,
}

/// An article that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The article.
    pub id: ArticleId,
    /// How well (BM25).
    pub score: f32,
}

/// The index of a library.
pub struct Index {
    index: tantivy::Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    fields: Fields,
}

/// Folded and exact words of each part of an article.
#[derive(Clone, Copy)]
struct Fields {
    id: Field,
    title: (Field, Field),
    text: (Field, Field),
    about: (Field, Field),
    /// Bands of the text's likeness.
    bands: Field,
    url: Field,
}

impl Index {
    /// Opens the index in a folder; one that is missing or broken becomes a new, empty one.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open_or_create(folder: &Path) -> Result<Self, SearchError> {
        let io = |source| SearchError::Io { path: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(io)?;
        let (schema, fields) = schema();
        let open = || {
            tantivy::Index::open_or_create(tantivy::directory::MmapDirectory::open(folder)?, schema.clone())
        };
        let index = match open().and_then(|index| index.reader().map(|_| index)) {
            Ok(index) => index,
            Err(error) => {
                tracing::warn!(%error, "the search index is broken and is made anew");
                remove(folder).and_then(|()| std::fs::create_dir_all(folder)).map_err(io)?;
                open()?
            }
        };
        Ok(Self { reader: index.reader()?, index, writer: Mutex::new(None), fields })
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

    /// The journal position it was last updated to; 0 when it is new.
    pub fn position(&self) -> u64 {
        let payload = self.index.load_metas().ok().and_then(|metas| metas.payload);
        payload.and_then(|text| text.parse().ok()).unwrap_or(0)
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
            let documents: Vec<_> = articles.par_iter().map(|article| document(fields, article)).collect();
            for document in documents {
                writer.add_document(document)?;
            }
            Ok(())
        })
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn clear(&self) -> Result<(), SearchError> {
        self.write(0, |writer, _| writer.delete_all_documents().map(|_| ()))
    }

    /// Finds articles in which every condition of the query holds.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, query: &str, limit: usize) -> Result<Found, SearchError> {
        let conditions = parse(query);
        if conditions.iter().all(|condition| condition.not) {
            return Ok(Found::default());
        }
        let found = self.find(&conditions, true, limit)?;
        let marked = conditions.iter().flat_map(|condition| &condition.words).any(Word::is_marked);
        if found.total > 0 || !marked {
            return Ok(found);
        }
        let found = self.find(&conditions, false, limit)?;
        Ok(Found { folded: found.total > 0, ..found })
    }

    /// Articles that may be nearly the same as a text, those first that share the most with it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn perhaps_alike(&self, text: &Likeness, limit: usize) -> Result<Vec<ArticleId>, SearchError> {
        let band = |band: u64| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_u64(self.fields.bands, band);
            (
                Occur::Should,
                Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 1.0)),
            )
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

    fn ids(&self, query: &dyn Query, limit: usize) -> Result<Vec<ArticleId>, SearchError> {
        let searcher = self.reader.searcher();
        let top = searcher.search(query, &TopDocs::with_limit(limit.max(1)).order_by_score())?;
        top.into_iter().filter_map(|(_, address)| self.id_of(&searcher, address).transpose()).collect()
    }

    fn id_of(
        &self,
        searcher: &tantivy::Searcher,
        address: tantivy::DocAddress,
    ) -> Result<Option<ArticleId>, SearchError> {
        let document: TantivyDocument = searcher.doc(address)?;
        Ok(document.get_first(self.fields.id).and_then(|value| value.as_str().map(ArticleId::from)))
    }

    fn find(&self, conditions: &[Condition], exactly: bool, limit: usize) -> Result<Found, SearchError> {
        let clauses = conditions.iter().map(|condition| {
            let occur = if condition.not { Occur::MustNot } else { Occur::Must };
            (occur, self.fields.query(condition, exactly))
        });
        let query = BooleanQuery::new(clauses.collect());
        let searcher = self.reader.searcher();
        let best = TopDocs::with_limit(limit.max(1)).order_by_score();
        let (top, total) = searcher.search(&query, &(best, Count))?;
        let mut hits = Vec::with_capacity(top.len());
        for (score, address) in top.into_iter().take(limit) {
            hits.extend(self.id_of(&searcher, address)?.map(|id| Hit { id, score }));
        }
        Ok(Found { total, folded: false, hits })
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
        commit.set_payload(&position.to_string());
        commit.commit()?;
        *slot = Some(writer);
        self.reader.reload()?;
        Ok(())
    }
}

impl Fields {
    /// One of the parts must hold the words; the title counts most.
    fn query(&self, condition: &Condition, exactly: bool) -> Box<dyn Query> {
        let parts = [(self.title, 3.0), (self.text, 1.0), (self.about, 1.5)];
        let clauses = parts.map(|(part, weight)| {
            let query = in_part(part, condition, exactly);
            (Occur::Should, Box::new(BoostQuery::new(query, weight)) as Box<dyn Query>)
        });
        Box::new(BooleanQuery::new(clauses.into()))
    }
}

/// The words in one part of the articles. Words side by side must stand side by side.
fn in_part((folded, exact): (Field, Field), condition: &Condition, exactly: bool) -> Box<dyn Query> {
    // A phrase is looked for in one field: the exact one if every word of it was typed with its marks.
    let as_exact = exactly && condition.words.iter().any(Word::is_marked);
    let (field, form): (Field, fn(&Word) -> &str) =
        if as_exact { (exact, |word| &word.exact) } else { (folded, |word| &word.folded) };
    let terms: Vec<Term> =
        condition.words.iter().map(|word| Term::from_field_text(field, form(word))).collect();
    match terms.as_slice() {
        [] => Box::new(AllQuery),
        [term] if condition.prefix => prefix_query(folded, exact, term, &condition.words[0], as_exact),
        [term] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

/// The word that is being typed: whole in its own form, or the beginning of a longer one. A tone stands at the
/// end of the exact form, so a beginning is compared folded unless the whole word is there.
fn prefix_query(folded: Field, exact: Field, term: &Term, word: &Word, as_exact: bool) -> Box<dyn Query> {
    if !as_exact {
        return Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(folded, &word.folded), 0, true));
    }
    let beginning = Term::from_field_text(exact, &word.exact);
    let clauses: Vec<(Occur, Box<dyn Query>)> = vec![
        (Occur::Should, Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))),
        (Occur::Should, Box::new(FuzzyTermQuery::new_prefix(beginning, 0, true))),
    ];
    Box::new(BooleanQuery::new(clauses))
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let id = schema.add_text_field("id", STRING | STORED);
    let mut both = |name: &str| {
        let folded = schema.add_text_field(&format!("{name}-folded"), options.clone());
        (folded, schema.add_text_field(&format!("{name}-exact"), options.clone()))
    };
    let (title, text, about) = (both("title"), both("text"), both("about"));
    let bands = schema.add_u64_field("bands", INDEXED);
    let url = schema.add_text_field("url", STRING);
    (schema.build(), Fields { id, title, text, about, bands, url })
}

fn document(fields: &Fields, article: &IndexedArticle<'_>) -> TantivyDocument {
    let mut document = doc!(fields.id => article.id.as_str());
    let about = article.creators.iter().chain(article.tags).chain(article.notes).map(String::as_str);
    let about: Vec<&str> = about.chain(article.publication).collect();
    let about = about.join(" \n ");
    let text = words(article.text);
    for ((folded, exact), words) in
        [(fields.title, &words(article.title)), (fields.text, &text), (fields.about, &words(&about))]
    {
        document.add_text(folded, join(words, |word| &word.folded));
        document.add_text(exact, join(words, |word| &word.exact));
    }
    for band in Likeness::of_words(&text).bands() {
        document.add_u64(fields.bands, band);
    }
    if let Some(url) = article.url {
        document.add_text(fields.url, address(url));
    }
    document
}

fn join(words: &[Word], form: fn(&Word) -> &String) -> String {
    let length = words.iter().map(|word| form(word).len() + 1).sum();
    words.iter().fold(String::with_capacity(length), |text, word| text + form(word) + " ")
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

#[cfg(test)]
mod tests {
    use super::*;

    fn index_of(texts: &[&str]) -> (tempfile::TempDir, Index) {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(dir.path()).unwrap();
        let ids: Vec<_> = (0..texts.len()).map(|n| ArticleId(n.to_string())).collect();
        let rows: Vec<_> = ids.iter().zip(texts).map(|(id, text)| row(id, text)).collect();
        index.update(&rows, &[], 7).unwrap();
        (dir, index)
    }

    fn row<'a>(id: &'a ArticleId, text: &'a str) -> IndexedArticle<'a> {
        IndexedArticle {
            id,
            title: "",
            text,
            creators: &[],
            publication: None,
            tags: &[],
            notes: &[],
            url: None,
        }
    }

    /// Query, text, whether the text is found.
    const PAIRS: &[(&str, &str, bool)] = &[
        ("dang bo", "Đảng bộ thành phố", true),
        ("Đảng bộ", "Đảng bộ thành phố", true),
        ("đảng", "dang tay", false),
        ("dương", "con đường làng", false),
        ("duong", "con đường làng", true),
        ("đường", "con đường làng", true),
        ("hoà bình", "hòa bình lập lại", true),
        ("hòa bình", "hoà bình lập lại", true),
        ("hoa binh", "hòa bình lập lại", true),
        ("hoá", "hoa hồng", false),
        ("thuý", "chị Thúy", true),
        ("khỏe", "sức khoẻ", true),
        ("\"cầu đường\"", "cầu và đường", false),
        ("\"cầu đường\"", "ngành cầu đường", true),
        ("\"cau duong\"", "ngành cầu đường", true),
        ("cầu -đường", "ngành cầu đường", false),
        ("cầu -sắt", "ngành cầu đường", true),
        ("cau xay", "xây cầu", true),
        ("cau xay bien", "xây cầu", false),
        ("thanh ph", "thành phố", true),
        ("thành ph", "thành phố", true),
        ("ĐƯỜNG SẮT", "tuyến đường sắt đô thị", true),
        ("metro", "Metro số 1", true),
        ("so 1", "Metro số 1", true),
        ("1954", "năm 1954", true),
        ("195", "năm 1954", true),
        ("95", "năm 1954", false),
        ("nguyễn", "Nguyễn Đình Thi", true),
        ("nguyen dinh thi", "Nguyễn Đình Thi", true),
        ("đình", "Nguyễn Đinh Thi", false),
        ("cafe", "Café de Paris", true),
        ("café", "cafe de Paris", false),
        ("bridges", "The old bridges", true),
        ("bridge", "The old bridges", true),
        ("bridge ", "The old bridges", false),
        ("Bà Rịa", "tỉnh Bà Rịa - Vũng Tàu", true),
        ("ba ria vung tau", "tỉnh Bà Rịa - Vũng Tàu", true),
        ("“Đất nước”", "bài thơ Đất nước", true),
        ("ươ", "ươm mầm", true),
        ("mầm", "mâm cơm", false),
        ("mam", "mâm cơm", true),
        ("quy hoạch", "Quy hoạch đô thị", true),
        ("qui hoạch", "Quy hoạch đô thị", false),
    ];

    #[test]
    fn queries_and_texts() {
        for (query, text, expected) in PAIRS {
            let filler = "không liên quan gì cả";
            let (_dir, index) = index_of(&[text, filler]);
            let found = index.search(query, 10).unwrap();
            let exactly = found.total > 0 && !found.folded;
            assert_eq!(exactly, *expected, "{query} in {text}");
        }
    }

    #[test]
    fn where_exact_finds_nothing_it_folds_and_says_so() {
        let (_dir, index) = index_of(&["con đường làng"]);
        let found = index.search("dương", 10).unwrap();
        assert!(found.folded && found.total == 1);
    }

    #[test]
    fn decomposed_text_is_found() {
        let (_dir, index) = index_of(&["D\u{0323}a \u{0111}u\u{031b}o\u{031b}\u{0300}ng"]);
        assert_eq!(index.search("đường", 10).unwrap().total, 1);
    }

    #[test]
    fn updates_replace_and_remove() {
        let (dir, index) = index_of(&["một cầu", "hai cầu"]);
        assert_eq!(index.position(), 7);
        let id = ArticleId::from("0");
        index.update(&[row(&id, "ba đò")], &["1".into()], 8).unwrap();
        assert_eq!(index.search("cau", 10).unwrap().total, 0);
        assert_eq!(index.search("ba", 10).unwrap().hits[0].id, id);
        drop(index);
        let index = Index::open_or_create(dir.path()).unwrap();
        assert_eq!(index.position(), 8);
        index.clear().unwrap();
        assert_eq!(index.search("ba", 10).unwrap().total, 0);
    }

    #[test]
    fn a_broken_index_is_made_anew() {
        let (dir, index) = index_of(&["một"]);
        drop(index);
        std::fs::write(dir.path().join("meta.json"), "{").unwrap();
        let index = Index::open_or_create(dir.path()).unwrap();
        assert_eq!(index.position(), 0);
    }

    #[test]
    fn what_is_alike_and_what_was_at_an_address() {
        let words = |from: usize| (from..from + 60).map(|n| format!("chữ{n}")).collect::<Vec<_>>().join(" ");
        let (dir, index) = index_of(&[&words(0), &words(500)]);
        let near = Likeness::of(&format!("Theo TTXVN. {}", words(0)));
        assert_eq!(index.perhaps_alike(&near, 10).unwrap(), ["0".into()]);
        let id = ArticleId::from("2");
        let at =
            IndexedArticle { url: Some("https://www.bao.vn/cau-moi/?utm_source=x#top"), ..row(&id, "x") };
        index.update(&[at], &[], 8).unwrap();
        assert_eq!(index.at_url("http://bao.vn/cau-moi").unwrap(), [id]);
        assert!(index.at_url("http://bao.vn/cau-moi?page=2").unwrap().is_empty());
        drop(dir);
    }

    #[test]
    fn titles_count_most() {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(dir.path()).unwrap();
        let (a, b) = (ArticleId::from("a"), ArticleId::from("b"));
        let titled = IndexedArticle { title: "Cầu Long Biên", ..row(&b, "bài viết") };
        index.update(&[row(&a, "Cầu Long Biên"), titled], &[], 1).unwrap();
        assert_eq!(index.search("long biên", 10).unwrap().hits[0].id, b);
    }
}
