//! Collections: made, described, put in a tree, removed.

use crate::vocabulary::given;
use crate::{CollectionEntry, CollectionRef, Library, LibraryError, ShownCollection};
use fonds_model::text::clean_line;
use fonds_model::tree::is_within;
use fonds_model::{ArticleId, Collection, CollectionId, ExportSettings, ItemContent, ItemId, Sort};
use fonds_store::Change;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The values of a collection that can be set; absent ones stay.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CollectionValues {
    /// Its title.
    pub title: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// How it is exported.
    pub settings: Option<ExportSettings>,
    /// The collection that it stands under, or none.
    #[serde(deserialize_with = "given")]
    pub parent: Option<Option<CollectionId>>,
    /// Makes it a smart collection that holds what this finds.
    pub query: Option<String>,
    /// The order of what is found.
    pub sort: Option<Sort>,
}

impl Library {
    /// Every collection with the number of its articles, by title.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn collections(&self) -> Result<Vec<CollectionEntry>, LibraryError> {
        let entry = |collection: Collection| CollectionEntry {
            count: match collection.is_smart() {
                true => self.found_count(&collection),
                false => Some(collection.articles().count()),
            },
            id: collection.id,
            title: collection.title,
            parent: collection.parent,
            query: collection.query,
        };
        let mut entries: Vec<_> = self.store.collections()?.into_iter().map(entry).collect();
        entries.sort_by_cached_key(|entry| (fonds_model::text::fold(&entry.title), entry.id.clone()));
        Ok(entries)
    }

    /// The collection of that id, as it is kept: without what the search of a smart one finds.
    ///
    /// # Errors
    /// `unknown-collection`.
    pub fn collection(&self, id: &CollectionId) -> Result<Collection, LibraryError> {
        self.store.collection(id)?.ok_or_else(|| LibraryError::NoCollection(id.0.clone()))
    }

    /// The collection named by id, unique beginning of an id, or title.
    ///
    /// # Errors
    /// `unknown-collection`, also when the name fits several.
    pub fn collection_named(&self, name: &str) -> Result<CollectionId, LibraryError> {
        let all = self.store.collections()?;
        let wanted = clean_line(name);
        let exact = all.iter().find(|collection| collection.id.as_str() == wanted);
        if exact.is_none() && all.iter().filter(|collection| collection.title == wanted).count() > 1 {
            return Err(LibraryError::AmbiguousCollection(name.to_owned()));
        }
        if let Some(collection) = exact.or_else(|| only(all.iter().filter(|c| c.title == wanted))) {
            return Ok(collection.id.clone());
        }
        let begins =
            |collection: &&Collection| !wanted.is_empty() && collection.id.as_str().starts_with(&wanted);
        let found = only(all.iter().filter(begins)).map(|collection| collection.id.clone());
        found.ok_or_else(|| LibraryError::NoCollection(name.to_owned()))
    }

    /// A collection with a line for each of its articles.
    ///
    /// # Errors
    /// `unknown-collection`.
    pub fn shown_collection(&self, id: &CollectionId) -> Result<ShownCollection, LibraryError> {
        let kept = self.collection(id)?;
        let collection = if kept.is_smart() { self.whole_collection(id)? } else { kept.clone() };
        let ids: HashSet<&ArticleId> = collection.articles().collect();
        let lines = ids.iter().map(|id| self.store.line(id)).collect::<Result<Vec<_>, _>>()?;
        let summaries = lines.into_iter().flatten().map(|line| line.summary);
        let articles = summaries.map(|summary| (summary.id.clone(), summary)).collect();
        let own: HashSet<&ItemId> = kept.items.iter().map(|item| &item.id).collect();
        let found = collection
            .items
            .iter()
            .map(|item| &item.id)
            .filter(|item| !own.contains(item))
            .cloned()
            .collect();
        let also_in = self.also_in(id, &ids)?;
        Ok(ShownCollection { collection, found, also_in, articles })
    }

    /// Makes a collection that holds nothing, or is filled by a search.
    ///
    /// # Errors
    /// `empty-title`, `empty-query`, `unknown-collection` for the parent.
    pub fn make_collection(&self, values: &CollectionValues) -> Result<CollectionEntry, LibraryError> {
        let fresh = Collection { id: CollectionId(self.ids().next_id()), ..Collection::default() };
        let title = clean_title(values.title.as_deref().unwrap_or_default())?;
        let fields =
            self.changed_fields(&fresh, &CollectionValues { title: Some(title), ..values.clone() })?;
        self.commit(&[], &[Change::SetCollection { id: fresh.id.clone(), fields }])?;
        let made = self.collections()?.into_iter().find(|entry| entry.id == fresh.id);
        made.ok_or(LibraryError::NoCollection(fresh.id.0))
    }

    /// Makes an empty collection.
    ///
    /// # Errors
    /// `empty-title`.
    pub fn new_collection(
        &self,
        title: &str,
        settings: ExportSettings,
    ) -> Result<CollectionEntry, LibraryError> {
        let title = Some(title.to_owned());
        self.make_collection(&CollectionValues {
            title,
            settings: Some(settings),
            ..CollectionValues::default()
        })
    }

    /// Sets a collection's title, description, export settings, place in the tree, or search.
    ///
    /// # Errors
    /// `unknown-collection`, `empty-title`, `within-itself`, `empty-query`, `holds-articles`.
    pub fn set_collection(&self, id: &CollectionId, values: &CollectionValues) -> Result<(), LibraryError> {
        let fields = self.changed_fields(&self.collection(id)?, values)?;
        if fields.is_empty() {
            return Ok(());
        }
        self.commit(&[], &[Change::SetCollection { id: id.clone(), fields }])
    }

    /// The fields that differ from what a collection has.
    fn changed_fields(
        &self,
        before: &Collection,
        values: &CollectionValues,
    ) -> Result<Map<String, Value>, LibraryError> {
        let mut fields = Map::new();
        if let Some(title) = &values.title {
            let title = clean_title(title)?;
            insert_changed(&mut fields, "title", &before.title, &title);
        }
        if let Some(description) = &values.description {
            insert_changed(&mut fields, "description", &before.description, &clean_line(description));
        }
        if let Some(settings) = &values.settings {
            insert_changed(&mut fields, "settings", &before.settings, settings);
        }
        if let Some(parent) = &values.parent {
            self.check_parent(before, parent.as_ref())?;
            insert_changed(&mut fields, "parent", &before.parent, parent);
        }
        if let Some(query) = &values.query {
            let query = clean_line(query);
            if query.is_empty() {
                return Err(LibraryError::EmptyQuery);
            }
            if before.items.iter().any(|item| !matches!(item.content, ItemContent::Text { .. }))
                && !before.is_smart()
            {
                return Err(LibraryError::HoldsArticles(before.title.clone()));
            }
            insert_changed(&mut fields, "query", &before.query, &Some(query));
        }
        if let Some(sort) = &values.sort {
            insert_changed(&mut fields, "sort", &before.sort, sort);
        }
        Ok(fields)
    }

    fn check_parent(
        &self,
        collection: &Collection,
        parent: Option<&CollectionId>,
    ) -> Result<(), LibraryError> {
        let Some(parent) = parent else { return Ok(()) };
        let all = self.store.collections()?;
        if !all.iter().any(|known| known.id == *parent) {
            return Err(LibraryError::NoCollection(parent.0.clone()));
        }
        match is_within(&all, parent.as_str(), collection.id.as_str()) {
            true => Err(LibraryError::WithinItself(collection.title.clone())),
            false => Ok(()),
        }
    }

    /// Removes a collection; its articles stay in the library, and collections under it move up to its parent.
    ///
    /// # Errors
    /// `unknown-collection`.
    pub fn remove_collection(&self, id: &CollectionId) -> Result<(), LibraryError> {
        let all = self.store.collections()?;
        let gone = all.iter().find(|collection| collection.id == *id);
        let gone = gone.ok_or_else(|| LibraryError::NoCollection(id.0.clone()))?;
        let under = all.iter().filter(|collection| collection.parent.as_ref() == Some(id));
        let fields = Map::from_iter([("parent".to_owned(), json!(gone.parent))]);
        let up = |collection: &Collection| Change::SetCollection {
            id: collection.id.clone(),
            fields: fields.clone(),
        };
        let mut changes: Vec<_> = under.map(up).collect();
        changes.push(Change::RemoveCollection { id: id.clone() });
        self.commit(&[], &changes)
    }

    /// The other ordinary collections that articles are in.
    fn also_in(
        &self,
        id: &CollectionId,
        articles: &HashSet<&ArticleId>,
    ) -> Result<BTreeMap<ArticleId, Vec<CollectionRef>>, LibraryError> {
        let mut found: BTreeMap<ArticleId, Vec<CollectionRef>> = BTreeMap::new();
        for other in self.store.collections()?.into_iter().filter(|other| other.id != *id) {
            let there: BTreeSet<&ArticleId> =
                other.articles().filter(|article| articles.contains(article)).collect();
            for article in there {
                let reference = CollectionRef { id: other.id.clone(), title: other.title.clone() };
                found.entry(article.clone()).or_default().push(reference);
            }
        }
        Ok(found)
    }
}

fn clean_title(title: &str) -> Result<String, LibraryError> {
    let title = clean_line(title);
    if title.is_empty() { Err(LibraryError::EmptyTitle) } else { Ok(title) }
}

fn insert_changed<T: PartialEq + serde::Serialize>(
    fields: &mut Map<String, Value>,
    name: &str,
    before: &T,
    after: &T,
) {
    if before != after {
        fields.insert(name.to_owned(), json!(after));
    }
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
