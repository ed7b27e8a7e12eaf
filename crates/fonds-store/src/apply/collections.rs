//! Changes of collections and of what stands in them.

use super::{Draft, Inverse, fields_of, merge};
use crate::catalog::{Placed, decode, key, pair};
use crate::history::TrashedCollection;
use crate::journal::Line;
use crate::{Change, Position, StoreError};
use fonds_model::{Collection, CollectionId, CollectionItem, ItemContent, ItemId};
use serde_json::{Map, Value, json};

impl Draft<'_> {
    pub(super) fn set_collection(
        &mut self,
        id: &CollectionId,
        fields: &Map<String, Value>,
    ) -> Result<Inverse, StoreError> {
        if self.has(&key('Z', id.as_str()))? {
            return Err(StoreError::Unknown { what: "collection", id: id.0.clone() });
        }
        let row = key('c', id.as_str());
        let before: Option<Collection> = self.read(&row)?;
        let inverse = match &before {
            Some(before) => {
                Change::SetCollection { id: id.clone(), fields: fields_of(&json!(before), fields) }
            }
            None => Change::RemoveCollection { id: id.clone() },
        };
        let before = before.unwrap_or_else(|| Collection { id: id.clone(), ..Collection::default() });
        let after: Collection = merge("collection", id.as_str(), &before, fields)?;
        self.put(row, &Collection { id: id.clone(), items: vec![], ..after })?;
        Ok(vec![inverse])
    }

    pub(super) fn remove_collection(
        &mut self,
        id: &CollectionId,
        line: &Line,
    ) -> Result<Inverse, StoreError> {
        let collection: Collection = self.known(key('c', id.as_str()), "collection", id.as_str())?;
        let mut items = Vec::new();
        for (row, value) in self.scan(&pair('i', id.as_str(), ""))? {
            items.push(decode(&value)?);
            self.delete(row);
        }
        self.delete(key('c', id.as_str()));
        let trashed = TrashedCollection { removed: line.time, agent: line.agent.clone(), collection, items };
        self.put(key('Z', id.as_str()), &trashed)?;
        Ok(vec![Change::RestoreCollection { id: id.clone() }])
    }

    /// Articles that are gone by now are left out.
    pub(super) fn restore_collection(&mut self, id: &CollectionId) -> Result<Inverse, StoreError> {
        let row = key('Z', id.as_str());
        let trashed: TrashedCollection = self.known(row.clone(), "collection", id.as_str())?;
        self.delete(row);
        self.put(key('c', id.as_str()), &trashed.collection)?;
        for placed in trashed.items {
            let there = match &placed.item.content {
                ItemContent::Article { article } => self.has(&key('a', article.as_str()))?,
                _ => true,
            };
            if there {
                self.put(pair('i', id.as_str(), placed.item.id.as_str()), &placed)?;
            }
        }
        Ok(vec![Change::RemoveCollection { id: id.clone() }])
    }

    pub(super) fn add_item(
        &mut self,
        id: &CollectionId,
        item: &CollectionItem,
        position: &Position,
    ) -> Result<Inverse, StoreError> {
        self.need('c', "collection", id.as_str())?;
        if let ItemContent::Article { article } = &item.content {
            self.need('a', "article", article.as_str())?;
        }
        let row = pair('i', id.as_str(), item.id.as_str());
        if self.has(&row)? {
            return Err(StoreError::Taken { what: "item", id: item.id.0.clone() });
        }
        self.put(row, &Placed { item: item.clone(), position: position.clone() })?;
        Ok(vec![Change::RemoveItem { collection: id.clone(), item: item.id.clone() }])
    }

    pub(super) fn remove_item(&mut self, id: &CollectionId, item: &ItemId) -> Result<Inverse, StoreError> {
        let Placed { item, position } = self.change_item(id, item, |_| {})?;
        self.delete(pair('i', id.as_str(), item.id.as_str()));
        Ok(vec![Change::AddItem { collection: id.clone(), item, position }])
    }

    /// Changes an item; gives it as it was.
    pub(super) fn change_item(
        &mut self,
        id: &CollectionId,
        item: &ItemId,
        edit: impl FnOnce(&mut Placed),
    ) -> Result<Placed, StoreError> {
        let row = pair('i', id.as_str(), item.as_str());
        let before: Placed = self.known(row.clone(), "item", item.as_str())?;
        let mut placed = before.clone();
        edit(&mut placed);
        self.put(row, &placed)?;
        Ok(before)
    }
}
