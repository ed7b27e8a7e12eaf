//! The catalog: the library as the journal's changes leave it, kept in sled so that it can be read at once.
//!
//! Each table is a letter that begins its keys:
//!
//! | table | key | value |
//! |---|---|---|
//! | `a` | article id | [`Kept`]: the article without its body |
//! | `b` | article id | its body |
//! | `s` | number of arrival | its line for lists |
//! | `k`, `d` | citekey, source digest | article id |
//! | `x`, `y` | annotation id; article id + annotation id | annotation; nothing |
//! | `t` | tag id | tag |
//! | `c`, `i` | collection id; collection id + item id | collection without items; [`Placed`] |
//! | `o` | digest | [`Place`] of an original |
//! | `p` | | [`Mark`]: how far the journal is applied |

use crate::engine::{Engine, Row, Writes};
use crate::journal::Mark;
use crate::originals::Place;
use crate::{Change, Position, StoreError};
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, ArticleSummary, Block, Collection, CollectionId,
    CollectionItem, Digest, ItemId, Tag, TagId,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// An article without its body.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Number of arrival.
    arrival: u64,
    article: Article,
}

/// An item and its place.
#[derive(Serialize, Deserialize)]
struct Placed {
    item: CollectionItem,
    position: Position,
}

/// The catalog on disk.
pub(crate) struct Catalog {
    engine: Engine,
}

/// Changes that are being applied: what they write is seen by the next one, and reaches the disk at once or never.
pub(crate) struct Draft<'a> {
    engine: &'a Engine,
    writes: Writes,
}

impl Catalog {
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let catalog = Self { engine: Engine::open(folder)? };
        // A first read of the mark shows whether the file answers at all.
        catalog.mark()?;
        Ok(catalog)
    }

    pub fn draft(&self) -> Draft<'_> {
        Draft { engine: &self.engine, writes: Writes::new() }
    }

    pub fn save(&self, writes: Writes) -> Result<(), StoreError> {
        self.engine.write(writes)
    }

    /// How far the journal is applied; `None` in a new catalog.
    pub fn mark(&self) -> Result<Option<Mark>, StoreError> {
        self.read(&key('p', ""))
    }

    pub fn original(&self, digest: &Digest) -> Result<Option<Place>, StoreError> {
        self.read(&key('o', digest.as_str()))
    }

    pub fn originals(&self) -> Result<BTreeMap<Digest, Place>, StoreError> {
        let rows = self.engine.scan(b"o")?.into_iter();
        rows.map(|(key, value)| Ok((Digest(name_in(&key)), decode(&value)?))).collect()
    }

    pub fn article(&self, id: &ArticleId) -> Result<Option<Article>, StoreError> {
        let Some(kept) = self.read::<Kept>(&key('a', id.as_str()))? else { return Ok(None) };
        let body: Option<Vec<Block>> = self.read(&key('b', id.as_str()))?;
        Ok(Some(Article { body: body.unwrap_or_default(), ..kept.article }))
    }

    pub fn article_with_citekey(&self, citekey: &str) -> Result<Option<ArticleId>, StoreError> {
        self.read(&key('k', citekey))
    }

    pub fn article_of_source(&self, digest: &Digest) -> Result<Option<ArticleId>, StoreError> {
        self.read(&key('d', digest.as_str()))
    }

    pub fn articles_with_prefix(&self, prefix: &str) -> Result<Vec<ArticleId>, StoreError> {
        let keys = self.engine.keys(&key('a', prefix))?;
        Ok(keys.iter().map(|key| ArticleId(name_in(key))).collect())
    }

    pub fn article_count(&self) -> Result<usize, StoreError> {
        Ok(self.engine.keys(b"a")?.len())
    }

    pub fn summaries(&self) -> Result<Vec<ArticleSummary>, StoreError> {
        self.values(b"s")
    }

    pub fn annotation(&self, id: &AnnotationId) -> Result<Option<Annotation>, StoreError> {
        self.read(&key('x', id.as_str()))
    }

    pub fn annotations(&self) -> Result<Vec<Annotation>, StoreError> {
        let mut annotations: Vec<Annotation> = self.values(b"x")?;
        annotations.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        Ok(annotations)
    }

    pub fn annotations_of(&self, article: &ArticleId) -> Result<Vec<Annotation>, StoreError> {
        let mut annotations = Vec::new();
        for key in self.engine.keys(&pair('y', article.as_str(), ""))? {
            let id = AnnotationId(second_of(&key));
            annotations.extend(self.annotation(&id)?);
        }
        annotations.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        Ok(annotations)
    }

    pub fn tag(&self, id: &TagId) -> Result<Option<Tag>, StoreError> {
        self.read(&key('t', id.as_str()))
    }

    pub fn tags(&self) -> Result<Vec<Tag>, StoreError> {
        self.values(b"t")
    }

    pub fn collections(&self) -> Result<Vec<Collection>, StoreError> {
        let collections: Vec<Collection> = self.values(b"c")?;
        collections.into_iter().map(|collection| self.with_items(collection)).collect()
    }

    pub fn collection(&self, id: &CollectionId) -> Result<Option<Collection>, StoreError> {
        let found: Option<Collection> = self.read(&key('c', id.as_str()))?;
        found.map(|collection| self.with_items(collection)).transpose()
    }

    /// The places of a collection's items, in order.
    pub fn positions(&self, id: &CollectionId) -> Result<Vec<(ItemId, Position)>, StoreError> {
        Ok(self.placed(id)?.into_iter().map(|placed| (placed.item.id, placed.position)).collect())
    }

    fn with_items(&self, collection: Collection) -> Result<Collection, StoreError> {
        let items = self.placed(&collection.id)?.into_iter().map(|placed| placed.item).collect();
        Ok(Collection { items, ..collection })
    }

    fn placed(&self, id: &CollectionId) -> Result<Vec<Placed>, StoreError> {
        let mut placed: Vec<Placed> = self.values(&pair('i', id.as_str(), ""))?;
        placed.sort_by(|a, b| (&a.position, &a.item.id).cmp(&(&b.position, &b.item.id)));
        Ok(placed)
    }

    fn values<T: DeserializeOwned>(&self, prefix: &[u8]) -> Result<Vec<T>, StoreError> {
        self.engine.scan(prefix)?.iter().map(|(_, value)| decode(value)).collect()
    }

    fn read<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>, StoreError> {
        self.engine.get(key)?.map(|value| decode(&value)).transpose()
    }
}

