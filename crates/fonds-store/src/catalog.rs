//! The catalog: the library as the journals' changes leave it, kept in sled so that it can be read at once.
//!
//! [`apply`](crate::apply) changes it. Each table is a letter that begins its keys:
//!
//! | table | key | value |
//! |---|---|---|
//! | `a` | article id | [`Kept`]: the article without its body |
//! | `b` | article id | its body |
//! | `s` | arrival | its line for lists |
//! | `k`, `d` | citekey, source name | article id |
//! | `x`, `y` | annotation id; article id + annotation id | annotation; nothing |
//! | `t` | tag id | tag |
//! | `c`, `i` | collection id; collection id + item id | collection without items; [`Placed`] |
//! | `z`, `Z` | article id; collection id | [`Trashed`], [`TrashedCollection`] |
//! | `h` | record id + stamp | [`Entry`]: a change of the record |
//! | `v` | record id | who set each of its fields last |
//! | `u`, `U` | device + group; device | [`Group`] that can be undone; [`Turns`]: what is undone next |
//! | `o`, `w` | digest; WARC file | [`Place`] of an original; how much of the file is known |
//! | `g` | digest | [`Purged`]: an original that is kept no more |
//! | `f` | | the latest [`FixityEvent`] |
//! | `n` | | how many articles there are |
//! | `l` | | the library's id |
//! | `p` | | [`Applied`]: how far the journals are applied |

use crate::engine::{Engine, Writes};
use crate::history::{Entry, FixityEvent, Group, Purged, Trashed, TrashedCollection, Turns};
use crate::journal::{Marks, Stamp};
use crate::originals::Place;
use crate::{Position, StoreError};
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, ArticleSummary, Block, Collection, CollectionId,
    CollectionItem, Digest, ItemId, Tag, TagId, Timestamp,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An article without its body.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    /// When it came in, as text that sorts so.
    pub arrival: String,
    pub article: Article,
}

/// An article's line for lists, and when the article came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleLine {
    /// When it came in, as text that sorts so; no two are the same.
    pub arrival: String,
    /// When it came in.
    pub added: Timestamp,
    /// The line.
    pub summary: ArticleSummary,
}

impl ArticleLine {
    fn of(arrival: String, summary: ArticleSummary) -> Self {
        Self { added: time_of(&arrival).unwrap_or_default(), arrival, summary }
    }
}

/// An item and its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Placed {
    pub item: CollectionItem,
    pub position: Position,
}

/// How far the journals are applied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Applied {
    pub marks: Marks,
    /// The latest line of all.
    pub last: Option<Stamp>,
}

/// The catalog on disk.
pub(crate) struct Catalog {
    engine: Engine,
}

