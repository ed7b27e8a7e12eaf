//! What stands in a collection: put in, changed, moved, taken out.

use crate::{Library, LibraryError};
use fonds_model::{ArticleId, CollectionId, CollectionItem, ItemContent, ItemId};
use fonds_store::{Change, Position};
use std::collections::HashSet;

impl Library {
    /// Puts items at the end of a collection, or after an item (`Some(None)`: at the beginning).
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-article`, `unknown-item`, and `smart-collection` for anything but texts in a smart
    /// one; then nothing is added.
    pub fn add_items(
        &self,
        id: &CollectionId,
        contents: Vec<ItemContent>,
        after: Option<Option<&ItemId>>,
    ) -> Result<Vec<ItemId>, LibraryError> {
        let collection = self.collection(id)?;
        for content in &contents {
            if collection.is_smart() && !matches!(content, ItemContent::Text { .. }) {
                return Err(LibraryError::SmartCollection(collection.title));
            }
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
        let mut seen: HashSet<&ArticleId> = collection.articles().collect();
        let fresh = articles.iter().filter(|article| seen.insert(article));
        let contents = fresh.map(|article| ItemContent::Article { article: article.clone() }).collect();
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
        self.check_items(id, items.iter())?;
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
        self.move_items(id, std::slice::from_ref(item), after)
    }

    /// Moves items, in the order in which they are given, to stand after another, or (`None`) first. Where that one is
    /// moved itself, they stand after what comes before it.
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-item`, `smart-collection` for what a search found; then nothing is moved.
    pub fn move_items(
        &self,
        id: &CollectionId,
        items: &[ItemId],
        after: Option<&ItemId>,
    ) -> Result<(), LibraryError> {
        let order: Vec<ItemId> = self.collection(id)?.items.into_iter().map(|item| item.id).collect();
        let mut moved = HashSet::new();
        let items: Vec<&ItemId> = items.iter().filter(|item| moved.insert(*item)).collect();
        self.check_items(id, items.iter().copied().chain(after))?;
        let before =
            after.and_then(|after| order.iter().position(|item| item == after)).map_or(0, |at| at + 1);
        let at = order.iter().take(before).filter(|item| !moved.contains(item)).count();
        let mut wanted: Vec<&ItemId> = order.iter().filter(|item| !moved.contains(item)).collect();
        let after = at.checked_sub(1).and_then(|at| wanted.get(at).copied());
        wanted.splice(at..at, items.iter().copied());
        if wanted.into_iter().eq(order.iter()) {
            return Ok(());
        }
        let positions = self.store.positions(id, after, items.len())?;
        let move_to = |(item, position): (&ItemId, Position)| Change::MoveItem {
            collection: id.clone(),
            item: item.clone(),
            position,
        };
        self.commit_if_any(&items.into_iter().zip(positions).map(move_to).collect::<Vec<_>>())
    }

    fn check_item(&self, id: &CollectionId, item: &ItemId) -> Result<(), LibraryError> {
        self.check_items(id, std::iter::once(item))
    }

    fn check_items<'a>(
        &self,
        id: &CollectionId,
        mut items: impl Iterator<Item = &'a ItemId>,
    ) -> Result<(), LibraryError> {
        let collection = self.collection(id)?;
        let known: HashSet<&ItemId> = collection.items.iter().map(|item| &item.id).collect();
        match items.find(|item| !known.contains(item)) {
            None => Ok(()),
            Some(_) if collection.is_smart() => Err(LibraryError::SmartCollection(collection.title)),
            Some(item) => Err(LibraryError::NoItem(item.0.clone())),
        }
    }
}
