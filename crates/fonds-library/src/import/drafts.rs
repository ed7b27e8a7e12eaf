//! What an input gave, on its way into the archive.

use super::choosing::Chosen;
use super::doubles::{Alike, Recent, compare};
use super::receiving::Arrival;
use super::report::{Duplicate, Failed, ImportReport, Imported, Remark};
use super::web::Fetched;
use crate::annotations::motivation;
use crate::{Language, Library, LibraryError};
use fonds_import::{Batch, Format, Marking};
use fonds_model::text::clean_line;
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, Diagnostic, Digest, Projection, Tag, TagId, TextPosition,
    TextQuote, TextTarget,
};
use fonds_store::{Change, Exchange, Original};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// An article that is to come in.
pub(super) struct Draft {
    /// The file, and behind `›` the part of it.
    path: String,
    pub made: fonds_import::Imported,
    /// Articles that it is like.
    alike: Vec<Alike>,
    /// The bytes that it was made of.
    original: Arc<[u8]>,
    /// The file that described it, where that is another one.
    record: Option<Arc<[u8]>>,
    /// How it and its pictures came over the network, by their digests.
    exchanges: HashMap<Digest, Exchange>,
    /// The bytes of further pages that were files of their own, with what they are.
    further: Vec<Further>,
    /// Redirects on the way to it and its further pages, with their bodies.
    hops: Vec<(Exchange, Vec<u8>)>,
}

/// A further page of an article, as it lay beside the first.
struct Further {
    bytes: Arc<[u8]>,
    media_type: String,
    file_name: Option<String>,
    url: Option<String>,
}

/// What one input gave.
#[derive(Default)]
pub(super) struct Reading {
    pub drafts: Vec<Draft>,
    pub known: Vec<Duplicate>,
    pub failed: Vec<(String, LibraryError)>,
    pub remarks: Vec<Remark>,
    pub arrivals: Vec<Arrival>,
}

impl Reading {
    /// Of a batch that was made of these bytes.
    pub fn of(path: &str, bytes: Vec<u8>, batch: Batch) -> Self {
        let bytes: Arc<[u8]> = bytes.into();
        let draft = |made: fonds_import::Imported| {
            let source = &made.article.source;
            let name = if made.original.is_some() { source.file_name.as_ref() } else { None };
            let part = source.part.as_ref().or(name);
            Draft {
                path: part.map_or_else(|| path.to_owned(), |part| format!("{path} › {part}")),
                original: made.original.clone().unwrap_or_else(|| bytes.clone()),
                record: source.record.is_some().then(|| bytes.clone()),
                alike: vec![],
                exchanges: HashMap::new(),
                further: vec![],
                hops: vec![],
                made,
            }
        };
        let unread =
            batch.failed.into_iter().map(|unread| (format!("{path} › {}", unread.part), unread.error.into()));
        let remark = |diagnostic| Remark { path: path.to_owned(), diagnostic };
        let arrival = |received| Arrival { path: path.to_owned(), bytes: bytes.clone(), received };
        Self {
            arrivals: batch.received.into_iter().map(arrival).collect(),
            failed: unread.collect(),
            remarks: batch.diagnostics.into_iter().map(remark).collect(),
            drafts: batch.articles.into_iter().map(draft).collect(),
            known: vec![],
        }
    }

    /// Of what was fetched: the page, the further pages of its article, and how they and the pictures came.
    pub fn of_web(
        path: &str,
        page: Fetched,
        further: Vec<Fetched>,
        batch: Batch,
        pictures: HashMap<Digest, Exchange>,
    ) -> Self {
        let digest = Digest::of(&page.body);
        let mut reading = Self::of(path, page.body, batch);
        let Some(first) = reading.drafts.first_mut() else { return reading };
        first.hops = page.hops;
        for page in further {
            first.hops.extend(page.hops);
            first.hops.push((page.exchange, page.body));
        }
        first.exchanges = pictures;
        first.exchanges.insert(digest, page.exchange);
        reading
    }

    /// Of an input that the library has.
    pub fn known(path: String, id: ArticleId) -> Self {
        Self { known: vec![Duplicate { path, id }], ..Self::default() }
    }

    /// Of an input that could not be read.
    pub fn failed(path: String, error: LibraryError) -> Self {
        Self { failed: vec![(path, error)], ..Self::default() }
    }
}

