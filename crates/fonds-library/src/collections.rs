//! Collections: making them, filling them, putting them in order.

use crate::{CollectionEntry, Library, LibraryError, ShownCollection};
use fonds_model::text::clean_line;
use fonds_model::{ArticleId, Collection, CollectionId, CollectionItem, ExportSettings, ItemContent, ItemId};
use fonds_store::{Change, Position};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

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
}

impl Library {
    /// Every collection with the number of its articles, by title.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn collections(&self) -> Result<Vec<CollectionEntry>, LibraryError> {
        let mut entries: Vec<_> = self.store.collections()?.into_iter().map(entry).collect();
        entries.sort_by_cached_key(|entry| (fonds_model::text::fold(&entry.title), entry.id.clone()));
        Ok(entries)
    }

    /// The collection of that id.
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
        let articles = self.list(None, Some(id))?.into_iter();
        let articles: BTreeMap<_, _> = articles.map(|summary| (summary.id.clone(), summary)).collect();
        Ok(ShownCollection { collection: self.collection(id)?, articles })
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
        let id = CollectionId(self.ids().next_id());
        let title = clean_title(title)?;
        let mut fields = Map::new();
        fields.insert("title".into(), json!(title));
        fields.insert("settings".into(), json!(settings));
        self.commit(&[], &[Change::SetCollection { id: id.clone(), fields }])?;
        Ok(CollectionEntry { id, title, count: 0 })
    }

    /// Sets a collection's title, description or export settings.
    ///
    /// # Errors
    /// `unknown-collection`, `empty-title`.
    pub fn set_collection(&self, id: &CollectionId, values: &CollectionValues) -> Result<(), LibraryError> {
        let before = self.collection(id)?;
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
        if fields.is_empty() {
            return Ok(());
        }
        self.commit(&[], &[Change::SetCollection { id: id.clone(), fields }])
    }

    /// Removes a collection; its articles stay in the library.
    ///
    /// # Errors
    /// `unknown-collection`.
    pub fn remove_collection(&self, id: &CollectionId) -> Result<(), LibraryError> {
        self.collection(id)?;
        self.commit(&[], &[Change::RemoveCollection { id: id.clone() }])
    }

    /// Puts items at the end of a collection, or after an item (`Some(None)`: at the beginning).
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-article`, `unknown-item`; then nothing is added.
    pub fn add_items(
        &self,
        id: &CollectionId,
        contents: Vec<ItemContent>,
        after: Option<Option<&ItemId>>,
    ) -> Result<Vec<ItemId>, LibraryError> {
        self.collection(id)?;
        for content in &contents {
            if let ItemContent::Article { article } = content {
                self.article(article)?;
            }
        }
        let positions = match after {
            Some(after) => self.store.positions(id, after, contents.len())?,
            None => self.store.end_positions(id, contents.len())?,
        };
        let mut added = Vec::with_capacity(contents.len());
        let add = |(content, position): (ItemContent, Position)| {
            let item = CollectionItem { id: ItemId(self.ids().next_id()), content };
            added.push(item.id.clone());
            Change::AddItem { collection: id.clone(), item, position }
        };
        let changes: Vec<_> = contents.into_iter().zip(positions).map(add).collect();
        self.commit_if_any(&changes)?;
        Ok(added)
    }

    /// Adds articles that are not in the collection yet.
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-article`; then nothing is added.
    pub fn add_articles(
        &self,
        id: &CollectionId,
        articles: &[ArticleId],
    ) -> Result<Vec<ItemId>, LibraryError> {
        let collection = self.collection(id)?;
        let mut seen: Vec<&ArticleId> = collection.articles().collect();
        let mut contents = Vec::new();
        for article in articles {
            if !seen.contains(&article) {
                seen.push(article);
                contents.push(ItemContent::Article { article: article.clone() });
            }
        }
        self.add_items(id, contents, None)
    }

    /// Changes what stands at a place.
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-item`.
    pub fn set_item(
        &self,
        id: &CollectionId,
        item: &ItemId,
        content: ItemContent,
    ) -> Result<(), LibraryError> {
        self.check_item(id, item)?;
        let item = CollectionItem { id: item.clone(), content };
        self.commit(&[], &[Change::SetItem { collection: id.clone(), item }])
    }

    /// Takes items out of a collection.
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-item`; then nothing is taken out.
    pub fn remove_items(&self, id: &CollectionId, items: &[ItemId]) -> Result<(), LibraryError> {
        for item in items {
            self.check_item(id, item)?;
        }
        let remove = |item: &ItemId| Change::RemoveItem { collection: id.clone(), item: item.clone() };
        self.commit_if_any(&items.iter().map(remove).collect::<Vec<_>>())
    }

    /// Moves an item to stand after another, or (`None`) first.
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-item`.
    pub fn move_item(
        &self,
        id: &CollectionId,
        item: &ItemId,
        after: Option<&ItemId>,
    ) -> Result<(), LibraryError> {
        self.check_item(id, item)?;
        if let Some(after) = after {
            self.check_item(id, after)?;
        }
        if after == Some(item) {
            return Ok(());
        }
        let Some(position) = self.store.positions(id, after, 1)?.pop() else { return Ok(()) };
        let change = Change::MoveItem { collection: id.clone(), item: item.clone(), position };
        self.commit(&[], &[change])
    }

    fn check_item(&self, id: &CollectionId, item: &ItemId) -> Result<(), LibraryError> {
        let known = self.collection(id)?.items.iter().any(|known| known.id == *item);
        if known { Ok(()) } else { Err(LibraryError::NoItem(item.0.clone())) }
    }
}

fn entry(collection: Collection) -> CollectionEntry {
    CollectionEntry { count: collection.articles().count(), id: collection.id, title: collection.title }
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
