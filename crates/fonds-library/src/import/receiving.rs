//! What another library handed on, on its way into this one: articles, annotations, tags and a collection in one commit.
//!
//! 1. [`Receiver::know`] finds what the library has already: by the source, the id, the citekey or the address, with the
//!    text to bear it out. Everything else becomes new, under its old id where that is free.
//! 2. Tags are found by their places in the tree; the missing ones are made.
//! 3. Annotations go to the same words of the text that is here; those that are here already are passed over.
//! 4. The collection is made, or what it lacks is put at its end.
//!
//! Ids of the other library are hints only. What is here is never changed but by adding to it.

use super::drafts::{Known, note_what_is_not_found};
use super::report::{Brought, Duplicate, ImportReport, Imported};
use crate::{Library, LibraryError};
use fonds_import::Received;
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, Collection, CollectionId, CollectionItem, Digest,
    ExportSettings, ItemContent, ItemId, Projection, Region, Tag, TagId, TextTarget,
};
use fonds_search::Likeness;
use fonds_store::{Change, Original, Position};
use serde_json::{Map, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// From here on two texts are one text that was corrected.
const SAME: f64 = 0.9;

/// A transfer, with the file that it came in.
pub(super) struct Arrival {
    pub path: String,
    pub bytes: Arc<[u8]>,
    pub received: Received,
}

/// Works out what an arrival changes.
struct Receiver<'a> {
    library: &'a Library,
    /// Articles by their ids in the other library.
    articles: HashMap<ArticleId, ArticleId>,
    /// Citekeys that had to become others.
    keys: HashMap<String, String>,
    /// Tags by their ids in the other library.
    tags: HashMap<TagId, TagId>,
    /// What pictures are called in the other library, and in the book.
    pictures: HashMap<Digest, Digest>,
    /// The texts of articles that annotations stand in.
    texts: HashMap<ArticleId, Projection>,
    all_tags: Vec<Tag>,
    /// Ids of what lies in the trash.
    trashed: HashSet<String>,
    changes: Vec<Change>,
}

impl Library {
    /// Takes in what another library handed on.
    ///
    /// # Errors
    /// Only when the archive failed.
    pub(super) fn receive(
        &self,
        arrival: Arrival,
        known: &mut Known,
        report: &mut ImportReport,
    ) -> Result<(), LibraryError> {
        let Arrival { path, bytes, received } = arrival;
        let Received { collection, articles, annotations, pictures, tags, original } = received;
        let bytes = original.unwrap_or(bytes);
        let mut receiver = Receiver {
            library: self,
            articles: HashMap::new(),
            keys: HashMap::new(),
            tags: HashMap::new(),
            pictures,
            texts: HashMap::new(),
            all_tags: self.store.tags()?,
            trashed: self.trash()?.into_iter().map(|entry| entry.id).collect(),
            changes: vec![],
        };
        receiver.tags(tags);
        let mut fresh = Vec::new();
        for imported in articles {
            let before = imported.article.id.clone();
            match receiver.know(&imported.article)? {
                Some(id) => {
                    receiver.add_tags(&id, &imported.article)?;
                    receiver.articles.insert(before, id.clone());
                    let shown = format!("{path} › {}", imported.article.title);
                    report.duplicates.push(Duplicate { path: shown, id });
                }
                None => fresh.push(receiver.name(imported, known)?),
            }
        }
        let annotations = receiver.annotations(annotations, &mut fresh)?;
        for imported in &fresh {
            receiver.changes.push(Change::AddArticle { article: Box::new(imported.article.clone()) });
        }
        receiver.changes.extend(annotations);
        let brought = collection.map(|one| receiver.collection(one)).transpose()?;
        self.commit_arrival(&receiver.changes, &fresh, &bytes)?;
        report.collections.extend(brought.map(|brought| Brought { path: path.clone(), ..brought }));
        report.imported.extend(fresh.into_iter().map(|made| reported(&path, made.article)));
        Ok(())
    }

