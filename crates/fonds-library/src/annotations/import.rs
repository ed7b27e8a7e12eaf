//! Annotations that come in without their articles: matched by what names the article, placed by their quote, or by
//! the picture that they are about.
//!
//! What cannot be placed is told by name, with the reason; nothing is put where its words are not.

use super::{motivation, regions};
use crate::problem::read_error;
use crate::{Language, Library, LibraryError, Problem};
use fonds_import::{ImportError, LARGEST, Noted, read_annotations};
use fonds_model::annotation::find_quote;
use fonds_model::{
    Annotation, AnnotationId, Area, Article, ArticleId, Digest, Projection, Region, TagId, TextPosition,
    TextTarget,
};
use fonds_search::{SearchOptions, address};
use fonds_store::Change;
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;

/// What became of the annotations of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnotationsReport {
    /// Those that are in the library now.
    pub imported: Vec<AnnotationId>,
    /// How many articles they belong to.
    pub articles: usize,
    /// Those that the library had.
    pub known: usize,
    /// Those that are not in the library.
    pub unplaced: Vec<Unplaced>,
}

/// An annotation that could not be placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unplaced {
    /// Its own name.
    pub id: String,
    /// Its quote, or the beginning of its note.
    pub words: String,
    /// What names its article: the title, else the first address.
    pub source: String,
    /// Why.
    #[serde(flatten)]
    pub problem: Problem,
}

/// Words of a quote that are looked for where nothing else names the article.
const WORDS: usize = 12;
/// A quote with fewer letters does not say which article it is of.
const TELLING: usize = 12;

impl Library {
    /// Takes in annotations of Fonds, Recogito (Web Annotation JSON-LD) and Hypothesis. `article` is the one that those
    /// belong to which name none.
    ///
    /// # Errors
    /// `not-annotations`, `file-…`; what cannot be placed is in the report instead.
    pub fn import_annotations(
        &self,
        path: &Path,
        article: Option<&ArticleId>,
        language: Language,
    ) -> Result<AnnotationsReport, LibraryError> {
        let size = path.metadata().map_err(read_error(path))?.len();
        if size > LARGEST as u64 {
            return Err(ImportError::TooLarge { bytes: usize::try_from(size).unwrap_or(usize::MAX) }.into());
        }
        let bytes = std::fs::read(path).map_err(read_error(path))?;
        let noted = read_annotations(&bytes).map_err(|error| match error {
            ImportError::TooLarge { .. } => error.into(),
            other => LibraryError::NotAnnotations { path: path.to_owned(), reason: other.to_string() },
        })?;
        let mut incoming = Incoming::of(self);
        let mut report = AnnotationsReport::default();
        let mut changes = Vec::new();
        let mut articles: Vec<ArticleId> = Vec::new();
        for one in &noted {
            match incoming.place(one, article) {
                Ok((article, target)) => {
                    let mut annotation = self.incoming_annotation(one, article, target);
                    if self.has_own(one)? || incoming.has(&annotation)? {
                        report.known += 1;
                        continue;
                    }
                    annotation.tags = self.incoming_tags(&one.tags, &mut changes)?;
                    if !articles.contains(&annotation.article) {
                        articles.push(annotation.article.clone());
                    }
                    report.imported.push(annotation.id.clone());
                    incoming.remember(&annotation);
                    changes.push(Change::AddAnnotation { annotation: Box::new(annotation) });
                }
                Err(LibraryError::Store(error)) => return Err(error.into()),
                Err(error) => report.unplaced.push(unplaced(one, &error, language)),
            }
        }
        report.articles = articles.len();
        if !report.imported.is_empty() {
            self.commit(&[], &changes)?;
        }
        Ok(report)
    }

    /// Whether it came from here, or was taken in before.
    fn has_own(&self, noted: &Noted) -> Result<bool, LibraryError> {
        let Some(id) = own_id(noted) else { return Ok(false) };
        Ok(self.store.annotation(&id)?.is_some())
    }