/// What one import knows of the library, so that the catalog is asked once.
#[derive(Default)]
pub(super) struct Known {
    /// Stems whose citekeys are all in `taken`.
    stems: HashSet<String>,
    taken: HashSet<String>,
    /// Articles of this import by the names of their sources.
    sources: HashMap<String, ArticleId>,
    recent: Recent,
    /// Which articles of the sources come in.
    only: Option<Chosen>,
}

impl Known {
    /// At the beginning of an import, of all that the sources hold or of these articles only.
    pub fn of(only: Option<Chosen>) -> Self {
        Self { only, ..Self::default() }
    }

    fn is_wanted(&self, draft: &Draft) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&draft.path))
    }
}

impl Library {
    /// Commits what is new of several inputs as one group.
    ///
    /// # Errors
    /// Only when the archive failed; inputs that did are in the report.
    pub(super) fn take_in(
        &self,
        readings: Vec<Reading>,
        language: Language,
        known: &mut Known,
        report: &mut ImportReport,
    ) -> Result<(), LibraryError> {
        let mut fresh: Vec<Draft> = Vec::new();
        let mut arrivals = Vec::new();
        for reading in readings {
            arrivals.extend(reading.arrivals);
            report.duplicates.extend(reading.known);
            report.remarks.extend(reading.remarks.into_iter().map(|mut remark| {
                crate::remarks::word(&mut remark.diagnostic, language);
                remark
            }));
            for (path, error) in reading.failed {
                if is_fatal(&error) {
                    return Err(error);
                }
                report.failed.push(Failed::of(path, &error, language));
            }
            for draft in reading.drafts.into_iter().filter(|draft| known.is_wanted(draft)).collect::<Vec<_>>()
            {
                match self.before(&draft, known)? {
                    Some(id) => report.duplicates.push(Duplicate { path: draft.path, id }),
                    None => fresh.push(self.identified(draft, known)),
                }
            }
        }
        let mut fresh = self.without_doubles(fresh, known, report)?;
        self.commit_drafts(&mut fresh)?;
        if !self.is_index_waiting() {
            known.recent.indexed();
        }
        report.imported.extend(fresh.into_iter().map(|draft| draft.into_report(language)));
        // What came with another one's collection last: it may be an article that has just come in.
        arrivals.into_iter().try_for_each(|arrival| self.receive(arrival, known, report))
    }

    /// The article that was made of the same bytes.
    pub(super) fn before(&self, draft: &Draft, known: &Known) -> Result<Option<ArticleId>, LibraryError> {
        let name = draft.made.article.source.name();
        match known.sources.get(&name) {
            Some(id) => Ok(Some(id.clone())),
            None => Ok(self.store.article_of_source(&name)?),
        }
    }

    fn identified(&self, mut draft: Draft, known: &mut Known) -> Draft {
        self.identify(&mut draft.made.article);
        let article = &draft.made.article;
        known.sources.insert(article.source.name(), article.id.clone());
        draft
    }

    /// Passes over what the library has from the same address, and notes what each is like.
    fn without_doubles(
        &self,
        drafts: Vec<Draft>,
        known: &mut Known,
        report: &mut ImportReport,
    ) -> Result<Vec<Draft>, LibraryError> {
        let compared = compare(&drafts);
        let mut fresh = Vec::with_capacity(drafts.len());
        for (mut draft, compared) in drafts.into_iter().zip(compared) {
            match self.doubles_of(&draft, &compared, &mut known.recent, &fresh)? {
                Err(id) => {
                    known.sources.insert(draft.made.article.source.name(), id.clone());
                    report.duplicates.push(Duplicate { path: draft.path, id });
                }
                Ok(alike) => {
                    self.give_citekey(&mut draft.made.article, known)?;
                    known.recent.add(&draft.made.article, compared);
                    draft.alike = alike;
                    fresh.push(draft);
                }
            }
        }
        Ok(fresh)
    }

    /// Gives a new article its id, citekey and the time it came in.
    pub(super) fn name(&self, article: &mut Article, known: &mut Known) -> Result<(), LibraryError> {
        self.identify(article);
        self.give_citekey(article, known)
    }

    fn identify(&self, article: &mut Article) {
        article.id = ArticleId(self.ids().next_id());
        article.source.captured.get_or_insert_with(|| self.now());
    }

