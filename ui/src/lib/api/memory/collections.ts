/** Collections, in memory. */
import type * as T from '../types';
import { found } from './articles';
import type { Domain } from './handlers';
import { fail, type Store } from './store';

export const collections: Domain = (store) => ({
  list_collections: () => store.data.collections.map((collection) => entry(store, collection)),
  found_counts: () => Object.fromEntries(store.data.collections.filter(({ query }) => query !== undefined).map((collection) => [collection.id, entry(store, collection).count ?? 0])),
  read_collection: ({ id }) => shown(store, id),
  new_collection: ({ title, values }) => {
    const settings = structuredClone(store.data.collections[0]?.settings ?? ({} as T.ExportSettings));
    const made: T.Collection = { id: store.id(), title: '', settings, items: [] };
    set(store, made, { ...values, title });
    return entry(store, store.collection(made.id));
  },
  set_collection: ({ id, values }) => set(store, store.collection(id), values),
  remove_collection: ({ id }) => remove(store, id),
  freeze_collection: ({ id }) => {
    const { collection } = shown(store, id);
    store.changing('set-collection', id);
    swap(store, { ...collection, query: undefined, sort: undefined, items: collection.items.map((item) => ({ ...item, id: store.id() })) });
  },
  add_items: ({ id, contents, after, atEnd }) => add(store, id, contents, atEnd ? undefined : after),
  add_articles: ({ id, articles }) => {
    const { items } = store.collection(id);
    const fresh = (articles as string[]).filter((article) => !items.some((item) => item.type === 'article' && item.article === article));
    return fresh.length > 0 ? add(store, id, fresh.map((article) => ({ type: 'article', article })), undefined) : [];
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
  move_items: ({ id, items, after }) => {
    store.changing('move-item', id);
    const collection = store.collection(id);
    const moved = (items as string[]).flatMap((item) => collection.items.find((known) => known.id === item) ?? []);
    const before = collection.items.slice(0, collection.items.findIndex((known) => known.id === after) + 1);
    const at = before.filter((item) => !moved.includes(item)).length;
    const rest = collection.items.filter((item) => !moved.includes(item));
    rest.splice(at, 0, ...moved);
    collection.items = rest;
  }
});

function entry(store: Store, collection: T.Collection): T.CollectionEntry {
  const { id, title, parent, query } = collection;
  const count = whole(store, collection).items.filter((item) => item.type === 'article').length;
  return { id, title, parent: store.data.collections.some((known) => known.id === parent) ? (parent ?? null) : null, query: query ?? null, count };
}

/** With what its search finds. */
function whole(store: Store, collection: T.Collection): T.Collection {
  if (collection.query === undefined) return collection;
  const articles = found(store, collection.query).map(({ id }): T.CollectionItem => ({ id, type: 'article', article: id }));
  const isLast = (item: T.CollectionItem) => item.type === 'text' && item.role === 'afterword';
  const { items } = collection;
  return { ...collection, items: [...items.filter((item) => !isLast(item)), ...articles, ...items.filter(isLast)] };
}

function shown(store: Store, id: string): T.ShownCollection {
  const kept = store.collection(id);
  const collection = whole(store, kept);
  const held = collection.items.flatMap((item) => (item.type === 'article' ? [item.article] : []));
  const there = store.data.summaries.filter((summary) => held.includes(summary.id));
  const others = store.data.collections.filter((other) => other.id !== id);
  const holding = (article: string) => others.filter(({ items }) => items.some((item) => item.type === 'article' && item.article === article));
  const alsoIn = held.map((article) => [article, holding(article).map(({ id, title }) => ({ id, title }))] as const);
  return {
    collection,
    found: collection.items.filter((item) => !kept.items.includes(item)).map((item) => item.id),
    articles: Object.fromEntries(there.map((summary) => [summary.id, summary])),
    alsoIn: Object.fromEntries(alsoIn.filter(([, titles]) => titles.length > 0))
  };
}

function set(store: Store, before: T.Collection, values: Partial<T.Collection> & { parent?: string | null }) {
  const after = { ...before, ...values, parent: values.parent === undefined ? before.parent : (values.parent ?? undefined) };
  if (!after.title.trim()) return fail('empty-title', 'Bộ sưu tập cần có tên.', 'Hãy nhập tên bộ sưu tập.');
  for (let at = after.parent; at; at = store.collection(at).parent) {
    if (at === after.id) return fail('within-itself', `“${after.title}” không thể nằm dưới chính nó hay dưới mục con của nó.`, 'Hãy chọn chỗ khác.');
  }
  store.changing('set-collection', after.id);
  swap(store, after);
}

function swap({ data }: Store, collection: T.Collection) {
  data.collections = [...data.collections.filter(({ id }) => id !== collection.id), collection].sort((a, b) => a.title.localeCompare(b.title, 'vi'));
}

/** After an item, at the beginning (null) or at the end. */
function add(store: Store, id: string, contents: T.ItemContent[], after: string | null | undefined): string[] {
  const collection = store.collection(id);
  if (collection.query !== undefined && contents.some(({ type }) => type !== 'text')) return fail('smart-collection', `“${collection.title}” là bộ sưu tập tự động.`);
  store.changing('add-item', id);
  const { items } = store.collection(id);
  const at = after === undefined ? items.length : items.findIndex((item) => item.id === after) + 1;
  const made = contents.map((content) => ({ id: store.id(), ...content }));
  items.splice(at, 0, ...made);
  return made.map((item) => item.id);
}

function remove(store: Store, id: string) {
  store.changing('remove-collection', id);
  const collection = store.collection(id);
  const entry: T.TrashEntry = { kind: 'collection', id, title: collection.title, removed: new Date().toISOString(), agent: 'Trần Thu Hà' };
  store.data.trash.unshift({ entry, collection });
  const up = (known: T.Collection) => (known.parent === id ? { ...known, parent: collection.parent } : known);
  store.data.collections = store.data.collections.filter((known) => known.id !== id).map(up);
}
