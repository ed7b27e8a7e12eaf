//! Articles: listing, reading, editing, removing.

use crate::views::{self, CollectionRef, FieldValue, ReaderArticle, SourceView, TagRef};
use crate::{Language, Library, LibraryError};
use fonds_model::text::clean_line;
use fonds_model::{Article, ArticleId, ArticleSummary, CollectionId, Creator, Field, Projection, TagId};
use fonds_store::Change;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

impl Library {
    /// Articles in the order they came in, or in the collection's order. `tag` includes narrower tags.
    ///
    /// # Errors
    /// `unknown-collection`.
    pub fn list(
        &self,
        tag: Option<&TagId>,
        collection: Option<&CollectionId>,
    ) -> Result<Vec<ArticleSummary>, LibraryError> {
        let mut summaries = self.store.summaries()?;
        if let Some(tag) = tag {
            let tags = self.narrower(tag)?;
            summaries.retain(|summary| summary.tags.iter().any(|tag| tags.contains(tag)));
        }
        let Some(collection) = collection else { return Ok(summaries) };
        let collection = self.whole_collection(collection)?;
        let by_id: HashMap<_, _> =
            summaries.into_iter().map(|summary| (summary.id.clone(), summary)).collect();
        let mut seen = HashSet::new();
        let once = collection.articles().filter(|id| seen.insert((*id).clone()));
        Ok(once.filter_map(|id| by_id.get(id).cloned()).collect())
    }

    /// An article with everything that the reader shows.
    ///
    /// # Errors
    /// `unknown-article`.
    pub fn read(&self, id: &ArticleId, language: Language) -> Result<ReaderArticle, LibraryError> {
        let article = self.article(id)?;
        let projection = Projection::of(&article);
        let labels = self.tag_labels()?;
        let mut annotations: Vec<_> = self
            .store
            .annotations_of(id)?
            .into_iter()
            .map(|annotation| self.shown(annotation, &article.title, &projection, &labels))
            .collect();
        annotations
            .sort_by_key(|annotation| (annotation.start.is_none(), annotation.start, annotation.created));
        let citation = self.default_citation(&article, language);
        let tongue = article.language.clone().unwrap_or_else(|| language.locale().to_owned());
        Ok(ReaderArticle {
            byline: fonds_compile::byline(&article, &tongue),
            dateline: fonds_compile::dateline(&article, &tongue),
            leaves: projection.leaves.clone(),
            fields: views::fields(&article),
            creators: article.creators.clone(),
            provenance: article.source.provenance.clone(),
            tags: tag_refs(&article.tags, &labels),
            collections: self.collections_of(id)?,
            annotations,
            source: SourceView {
                file_name: article.source.file_name.clone(),
                digest: article.source.digest.clone(),
                captured: article.source.captured,
                media_type: article.source.media_type.clone(),
            },
            citation,
            id: article.id,
            citekey: article.citekey,
            title: article.title,
            language: article.language,
            url: article.url,
            lead: article.lead,
            body: article.body,
            text: projection.text,
            diagnostics: crate::worded(article.source.diagnostics, language),
        })
    }

    /// Sets fields of an article, each from one line of text. All are set or none.
    ///
    /// # Errors
    /// `unknown-article`, `unknown-field`, `citekey-taken`, or a value that the field cannot hold.
    pub fn edit(&self, id: &ArticleId, values: &[FieldValue]) -> Result<(), LibraryError> {
        self.edit_details(id, values, None)
    }

    /// As [`Library::edit`]; with creators, those are set too, with the parts of their names.
    ///
    /// # Errors
    /// As [`Library::edit`].
    pub fn edit_details(
        &self,
        id: &ArticleId,
        values: &[FieldValue],
        creators: Option<Vec<Creator>>,
    ) -> Result<(), LibraryError> {
        let before = self.article(id)?;
        let mut after = before.clone();
        for FieldValue { field, value } in values {
            after.set_field(field_named(field)?, value)?;
        }
        if let Some(creators) = creators {
            after.creators = creators.into_iter().filter_map(cleaned).collect();
        }
        if after.citekey != before.citekey && self.store.article_with_citekey(&after.citekey)?.is_some() {
            return Err(LibraryError::CitekeyTaken(after.citekey));
        }
        let fields = changed_fields(&before, &after);
        if fields.is_empty() {
            return Ok(());
        }
        let change = Change::SetArticle { id: id.clone(), fields };
        self.commit(&[], &[change])
    }

    /// Whether a field can hold a value.
    ///
    /// # Errors
    /// `unknown-field`, or why it cannot.
    pub fn check_field(field: &str, value: &str) -> Result<(), LibraryError> {
        Ok(Article::default().set_field(field_named(field)?, value)?)
    }

    /// Removes articles from the library and so from every collection. Their originals stay in the archive.
    ///
    /// # Errors
    /// `unknown-article`; then none is removed.
    pub fn remove(&self, ids: &[ArticleId]) -> Result<(), LibraryError> {
        for id in ids {
            self.article(id)?;
        }
        let mut seen = HashSet::new();
        let once = ids.iter().filter(|id| seen.insert(*id));
        let changes: Vec<_> = once.map(|id| Change::RemoveArticle { id: id.clone() }).collect();
        self.commit(&[], &changes)
    }

    fn collections_of(&self, id: &ArticleId) -> Result<Vec<CollectionRef>, LibraryError> {
        let collections = self.store.collections()?.into_iter();
        let holding = collections.filter(|collection| collection.articles().any(|article| article == id));
        Ok(holding.map(|collection| CollectionRef { id: collection.id, title: collection.title }).collect())
    }
}

pub(crate) fn tag_refs(tags: &[TagId], labels: &HashMap<TagId, String>) -> Vec<TagRef> {
    let known = |id: &TagId| labels.get(id).map(|label| TagRef { id: id.clone(), label: label.clone() });
    tags.iter().filter_map(known).collect()
}

pub(crate) fn field_named(name: &str) -> Result<Field, LibraryError> {
    Field::named(name).ok_or_else(|| LibraryError::NoField(name.to_owned()))
}

/// A creator without stray spaces; `None` of one without a name.
fn cleaned(creator: Creator) -> Option<Creator> {
    let part = |text: Option<String>| text.map(|text| clean_line(&text)).filter(|text| !text.is_empty());
    let (family, given) = (part(creator.family), part(creator.given));
    let name = clean_line(&creator.name);
    (!name.is_empty()).then_some(Creator { name, family, given, role: creator.role })
}

/// The top-level fields whose JSON differs.
pub(crate) fn changed_fields(before: &Article, after: &Article) -> Map<String, Value> {
    let object = |article: &Article| match serde_json::to_value(article) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    };
    let (before, after) = (object(before), object(after));
    let mut changed: Map<String, Value> = after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(value))
        .map(|(n, v)| (n.clone(), v.clone()))
        .collect();
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        changed.insert(name.clone(), Value::Null);
    }
    changed
}