    /// The citekey that it came with, where that is free, else the next one; given last, so that none is left out.
    fn give_citekey(&self, article: &mut Article, known: &mut Known) -> Result<(), LibraryError> {
        let given = std::mem::take(&mut article.citekey);
        if fonds_model::article::is_citekey(&given) && self.is_free(&given, known)? {
            known.taken.insert(given.clone());
            article.citekey = given;
            return Ok(());
        }
        let stem = fonds_cite::citekey(article, &|_| false);
        if !known.stems.contains(&stem) {
            known.taken.extend(self.store.citekeys_with_prefix(&stem)?);
            known.stems.insert(stem);
        }
        article.citekey = fonds_cite::citekey(article, &|key| known.taken.contains(key));
        known.taken.insert(article.citekey.clone());
        Ok(())
    }

    fn is_free(&self, citekey: &str, known: &Known) -> Result<bool, LibraryError> {
        Ok(!known.taken.contains(citekey) && self.store.article_with_citekey(citekey)?.is_none())
    }

    fn commit_drafts(&self, drafts: &mut [Draft]) -> Result<(), LibraryError> {
        if drafts.is_empty() {
            return Ok(());
        }
        let mut changes = Vec::new();
        let mut tags = self.store.tags()?;
        for draft in drafts.iter_mut() {
            let labels = std::mem::take(&mut draft.made.tags);
            draft.made.article.tags = self.tags_of(&labels, &mut tags, &mut changes);
        }
        let prepared: Vec<_> = drafts.par_iter().map(Draft::prepare).collect();
        for (draft, prepared) in drafts.iter_mut().zip(&prepared) {
            let mut annotations = Vec::new();
            for (marking, target) in draft.made.markings.iter().zip(&prepared.targets) {
                let tags = self.tags_of(&marking.tags, &mut tags, &mut changes);
                annotations.push(self.annotation_of(&draft.made.article.id, marking, target, tags));
            }
            note_what_is_not_found(&mut draft.made.article, &prepared.targets);
            changes.push(Change::AddArticle { article: Box::new(draft.made.article.clone()) });
            let annotation = |annotation| Change::AddAnnotation { annotation: Box::new(annotation) };
            changes.extend(annotations.into_iter().map(annotation));
        }
        let mut originals = Vec::new();
        let mut seen = HashSet::new();
        for (draft, prepared) in drafts.iter().zip(&prepared) {
            draft.originals(prepared.text.as_deref(), &mut seen, &mut originals);
        }
        self.and_index_later(|store| store.commit(&originals, &changes))
    }

    /// The tags of these labels; new ones are made.
    fn tags_of(&self, labels: &[String], tags: &mut Vec<Tag>, changes: &mut Vec<Change>) -> Vec<TagId> {
        let mut found: Vec<TagId> = Vec::new();
        for label in labels {
            let mut parent = None;
            for part in label.split('/').map(clean_line).filter(|part| !part.is_empty()) {
                parent = Some(self.find_or_make(tags, changes, parent, part, !label.contains('/')));
            }
            found.extend(parent.filter(|tag| !found.contains(tag)));
        }
        found
    }

    fn annotation_of(
        &self,
        article: &ArticleId,
        marking: &Marking,
        target: &TextTarget,
        tags: Vec<TagId>,
    ) -> Annotation {
        let created = marking.created.unwrap_or_else(|| self.now());
        let creator = clean_line(&marking.creator);
        Annotation {
            id: AnnotationId(self.ids().next_id()),
            article: article.clone(),
            target: target.clone(),
            motivation: motivation(&marking.note),
            note: fonds_model::text::nfc(marking.note.trim()),
            tags,
            colour: marking.colour,
            creator: if creator.is_empty() { self.env.agent.clone() } else { creator },
            created,
            modified: created,
        }
    }
}

/// What is worked out of a draft for itself.
struct Prepared {
    /// The article's text, where its original is not text that anybody can read.
    text: Option<String>,
    /// Where its marks stand.
    targets: Vec<TextTarget>,
}

impl Draft {
    /// The file, and behind `›` the part of it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Puts the next page of the article behind this one.
    pub(super) fn go_on_with(&mut self, page: Self) {
        let source = &page.made.article.source;
        self.further.push(Further {
            bytes: page.original,
            media_type: source.media_type.clone(),
            file_name: source.file_name.clone(),
            url: page.made.page.as_ref().map(|(own, _)| own.to_string()),
        });
        fonds_import::join_pages(&mut self.made, vec![page.made]);
    }