    fn incoming_annotation(&self, noted: &Noted, article: ArticleId, target: TextTarget) -> Annotation {
        let created = noted.created.or(noted.modified).unwrap_or_else(|| self.now());
        Annotation {
            id: own_id(noted).unwrap_or_else(|| AnnotationId(self.ids().next_id())),
            article,
            target,
            motivation: motivation(&noted.note),
            note: super::clean_note(&noted.note),
            tags: vec![],
            colour: noted.colour.unwrap_or_default(),
            creator: noted.creator.clone(),
            created,
            modified: noted.modified.unwrap_or(created),
        }
    }

    /// Tags by their labels; new ones are made once for the whole file.
    fn incoming_tags(
        &self,
        labels: &[String],
        changes: &mut Vec<Change>,
    ) -> Result<Vec<TagId>, LibraryError> {
        let mut tags = self.store.tags()?;
        tags.extend(changes.iter().filter_map(|change| match change {
            Change::SetTag { tag } => Some(tag.clone()),
            _ => None,
        }));
        let mut found: Vec<TagId> = Vec::new();
        for label in labels {
            let mut parent = None;
            for part in label.split('/').map(fonds_model::text::clean_line).filter(|part| !part.is_empty()) {
                parent = Some(self.find_or_make(&mut tags, changes, parent, part, !label.contains('/')));
            }
            found.extend(parent.filter(|tag| !found.contains(tag)));
        }
        Ok(found)
    }
}

/// The name that a Fonds library gave it.
fn own_id(noted: &Noted) -> Option<AnnotationId> {
    let id = noted.id.strip_prefix("urn:fonds:annotation:").filter(|id| !id.is_empty())?;
    Some(AnnotationId(id.to_owned()))
}

fn unplaced(noted: &Noted, error: &LibraryError, language: Language) -> Unplaced {
    let words = if noted.quote.exact.trim().is_empty() { &noted.note } else { &noted.quote.exact };
    let source =
        if noted.title.is_empty() { noted.sources.first().cloned() } else { Some(noted.title.clone()) };
    Unplaced {
        id: noted.id.clone(),
        words: words.chars().take(160).collect(),
        source: source.unwrap_or_default(),
        problem: error.problem(language),
    }
}

/// What one import knows of the library.
struct Incoming<'a> {
    library: &'a Library,
    by_address: Option<HashMap<String, Vec<ArticleId>>>,
    by_doi: Option<HashMap<String, Vec<ArticleId>>>,
    texts: HashMap<ArticleId, Known>,
    by_picture: Option<HashMap<String, Vec<ArticleId>>>,
}

/// An article that annotations are placed in.
struct Known {
    article: Article,
    projection: Projection,
    annotations: Vec<Annotation>,
}

impl<'a> Incoming<'a> {
    fn of(library: &'a Library) -> Self {
        Self { library, by_address: None, by_doi: None, texts: HashMap::new(), by_picture: None }
    }

    /// The article of an annotation and its place there.
    fn place(
        &mut self,
        noted: &Noted,
        given: Option<&ArticleId>,
    ) -> Result<(ArticleId, TextTarget), LibraryError> {
        if noted.is_reply {
            return Err(LibraryError::Reply);
        }
        let mut articles = Vec::new();
        for source in &noted.sources {
            articles.extend(self.articles_of(source)?);
        }
        if articles.is_empty() {
            articles.extend(given.cloned());
        }
        let is_named = !articles.is_empty();
        if !is_named {
            articles = self.articles_with(noted)?;
        }
        let mut found = Vec::new();
        for article in articles {
            if !found.iter().any(|(known, _)| *known == article)
                && let Some(target) = self.target(&article, noted, is_named)?
            {
                found.push((article, target));
            }
        }
        // Where only the words name the article, two articles with them name none.
        if !found.is_empty() && (is_named || found.len() == 1) {
            return Ok(found.swap_remove(0));
        }
        Err(not_placed(noted, is_named))
    }