    fn commit_arrival(
        &self,
        changes: &[Change],
        fresh: &[fonds_import::Imported],
        bytes: &[u8],
    ) -> Result<(), LibraryError> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut originals = Vec::new();
        if let Some(source) = fresh.first().map(|imported| &imported.article.source) {
            let (media_type, file_name) = (source.media_type.as_str(), source.file_name.as_deref());
            originals.push(Original { bytes, media_type, file_name, url: None, text: None, exchange: None });
        }
        let mut seen = HashSet::new();
        for asset in fresh.iter().flat_map(|imported| &imported.assets) {
            if seen.insert(&asset.info.digest) {
                let (media_type, file_name) = (&asset.info.media_type, Some(asset.info.file_name.as_str()));
                let bytes = asset.bytes.as_slice();
                originals.push(Original {
                    bytes,
                    media_type,
                    file_name,
                    url: None,
                    text: None,
                    exchange: None,
                });
            }
        }
        self.and_index_later(|store| store.commit(&originals, changes))
    }
}

fn reported(path: &str, article: Article) -> Imported {
    Imported {
        path: format!("{path} › {}", article.title),
        id: article.id,
        citekey: article.citekey,
        title: article.title,
        diagnostics: article.source.diagnostics,
        alike: vec![],
    }
}

