/** What can be exported: a collection, which keeps its settings, or one article. */
import * as api from '../../api';
import type { BookOf, Collection, ExportSettings, ReaderArticle } from '../../api';
import { shell } from '../../shell.svelte';
import { desk } from '../../state.svelte';

/** What becomes a book. */
export interface Bookable {
  of: BookOf;
  title: string;
  settings: ExportSettings;
}

/** How articles were exported last. */
const KEY = 'fonds-export-article';
/** What is said of one book only. */
const ITS_OWN = ['subtitle', 'date', 'rights', 'identifier', 'description', 'series', 'seriesPosition'] as const;

export function ofCollection({ id, title, settings }: Collection): Bookable {
  return { of: { type: 'collection', id }, title, settings };
}

/** Articles have no settings: those of the last one that was exported, else the usual ones. */
export async function ofArticle({ id, title }: Pick<ReaderArticle, 'id' | 'title'>): Promise<Bookable> {
  const [usual, { style }] = await Promise.all([api.usualSettings(), api.preferences()]);
  return { of: { type: 'article', id }, title, settings: { ...usual, ...(style && { style }), ...kept() } };
}

/** Keeps how an article was exported for the next one. */
export function keepForArticles(settings: ExportSettings) {
  const general = { ...settings, ebook: { ...settings.ebook, cover: undefined } };
  localStorage.setItem(KEY, JSON.stringify(general, (name, value: unknown) => (ITS_OWN.some((own) => own === name) ? undefined : value)));
}

function kept(): Partial<ExportSettings> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Opens the export of the collection that is shown. */
export function exportCollection() {
  if (desk.collection) shell.export(ofCollection(desk.collection.collection));
}

/** Opens the export of the article that is read. */
export async function exportArticle() {
  const { article } = desk;
  const book = article && (await desk.try(() => ofArticle(article)));
  if (book) shell.export(book);
}
