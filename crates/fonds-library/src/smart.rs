//! Smart collections: what their searches find, computed whenever they are shown or exported.
//!
//! A smart collection has texts of its own and nothing else that is put into it by hand. What its search finds stands
//! after its forewords and introductions and before its afterwords. (Two devices may leave articles or parts in one: those
//! stand where they were put, and are not repeated.)

use crate::finding::closed;
use crate::{Library, LibraryError};
use fonds_model::{ArticleId, Collection, CollectionId, CollectionItem, ItemContent, ItemId, TextRole};
use fonds_search::{Names, Query, SearchOptions};
use fonds_store::Change;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

impl Library {
    /// A collection with what its search finds, if it is a smart one.
    ///
    /// # Errors
    /// `unknown-collection`, `search-failed`.
    pub fn whole_collection(&self, id: &CollectionId) -> Result<Collection, LibraryError> {
        self.filled(self.collection(id)?, &mut vec![])
    }

    /// Makes an ordinary collection of a smart one: what its search finds now stays in it.
    ///
    /// # Errors
    /// `unknown-collection`, `search-failed`.
    pub fn freeze_collection(&self, id: &CollectionId) -> Result<(), LibraryError> {
        let kept = self.collection(id)?;
        if !kept.is_smart() {
            return Ok(());
        }
        let own: HashSet<&ItemId> = kept.items.iter().map(|item| &item.id).collect();
        let whole = self.whole_collection(id)?;
        let found: Vec<_> = whole.items.into_iter().filter(|item| !own.contains(&item.id)).collect();
        let last = kept.items.get(first_afterword(&kept).wrapping_sub(1)).map(|item| &item.id);
        let positions = self.store.positions(id, last, found.len())?;
        let fields = ["query", "sort"].map(|name| (name.to_owned(), Value::Null));
        let mut changes = vec![Change::SetCollection { id: id.clone(), fields: Map::from_iter(fields) }];
        changes.extend(found.into_iter().zip(positions).map(|(item, position)| {
            let item = CollectionItem { id: ItemId(self.ids().next_id()), ..item };
            Change::AddItem { collection: id.clone(), item, position }
        }));
        self.commit(&[], &changes)
    }

    /// The names that a query needs. Smart collections that it asks for are filled, except `within`: a collection whose
    /// search asks for itself finds nothing there.
    pub(crate) fn names_for(
        &self,
        query: &Query,
        within: &mut Vec<CollectionId>,
    ) -> Result<Names, LibraryError> {
        let collections = if query.asks_for_collections() { self.store.collections()? } else { vec![] };
        let mut names = Names::new(self.store.tags()?, collections);
        let asked: Vec<Collection> = query
            .collections()
            .flat_map(|name| names.collections_called(name))
            .filter(|collection| collection.is_smart() && !within.contains(&collection.id))
            .cloned()
            .collect();
        for collection in asked {
            let filled = self.filled(collection, within)?;
            names.put_collection(filled);
        }
        Ok(names)
    }

    /// How many articles a smart collection holds, if the index can say so at once.
    pub(crate) fn found_count(&self, collection: &Collection) -> Option<usize> {
        let query = closed(collection.query.as_deref()?);
        if !self.is_index_at_hand() {
            return None;
        }
        let names = self.names_for(&query, &mut vec![collection.id.clone()]).ok()?;
        self.ask_at_once(|index| index.search(&query, &names, &counted())).map(|found| found.total)
    }

    /// How many articles each smart collection holds, whatever that takes: the index is brought up to the journal first.
    ///
    /// # Errors
    /// `search-failed`.
    pub fn found_counts(&self) -> Result<BTreeMap<CollectionId, usize>, LibraryError> {
        let smart = self.store.collections()?.into_iter().filter(Collection::is_smart);
        let mut counts = BTreeMap::new();
        for collection in smart {
            let Some(query) = collection.query.as_deref().map(closed) else { continue };
            let names = self.names_for(&query, &mut vec![collection.id.clone()])?;
            let found = self.with_index(|index| index.search(&query, &names, &counted()))?;
            counts.insert(collection.id, found.total);
        }
        Ok(counts)
    }

    fn filled(
        &self,
        mut collection: Collection,
        within: &mut Vec<CollectionId>,
    ) -> Result<Collection, LibraryError> {
        let Some(query) = collection.query.as_deref().map(closed) else { return Ok(collection) };
        within.push(collection.id.clone());
        let names = self.names_for(&query, within);
        within.pop();
        let names = names?;
        let found = self.with_index(|index| index.all(&query, &names, collection.sort))?;
        let there: HashSet<ArticleId> = collection.articles().cloned().collect();
        let fresh = found.into_iter().filter(|article| !there.contains(article));
        let at = first_afterword(&collection);
        collection.items.splice(at..at, fresh.map(found_item));
        Ok(collection)
    }
}

/// How a search is asked of which only the number of hits is wanted.
fn counted() -> SearchOptions {
    SearchOptions { limit: 0, ..SearchOptions::default() }
}

/// The place of an article that was found. It is in no journal.
fn found_item(article: ArticleId) -> CollectionItem {
    CollectionItem { id: ItemId(article.0.clone()), content: ItemContent::Article { article } }
}

/// Where the afterwords at the collection's end begin.
fn first_afterword(collection: &Collection) -> usize {
    let closing =
        |item: &&CollectionItem| matches!(&item.content, ItemContent::Text { role: TextRole::Afterword, .. });
    collection.items.len() - collection.items.iter().rev().take_while(closing).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CollectionValues, Format, ImportOptions, Language, environment};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    /// Long enough for any machine; only a test that fails waits so long.
    const PATIENCE: Duration = Duration::from_secs(60);

    fn add(library: &Library, title: &str, words: &str) {
        let text = format!("# {title}\n\n{words}\n").into_bytes();
        let options = ImportOptions { format: Some(Format::Markdown), ..ImportOptions::default() };
        library.import_bytes("", text, options, Language::English).unwrap();
    }

    #[test]
    fn what_cannot_be_counted_at_once_is_counted_when_the_index_is_free() {
        let dir = tempfile::tempdir().unwrap();
        let library = Library::create(&dir.path().join("A.fonds"), "A", environment()).unwrap();
        add(&library, "Bến phà", "sông và phà");
        let values = CollectionValues {
            title: Some("Sông".into()),
            query: Some("sông".into()),
            ..CollectionValues::default()
        };
        let id = library.make_collection(&values).unwrap().id;
        let count = || library.collections().unwrap()[0].count;
        assert_eq!(count(), Some(1));
        let made = library.finder.busy(|| {
            assert_eq!(count(), None);
            // Nobody waits for the index to write something down.
            let (sender, receiver) = channel();
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let tagged = library.list(None, None).unwrap().remove(0).id;
                    library.tag(&[tagged], "Phà").unwrap();
                    sender.send(()).unwrap();
                });
                receiver.recv_timeout(PATIENCE)
            })
        });
        made.unwrap();
        assert_eq!(library.found_counts().unwrap(), BTreeMap::from([(id, 1)]));
        assert_eq!(count(), Some(1));
        assert_eq!(library.search("tag:Phà", &SearchOptions::default()).unwrap().total, 1);
        // An index that is gone is made anew.
        library.finder.discard().unwrap();
        assert_eq!(count(), None);
        assert_eq!(library.found_counts().unwrap().into_values().collect::<Vec<_>>(), [1]);
        assert_eq!(count(), Some(1));
    }
}