    fn prepare(&self) -> Prepared {
        let article = &self.made.article;
        let projection = Projection::of(article);
        let targets = self.made.markings.iter().map(|marking| target(&projection, &marking.quote)).collect();
        let is_text = matches!(article.source.media_type.as_str(), "text/plain" | "text/markdown");
        let text = (!is_text).then(|| format!("{}\n\n{}\n", article.title, projection.text));
        Prepared { text, targets }
    }

    /// The bytes to keep: what it was made of, what described it, its pictures; each once.
    fn originals<'a>(
        &'a self,
        text: Option<&'a str>,
        seen: &mut HashSet<&'a str>,
        out: &mut Vec<Original<'a>>,
    ) {
        let source = &self.made.article.source;
        if seen.insert(source.digest.as_str()) {
            // Where several articles are made of the same bytes, none of their texts stands for all of it.
            out.push(Original {
                bytes: &self.original,
                media_type: &source.media_type,
                file_name: source.file_name.as_deref(),
                url: self.made.article.url.as_deref(),
                text: text.filter(|_| source.part.is_none()),
                exchange: self.exchanges.get(&source.digest),
            });
        }
        if let (Some(record), Some(digest)) = (&self.record, &source.record)
            && seen.insert(digest.as_str())
        {
            let format = Format::of_bytes(record);
            let media_type = format.map_or("application/octet-stream", Format::media_type);
            out.push(Original {
                bytes: record,
                media_type,
                file_name: None,
                url: None,
                text: None,
                exchange: None,
            });
        }
        for (page, digest) in self.further.iter().zip(&source.further) {
            if seen.insert(digest.as_str()) {
                out.push(Original {
                    bytes: &page.bytes,
                    media_type: &page.media_type,
                    file_name: page.file_name.as_deref(),
                    url: page.url.as_deref().filter(|url| !url.contains("//folder.invalid/")),
                    text: None,
                    exchange: None,
                });
            }
        }
        for asset in &self.made.assets {
            if seen.insert(asset.info.digest.as_str()) {
                out.push(Original {
                    bytes: &asset.bytes,
                    media_type: &asset.info.media_type,
                    file_name: Some(&asset.info.file_name),
                    url: None,
                    text: None,
                    exchange: self.exchanges.get(&asset.info.digest),
                });
            }
        }
        out.extend(self.hops.iter().map(|(exchange, body)| Original {
            bytes: body,
            media_type: "application/octet-stream",
            file_name: None,
            url: None,
            text: None,
            exchange: Some(exchange),
        }));
    }

    fn into_report(self, language: Language) -> Imported {
        Imported {
            path: self.path,
            id: self.made.article.id,
            citekey: self.made.article.citekey,
            title: self.made.article.title,
            diagnostics: crate::worded(self.made.article.source.diagnostics, language),
            alike: self.alike,
        }
    }
}

/// Where a mark stands. A note on a whole article stands at the article's first words; a quotation that is not in the
/// text is kept as it is, and shown as detached.
fn target(projection: &Projection, quote: &TextQuote) -> TextTarget {
    let whole = projection.leaves.first().filter(|_| quote.exact.trim().is_empty());
    let found = match whole {
        Some(leaf) => TextTarget::at(projection, TextPosition { start: leaf.start, end: leaf.end }),
        None => TextTarget::quoting(projection, quote),
    };
    found.unwrap_or_else(|| TextTarget { quote: quote.clone(), ..TextTarget::default() })
}

pub(super) fn note_what_is_not_found(article: &mut Article, targets: &[TextTarget]) {
    for target in targets {
        let is_lost = target.position == TextPosition::default() && target.region.is_none();
        if is_lost && !target.quote.exact.is_empty() {
            let place: String = target.quote.exact.chars().take(80).collect();
            let remark = Diagnostic::warning("mark-detached", "a highlight's words are not in the text");
            article.source.diagnostics.push(remark.at(place).hint("see it in the list of annotations"));
        }
    }
}

/// Whether the archive failed, rather than one input.
fn is_fatal(error: &LibraryError) -> bool {
    matches!(error, LibraryError::Store(_))
}
