import { clearMocks } from '@tauri-apps/api/mocks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as api from '..';
import { begin } from '.';

beforeEach(() => void begin());
afterEach(() => clearMocks());

it('answers with the samples', async () => {
  const [first] = (await api.listPage({ tag: null, collection: null }, { column: 'own', descending: false }, 0, 1)).rows;
  const article = await api.readArticle(first?.id ?? '');
  expect(article.text.length).toBeGreaterThan(100);
  expect((await api.search('song', { offset: 0, limit: 5, sort: 'relevance', facetValues: 5 })).total).toBeGreaterThan(0);
});

it('changes, and takes it back', async () => {
  const [first] = (await api.listPage({ tag: null, collection: null }, { column: 'own', descending: false }, 0, 1)).rows;
  const id = first?.id ?? '';
  const made = await api.annotate(id, 0, 4, 'green', '', ['Đò/Bến']);
  expect((await api.readArticle(id)).annotations.map(({ quote }) => quote)).toContain(made.quote);
  expect((await api.undo())?.actions).toEqual(['add-annotation']);
  expect((await api.readArticle(id)).annotations.some((known) => known.id === made.id)).toBe(false);
});

it('fails as a command does', async () => {
  await expect(api.readCollection('none')).rejects.toMatchObject({ code: 'unknown-collection' });
});