impl Receiver<'_> {
    /// The article of this library that this one is.
    fn know(&self, article: &Article) -> Result<Option<ArticleId>, LibraryError> {
        let store = &self.library.store;
        if let Some(id) = store.article_of_source(&article.source.name())? {
            return Ok(Some(id));
        }
        let mut candidates = vec![article.id.clone()];
        for source in article.source.earlier().filter(|source| !source.digest.as_str().is_empty()) {
            candidates.extend(store.article_of_source(&source.name())?);
        }
        candidates.extend(store.article_with_citekey(&article.citekey)?);
        if let Some(url) = &article.url {
            candidates.extend(self.library.index_at_url(url)?);
        }
        for id in candidates {
            if let Some(other) = store.article(&id)?
                && is_same(article, &other)
            {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Gives a new article its names here: those that it had, where they are free.
    fn name(
        &mut self,
        mut imported: fonds_import::Imported,
        known: &mut Known,
    ) -> Result<fonds_import::Imported, LibraryError> {
        let article = &mut imported.article;
        let (id, key) = (article.id.clone(), article.citekey.clone());
        self.library.name(article, known)?;
        let taken = self.articles.values().any(|other| *other == id);
        if !id.as_str().is_empty() && !taken && self.is_free(&id)? {
            article.id = id.clone();
        }
        if !key.is_empty() && key != article.citekey {
            self.keys.insert(key, article.citekey.clone());
        }
        article.tags = self.here(&article.tags);
        self.articles.insert(id, article.id.clone());
        self.texts.insert(article.id.clone(), Projection::of(article));
        Ok(imported)
    }

    fn is_free(&self, id: &ArticleId) -> Result<bool, LibraryError> {
        Ok(!self.trashed.contains(id.as_str()) && self.library.store.article(id)?.is_none())
    }

    /// The tags of this library that stand for these.
    fn here(&self, tags: &[TagId]) -> Vec<TagId> {
        let mut here: Vec<TagId> = Vec::new();
        for tag in tags.iter().filter_map(|tag| self.tags.get(tag)) {
            if !here.contains(tag) {
                here.push(tag.clone());
            }
        }
        here
    }

    fn tags(&mut self, tags: Vec<Tag>) {
        for tag in tags {
            let parent = tag.parent.as_ref().and_then(|parent| self.tags.get(parent)).cloned();
            let same = |known: &&Tag| known.label == tag.label && known.parent == parent;
            let anywhere = |known: &&Tag| known.label == tag.label && parent.is_none();
            let found = self.all_tags.iter().find(same).or_else(|| self.all_tags.iter().find(anywhere));
            if let Some(found) = found {
                self.tags.insert(tag.id, found.id.clone());
                continue;
            }
            let taken = self.all_tags.iter().any(|known| known.id == tag.id);
            let id = if taken { TagId(self.library.ids().next_id()) } else { tag.id.clone() };
            self.tags.insert(tag.id.clone(), id.clone());
            let tag = Tag { id, parent, ..tag };
            self.changes.push(Change::SetTag { tag: tag.clone() });
            self.all_tags.push(tag);
        }
    }

    /// Adds the tags that an article of this library lacks.
    fn add_tags(&mut self, id: &ArticleId, article: &Article) -> Result<(), LibraryError> {
        let before = self.library.article(id)?.tags;
        for tag in self.here(&article.tags).into_iter().filter(|tag| !before.contains(tag)) {
            self.changes.push(Change::TagArticle { article: id.clone(), tag });
        }
        Ok(())
    }

    /// The annotations that are not here yet.
    fn annotations(
        &mut self,
        annotations: Vec<Annotation>,
        fresh: &mut [fonds_import::Imported],
    ) -> Result<Vec<Change>, LibraryError> {
        let mut changes = Vec::new();
        let mut lost: HashMap<ArticleId, Vec<TextTarget>> = HashMap::new();
        let mut used: HashSet<AnnotationId> = HashSet::new();
        let mut before: HashMap<ArticleId, Vec<Annotation>> = HashMap::new();
        for mut one in annotations {
            let Some(article) = self.articles.get(&one.article).cloned() else { continue };
            if !before.contains_key(&article) {
                before.insert(article.clone(), self.library.store.annotations_of(&article)?);
            }
            one.article = article.clone();
            one.tags = self.here(&one.tags);
            one.note = fonds_cite::with_keys(&one.note, &self.keys);
            let here = before.get(&article).map(Vec::as_slice).unwrap_or_default();
            if here.iter().any(|known| is_same_annotation(known, &one)) {
                continue;
            }
            let taken = self.library.store.annotation(&one.id)?.is_some();
            if one.id.as_str().is_empty() || taken || !used.insert(one.id.clone()) {
                one.id = AnnotationId(self.library.ids().next_id());
            }
            one.target = self.place(&article, &one.target)?;
            lost.entry(article).or_default().push(one.target.clone());
            changes.push(Change::AddAnnotation { annotation: Box::new(one) });
        }
        for imported in fresh {
            let targets = lost.get(&imported.article.id).map(Vec::as_slice).unwrap_or_default();
            note_what_is_not_found(&mut imported.article, targets);
        }
        Ok(changes)
    }

    /// Where the words of an annotation stand here; what they were, where they do not.
    fn place(&mut self, article: &ArticleId, target: &TextTarget) -> Result<TextTarget, LibraryError> {
        if !self.texts.contains_key(article) {
            self.texts.insert(article.clone(), Projection::of(&self.library.article(article)?));
        }
        let in_book = self.in_book(target);
        let text = self.texts.get(article);
        let found =
            text.and_then(|text| target.placed_anew(text).or_else(|| in_book.as_ref()?.placed_anew(text)));
        Ok(found.unwrap_or_else(|| TextTarget {
            quote: target.quote.clone(),
            region: in_book.as_ref().unwrap_or(target).region.clone(),
            revision: target.revision.clone(),
            ..TextTarget::default()
        }))
    }

    /// A region of the picture as the book has it: made smaller, it has another name there.
    fn in_book(&self, target: &TextTarget) -> Option<TextTarget> {
        let Region { asset, fragment } = target.region.clone()?;
        let asset = self.pictures.get(&asset)?.clone();
        Some(TextTarget { region: Some(Region { asset, fragment }), ..target.clone() })
    }

    /// Makes the collection, takes it out of the trash, or adds to it what it lacks.
    fn collection(&mut self, mut one: Collection) -> Result<Brought, LibraryError> {
        let items = self.items(std::mem::take(&mut one.items));
        let title = if one.title.is_empty() { "—".to_owned() } else { one.title.clone() };
        let mut brought = Brought { path: String::new(), id: one.id.clone(), title, added: 0, is_new: false };
        if self.trashed.contains(one.id.as_str()) {
            self.changes.push(Change::RestoreCollection { id: one.id });
            return Ok(brought);
        }
        let (items, positions) = match self.library.store.collection(&one.id)? {
            Some(known) => {
                // What stands in a smart one is found by its search.
                let items = if known.is_smart() { vec![] } else { missing(&known, items) };
                let positions = self.library.store.end_positions(&one.id, items.len())?;
                brought.title = known.title;
                (items, positions)
            }
            None => {
                brought.is_new = true;
                brought.id = self.new_collection(&one, &brought.title);
                let positions = Position::between(None, None, items.len());
                (items, positions)
            }
        };
        brought.added = items.len();
        for (item, position) in items.into_iter().zip(positions) {
            self.changes.push(Change::AddItem { collection: brought.id.clone(), item, position });
        }
        Ok(brought)
    }

    /// The places of the collection, with the names of this library.
    fn items(&self, items: Vec<CollectionItem>) -> Vec<CollectionItem> {
        let mut here = Vec::with_capacity(items.len());
        for mut item in items {
            match &mut item.content {
                ItemContent::Article { article } => match self.articles.get(article) {
                    Some(known) => *article = known.clone(),
                    None => continue,
                },
                ItemContent::Text { text, .. } => *text = fonds_cite::with_keys(text, &self.keys),
                ItemContent::Part { .. } => {}
            }
            if item.id.as_str().is_empty() {
                item.id = ItemId(self.library.ids().next_id());
            }
            here.push(item);
        }
        here
    }

    /// A collection under its old id, if it has one.
    fn new_collection(&mut self, one: &Collection, title: &str) -> CollectionId {
        let id = match one.id.as_str() {
            "" => CollectionId(self.library.ids().next_id()),
            _ => one.id.clone(),
        };
        let mut fields = Map::new();
        fields.insert("title".into(), json!(title));
        fields.insert("settings".into(), json!(self.usable(&one.settings)));
        self.changes.push(Change::SetCollection { id: id.clone(), fields });
        id
    }

    /// Settings of which this library has style, language and house style.
    fn usable(&self, settings: &ExportSettings) -> ExportSettings {
        let mut settings = settings.clone();
        let usual = ExportSettings::default();
        if self.library.house_style(&settings.print.house).is_err() {
            settings.print.house.clone_from(&usual.print.house);
        }
        if self.library.check_settings(&settings).is_err() {
            settings.style.clone_from(&usual.style);
        }
        if self.library.check_settings(&settings).is_err() {
            settings.locale.clone_from(&usual.locale);
        }
        settings
    }
}

/// Whether two articles are one: their texts say so, or, where one is only cited, their names.
fn is_same(article: &Article, other: &Article) -> bool {
    let (text, before) = (Projection::of(article).text, Projection::of(other).text);
    if text.trim().is_empty() || before.trim().is_empty() {
        let named = article.id == other.id || article.citekey == other.citekey || article.url == other.url;
        return article.title == other.title && named;
    }
    text == before || Likeness::of(&text).with(&Likeness::of(&before)) >= SAME
}

fn is_same_annotation(known: &Annotation, one: &Annotation) -> bool {
    let said = |one: &Annotation| {
        let part = one.target.region.as_ref().map(|region| region.fragment);
        (one.target.quote.exact.clone(), part, one.note.clone(), one.creator.clone(), one.colour)
    };
    known.id == one.id || (said(known) == said(one) && known.created == one.created)
}

/// The places that a collection lacks.
fn missing(known: &Collection, items: Vec<CollectionItem>) -> Vec<CollectionItem> {
    let is_here = |item: &CollectionItem| {
        known.items.iter().any(|known| known.id == item.id || known.content == item.content)
    };
    items.into_iter().filter(|item| !is_here(item)).collect()
}
