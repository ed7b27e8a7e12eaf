//! The texts of a collection's articles, asked for one at a time and read a few ahead: each question to the catalog costs a
//! change of threads.

use fonds_compile::BodySource;
use fonds_model::{ArticleId, Block, Collection};
use fonds_store::{Store, StoreError};
use std::collections::HashMap;
use std::io;
use std::sync::{Mutex, PoisonError};

/// Texts that are read at once.
const AHEAD: usize = 32;

/// The library as the source of articles' texts. What is asked for in the collection's order is read ahead.
pub(crate) struct Bodies<'a> {
    store: &'a Store,
    order: Vec<ArticleId>,
    read: Mutex<Read>,
}

/// What was read and not yet asked for.
#[derive(Default)]
struct Read {
    texts: HashMap<ArticleId, Vec<Block>>,
    /// How many of the order are read.
    count: usize,
}

impl<'a> Bodies<'a> {
    pub fn of(store: &'a Store, collection: &Collection) -> Self {
        let order = collection.articles().cloned().collect();
        Self { store, order, read: Mutex::default() }
    }

    /// The text of the first of the articles that follow, and the others kept.
    fn read_on(&self, from: usize, read: &mut Read) -> Result<Vec<Block>, StoreError> {
        let ids: Vec<ArticleId> = self.order.iter().skip(from).take(AHEAD).cloned().collect();
        read.count = from + ids.len();
        let texts = self.store.bodies(ids.clone())?;
        read.texts = ids.iter().cloned().zip(texts).collect();
        Ok(ids.first().and_then(|id| read.texts.remove(id)).unwrap_or_default())
    }
}

impl BodySource for Bodies<'_> {
    fn body(&self, article: &ArticleId) -> io::Result<Vec<Block>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = read.texts.remove(article) {
            return Ok(text);
        }
        // In order, or from the beginning once more.
        let follows = [read.count, 0].into_iter().find(|at| self.order.get(*at) == Some(article));
        let text = match follows {
            Some(at) => self.read_on(at, &mut read),
            None => self.store.body(article),
        };
        text.map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ImportOptions, Language, Library, environment};
    use fonds_model::{CollectionItem, ItemContent};

    #[test]
    fn texts_are_those_of_the_articles_in_any_order() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::create(&folder.path().join("B.fonds"), "B", environment()).unwrap();
        let import = |n: usize| {
            let text = format!("Bài {n}\n\nNước lên lần thứ {n}.\n").into_bytes();
            let report = library.import_bytes("a.txt", text, ImportOptions::default(), Language::English);
            report.unwrap().imported[0].id.clone()
        };
        let ids: Vec<ArticleId> = (0..2 * AHEAD + 5).map(import).collect();
        let item = |id: &ArticleId| CollectionItem {
            id: id.as_str().into(),
            content: ItemContent::Article { article: id.clone() },
        };
        // One article stands in it twice, and one is not there.
        let mut items: Vec<_> = ids.iter().map(item).collect();
        items.insert(AHEAD, item(&ids[1]));
        items.insert(3, item(&ArticleId::from("gone")));
        let collection = Collection { items, ..Collection::default() };
        let bodies = Bodies::of(&library.store, &collection);
        let in_order: Vec<&ArticleId> = collection.articles().collect();
        let backwards = in_order.iter().rev().copied();
        for id in in_order.iter().copied().chain(in_order.iter().copied()).chain(backwards) {
            assert_eq!(bodies.body(id).unwrap(), library.store.body(id).unwrap(), "{id}");
        }
    }
}
