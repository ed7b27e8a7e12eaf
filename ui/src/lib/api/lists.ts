/** Lists by pages, editing many articles at once, saved views, what was done last. */
import { invoke } from '@tauri-apps/api/core';
import type { ArticleSummary, FieldValue, Problem, Sort, TurnReport } from './types';

/** Which articles a list holds; `tag` includes narrower ones. */
export interface ListFilter {
  tag: string | null;
  collection: string | null;
}

export type ListColumn =
  | 'own' | 'title' | 'creators' | 'publication' | 'issued' | 'added' | 'changed' | 'kind' | 'language' | 'citekey';

export interface ListSort {
  column: ListColumn;
  descending: boolean;
}

export interface ListRow extends ArticleSummary {
  /** When it came in, RFC 3339. */
  added: string;
  /** When its record was last changed, where the catalog knows that. */
  changed?: string;
}

export interface ListPage {
  /** How many articles the list holds. */
  total: number;
  /** How many the library holds. */
  all: number;
  rows: ListRow[];
}

export type Operation =
  | { do: 'set'; value: string }
  | { do: 'clear' }
  | { do: 'replace'; find: string; with: string }
  | { do: 'prepend'; value: string }
  | { do: 'append'; value: string };

export type FieldEdit = { field: string } & Operation;

/** An article that cannot be changed so. */
export interface Refused {
  id: string;
  title: string;
  field: string;
  problem: Problem;
}

export interface EditPreview {
  changed: number;
  unchanged: number;
  refused: number;
  /** The first of those that change. */
  articles: { id: string; title: string; fields: { field: string; before: string; after: string }[] }[];
  /** The first of those that cannot be changed. */
  problems: Refused[];
}

export interface EditReport {
  changed: number;
  problems: Refused[];
}

export type Role = 'author' | 'editor' | 'translator' | 'photographer' | 'interviewee' | 'contributor';

export interface Creator {
  /** The whole name as it is written. */
  name: string;
  family?: string;
  given?: string;
  role: Role;
}

/** What a date that is being typed means. */
export interface DateReading {
  words: string | null;
  /** How it is written in EDTF, where it is not yet. */
  edtf: string | null;
}

export interface ViewColumn {
  key: string;
  /** In pixels. */
  width: number;
}

export type Look = 'cards' | 'table';

export interface SavedView {
  id: string;
  name: string;
  query: string;
  order: Sort;
  filter: ListFilter;
  sort: ListSort;
  look: Look;
  columns: ViewColumn[];
}

export interface RecentChange {
  /** Its number on its device. */
  number: number;
  /** This device made it; only then can it be undone here. */
  own: boolean;
  /** RFC 3339; null where that was not noted. */
  time: string | null;
  agent: string;
  device: string;
  actions: string[];
  /** The first of the records that it changed; kind and title are empty of one that is gone for good. */
  records: { kind: 'article' | 'collection' | 'tag' | ''; id: string; title: string }[];
  changes: number;
  state: 'done' | 'undone' | 'taken-back';
}

export const listPage = (filter: ListFilter, sort: ListSort, offset: number, limit: number) =>
  invoke<ListPage>('list_page', { filter, sort, offset, limit });
/** The ids of a part of a list. */
export const listIds = (filter: ListFilter, sort: ListSort, offset: number, limit: number) =>
  invoke<string[]>('list_ids', { filter, sort, offset, limit });
/** Where in a list an article stands. */
export const listPlace = (filter: ListFilter, sort: ListSort, article: string) =>
  invoke<number | null>('list_place', { filter, sort, article });
/** The rows of these articles; those that are not there are missing. */
export const listRows = (ids: string[]) => invoke<ListRow[]>('list_rows', { ids });
/** The ids of a part of what a query finds. */
export const searchIds = (query: string, sort: Sort, offset: number, limit: number) =>
  invoke<string[]>('search_ids', { query, sort, offset, limit });

/** What an edit of many would do, without doing it. */
export const previewEdits = (ids: string[], edits: FieldEdit[]) =>
  invoke<EditPreview>('preview_edits', { ids, edits });
export const editMany = (ids: string[], edits: FieldEdit[]) => invoke<EditReport>('edit_many', { ids, edits });
/** Sets fields, and creators with the parts of their names where they are given. */
export const editDetails = (id: string, fields: FieldValue[], creators: Creator[] | null) =>
  invoke<void>('edit_details', { id, fields, creators });
/** Fails where the field cannot hold the value. */
export const checkField = (field: string, value: string) => invoke<void>('check_field', { field, value });
export const readDate = (text: string) => invoke<DateReading>('read_date', { text });

export const savedViews = () => invoke<SavedView[]>('saved_views');
export const saveViews = (views: SavedView[]) => invoke<void>('save_views', { views });

/** What was done last in the whole library, the latest first. */
export const recentChanges = (limit: number) => invoke<RecentChange[]>('recent_changes', { limit });
/** Takes back what this device did from that group on. */
export const undoTo = (number: number) => invoke<TurnReport[]>('undo_to', { number });
/** Does again what was undone, up to that group. */
export const redoTo = (number: number) => invoke<TurnReport[]>('redo_to', { number });