impl Draft<'_> {
    pub fn into_writes(self) -> Writes {
        self.writes
    }

    pub fn set_mark(&mut self, mark: &Mark) -> Result<(), StoreError> {
        self.put(key('p', ""), mark)
    }

    pub fn set_original(&mut self, digest: &Digest, place: &Place) -> Result<(), StoreError> {
        self.put(key('o', digest.as_str()), place)
    }

    /// Applies a change; `seq` is its number in the journal.
    pub fn apply(&mut self, change: &Change, seq: u64) -> Result<(), StoreError> {
        match change {
            Change::AddArticle { article } => self.add_article(article, seq),
            Change::SetArticle { id, fields } => self.set_article(id, fields),
            Change::RemoveArticle { id } => self.remove_article(id),
            Change::TagArticle { article, tag } => self.tag_article(article, tag),
            Change::UntagArticle { article, tag } => {
                self.change_article(article, |article| article.tags.retain(|known| known != tag))
            }
            Change::SetTag { tag } => self.put(key('t', tag.id.as_str()), tag),
            Change::RemoveTag { id } => {
                self.need('t', "tag", id.as_str())?;
                self.replace_tag(id, None)
            }
            Change::MergeTags { from, into } => {
                self.need('t', "tag", from.as_str())?;
                self.need('t', "tag", into.as_str())?;
                self.replace_tag(from, Some(into))
            }
            Change::AddAnnotation { annotation } => self.add_annotation(annotation),
            Change::SetAnnotation { id, fields } => self.set_annotation(id, fields),
            Change::RemoveAnnotation { id } => self.remove_annotation(id),
            Change::SetCollection { id, fields } => self.set_collection(id, fields),
            Change::RemoveCollection { id } => self.remove_collection(id),
            Change::AddItem { collection, item, position } => self.add_item(collection, item, position),
            Change::SetItem { collection, item } => {
                let item = item.clone();
                self.change_item(collection, &item.id.clone(), |placed| placed.item = item)
            }
            Change::RemoveItem { collection, item } => {
                self.change_item(collection, item, |_| {})?;
                self.delete(pair('i', collection.as_str(), item.as_str()));
                Ok(())
            }
            Change::MoveItem { collection, item, position } => {
                let position = position.clone();
                self.change_item(collection, item, |placed| placed.position = position)
            }
        }
    }

    fn add_article(&mut self, article: &Article, seq: u64) -> Result<(), StoreError> {
        let id = article.id.as_str();
        if id.is_empty() || self.has(&key('a', id))? {
            return Err(StoreError::Taken { what: "article", id: id.to_owned() });
        }
        if self.has(&key('k', &article.citekey))? {
            return Err(StoreError::Taken { what: "citekey", id: article.citekey.clone() });
        }
        let mut kept = Kept { arrival: seq, article: article.clone() };
        let body = std::mem::take(&mut kept.article.body);
        self.put(key('b', id), &body)?;
        self.put(key('s', &arrival(seq)), &article.summary())?;
        self.put(key('k', &article.citekey), &article.id)?;
        self.put(key('d', article.source.digest.as_str()), &article.id)?;
        self.put(key('a', id), &kept)
    }

    fn set_article(&mut self, id: &ArticleId, fields: &Map<String, Value>) -> Result<(), StoreError> {
        let mut kept = self.kept(id)?;
        let before = kept.article.citekey.clone();
        let mut fields = fields.clone();
        if let Some(body) = fields.remove("body") {
            let body: Vec<Block> = from_value("article", id.as_str(), body)?;
            self.put(key('b', id.as_str()), &body)?;
        }
        kept.article = merge("article", id.as_str(), &kept.article, &fields)?;
        if kept.article.citekey != before {
            if self.has(&key('k', &kept.article.citekey))? {
                return Err(StoreError::Taken { what: "citekey", id: kept.article.citekey });
            }
            self.delete(key('k', &before));
            self.put(key('k', &kept.article.citekey), id)?;
        }
        self.keep(kept)
    }

    fn remove_article(&mut self, id: &ArticleId) -> Result<(), StoreError> {
        let kept = self.kept(id)?;
        for row in self.keys(&pair('y', id.as_str(), ""))? {
            self.delete(key('x', &second_of(&row)));
            self.delete(row);
        }
        for (row, value) in self.scan(b"i")? {
            let placed: Placed = decode(&value)?;
            if matches!(&placed.item.content, fonds_model::ItemContent::Article { article } if article == id)
            {
                self.delete(row);
            }
        }
        self.delete(key('a', id.as_str()));
        self.delete(key('b', id.as_str()));
        self.delete(key('s', &arrival(kept.arrival)));
        self.delete(key('k', &kept.article.citekey));
        self.delete(key('d', kept.article.source.digest.as_str()));
        Ok(())
    }

    fn tag_article(&mut self, article: &ArticleId, tag: &TagId) -> Result<(), StoreError> {
        self.need('t', "tag", tag.as_str())?;
        self.change_article(article, |article| {
            if !article.tags.contains(tag) {
                article.tags.push(tag.clone());
            }
        })
    }

    /// Makes every use of a tag a use of another, or of none, and removes it.
    fn replace_tag(&mut self, from: &TagId, into: Option<&TagId>) -> Result<(), StoreError> {
        for (_, value) in self.scan(b"a")? {
            let kept: Kept = decode(&value)?;
            if kept.article.tags.contains(from) {
                self.change_article(&kept.article.id, |article| swap_tag(&mut article.tags, from, into))?;
            }
        }
        for (row, value) in self.scan(b"x")? {
            let mut annotation: Annotation = decode(&value)?;
            if annotation.tags.contains(from) {
                swap_tag(&mut annotation.tags, from, into);
                self.put(row, &annotation)?;
            }
        }
        let gone: Option<Tag> = self.read(&key('t', from.as_str()))?;
        let above = gone.and_then(|tag| tag.parent);
        for (row, value) in self.scan(b"t")? {
            let mut tag: Tag = decode(&value)?;
            if tag.parent.as_ref() == Some(from) {
                let parent = into.cloned().or_else(|| above.clone());
                tag.parent = parent.filter(|parent| *parent != tag.id);
                self.put(row, &tag)?;
            }
        }
        self.delete(key('t', from.as_str()));
        Ok(())
    }

    fn add_annotation(&mut self, annotation: &Annotation) -> Result<(), StoreError> {
        self.need('a', "article", annotation.article.as_str())?;
        let id = annotation.id.as_str();
        if id.is_empty() || self.has(&key('x', id))? {
            return Err(StoreError::Taken { what: "annotation", id: id.to_owned() });
        }
        self.put(pair('y', annotation.article.as_str(), id), &())?;
        self.put(key('x', id), annotation)
    }

    fn set_annotation(&mut self, id: &AnnotationId, fields: &Map<String, Value>) -> Result<(), StoreError> {
        let before: Annotation = self.known(key('x', id.as_str()), "annotation", id.as_str())?;
        let after: Annotation = merge("annotation", id.as_str(), &before, fields)?;
        if after.id != before.id || after.article != before.article {
            let reason = "it cannot become another's".to_owned();
            return Err(StoreError::BadField { what: "annotation", id: id.0.clone(), reason });
        }
        self.put(key('x', id.as_str()), &after)
    }

    fn remove_annotation(&mut self, id: &AnnotationId) -> Result<(), StoreError> {
        let annotation: Annotation = self.known(key('x', id.as_str()), "annotation", id.as_str())?;
        self.delete(pair('y', annotation.article.as_str(), id.as_str()));
        self.delete(key('x', id.as_str()));
        Ok(())
    }

    fn set_collection(&mut self, id: &CollectionId, fields: &Map<String, Value>) -> Result<(), StoreError> {
        let row = key('c', id.as_str());
        let before =
            self.read(&row)?.unwrap_or_else(|| Collection { id: id.clone(), ..Collection::default() });
        let after: Collection = merge("collection", id.as_str(), &before, fields)?;
        self.put(row, &Collection { id: id.clone(), items: vec![], ..after })
    }

    fn remove_collection(&mut self, id: &CollectionId) -> Result<(), StoreError> {
        self.need('c', "collection", id.as_str())?;
        for row in self.keys(&pair('i', id.as_str(), ""))? {
            self.delete(row);
        }
        self.delete(key('c', id.as_str()));
        Ok(())
    }

    fn add_item(
        &mut self,
        id: &CollectionId,
        item: &CollectionItem,
        position: &Position,
    ) -> Result<(), StoreError> {
        self.need('c', "collection", id.as_str())?;
        if let fonds_model::ItemContent::Article { article } = &item.content {
            self.need('a', "article", article.as_str())?;
        }
        let row = pair('i', id.as_str(), item.id.as_str());
        if self.has(&row)? {
            return Err(StoreError::Taken { what: "item", id: item.id.0.clone() });
        }
        self.put(row, &Placed { item: item.clone(), position: position.clone() })
    }

    fn change_item(
        &mut self,
        id: &CollectionId,
        item: &ItemId,
        edit: impl FnOnce(&mut Placed),
    ) -> Result<(), StoreError> {
        let row = pair('i', id.as_str(), item.as_str());
        let mut placed: Placed = self.known(row.clone(), "item", item.as_str())?;
        edit(&mut placed);
        self.put(row, &placed)
    }

    fn change_article(&mut self, id: &ArticleId, edit: impl FnOnce(&mut Article)) -> Result<(), StoreError> {
        let mut kept = self.kept(id)?;
        edit(&mut kept.article);
        self.keep(kept)
    }

    fn kept(&self, id: &ArticleId) -> Result<Kept, StoreError> {
        self.known(key('a', id.as_str()), "article", id.as_str())
    }

    /// Writes an article's record and its line for lists, which also shows a little of the body.
    fn keep(&mut self, kept: Kept) -> Result<(), StoreError> {
        let mut whole = kept.article.clone();
        whole.body = self.read(&key('b', kept.article.id.as_str()))?.unwrap_or_default();
        self.put(key('s', &arrival(kept.arrival)), &whole.summary())?;
        self.put(key('a', kept.article.id.as_str()), &kept)
    }

    fn known<T: DeserializeOwned>(
        &self,
        row: Vec<u8>,
        what: &'static str,
        id: &str,
    ) -> Result<T, StoreError> {
        self.read(&row)?.ok_or_else(|| StoreError::Unknown { what, id: id.to_owned() })
    }

    fn need(&self, table: char, what: &'static str, id: &str) -> Result<(), StoreError> {
        if self.has(&key(table, id))? { Ok(()) } else { Err(StoreError::Unknown { what, id: id.to_owned() }) }
    }

    fn has(&self, row: &[u8]) -> Result<bool, StoreError> {
        Ok(match self.writes.get(row) {
            Some(written) => written.is_some(),
            None => self.engine.get(row)?.is_some(),
        })
    }

    fn read<T: DeserializeOwned>(&self, row: &[u8]) -> Result<Option<T>, StoreError> {
        match self.writes.get(row) {
            Some(written) => written.as_deref().map(decode).transpose(),
            None => self.engine.get(row)?.map(|value| decode(&value)).transpose(),
        }
    }

    fn scan(&self, prefix: &[u8]) -> Result<Vec<Row>, StoreError> {
        let mut rows: BTreeMap<_, _> = self.engine.scan(prefix)?.into_iter().collect();
        for (row, written) in self.writes.iter().filter(|(row, _)| row.starts_with(prefix)) {
            match written {
                Some(value) => rows.insert(row.clone(), value.clone()),
                None => rows.remove(row),
            };
        }
        Ok(rows.into_iter().collect())
    }

    fn keys(&self, prefix: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.scan(prefix)?.into_iter().map(|(row, _)| row).collect())
    }

    fn put(&mut self, row: Vec<u8>, value: &impl Serialize) -> Result<(), StoreError> {
        self.writes.insert(row, Some(serde_json::to_vec(value)?));
        Ok(())
    }

    fn delete(&mut self, row: Vec<u8>) {
        self.writes.insert(row, None);
    }
}

