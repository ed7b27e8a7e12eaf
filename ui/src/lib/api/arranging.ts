/** Tags and collections: what crosses the border, and the commands. */
import { invoke } from '@tauri-apps/api/core';
import type { Sort } from './finding';
import type { CollectionEntry, Colour, ExportSettings, ItemContent, ShownCollection, TagEntry } from './types';

/** The colours of marks and tags, in the order that tool bars show them. */
export const COLOURS: Colour[] = ['yellow', 'green', 'blue', 'pink', 'purple'];

/** Values of a tag that are to be set; absent ones stay. */
export interface TagValues {
  label?: string;
  parent?: string | null;
  altLabels?: string[];
  scopeNote?: string;
  authority?: string;
  term?: string;
  colour?: Colour | null;
}

/** Values of a collection that are to be set; absent ones stay. */
export interface CollectionValues {
  title?: string;
  description?: string;
  settings?: ExportSettings;
  parent?: string | null;
  /** Makes it a smart collection. */
  query?: string;
  sort?: Sort;
}

// Tags
export const listTags = () => invoke<TagEntry[]>('list_tags');
/** Puts the tag of a label or path on articles; it is made where there is none. */
export const tagArticles = (articles: string[], label: string) => invoke<void>('tag_articles', { articles, label });
/** Puts a tag that is there on articles. */
export const putTag = (articles: string[], tag: string) => invoke<void>('put_tag', { articles, tag });
export const untagArticles = (articles: string[], tag: string) => invoke<void>('untag_articles', { articles, tag });
export const newTag = (values: TagValues) => invoke<TagEntry>('new_tag', { values });
export const setTag = (tag: string, values: TagValues) => invoke<TagEntry>('set_tag', { tag, values });
export const removeTag = (tag: string) => invoke<void>('remove_tag', { tag });
/** With `keepNames`, the names of the one that goes become synonyms of the one that stays. */
export const mergeTags = (from: string, into: string, keepNames: boolean) => invoke<void>('merge_tags', { from, into, keepNames });

// Collections
export const listCollections = () => invoke<CollectionEntry[]>('list_collections');
export const readCollection = (id: string) => invoke<ShownCollection>('read_collection', { id });
export const newCollection = (title: string, values: CollectionValues = {}) => invoke<CollectionEntry>('new_collection', { title, values });
export const setCollection = (id: string, values: CollectionValues) => invoke<void>('set_collection', { id, values });
export const removeCollection = (id: string) => invoke<void>('remove_collection', { id });
/** What the search of a smart collection finds now stays in it. */
export const freezeCollection = (id: string) => invoke<void>('freeze_collection', { id });
/** Adds articles that are not in it yet, at the end. */
export const addArticles = (id: string, articles: string[]) => invoke<string[]>('add_articles', { id, articles });
/** Puts items after the item `after`; null: at the beginning; undefined: at the end. */
export const addItems = (id: string, contents: ItemContent[], after?: string | null) =>
  invoke<string[]>('add_items', { id, contents, after: after ?? null, atEnd: after === undefined });
export const setItem = (id: string, item: string, content: ItemContent) => invoke<void>('set_item', { id, item, content });
export const removeItems = (id: string, items: string[]) => invoke<void>('remove_items', { id, items });
/** Moves items, in this order, to stand after the item `after`; null: to the beginning. */
export const moveItems = (id: string, items: string[], after: string | null) => invoke<void>('move_items', { id, items, after });
