//! Applying changes to the catalog, each with what takes it back.

use crate::catalog::{Applied, Catalog, Kept, Placed, decode, key, number, pair, second_of, stamp_key};
use crate::engine::{Engine, Row, Writes};
use crate::history::{self, Entry, FixityEvent, Group, Trashed, TrashedCollection, Turns};
use crate::journal::{Line, Turn};
use crate::originals::Place;
use crate::{Change, Position, StoreError};
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, Block, Collection, CollectionId, CollectionItem, Digest,
    ItemContent, ItemId, Tag, TagId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Changes that are being applied: what they write is seen by the next one, and reaches the disk at once or never.
pub(crate) struct Draft<'a> {
    engine: &'a Engine,
    writes: Writes,
    open: Option<OpenGroup>,
    touched: BTreeSet<ArticleId>,
}

/// The group that lines are being added to; it is written once, at its end.
struct OpenGroup {
    device: String,
    number: u64,
    turn: Turn,
    group: Group,
    turns: Turns,
}

/// The changes that take a change back, in order.
type Inverse = Vec<Change>;

impl<'a> Draft<'a> {
    /// Begins on a catalog as it is.
    pub fn on(catalog: &'a Catalog) -> Self {
        Self { engine: catalog.engine(), writes: Writes::new(), open: None, touched: BTreeSet::new() }
    }

    /// Goes on with what was written before.
    pub fn with(catalog: &'a Catalog, writes: Writes) -> Self {
        Self { writes, ..Self::on(catalog) }
    }

    /// What is to be written, and the articles that look different afterwards.
    pub fn finish(mut self) -> Result<(Writes, BTreeSet<ArticleId>), StoreError> {
        self.close_group()?;
        Ok((self.writes, self.touched))
    }

    pub fn set_applied(&mut self, applied: &Applied) -> Result<(), StoreError> {
        self.put(key('p', ""), applied)
    }

    /// Notes where an original is.
    pub fn set_original(&mut self, digest: &Digest, place: &Place) -> Result<(), StoreError> {
        self.put(key('o', digest.as_str()), place)
    }

    /// Notes how much of a WARC file is known, in bytes.
    pub fn set_known(&mut self, file: &str, length: u64) -> Result<(), StoreError> {
        self.put(key('w', file), &length)
    }

    /// Applies a line's change and notes it in the history. A change that is refused leaves nothing.
    ///
    /// With `merging`, names that two devices gave to different things are told apart instead of refused.
    pub fn apply(&mut self, line: &Line, merging: bool) -> Result<(), StoreError> {
        // A check changes no record: it is neither history nor to be undone.
        if let Change::NoteFixity { ok, articles, originals, problems, .. } = line.change {
            let (time, agent) = (line.time, line.agent.clone());
            return self.put(key('f', ""), &FixityEvent { time, agent, ok, articles, originals, problems });
        }
        let annotation = self.annotation_of(&line.change)?;
        let (record, values) = history::values(&line.change, annotation.as_ref());
        let mut inverse = self.enact(line, merging)?;
        let (before, after) = history::before_and_after(&line.change, values, &inverse, annotation.as_ref());
        let turn = match line.turn {
            Turn { undoes: Some(_), .. } => Some("undo".to_owned()),
            Turn { redoes: Some(_), .. } => Some("redo".to_owned()),
            Turn { .. } => None,
        };
        let entry = Entry {
            time: line.time,
            agent: line.agent.clone(),
            device: line.device.clone(),
            action: line.change.name().to_owned(),
            turn,
            before,
            after,
        };
        self.put(pair('h', &record, &stamp_key(&line.stamp())), &entry)?;
        self.open_group(line)?;
        if let Some(open) = &mut self.open {
            inverse.reverse();
            open.group.inverse.extend(inverse);
            let is_new = open.group.actions.last().is_none_or(|action| action != line.change.name());
            if line.turn == Turn::default() && is_new {
                open.group.actions.push(line.change.name().to_owned());
            }
        }
        Ok(())
    }

