//! Articles: listing, reading, editing, removing.

use crate::views::{self, CollectionRef, FieldValue, ReaderArticle, SourceView, TagRef};
use crate::{Language, Library, LibraryError};
use fonds_model::{Article, ArticleId, ArticleSummary, CollectionId, Field, Projection, TagId};
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
            diagnostics: article.source.diagnostics,
        })
    }

    /// Sets fields of an article, each from one line of text. All are set or none.
    ///
    /// # Errors
    /// `unknown-article`, `unknown-field`, `citekey-taken`, or a value that the field cannot hold.
    pub fn edit(&self, id: &ArticleId, values: &[FieldValue]) -> Result<(), LibraryError> {
        let before = self.article(id)?;
        let mut after = before.clone();
        for FieldValue { field, value } in values {
            let field = Field::named(field).ok_or_else(|| LibraryError::NoField(field.clone()))?;
            after.set_field(field, value)?;
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

/// The top-level fields whose JSON differs.
fn changed_fields(before: &Article, after: &Article) -> Map<String, Value> {
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
