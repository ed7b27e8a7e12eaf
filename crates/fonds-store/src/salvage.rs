//! Salvage: what a catalog still has of changes that are missing from the journals.
//!
//! Files of the journal may be cut or lost (a failing disk, a folder sync that brought an old state back) while the
//! catalog that was made of them is whole. What only the catalog knows is then written to the journal again.

use crate::catalog::Catalog;
use crate::{Change, StoreError};
use fonds_model::{Article, CollectionId};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The changes that make `made`, a catalog of the journals as they are, into what `old` is.
pub(crate) fn missing(old: &Catalog, made: &Catalog) -> Result<Vec<Change>, StoreError> {
    let mut changes = Vec::new();
    tags(old, made, &mut changes)?;
    articles(old, made, &mut changes)?;
    annotations(old, made, &mut changes)?;
    collections(old, made, &mut changes)?;
    Ok(changes)
}

fn tags(old: &Catalog, made: &Catalog, changes: &mut Vec<Change>) -> Result<(), StoreError> {
    let known = made.tags()?;
    let lost = old.tags()?.into_iter().filter(|tag| !known.contains(tag));
    changes.extend(lost.map(|tag| Change::SetTag { tag }));
    Ok(())
}

fn articles(old: &Catalog, made: &Catalog, changes: &mut Vec<Change>) -> Result<(), StoreError> {
    let trash: BTreeSet<_> = made.trashed()?.into_iter().map(|gone| gone.kept.article.id).collect();
    for summary in old.summaries()? {
        // A record that the old catalog cannot give is lost there too.
        let Ok(Some(article)) = old.article(&summary.id) else { continue };
        if trash.contains(&article.id) {
            changes.push(Change::RestoreArticle { id: article.id.clone() });
        }
        match made.article(&article.id)? {
            Some(known) => {
                let fields = differing(&json!(known), &json!(article));
                if !fields.is_empty() {
                    changes.push(Change::SetArticle { id: article.id, fields });
                }
            }
            None if trash.contains(&article.id) => {
                changes.push(Change::SetArticle { id: article.id.clone(), fields: all_fields(&article) });
            }
            None => changes.push(Change::AddArticle { article: Box::new(article) }),
        }
    }
    for gone in old.trashed()? {
        let id = gone.kept.article.id;
        if made.article(&id)?.is_some() {
            changes.push(Change::RemoveArticle { id });
        }
    }
    Ok(())
}

fn annotations(old: &Catalog, made: &Catalog, changes: &mut Vec<Change>) -> Result<(), StoreError> {
    for annotation in old.annotations()? {
        match made.annotation(&annotation.id)? {
            Some(known) => {
                let fields = differing(&json!(known), &json!(annotation));
                if !fields.is_empty() {
                    changes.push(Change::SetAnnotation { id: annotation.id, fields });
                }
            }
            None => changes.push(Change::AddAnnotation { annotation: Box::new(annotation) }),
        }
    }
    Ok(())
}

fn collections(old: &Catalog, made: &Catalog, changes: &mut Vec<Change>) -> Result<(), StoreError> {
    for collection in old.collections()? {
        let id = collection.id.clone();
        let known = made.collection(&id)?;
        let before = known.as_ref().map_or(Value::Null, |known| json!(known));
        let mut fields = differing(&before, &json!(collection));
        fields.retain(|name, _| name != "items" && name != "id");
        if known.is_none() || !fields.is_empty() {
            changes.push(Change::SetCollection { id: id.clone(), fields });
        }
        items(&id, old, made, changes)?;
    }
    Ok(())
}

fn items(
    id: &CollectionId,
    old: &Catalog,
    made: &Catalog,
    changes: &mut Vec<Change>,
) -> Result<(), StoreError> {
    let known: BTreeMap<_, _> =
        made.placed(id)?.into_iter().map(|placed| (placed.item.id.clone(), placed)).collect();
    let kept = old.placed(id)?;
    let there: BTreeSet<_> = kept.iter().map(|placed| placed.item.id.clone()).collect();
    for placed in kept {
        let (collection, item, position) = (id.clone(), placed.item, placed.position);
        match known.get(&item.id) {
            None => changes.push(Change::AddItem { collection, item, position }),
            Some(before) if before.position != position => {
                changes.push(Change::MoveItem { collection, item: item.id, position });
            }
            Some(_) => {}
        }
    }
    let gone = known.into_keys().filter(|item| !there.contains(item));
    changes.extend(gone.map(|item| Change::RemoveItem { collection: id.clone(), item }));
    Ok(())
}

fn all_fields(article: &Article) -> Map<String, Value> {
    differing(&Value::Null, &json!(article))
}

/// The fields of `after` that are not so in `before`, with `null` for those that it does not have.
fn differing(before: &Value, after: &Value) -> Map<String, Value> {
    let empty = Map::new();
    let (before, after) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    changed.map(|name| (name.clone(), after.get(name).cloned().unwrap_or(Value::Null))).collect()
}