impl Catalog {
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let catalog = Self { engine: Engine::open(folder)? };
        // First reads show whether the file answers at all, and what opening goes on with.
        catalog.applied()?;
        catalog.library()?;
        catalog.known_originals()?;
        Ok(catalog)
    }

    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    pub fn save(&self, writes: Writes) -> Result<(), StoreError> {
        self.engine.write(writes)
    }

    /// The id of the library that it is of; those of before did not note it.
    pub fn library(&self) -> Result<Option<String>, StoreError> {
        self.read(&key('l', ""))
    }

    /// How far the journals are applied; `None` in a new catalog.
    pub fn applied(&self) -> Result<Option<Applied>, StoreError> {
        self.read(&key('p', ""))
    }

    /// How much of each WARC file is known, in bytes.
    pub fn known_originals(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        let rows = self.engine.scan(b"w")?.into_iter();
        rows.map(|(key, value)| Ok((name_in(&key), decode(&value)?))).collect()
    }

    /// The changes of a record, oldest first.
    pub fn history(&self, record: &str) -> Result<Vec<Entry>, StoreError> {
        self.values(&pair('h', record, ""))
    }

    /// When a record was last changed.
    pub fn last_change(&self, record: &str) -> Result<Option<Timestamp>, StoreError> {
        let last = self.engine.last_keys(&pair('h', record, ""), 1)?.pop();
        Ok(last.and_then(|key| time_of(&second_of(&key))))
    }

    /// The latest check of every byte.
    pub fn last_fixity(&self) -> Result<Option<FixityEvent>, StoreError> {
        self.read(&key('f', ""))
    }

    /// What a device would undo or do again next.
    pub fn turns(&self, device: &str) -> Result<Turns, StoreError> {
        Ok(self.read(&key('U', device))?.unwrap_or_default())
    }

    /// A group of changes of a device.
    pub fn group(&self, device: &str, group: u64) -> Result<Option<Group>, StoreError> {
        self.read(&pair('u', device, &number(group)))
    }

    /// The latest groups of changes of a device with their numbers, the latest first.
    pub fn latest_groups(&self, device: &str, count: usize) -> Result<Vec<(u64, Group)>, StoreError> {
        let keys = self.engine.last_keys(&pair('u', device, ""), count)?;
        let mut groups = Vec::with_capacity(keys.len());
        for key in keys {
            let number = u64::from_str_radix(&second_of(&key), 16).unwrap_or_default();
            groups.extend(self.read(&key)?.map(|group| (number, group)));
        }
        Ok(groups)
    }

    /// Removed articles.
    pub fn trashed(&self) -> Result<Vec<Trashed>, StoreError> {
        self.values(b"z")
    }

    /// A removed article, without its body.
    pub fn trashed_article(&self, id: &ArticleId) -> Result<Option<Article>, StoreError> {
        let gone: Option<Trashed> = self.read(&key('z', id.as_str()))?;
        Ok(gone.map(|gone| gone.kept.article))
    }

    /// Removed collections.
    pub fn trashed_collections(&self) -> Result<Vec<TrashedCollection>, StoreError> {
        self.values(b"Z")
    }

    pub fn original(&self, digest: &Digest) -> Result<Option<Place>, StoreError> {
        self.read(&key('o', digest.as_str()))
    }

    /// What is known of an original that was purged.
    pub fn purged(&self, digest: &Digest) -> Result<Option<Purged>, StoreError> {
        self.read(&key('g', digest.as_str()))
    }

    /// All originals that were purged.
    pub fn all_purged(&self) -> Result<Vec<Purged>, StoreError> {
        self.values(b"g")
    }

    pub fn article(&self, id: &ArticleId) -> Result<Option<Article>, StoreError> {
        let Some(kept) = self.read::<Kept>(&key('a', id.as_str()))? else { return Ok(None) };
        let body: Option<Vec<Block>> = self.read(&key('b', id.as_str()))?;
        Ok(Some(Article { body: body.unwrap_or_default(), ..kept.article }))
    }

    pub fn body(&self, id: &ArticleId) -> Result<Vec<Block>, StoreError> {
        Ok(self.read(&key('b', id.as_str()))?.unwrap_or_default())
    }

    pub fn article_with_citekey(&self, citekey: &str) -> Result<Option<ArticleId>, StoreError> {
        self.read(&key('k', citekey))
    }

    pub fn citekeys_with_prefix(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        Ok(self.engine.keys(&key('k', prefix))?.iter().map(|key| name_in(key)).collect())
    }

    pub fn article_of_source(&self, name: &str) -> Result<Option<ArticleId>, StoreError> {
        self.read(&key('d', name))
    }

    pub fn articles_with_prefix(&self, prefix: &str) -> Result<Vec<ArticleId>, StoreError> {
        let keys = self.engine.keys(&key('a', prefix))?;
        Ok(keys.iter().map(|key| ArticleId(name_in(key))).collect())
    }

    pub fn article_count(&self) -> Result<usize, StoreError> {
        match self.read(&key('n', ""))? {
            Some(count) => Ok(count),
            None => Ok(self.engine.keys(b"a")?.len()),
        }
    }

    /// The ids of all articles, also of those in the trash.
    pub fn all_article_ids(&self) -> Result<BTreeSet<ArticleId>, StoreError> {
        let keys = [self.engine.keys(b"a")?, self.engine.keys(b"z")?].concat();
        Ok(keys.iter().map(|key| ArticleId(name_in(key))).collect())
    }

    /// The articles whose record and body are both there.
    pub fn whole_articles(&self) -> Result<BTreeSet<ArticleId>, StoreError> {
        let ids = |table: &[u8]| -> Result<BTreeSet<ArticleId>, StoreError> {
            Ok(self.engine.keys(table)?.iter().map(|key| ArticleId(name_in(key))).collect())
        };
        let bodies = ids(b"b")?;
        Ok(ids(b"a")?.into_iter().filter(|id| bodies.contains(id)).collect())
    }

    pub fn summaries(&self) -> Result<Vec<ArticleSummary>, StoreError> {
        self.values(b"s")
    }

    /// The lines of the next `count` articles that came in after another, in that order.
    pub fn lines_behind(&self, arrival: &str, count: usize) -> Result<Vec<ArticleLine>, StoreError> {
        let after = if arrival.is_empty() { vec![] } else { key('s', arrival) };
        let rows = self.engine.scan_behind(b"s", &after, count)?.into_iter();
        rows.map(|(row, value)| Ok(ArticleLine::of(name_in(&row), decode(&value)?))).collect()
    }

    /// The last lines, the last one first.
    pub fn latest_lines(&self, count: usize) -> Result<Vec<ArticleLine>, StoreError> {
        let arrivals: Vec<String> =
            self.engine.last_keys(b"s", count)?.iter().map(|key| name_in(key)).collect();
        self.lines_at(&arrivals)
    }

    /// The line of an article.
    pub fn line(&self, id: &ArticleId) -> Result<Option<ArticleLine>, StoreError> {
        let Some(kept) = self.read::<Kept>(&key('a', id.as_str()))? else { return Ok(None) };
        let summary = self.read(&key('s', &kept.arrival))?;
        Ok(summary.map(|summary| ArticleLine::of(kept.arrival, summary)))
    }

    /// The lines that came in then; one that is gone is missing.
    pub fn lines_at(&self, arrivals: &[String]) -> Result<Vec<ArticleLine>, StoreError> {
        let mut lines = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            let summary = self.read(&key('s', arrival))?;
            lines.extend(summary.map(|summary| ArticleLine::of(arrival.clone(), summary)));
        }
        Ok(lines)
    }

    /// An article without its body.
    pub fn head(&self, id: &ArticleId) -> Result<Option<Article>, StoreError> {
        Ok(self.read::<Kept>(&key('a', id.as_str()))?.map(|kept| kept.article))
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

    /// The items of a collection with their places, in order.
    pub fn placed(&self, id: &CollectionId) -> Result<Vec<Placed>, StoreError> {
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

pub(crate) fn decode<T: DeserializeOwned>(value: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(value).map_err(|error| StoreError::Catalog(error.to_string()))
}

pub(crate) fn key(table: char, name: &str) -> Vec<u8> {
    format!("{table}{name}").into_bytes()
}

pub(crate) fn pair(table: char, first: &str, second: &str) -> Vec<u8> {
    format!("{table}{first}/{second}").into_bytes()
}

pub(crate) fn name_in(key: &[u8]) -> String {
    String::from_utf8_lossy(key.get(1..).unwrap_or_default()).into_owned()
}

pub(crate) fn second_of(key: &[u8]) -> String {
    let name = name_in(key);
    name.split_once('/').map(|(_, second)| second.to_owned()).unwrap_or_default()
}

pub(crate) fn first_of(key: &[u8]) -> String {
    let name = name_in(key);
    name.split_once('/').map(|(first, _)| first.to_owned()).unwrap_or_default()
}

/// Numbers as text that sorts as they do.
pub(crate) fn number(n: u64) -> String {
    format!("{n:016x}")
}

/// The time that a stamp begins with, as [`stamp_key`] writes it.
fn time_of(stamp: &str) -> Option<Timestamp> {
    let nanoseconds = u64::from_str_radix(stamp.get(..16)?, 16).ok()?;
    Timestamp::from_nanosecond(i128::from(nanoseconds)).ok()
}

/// A stamp as text that sorts as it does.
pub(crate) fn stamp_key(stamp: &Stamp) -> String {
    let nanoseconds = stamp.time.as_nanosecond().clamp(0, i128::from(u64::MAX)) as u64;
    format!("{nanoseconds:016x}{:08x}{}", stamp.count, stamp.device)
}
