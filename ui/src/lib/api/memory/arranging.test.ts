import { clearMocks } from '@tauri-apps/api/mocks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as api from '..';
import { begin } from '.';

beforeEach(() => void begin());
afterEach(() => clearMocks());

const code = (work: Promise<unknown>) => work.then(() => 'done', (failure: { code: string }) => failure.code);

it('keeps tags a tree', async () => {
  const a = await api.newTag({ label: 'A' });
  const b = await api.newTag({ label: 'B', parent: a.id });
  expect(await code(api.setTag(a.id, { parent: b.id }))).toBe('within-itself');
  expect(await code(api.newTag({ label: 'B', parent: a.id }))).toBe('tag-taken');
  await api.removeTag(a.id);
  expect((await api.listTags()).find(({ id }) => id === b.id)?.parent).toBe(null);
});

it('fills and freezes a smart collection', async () => {
  const made = await api.newCollection('Sông', { query: 'sông', sort: 'title' });
  const before = await api.readCollection(made.id);
  expect(before.found.length).toBe(made.count);
  const [first] = (await api.listPage({ tag: null, collection: null }, { column: 'own', descending: false }, 0, 1)).rows;
  expect(await code(api.addArticles(made.id, [first?.id ?? '']))).toBe('smart-collection');
  await api.freezeCollection(made.id);
  const after = await api.readCollection(made.id);
  expect([after.collection.query, after.found, after.collection.items.length]).toEqual([undefined, [], made.count]);
});

it('moves several items, also behind one of them', async () => {
  const made = await api.newCollection('Tập');
  const ids = await api.addItems(made.id, ['a', 'b', 'c', 'd'].map((title) => ({ type: 'part', title })));
  await api.moveItems(made.id, [ids[3] ?? '', ids[1] ?? ''], ids[1] ?? '');
  const { collection } = await api.readCollection(made.id);
  expect(collection.items.map((item) => (item.type === 'part' ? item.title : ''))).toEqual(['a', 'd', 'b', 'c']);
});
