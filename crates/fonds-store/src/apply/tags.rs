//! Changes of tags and of their uses.

use super::{Draft, Inverse};
use crate::catalog::{Kept, decode, key};
use crate::{Change, StoreError};
use fonds_model::{Annotation, ArticleId, Tag, TagId};
use serde_json::{Map, json};

impl Draft<'_> {
    pub(super) fn tag_article(&mut self, article: &ArticleId, tag: &TagId) -> Result<Inverse, StoreError> {
        self.need('t', "tag", tag.as_str())?;
        if self.kept(article)?.article.tags.contains(tag) {
            return Ok(vec![]);
        }
        self.change_article(article, |article| article.tags.push(tag.clone()))?;
        Ok(vec![Change::UntagArticle { article: article.clone(), tag: tag.clone() }])
    }

    pub(super) fn untag_article(&mut self, article: &ArticleId, tag: &TagId) -> Result<Inverse, StoreError> {
        if !self.kept(article)?.article.tags.contains(tag) {
            return Ok(vec![]);
        }
        self.change_article(article, |article| article.tags.retain(|known| known != tag))?;
        Ok(vec![Change::TagArticle { article: article.clone(), tag: tag.clone() }])
    }

    pub(super) fn set_tag(&mut self, tag: &Tag) -> Result<Inverse, StoreError> {
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
    pub(super) fn replace_tag(&mut self, from: &TagId, into: Option<&TagId>) -> Result<Inverse, StoreError> {
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
                self.touched.insert(annotation.article.clone());
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