    fn articles_of(&mut self, source: &str) -> Result<Vec<ArticleId>, LibraryError> {
        let store = &self.library.store;
        if let Some(id) = source.strip_prefix("urn:fonds:article:") {
            let id = ArticleId(id.to_owned());
            return Ok(store.article(&id)?.map(|article| article.id).into_iter().collect());
        }
        if let Some(name) = source.strip_prefix("sha256:") {
            return Ok(store.article_of_source(name)?.into_iter().collect());
        }
        if let Some(doi) = doi_of(source) {
            return Ok(self.dois()?.get(&doi).cloned().unwrap_or_default());
        }
        let is_address = source.starts_with("http://") || source.starts_with("https://");
        if !is_address {
            return Ok(vec![]);
        }
        Ok(self.addresses()?.get(&address(source)).cloned().unwrap_or_default())
    }

    fn addresses(&mut self) -> Result<&HashMap<String, Vec<ArticleId>>, LibraryError> {
        if self.by_address.is_none() {
            let mut map: HashMap<String, Vec<ArticleId>> = HashMap::new();
            for summary in self.library.store.summaries()? {
                if let Some(url) = &summary.url {
                    map.entry(address(url)).or_default().push(summary.id);
                }
            }
            self.by_address = Some(map);
        }
        Ok(self.by_address.get_or_insert_default())
    }

    fn dois(&mut self) -> Result<&HashMap<String, Vec<ArticleId>>, LibraryError> {
        if self.by_doi.is_none() {
            let mut map: HashMap<String, Vec<ArticleId>> = HashMap::new();
            for summary in self.library.store.summaries()? {
                let Some(article) = self.library.store.article(&summary.id)? else { continue };
                for doi in article.identifiers.iter().filter(|identifier| identifier.scheme == "doi") {
                    map.entry(doi.value.to_lowercase()).or_default().push(article.id.clone());
                }
            }
            self.by_doi = Some(map);
        }
        Ok(self.by_doi.get_or_insert_default())
    }

    /// Articles that have what it is about, where nothing names them.
    fn articles_with(&mut self, noted: &Noted) -> Result<Vec<ArticleId>, LibraryError> {
        match noted.fragment.is_empty() {
            true => self.articles_quoted(noted),
            false => self.articles_showing(&noted.pictures),
        }
    }

    /// Articles in whose text the quote's words stand side by side.
    fn articles_quoted(&self, noted: &Noted) -> Result<Vec<ArticleId>, LibraryError> {
        let quote = noted.quote.exact.trim();
        if quote.chars().filter(|c| c.is_alphanumeric()).count() < TELLING {
            return Ok(vec![]);
        }
        let words: Vec<&str> =
            quote.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(WORDS).collect();
        let options = SearchOptions { limit: 10, ..SearchOptions::default() };
        let found = self.library.search(&format!("\"{}\"", words.join(" ")), &options)?;
        Ok(found.hits.into_iter().map(|hit| hit.id).collect())
    }

    /// Articles that have a picture with this digest.
    fn articles_showing(&mut self, pictures: &[String]) -> Result<Vec<ArticleId>, LibraryError> {
        let mut found = Vec::new();
        for digest in pictures.iter().filter_map(|name| name.strip_prefix("sha256:")) {
            found.extend(self.pictures()?.get(digest).cloned().unwrap_or_default());
        }
        Ok(found)
    }

    fn pictures(&mut self) -> Result<&HashMap<String, Vec<ArticleId>>, LibraryError> {
        if self.by_picture.is_none() {
            let mut map: HashMap<String, Vec<ArticleId>> = HashMap::new();
            for summary in self.library.store.summaries()? {
                let Some(article) = self.library.store.article(&summary.id)? else { continue };
                for asset in &article.assets {
                    map.entry(asset.digest.0.clone()).or_default().push(article.id.clone());
                }
            }
            self.by_picture = Some(map);
        }
        Ok(self.by_picture.get_or_insert_default())
    }