    /// Has the group that a line belongs to ready: its own, or the one that it undoes or does again.
    ///
    /// While a group is open its inverse is in the order of the lines; it is turned round when it is closed.
    fn open_group(&mut self, line: &Line) -> Result<(), StoreError> {
        let own = if line.group == 0 { line.seq } else { line.group };
        let number = line.turn.undoes.or(line.turn.redoes).unwrap_or(own);
        let is_of =
            |open: &OpenGroup| open.device == line.device && open.number == number && open.turn == line.turn;
        if self.open.as_ref().is_some_and(is_of) {
            return Ok(());
        }
        self.close_group()?;
        let mut turns: Turns = self.read(&key('U', &line.device))?.unwrap_or_default();
        let known: Option<Group> = self.read(&pair('u', &line.device, &self::number(number)))?;
        let mut group = known.clone().unwrap_or_default();
        group.inverse.reverse();
        let undone = turns.undone.last() == Some(&number);
        if line.turn.undoes.is_some() && !undone {
            turns.done = group.earlier;
            turns.undone.push(number);
            group.inverse.clear();
        } else if line.turn.redoes.is_some() && undone {
            turns.undone.pop();
            group.earlier = turns.done;
            turns.done = Some(number);
            group.inverse.clear();
        } else if line.turn == Turn::default() && known.is_none() {
            group.earlier = turns.done;
            turns = Turns { done: Some(number), undone: vec![] };
        }
        let device = line.device.clone();
        self.open = Some(OpenGroup { device, number, turn: line.turn, group, turns });
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), StoreError> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        open.group.inverse.reverse();
        self.put(pair('u', &open.device, &number(open.number)), &open.group)?;
        self.put(key('U', &open.device), &open.turns)
    }

    fn annotation_of(&self, change: &Change) -> Result<Option<Annotation>, StoreError> {
        match change {
            Change::SetAnnotation { id, .. } | Change::RemoveAnnotation { id } => {
                self.read(&key('x', id.as_str()))
            }
            _ => Ok(None),
        }
    }

    fn enact(&mut self, line: &Line, merging: bool) -> Result<Inverse, StoreError> {
        match &line.change {
            Change::Nothing {} | Change::NoteFixity { .. } => Ok(vec![]),
            Change::AddArticle { article } => self.add_article(article, &stamp_key(&line.stamp()), merging),
            Change::SetArticle { id, fields } => self.set_article(id, fields, merging),
            Change::RemoveArticle { id } => self.remove_article(id, line),
            Change::RestoreArticle { id } => self.restore_article(id),
            Change::DiscardArticle { id } => self.discard('z', "article", id.as_str()),
            Change::TagArticle { article, tag } => self.tag_article(article, tag),
            Change::UntagArticle { article, tag } => self.untag_article(article, tag),
            Change::SetTag { tag } => self.set_tag(tag),
            Change::RemoveTag { id } => self.replace_tag(id, None),
            Change::MergeTags { from, into } => {
                self.need('t', "tag", into.as_str())?;
                self.replace_tag(from, Some(into))
            }
            Change::AddAnnotation { annotation } => self.add_annotation(annotation),
            Change::SetAnnotation { id, fields } => self.set_annotation(id, fields),
            Change::RemoveAnnotation { id } => self.remove_annotation(id),
            Change::SetCollection { id, fields } => self.set_collection(id, fields),
            Change::RemoveCollection { id } => self.remove_collection(id, line),
            Change::RestoreCollection { id } => self.restore_collection(id),
            Change::DiscardCollection { id } => self.discard('Z', "collection", id.as_str()),
            Change::AddItem { collection, item, position } => self.add_item(collection, item, position),
            Change::SetItem { collection, item } => {
                let before = self.change_item(collection, &item.id, |placed| placed.item = item.clone())?;
                Ok(vec![Change::SetItem { collection: collection.clone(), item: before.item }])
            }
            Change::RemoveItem { collection, item } => self.remove_item(collection, item),
            Change::MoveItem { collection, item, position } => {
                let before =
                    self.change_item(collection, item, |placed| placed.position = position.clone())?;
                let (collection, item) = (collection.clone(), item.clone());
                Ok(vec![Change::MoveItem { collection, item, position: before.position }])
            }
        }
    }

    fn add_article(
        &mut self,
        article: &Article,
        arrival: &str,
        merging: bool,
    ) -> Result<Inverse, StoreError> {
        let id = article.id.as_str();
        if id.is_empty() || self.has(&key('a', id))? || self.has(&key('z', id))? {
            return Err(StoreError::Taken { what: "article", id: id.to_owned() });
        }
        let mut kept = Kept { arrival: arrival.to_owned(), article: article.clone() };
        let body = std::mem::take(&mut kept.article.body);
        self.name_article(&mut kept.article, merging)?;
        self.put(key('b', id), &body)?;
        let digest = key('d', article.source.digest.as_str());
        if !self.has(&digest)? {
            self.put(digest, &article.id)?;
        }
        self.keep_with(&kept, body)?;
        self.count(1)?;
        Ok(vec![Change::RemoveArticle { id: article.id.clone() }])
    }

    /// Takes the article's citekey; where `merging`, one that is taken gets the id's beginning behind it.
    fn name_article(&mut self, article: &mut Article, merging: bool) -> Result<(), StoreError> {
        if self.has(&key('k', &article.citekey))? {
            if !merging {
                return Err(StoreError::Taken { what: "citekey", id: article.citekey.clone() });
            }
            let id = article.id.as_str();
            let beginnings = (4..=id.len()).filter_map(|length| id.get(..length));
            for beginning in beginnings.chain([id]) {
                let name = format!("{}-{beginning}", article.citekey);
                if !self.has(&key('k', &name))? {
                    article.citekey = name;
                    break;
                }
            }
        }
        self.put(key('k', &article.citekey), &article.id)
    }

    fn set_article(
        &mut self,
        id: &ArticleId,
        fields: &Map<String, Value>,
        merging: bool,
    ) -> Result<Inverse, StoreError> {
        let mut kept = self.kept(id)?;
        let old_body: Vec<Block> = self.read(&key('b', id.as_str()))?.unwrap_or_default();
        let mut whole = json!(kept.article);
        whole["body"] = json!(old_body);
        let inverse = fields_of(&whole, fields);
        let mut rest = fields.clone();
        let body = match rest.remove("body") {
            Some(body) => from_value("article", id.as_str(), body)?,
            None => old_body,
        };
        let before = kept.article.citekey.clone();
        kept.article = merge("article", id.as_str(), &kept.article, &rest)?;
        if kept.article.id != *id {
            let reason = "it cannot become another".to_owned();
            return Err(StoreError::BadField { what: "article", id: id.0.clone(), reason });
        }
        if kept.article.citekey != before {
            self.name_article(&mut kept.article, merging)?;
            self.delete(key('k', &before));
        }
        self.put(key('b', id.as_str()), &body)?;
        self.keep_with(&kept, body)?;
        Ok(vec![Change::SetArticle { id: id.clone(), fields: inverse }])
    }

    fn remove_article(&mut self, id: &ArticleId, line: &Line) -> Result<Inverse, StoreError> {
        let kept = self.kept(id)?;
        let body: Vec<Block> = self.read(&key('b', id.as_str()))?.unwrap_or_default();
        let mut annotations = Vec::new();
        for row in self.keys(&pair('y', id.as_str(), ""))? {
            let annotation = key('x', &second_of(&row));
            annotations.extend(self.read::<Annotation>(&annotation)?);
            self.delete(annotation);
            self.delete(row);
        }
        let mut items = Vec::new();
        for (row, value) in self.scan(b"i")? {
            let placed: Placed = decode(&value)?;
            if matches!(&placed.item.content, ItemContent::Article { article } if article == id) {
                items.push((CollectionId(crate::catalog::first_of(&row)), placed));
                self.delete(row);
            }
        }
        for row in [
            key('a', id.as_str()),
            key('b', id.as_str()),
            key('s', &kept.arrival),
            key('k', &kept.article.citekey),
        ] {
            self.delete(row);
        }
        let digest = key('d', kept.article.source.digest.as_str());
        if self.read::<ArticleId>(&digest)?.as_ref() == Some(id) {
            self.delete(digest);
        }
        let agent = line.agent.clone();
        let trashed = Trashed { removed: line.time, agent, kept, body, annotations, items };
        self.put(key('z', id.as_str()), &trashed)?;
        self.count(-1)?;
        self.touched.insert(id.clone());
        Ok(vec![Change::RestoreArticle { id: id.clone() }])
    }

    /// Tags and collections that are gone by now are left out; a citekey that is taken gets the id behind it.
    fn restore_article(&mut self, id: &ArticleId) -> Result<Inverse, StoreError> {
        let row = key('z', id.as_str());
        let mut trashed: Trashed = self.known(row.clone(), "article", id.as_str())?;
        self.delete(row);
        self.drop_unknown_tags(&mut trashed.kept.article.tags)?;
        self.name_article(&mut trashed.kept.article, true)?;
        let digest = key('d', trashed.kept.article.source.digest.as_str());
        if !self.has(&digest)? {
            self.put(digest, id)?;
        }
        self.count(1)?;
        self.put(key('b', id.as_str()), &trashed.body)?;
        self.keep_with(&trashed.kept, trashed.body)?;
        for mut annotation in trashed.annotations {
            self.drop_unknown_tags(&mut annotation.tags)?;
            self.put(pair('y', id.as_str(), annotation.id.as_str()), &())?;
            self.put(key('x', annotation.id.as_str()), &annotation)?;
        }
        for (collection, placed) in trashed.items {
            if self.has(&key('c', collection.as_str()))? {
                self.put(pair('i', collection.as_str(), placed.item.id.as_str()), &placed)?;
            }
        }
        Ok(vec![Change::RemoveArticle { id: id.clone() }])
    }

    fn count(&mut self, by: i64) -> Result<(), StoreError> {
        let before: i64 = self.read(&key('n', ""))?.unwrap_or_default();
        self.put(key('n', ""), &(before + by).max(0))
    }

    fn discard(&mut self, table: char, what: &'static str, id: &str) -> Result<Inverse, StoreError> {
        self.need(table, what, id)?;
        self.delete(key(table, id));
        Ok(vec![])
    }

    fn tag_article(&mut self, article: &ArticleId, tag: &TagId) -> Result<Inverse, StoreError> {
        self.need('t', "tag", tag.as_str())?;
        if self.kept(article)?.article.tags.contains(tag) {
            return Ok(vec![]);
        }
        self.change_article(article, |article| article.tags.push(tag.clone()))?;
        Ok(vec![Change::UntagArticle { article: article.clone(), tag: tag.clone() }])
    }

    fn untag_article(&mut self, article: &ArticleId, tag: &TagId) -> Result<Inverse, StoreError> {
        if !self.kept(article)?.article.tags.contains(tag) {
            return Ok(vec![]);
        }
        self.change_article(article, |article| article.tags.retain(|known| known != tag))?;
        Ok(vec![Change::TagArticle { article: article.clone(), tag: tag.clone() }])
    }

    fn set_tag(&mut self, tag: &Tag) -> Result<Inverse, StoreError> {
        let row = key('t', tag.id.as_str());
        let before: Option<Tag> = self.read(&row)?;
        if before.as_ref().is_some_and(|before| before.label != tag.label) {
            for (_, value) in self.scan(b"a")? {
                let kept: Kept = decode(&value)?;
                if kept.article.tags.contains(&tag.id) {
                    self.touched.insert(kept.article.id);
                }
            }
        }
        self.put(row, tag)?;
        Ok(vec![match before {
            Some(tag) => Change::SetTag { tag },
            None => Change::RemoveTag { id: tag.id.clone() },
        }])
    }

    /// Makes every use of a tag a use of another, or of none, and removes it.
    fn replace_tag(&mut self, from: &TagId, into: Option<&TagId>) -> Result<Inverse, StoreError> {
        let gone: Tag = self.known(key('t', from.as_str()), "tag", from.as_str())?;
        let mut inverse = vec![Change::SetTag { tag: gone.clone() }];
        for (_, value) in self.scan(b"a")? {
            let kept: Kept = decode(&value)?;
            if kept.article.tags.contains(from) {
                let id = kept.article.id;
                let fields = Map::from_iter([("tags".to_owned(), json!(kept.article.tags))]);
                self.change_article(&id, |article| swap_tag(&mut article.tags, from, into))?;
                inverse.push(Change::SetArticle { id, fields });
            }
        }
        for (row, value) in self.scan(b"x")? {
            let mut annotation: Annotation = decode(&value)?;
            if annotation.tags.contains(from) {
                let fields = Map::from_iter([("tags".to_owned(), json!(annotation.tags))]);
                inverse.push(Change::SetAnnotation { id: annotation.id.clone(), fields });
                swap_tag(&mut annotation.tags, from, into);
                self.put(row, &annotation)?;
            }
        }
        for (row, value) in self.scan(b"t")? {
            let mut tag: Tag = decode(&value)?;
            if tag.parent.as_ref() == Some(from) {
                inverse.push(Change::SetTag { tag: tag.clone() });
                let parent = into.cloned().or_else(|| gone.parent.clone());
                tag.parent = parent.filter(|parent| *parent != tag.id);
                self.put(row, &tag)?;
            }
        }
        self.delete(key('t', from.as_str()));
        Ok(inverse)
    }

    fn add_annotation(&mut self, annotation: &Annotation) -> Result<Inverse, StoreError> {
        self.need('a', "article", annotation.article.as_str())?;
        let id = annotation.id.as_str();
        if id.is_empty() || self.has(&key('x', id))? {
            return Err(StoreError::Taken { what: "annotation", id: id.to_owned() });
        }
        self.touched.insert(annotation.article.clone());
        self.put(pair('y', annotation.article.as_str(), id), &())?;
        self.put(key('x', id), annotation)?;
        Ok(vec![Change::RemoveAnnotation { id: annotation.id.clone() }])
    }

    fn set_annotation(
        &mut self,
        id: &AnnotationId,
        fields: &Map<String, Value>,
    ) -> Result<Inverse, StoreError> {
        let before: Annotation = self.known(key('x', id.as_str()), "annotation", id.as_str())?;
        let after: Annotation = merge("annotation", id.as_str(), &before, fields)?;
        if after.id != before.id || after.article != before.article {
            let reason = "it cannot become another's".to_owned();
            return Err(StoreError::BadField { what: "annotation", id: id.0.clone(), reason });
        }
        self.touched.insert(after.article.clone());
        self.put(key('x', id.as_str()), &after)?;
        Ok(vec![Change::SetAnnotation { id: id.clone(), fields: fields_of(&json!(before), fields) }])
    }

    fn remove_annotation(&mut self, id: &AnnotationId) -> Result<Inverse, StoreError> {
        let annotation: Annotation = self.known(key('x', id.as_str()), "annotation", id.as_str())?;
        self.touched.insert(annotation.article.clone());
        self.delete(pair('y', annotation.article.as_str(), id.as_str()));
        self.delete(key('x', id.as_str()));
        Ok(vec![Change::AddAnnotation { annotation: Box::new(annotation) }])
    }

    fn set_collection(
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

    fn remove_collection(&mut self, id: &CollectionId, line: &Line) -> Result<Inverse, StoreError> {
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
    fn restore_collection(&mut self, id: &CollectionId) -> Result<Inverse, StoreError> {
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

    fn add_item(
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

    fn remove_item(&mut self, id: &CollectionId, item: &ItemId) -> Result<Inverse, StoreError> {
        let Placed { item, position } = self.change_item(id, item, |_| {})?;
        self.delete(pair('i', id.as_str(), item.id.as_str()));
        Ok(vec![Change::AddItem { collection: id.clone(), item, position }])
    }

    /// Changes an item; gives it as it was.
    fn change_item(
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

    fn change_article(&mut self, id: &ArticleId, edit: impl FnOnce(&mut Article)) -> Result<(), StoreError> {
        let mut kept = self.kept(id)?;
        edit(&mut kept.article);
        let body = self.read(&key('b', id.as_str()))?.unwrap_or_default();
        self.keep_with(&kept, body)
    }

    fn kept(&self, id: &ArticleId) -> Result<Kept, StoreError> {
        self.known(key('a', id.as_str()), "article", id.as_str())
    }

    /// Writes an article's record and its line for lists, which also shows a little of the body.
    fn keep_with(&mut self, kept: &Kept, body: Vec<Block>) -> Result<(), StoreError> {
        let whole = Article { body, ..kept.article.clone() };
        self.put(key('s', &kept.arrival), &whole.summary())?;
        self.touched.insert(whole.id);
        self.put(key('a', kept.article.id.as_str()), kept)
    }

    fn drop_unknown_tags(&self, tags: &mut Vec<TagId>) -> Result<(), StoreError> {
        let mut known = Vec::with_capacity(tags.len());
        for tag in tags.drain(..) {
            if self.has(&key('t', tag.as_str()))? {
                known.push(tag);
            }
        }
        *tags = known;
        Ok(())
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

/// The values that these fields have in a record; `null` for those that it does not have.
fn fields_of(record: &Value, fields: &Map<String, Value>) -> Map<String, Value> {
    let value = |name: &String| record.get(name).cloned().unwrap_or(Value::Null);
    fields.keys().map(|name| (name.clone(), value(name))).collect()
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
