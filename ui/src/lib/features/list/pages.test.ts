import { beforeEach, expect, it } from 'vitest';
import { PAGE, Pages, type Part } from './pages.svelte';

interface Asked {
  page: number;
  answer: (part: Part<string> | undefined) => void;
}
let asked: Asked[];
let pages: Pages<string>;

const settled = () => new Promise((done) => setTimeout(done));
const part = (page: number, total: number, mark = ''): Part<string> => ({
  total,
  rows: Array.from({ length: Math.max(0, Math.min(PAGE, total - page * PAGE)) }, (_, n) => `${mark}${page * PAGE + n}`)
});
const going = () => asked.map(({ page }) => page);

/** Answers what was asked for a page last. */
async function answer(page: number, total: number, mark = '') {
  const at = asked.findLastIndex((each) => each.page === page);
  asked.splice(at, 1)[0]?.answer(part(page, total, mark));
  await settled();
}

beforeEach(() => {
  asked = [];
  pages = new Pages((offset, limit) => {
    expect(limit).toBe(PAGE);
    return new Promise((done) => asked.push({ page: offset / PAGE, answer: done }));
  });
});

it('fetches what is in sight first, then what is beside it', async () => {
  void pages.begin();
  expect(going()).toEqual([0]);
  await answer(0, 10_000);
  expect([pages.total, pages.at(7), pages.at(100)]).toEqual([10_000, '7', undefined]);
  expect(going()).toEqual([1]);
  await answer(1, 10_000);
  pages.want(5_050, 5_120);
  expect(going()).toEqual([50, 51, 52]);
  await answer(51, 10_000);
  expect(going()).toEqual([50, 52, 49]);
  expect(pages.at(5_100)).toBe('5100');
});

it('lets pages go by that were only passed in scrolling', async () => {
  void pages.begin();
  await answer(0, 100_000);
  for (let row = 0; row < 90_000; row += 1_000) pages.want(row, row + 20);
  expect(asked.length).toBe(3);
  for (const page of going()) await answer(page, 100_000);
  expect(going()).toContain(890);
  expect(asked.length).toBeLessThanOrEqual(3);
});

it('shows the old rows until the new ones are all there', async () => {
  void pages.begin();
  await answer(0, 300);
  await answer(1, 300);
  pages.want(90, 110);
  await answer(2, 300);
  const renewed = pages.renew();
  expect(going()).toEqual([0, 1]);
  await answer(1, 299, 'new ');
  expect([pages.at(100), pages.total]).toEqual(['100', 300]);
  await answer(0, 299, 'new ');
  expect(await renewed).toBe(true);
  expect([pages.at(100), pages.at(90), pages.total]).toEqual(['new 100', 'new 90', 299]);
  expect(pages.at(200)).toBeUndefined();
});

it('renews where the rows will be when they have moved', async () => {
  void pages.begin();
  await answer(0, 1000);
  pages.want(10, 30);
  void pages.renew(250);
  expect(going().slice(-1)).toEqual([2]);
});

it('drops what comes for a list that is no more', async () => {
  void pages.begin();
  const old = asked[0];
  const later = pages.begin();
  old?.answer(part(0, 5, 'old '));
  await settled();
  expect(pages.ready).toBe(false);
  asked.shift();
  await answer(0, 7, 'new ');
  expect([await later, pages.total, pages.at(0)]).toEqual([true, 7, 'new 0']);
});

it('keeps what it has where fetching fails, and does not ask on and on', async () => {
  void pages.begin();
  await answer(0, 500);
  asked.splice(0)[0]?.answer(undefined);
  await settled();
  expect([asked.length, pages.at(3)]).toEqual([0, '3']);
  void pages.renew();
  asked.splice(0)[0]?.answer(undefined);
  await settled();
  expect([pages.total, pages.at(3)]).toEqual([500, '3']);
});

it('keeps only so much', async () => {
  void pages.begin();
  await answer(0, 100_000);
  for (let page = 0; page < 60; page += 1) {
    pages.want(page * PAGE, page * PAGE + 20);
    while (asked.length > 0) await answer(going()[0] ?? 0, 100_000);
  }
  expect([pages.at(0), pages.at(59 * PAGE)]).toEqual([undefined, '5900']);
});

it('takes a first page that is here already, and a list of nothing', async () => {
  await pages.begin(part(0, 3));
  expect([asked.length, pages.at(2), pages.at(3)]).toEqual([0, '2', undefined]);
  await pages.begin({ total: 0, rows: [] });
  expect([pages.ready, pages.total, pages.at(0)]).toEqual([true, 0, undefined]);
});
