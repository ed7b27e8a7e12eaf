/** Collections, in memory. */
import type * as T from '../types';
import type { Domain } from './handlers';
import type { Store } from './store';

export const collections: Domain = (store) => ({
  list_collections: () => store.data.collections.map(entry),
  read_collection: ({ id }) => shown(store, id),
  new_collection: ({ title }) => {
    store.changing('set-collection');
    const settings = structuredClone(store.data.collections[0]?.settings ?? ({} as T.ExportSettings));
    const made: T.Collection = { id: store.id(), title, settings, items: [] };
    store.data.collections.push(made);
    return entry(made);
  },
  set_collection: ({ id, values }) => {
    store.changing('set-collection', id);
    Object.assign(store.collection(id), values);
  },
  remove_collection: ({ id }) => remove(store, id),
  add_items: ({ id, contents, after, atEnd }) => {
    store.changing('add-item', id);
    const { items } = store.collection(id);
    const at = atEnd ? items.length : items.findIndex((item) => item.id === after) + 1;
    items.splice(at, 0, ...(contents as T.ItemContent[]).map((content) => ({ id: store.id(), ...content })));
  },
  set_item: ({ id, item, content }) => {
    store.changing('set-item', id);
    const collection = store.collection(id);
    collection.items = collection.items.map((known) => (known.id === item ? { id: known.id, ...(content as T.ItemContent) } : known));
  },
  remove_items: ({ id, items }) => {
    store.changing('remove-item', id);
    const collection = store.collection(id);
    collection.items = collection.items.filter((known) => !(items as string[]).includes(known.id));
  },
  move_item: ({ id, item, after }) => {
    store.changing('move-item', id);
    const collection = store.collection(id);
    const moved = collection.items.filter((known) => known.id === item);
    const rest = collection.items.filter((known) => known.id !== item);
    rest.splice(rest.findIndex((known) => known.id === after) + 1, 0, ...moved);
    collection.items = rest;
  }
});

function entry(collection: T.Collection): T.CollectionEntry {
  const count = collection.items.filter((item) => item.type === 'article').length;
  return { id: collection.id, title: collection.title, count };
}

function shown(store: Store, id: string): T.ShownCollection {
  const collection = store.collection(id);
  const held = collection.items.flatMap((item) => (item.type === 'article' ? [item.article] : []));
  const there = store.data.summaries.filter((summary) => held.includes(summary.id));
  return { collection, articles: Object.fromEntries(there.map((summary) => [summary.id, summary])) };
}

function remove(store: Store, id: string) {
  store.changing('remove-collection', id);
  const collection = store.collection(id);
  const entry: T.TrashEntry = { kind: 'collection', id, title: collection.title, removed: new Date().toISOString(), agent: 'Trần Thu Hà' };
  store.data.trash.unshift({ entry, collection });
  store.data.collections = store.data.collections.filter((known) => known.id !== id);
}