    fn target(
        &mut self,
        article: &ArticleId,
        noted: &Noted,
        is_named: bool,
    ) -> Result<Option<TextTarget>, LibraryError> {
        let Known { article, projection, .. } = self.text(article)?;
        let is_own = noted.id.starts_with("urn:fonds:");
        if !noted.fragment.is_empty() {
            return Ok(regions::incoming(article, projection, noted).or_else(|| detached_region(noted)));
        }
        if noted.quote.exact.trim().is_empty() {
            let first = projection.leaves.first().filter(|_| is_named);
            let whole = first.map(|leaf| TextPosition { start: leaf.start, end: leaf.end });
            return Ok(whole.and_then(|place| TextTarget::at(projection, place)));
        }
        let wanted = TextTarget {
            quote: noted.quote.clone(),
            position: noted.position.unwrap_or_default(),
            region: None,
            revision: noted.revision.clone(),
        };
        if is_own && noted.revision.is_some() {
            // It was detached where it comes from, and is so here.
            return Ok(Some(wanted));
        }
        let place = match is_own {
            true => wanted.resolve(projection),
            // Another program counts the letters of another text.
            false => fonds_model::anchoring::find_again(&projection.text, &wanted.quote, None),
        };
        let place = place.or_else(|| only_place(projection, &wanted));
        Ok(place.and_then(|place| TextTarget::at(projection, place)))
    }

    fn text(&mut self, id: &ArticleId) -> Result<&Known, LibraryError> {
        if !self.texts.contains_key(id) {
            let article: Article = self.library.article(id)?;
            let annotations = self.library.store.annotations_of(id)?;
            let projection = Projection::of(&article);
            self.texts.insert(id.clone(), Known { article, projection, annotations });
        }
        self.texts.get(id).ok_or_else(|| LibraryError::NoArticle(id.0.clone()))
    }

    /// Whether the article has this annotation, or one that says the same at the same place.
    fn has(&mut self, new: &Annotation) -> Result<bool, LibraryError> {
        let Known { projection, annotations, .. } = self.text(&new.article)?;
        let place = new.target.resolve(projection);
        let is_same = |known: &Annotation| {
            known.note == new.note
                && known.creator == new.creator
                && known.created == new.created
                && known.target.quote.exact == new.target.quote.exact
                && known.target.region == new.target.region
                && known.target.resolve(projection) == place
        };
        Ok(annotations.iter().any(is_same))
    }

    fn remember(&mut self, annotation: &Annotation) {
        if let Some(known) = self.texts.get_mut(&annotation.article) {
            known.annotations.push(annotation.clone());
        }
    }
}

fn not_placed(noted: &Noted, is_named: bool) -> LibraryError {
    let first = |names: &[String]| names.first().cloned().unwrap_or_default();
    match is_named {
        false => LibraryError::NoSource(first(&noted.sources)),
        true if noted.fragment.is_empty() => LibraryError::QuoteNotFound(noted.quote.exact.clone()),
        true if noted.fragment.contains("xywh=") => LibraryError::PictureNotFound(first(&noted.pictures)),
        true => LibraryError::RegionUnclear(noted.fragment.clone()),
    }
}

/// A region of Fonds' own that was detached where it comes from, and is so here.
fn detached_region(noted: &Noted) -> Option<TextTarget> {
    let is_own = noted.id.starts_with("urn:fonds:") && noted.revision.is_some();
    let asset = noted.pictures.iter().find_map(|name| name.strip_prefix("sha256:")).filter(|_| is_own)?;
    let region = Region { asset: Digest(asset.to_owned()), fragment: Area::read(&noted.fragment, None)? };
    Some(TextTarget {
        quote: noted.quote.clone(),
        position: noted.position.unwrap_or_default(),
        region: Some(region),
        revision: noted.revision.clone(),
    })
}

/// The only place where the very words stand, whatever stands around them: the page had other surroundings.
fn only_place(projection: &Projection, wanted: &TextTarget) -> Option<TextPosition> {
    let first = find_quote(&projection.text, &wanted.quote, Some(0))?;
    let last = find_quote(&projection.text, &wanted.quote, Some(projection.text.len()))?;
    let alone = fonds_model::TextQuote { exact: wanted.quote.exact.clone(), ..Default::default() };
    let bare = |near: usize| find_quote(&projection.text, &alone, Some(near));
    (first == last && bare(0) == bare(projection.text.len())).then_some(first)
}

fn doi_of(source: &str) -> Option<String> {
    let known = ["doi:", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"];
    known.iter().find_map(|prefix| source.strip_prefix(prefix)).map(str::to_lowercase)
}
