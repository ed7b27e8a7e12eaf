import { afterEach, expect, it, vi } from 'vitest';
import type { ReaderArticle } from './api';
import { desk } from './state.svelte';

const stand = vi.hoisted(() => ({ asked: [] as ((title: string) => void)[], news: [] as string[] }));

vi.mock('./api', async (original) => ({
  ...(await original<typeof import('./api')>()),
  listTags: async () => [],
  listCollections: async () => [],
  foundCounts: async () => [],
  libraryNews: async () => stand.news.splice(0),
  listArticles: async () => ({ total: 0, rows: [] }),
  readArticle: (id: string) => new Promise((done) => stand.asked.push((title) => done({ id, title })))
}));

/** A problem as the library tells it. */
const problem = (code: string) => ({ code, message: code, hint: null });
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

it('tells once what had to be mended, until the library is left', async () => {
  desk.library = { title: 'Kho', path: '/kho', articles: 0, notices: ['Một'] };
  stand.news.push('Một', 'Hai');
  await desk.refresh();
  await desk.refresh();
  expect(desk.library.notices).toEqual(['Một', 'Hai']);
  desk.dismiss('Một');
  expect(desk.library.notices).toEqual(['Hai']);
  desk.library = null;
});

it('shows what failed, and not what the user stopped', async () => {
  await desk.try(() => Promise.reject(problem('disk-full')));
  expect(desk.problem?.code).toBe('disk-full');
  expect(await desk.try(() => Promise.reject(problem('cancelled')))).toBeUndefined();
  expect(desk.problem).toBeNull();
});
