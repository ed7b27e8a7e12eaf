//! Changes of articles, and their way to the trash and back.

use super::{Draft, Inverse, fields_of, from_value, merge};
use crate::catalog::{Kept, Placed, decode, key, pair, second_of};
use crate::change::Purge;
use crate::history::{Purged, Trashed};
use crate::journal::Line;
use crate::originals::Place;
use crate::{Change, StoreError};
use fonds_model::{Annotation, Article, ArticleId, ArticleSummary, Block, CollectionId, ItemContent, TagId};
use serde_json::{Map, Value, json};

impl Draft<'_> {
    /// `article` comes without its body.
    pub(super) fn add_article(
        &mut self,
        article: &Article,
        body: Vec<Block>,
        arrival: &str,
        merging: bool,
    ) -> Result<Inverse, StoreError> {
        let id = article.id.as_str();
        if id.is_empty() || self.has(&key('a', id))? || self.has(&key('z', id))? {
            return Err(StoreError::Taken { what: "article", id: id.to_owned() });
        }
        let mut kept = Kept { arrival: arrival.to_owned(), article: article.clone() };
        self.name_article(&mut kept.article, merging)?;
        self.put(key('b', id), &body)?;
        let digest = key('d', &article.source.name());
        if !self.has(&digest)? {
            self.put(digest, &article.id)?;
        }
        self.keep_with(&kept, body)?;
        self.count(1)?;
        Ok(vec![Change::RemoveArticle { id: article.id.clone() }])
    }

    /// Takes the article's citekey; where `merging`, one that is taken gets the id's beginning behind it.
    pub(super) fn name_article(&mut self, article: &mut Article, merging: bool) -> Result<(), StoreError> {
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

    pub(super) fn set_article(
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

    pub(super) fn purge_original(&mut self, purge: &Purge, line: &Line) -> Result<Inverse, StoreError> {
        // Whoever did not know of an article that came in before must not take its original.
        if purge.unused && !self.keys(&key('d', purge.digest.as_str()))?.is_empty() {
            return Ok(vec![]);
        }
        let row = key('o', purge.digest.as_str());
        let before: Option<Purged> = self.read(&key('g', purge.digest.as_str()))?;
        let mut places = before.map(|before| before.places).unwrap_or_default();
        places.extend(self.read::<Place>(&row)?);
        self.delete(row);
        let (time, agent) = (line.time, line.agent.clone());
        self.set_purged(&purge.digest, &Purged { time, agent, purge: purge.clone(), places })?;
        Ok(vec![])
    }

    pub(super) fn remove_article(&mut self, id: &ArticleId, line: &Line) -> Result<Inverse, StoreError> {
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
        let digest = key('d', &kept.article.source.name());
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
    pub(super) fn restore_article(&mut self, id: &ArticleId) -> Result<Inverse, StoreError> {
        let row = key('z', id.as_str());
        let mut trashed: Trashed = self.known(row.clone(), "article", id.as_str())?;
        self.delete(row);
        self.drop_unknown_tags(&mut trashed.kept.article.tags)?;
        self.name_article(&mut trashed.kept.article, true)?;
        let digest = key('d', &trashed.kept.article.source.name());
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

    pub(super) fn change_article(
        &mut self,
        id: &ArticleId,
        edit: impl FnOnce(&mut Article),
    ) -> Result<(), StoreError> {
        let mut kept = self.kept(id)?;
        edit(&mut kept.article);
        let body = self.read(&key('b', id.as_str()))?.unwrap_or_default();
        self.keep_with(&kept, body)
    }

    pub(super) fn kept(&self, id: &ArticleId) -> Result<Kept, StoreError> {
        self.known(key('a', id.as_str()), "article", id.as_str())
    }

    /// Writes an article's record and its line for lists, which also shows a little of the body.
    pub(super) fn keep_with(&mut self, kept: &Kept, body: Vec<Block>) -> Result<(), StoreError> {
        let whole = Article { body, ..kept.article.clone() };
        let line = ArticleSummary { changed: self.now, ..whole.summary() };
        self.put(key('s', &kept.arrival), &line)?;
        self.touched.insert(whole.id);
        self.put(key('a', kept.article.id.as_str()), kept)
    }

    pub(super) fn drop_unknown_tags(&self, tags: &mut Vec<TagId>) -> Result<(), StoreError> {
        let mut known = Vec::with_capacity(tags.len());
        for tag in tags.drain(..) {
            if self.has(&key('t', tag.as_str()))? {
                known.push(tag);
            }
        }
        *tags = known;
        Ok(())
    }

    pub(super) fn count(&mut self, by: i64) -> Result<(), StoreError> {
        let before: i64 = self.read(&key('n', ""))?.unwrap_or_default();
        self.put(key('n', ""), &(before + by).max(0))
    }
}
