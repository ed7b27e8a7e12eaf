import { afterEach, expect, it, vi } from 'vitest';
import type { ReaderArticle } from './api';
import { desk } from './state.svelte';

const stand = vi.hoisted(() => ({ asked: [] as ((title: string) => void)[] }));

vi.mock('./api', async (original) => ({
  ...(await original<typeof import('./api')>()),
  listTags: async () => [],
  listCollections: async () => [],
  foundCounts: async () => [],
  listArticles: async () => ({ total: 0, rows: [] }),
  readArticle: (id: string) => new Promise((done) => stand.asked.push((title) => done({ id, title })))
}));

const settled = () => new Promise((done) => setTimeout(done));

afterEach(() => void (desk.article = null));

it('never shows an older answer after a newer one', async () => {
  desk.article = { id: 'a', title: '' } as ReaderArticle;
  const first = desk.refresh();
  await settled();
  // Something is changed while the first reading waits for its answer: it may have read what was before.
  const second = desk.refresh();
  const third = desk.refresh();
  await settled();
  expect(stand.asked.length).toBe(1);
  stand.asked[0]?.('before');
  await first;
  await settled();
  stand.asked[1]?.('after');
  await Promise.all([second, third]);
  expect([desk.article?.title, stand.asked.length]).toEqual(['after', 2]);
});