/// The record with these fields set; `null` gives a field its default.
fn merge<T: Serialize + DeserializeOwned>(
    what: &'static str,
    id: &str,
    record: &T,
    fields: &Map<String, Value>,
) -> Result<T, StoreError> {
    let mut value = json!(record);
    if let Value::Object(map) = &mut value {
        for (name, field) in fields {
            match field {
                Value::Null => map.remove(name),
                field => map.insert(name.clone(), field.clone()),
            };
        }
    }
    from_value(what, id, value)
}

fn from_value<T: DeserializeOwned>(what: &'static str, id: &str, value: Value) -> Result<T, StoreError> {
    let bad = |error: serde_json::Error| StoreError::BadField {
        what,
        id: id.to_owned(),
        reason: error.to_string(),
    };
    serde_json::from_value(value).map_err(bad)
}

fn swap_tag(tags: &mut Vec<TagId>, from: &TagId, into: Option<&TagId>) {
    let place = tags.iter().position(|tag| tag == from);
    tags.retain(|tag| tag != from);
    if let (Some(place), Some(into)) = (place, into)
        && !tags.contains(into)
    {
        tags.insert(place.min(tags.len()), into.clone());
    }
}

fn decode<T: DeserializeOwned>(value: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(value).map_err(|error| StoreError::Catalog(error.to_string()))
}

fn key(table: char, name: &str) -> Vec<u8> {
    format!("{table}{name}").into_bytes()
}

fn pair(table: char, first: &str, second: &str) -> Vec<u8> {
    format!("{table}{first}/{second}").into_bytes()
}

fn name_in(key: &[u8]) -> String {
    String::from_utf8_lossy(key.get(1..).unwrap_or_default()).into_owned()
}

fn second_of(key: &[u8]) -> String {
    let name = name_in(key);
    name.split_once('/').map(|(_, second)| second.to_owned()).unwrap_or_default()
}

/// Numbers as text that sorts as they do.
fn arrival(seq: u64) -> String {
    format!("{seq:016x}")
}
