//! The names of tags and collections. The index knows tags by their ids, and nothing of collections, so that renaming
//! a tag or filling a collection leaves it as it is.

use crate::words::{Forms, forms};
use fonds_model::{ArticleId, Collection, Tag, TagId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What the library's tags and collections are called.
#[derive(Clone, Debug, Default)]
pub struct Names {
    tags: Vec<NamedTag>,
    /// The tags' numbers in the order of their ids.
    by_id: Vec<usize>,
    /// For each tag, its number and those of the tags that it stands under.
    with_broader: Arc<Vec<Vec<usize>>>,
    collections: Vec<Collection>,
}

#[derive(Clone, Debug)]
struct NamedTag {
    tag: Tag,
    /// Its label and its synonyms, as words.
    labels: Vec<Vec<Forms>>,
    narrower: Vec<usize>,
}

impl Names {
    /// Of all tags of a library, and of its collections where the query asks for one ([`crate::Query::asks_for_collections`]).
    pub fn new(tags: Vec<Tag>, collections: Vec<Collection>) -> Self {
        let by_id: HashMap<_, _> = tags.iter().enumerate().map(|(n, tag)| (tag.id.clone(), n)).collect();
        let named = |tag: Tag| {
            let labels = std::iter::once(&tag.label).chain(&tag.alt_labels).map(|label| forms(label));
            NamedTag { labels: labels.collect(), tag, narrower: vec![] }
        };
        let mut tags: Vec<NamedTag> = tags.into_iter().map(named).collect();
        for n in 0..tags.len() {
            let broader = tags.get(n).and_then(|named| by_id.get(named.tag.parent.as_ref()?)).copied();
            if let Some(broader) = broader.and_then(|broader| tags.get_mut(broader)) {
                broader.narrower.push(n);
            }
        }
        let broader =
            |number: usize| tags.get(number)?.tag.parent.as_ref().and_then(|id| by_id.get(id)).copied();
        let with_broader = (0..tags.len()).map(|number| chain(number, broader)).collect();
        let mut by_id: Vec<usize> = (0..tags.len()).collect();
        by_id.sort_by_key(|number| tags.get(*number).map(|named| named.tag.id.as_str()));
        Self { by_id, with_broader: Arc::new(with_broader), tags, collections }
    }

    /// The tag of a number.
    pub(crate) fn tag(&self, number: usize) -> Option<&Tag> {
        self.tags.get(number).map(|named| &named.tag)
    }

    /// The ids of all tags in order, with their numbers.
    pub(crate) fn tag_ids(&self) -> impl Iterator<Item = (&str, usize)> {
        self.by_id.iter().filter_map(|number| Some((self.tag(*number)?.id.as_str(), *number)))
    }

    /// For each tag, its number and those of the tags that it stands under.
    pub(crate) fn with_broader(&self) -> &Arc<Vec<Vec<usize>>> {
        &self.with_broader
    }

    /// What names a tag in a query: its label, or its path where others have the same label.
    pub(crate) fn name_of(&self, number: usize) -> String {
        let Some(tag) = self.tag(number) else { return String::new() };
        if self.tags.iter().filter(|other| other.tag.label == tag.label).count() < 2 {
            return tag.label.clone();
        }
        let path = self.with_broader.get(number).into_iter().flatten().rev();
        let labels = path.filter_map(|number| self.tag(*number)).map(|tag| tag.label.as_str());
        labels.collect::<Vec<_>>().join("/")
    }

    /// The tags of a name (a label, a synonym, a path), and the narrower ones.
    pub(crate) fn tags_called(&self, name: &str) -> Vec<&TagId> {
        let parts: Vec<_> = name.split('/').map(forms).filter(|part| !part.is_empty()).collect();
        let mut open: Vec<usize> = (0..self.tags.len()).filter(|tag| self.is_called(*tag, &parts)).collect();
        let mut seen: HashSet<usize> = open.iter().copied().collect();
        let mut found = Vec::new();
        while let Some(named) = open.pop().and_then(|number| self.tags.get(number)) {
            found.push(&named.tag.id);
            open.extend(named.narrower.iter().copied().filter(|number| seen.insert(*number)));
        }
        found
    }

    fn is_called(&self, number: usize, parts: &[Vec<Forms>]) -> bool {
        let mut next = Some(number);
        for part in parts.iter().rev() {
            let Some(named) = next.and_then(|number| self.tags.get(number)) else { return false };
            if !named.labels.iter().any(|label| is_same(part, label)) {
                return false;
            }
            next = next.and_then(|number| self.with_broader.get(number)?.get(1)).copied();
        }
        !parts.is_empty()
    }

    /// The tags whose label or synonym holds some words side by side.
    pub(crate) fn tags_with(&self, is_there: impl Fn(&[Forms]) -> bool) -> Vec<&TagId> {
        let holds = |named: &&NamedTag| named.labels.iter().any(|label| is_there(label));
        self.tags.iter().filter(holds).map(|named| &named.tag.id).collect()
    }

    /// The articles of the collections of a title, an id, or the beginning of an id that no other has; nothing where
    /// there is no such collection.
    pub(crate) fn articles_in(&self, name: &str) -> Option<Vec<&ArticleId>> {
        let found = self.collections_called(name);
        let articles = found.iter().flat_map(|collection| collection.articles());
        (!found.is_empty()).then(|| articles.collect())
    }

    /// The collections of a title, an id, or the beginning of an id that no other has.
    pub fn collections_called(&self, name: &str) -> Vec<&Collection> {
        let wanted = forms(name);
        let with = |is_it: &dyn Fn(&Collection) -> bool| -> Vec<&Collection> {
            self.collections.iter().filter(|collection| is_it(collection)).collect()
        };
        let mut found = with(&|collection| collection.id.as_str() == name);
        if found.is_empty() {
            found = with(&|collection| is_same(&wanted, &forms(&collection.title)));
        }
        if found.is_empty() {
            found = with(&|collection| collection.id.as_str().starts_with(name));
            found.truncate(if found.len() == 1 { 1 } else { 0 });
        }
        found
    }

    /// Puts a collection in the place of the one that has its id; so a smart one is given what it holds.
    pub fn put_collection(&mut self, collection: Collection) {
        if let Some(known) = self.collections.iter_mut().find(|known| known.id == collection.id) {
            *known = collection;
        }
    }
}

/// A tag and what it stands under, each once.
fn chain(number: usize, broader: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    let mut found = vec![number];
    while let Some(next) = found.last().and_then(|last| broader(*last)).filter(|next| !found.contains(next)) {
        found.push(next);
    }
    found
}

/// Whether typed words are a name.
fn is_same(typed: &[Forms], name: &[Forms]) -> bool {
    typed.len() == name.len() && typed.iter().zip(name).all(|(typed, word)| typed.finds(word, true, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::{CollectionItem, ItemContent};

    fn names() -> Names {
        let tag = |id: &str, label: &str, parent: Option<&str>, alt: &[&str]| Tag {
            id: id.into(),
            label: label.into(),
            parent: parent.map(TagId::from),
            alt_labels: alt.iter().map(|text| (*text).to_owned()).collect(),
            ..Tag::default()
        };
        let tags = vec![
            tag("1", "Nghệ thuật", None, &["Mỹ thuật"]),
            tag("2", "Hội hoạ", Some("1"), &[]),
            tag("3", "Huế", None, &[]),
            tag("4", "Hội hoạ", Some("3"), &[]),
            tag("5", "Vòng", Some("5"), &[]),
        ];
        let collection = |id: &str, title: &str| Collection {
            id: id.into(),
            title: title.into(),
            items: vec![CollectionItem {
                id: "i".into(),
                content: ItemContent::Article { article: id.into() },
            }],
            ..Collection::default()
        };
        Names::new(tags, vec![collection("c1", "Báo tháng Tám"), collection("c2", "Hue")])
    }

    #[test]
    fn tags_by_label_synonym_and_path() {
        let names = names();
        let called = |name: &str| {
            let mut ids: Vec<_> =
                names.tags_called(name).into_iter().map(|id| id.as_str().to_owned()).collect();
            ids.sort();
            ids.join(" ")
        };
        assert_eq!(called("nghe thuat"), "1 2");
        assert_eq!(called("mỹ thuật"), "1 2");
        assert_eq!(called("hội họa"), "2 4");
        assert_eq!(called("Nghệ thuật/Hội hoạ"), "2");
        assert_eq!(called("hué"), "");
        assert_eq!(called("vòng"), "5");
        assert_eq!(called("/"), "");
        assert_eq!((names.name_of(1), names.name_of(2)), ("Nghệ thuật/Hội hoạ".into(), "Huế".into()));
    }

    #[test]
    fn collections_by_title_and_id() {
        let names = names();
        let called = |name: &str| {
            let articles = names.articles_in(name)?;
            Some(articles.iter().map(|id| id.as_str()).collect::<String>())
        };
        assert_eq!(called("bao thang tam").as_deref(), Some("c1"));
        assert_eq!(called("c2").as_deref(), Some("c2"));
        assert_eq!(called("c"), None);
        assert_eq!(called("Huế"), None);
    }
}
