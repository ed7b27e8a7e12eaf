import { beforeEach, expect, it, vi } from 'vitest';
import type { Collection, ExportSettings } from '../../api';

const usual = { style: 'chicago-notes', locale: 'vi-VN', subtitle: '', notes: true, print: {}, ebook: { data: false } } as unknown as ExportSettings;
const preferences = vi.hoisted(() => ({ style: null as string | null }));
vi.mock('../../api', () => ({ usualSettings: () => Promise.resolve(structuredClone(usual)), preferences: () => Promise.resolve(preferences) }));
vi.mock('../../state.svelte', () => ({ desk: {} }));
vi.mock('../../shell.svelte', () => ({ shell: {} }));

const { keepForArticles, ofArticle, ofCollection } = await import('./exporting');
const article = { id: 'a1', title: 'Cầu mới' };

beforeEach(() => {
  localStorage.clear();
  preferences.style = null;
});

it('exports a collection with its own settings', () => {
  const collection = { id: 'c1', title: 'Cầu đường', settings: usual, items: [] } as unknown as Collection;
  expect(ofCollection(collection)).toEqual({ of: { type: 'collection', id: 'c1' }, title: 'Cầu đường', settings: usual });
});

it('exports an article in the style of citing, with the usual settings', async () => {
  expect(await ofArticle(article)).toEqual({ of: { type: 'article', id: 'a1' }, title: 'Cầu mới', settings: usual });
  preferences.style = 'apa';
  expect((await ofArticle(article)).settings.style).toBe('apa');
});

it('exports the next article as the last one, without what was said of that one', async () => {
  preferences.style = 'apa';
  keepForArticles({ ...usual, style: 'ieee', subtitle: 'Trích', notes: false, ebook: { data: true, cover: 'x' } });
  const { settings } = await ofArticle(article);
  expect(settings).toEqual({ ...usual, style: 'ieee', notes: false, ebook: { data: true } });
  localStorage.setItem('fonds-export-article', '“');
  expect((await ofArticle(article)).settings.style).toBe('apa');
});
