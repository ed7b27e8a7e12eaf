import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ExportSettings, Preview as Printed } from '../../../api';
import type { Pages } from './pages';
import { PAUSE, Preview, type Printer, type Wish } from './preview.svelte';

/** A printer whose prints end when the test says so. */
class Stand implements Printer {
  asked: { title: string; end: (printed: Printed) => void; fail: (failure: unknown) => void }[] = [];
  cancelled = 0;
  opened: number[] = [];
  freed: number[] = [];
  count = 8;

  print(wish: Wish) {
    return new Promise<Printed>((end, fail) => this.asked.push({ title: wish.title, end, fail }));
  }

  bytes() {
    return Promise.resolve(new ArrayBuffer(0));
  }

  cancel() {
    this.cancelled += 1;
    return Promise.resolve();
  }

  open(): Promise<Pages> {
    const id = this.opened.length;
    this.opened.push(id);
    const labels = ['i', 'ii', ...Array.from({ length: this.count - 2 }, (_, n) => String(n + 1))];
    const draw = () => Promise.reject(new Error('no canvas'));
    return Promise.resolve({ count: this.count, labels, width: 100, height: 150, draw, free: () => this.freed.push(id) });
  }
}

const wish = (title: string): Wish => ({ title, settings: {} as ExportSettings });
const printed: Printed = { pages: 8, sheets: 4, diagnostics: [] };
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let stand: Stand;
let preview: Preview;

beforeEach(() => {
  vi.useFakeTimers();
  stand = new Stand();
  preview = new Preview(stand);
});
afterEach(() => vi.useRealTimers());

/** Asks for a book, and has it printed. */
async function shown(title: string) {
  preview.want(wish(title));
  await pass(PAUSE);
  stand.asked.at(-1)?.end(printed);
  await pass(0);
}

it('waits until nothing has changed for a while', async () => {
  preview.want(wish('a'));
  await pass(PAUSE - 1);
  preview.want(wish('b'));
  await pass(PAUSE - 1);
  expect(stand.asked).toEqual([]);
  await pass(1);
  expect(stand.asked.map(({ title }) => title)).toEqual(['b']);
});

it('runs one print at a time, and the newest wins', async () => {
  await shown('a');
  preview.want(wish('b'));
  await pass(PAUSE);
  preview.want(wish('c'));
  expect(stand.cancelled).toBe(1);
  await pass(PAUSE * 2);
  preview.want(wish('d'));
  await pass(PAUSE * 2);
  expect(stand.asked.map(({ title }) => title)).toEqual(['a', 'b']);
  expect(preview.stale).toBe(true);
  // The one that was overtaken ends well all the same; it is not shown.
  stand.asked[1]?.end(printed);
  await pass(0);
  expect(stand.opened.length).toBe(1);
  expect(stand.asked.map(({ title }) => title)).toEqual(['a', 'b', 'd']);
  stand.asked[2]?.end(printed);
  await pass(0);
  expect(preview.stale).toBe(false);
  expect(stand.freed).toEqual([0]);
});

it('keeps still about a print that was cancelled', async () => {
  preview.want(wish('a'));
  await pass(PAUSE);
  preview.want(wish('b'));
  stand.asked[0]?.fail({ code: 'cancelled', message: 'Cancelled', hint: null });
  await pass(PAUSE);
  expect(preview.problem).toBeNull();
  expect(stand.asked.length).toBe(2);
});

it('tells a problem, keeps the old pages, and forgets it with the next good print', async () => {
  await shown('a');
  preview.want(wish('b'));
  await pass(PAUSE);
  stand.asked[1]?.fail({ code: 'house-broken', message: 'The template is broken.', hint: 'Mend line 3.' });
  await pass(0);
  expect(preview.problem?.code).toBe('house-broken');
  expect(preview.pages).not.toBeNull();
  await shown('c');
  expect(preview.problem).toBeNull();
});

it('prints nothing again when a change is taken back', async () => {
  await shown('a');
  preview.want(wish('b'));
  preview.want(wish('a'));
  await pass(PAUSE * 2);
  expect(stand.asked.length).toBe(1);
  expect(preview.stale).toBe(false);
});

it('prints the same again when it is told to', async () => {
  await shown('a');
  preview.again();
  await pass(PAUSE);
  expect(stand.asked.map(({ title }) => title)).toEqual(['a', 'a']);
});

it('keeps the page one is on within the new book', async () => {
  await shown('a');
  preview.go(7);
  await shown('b');
  expect(preview.page).toBe(7);
  stand.count = 4;
  await shown('c');
  expect(preview.page).toBe(4);
  expect(preview.spread).toEqual([4, null]);
});

it('opens as a book does: the first page alone at the right', async () => {
  await shown('a');
  expect(preview.spread).toEqual([null, 1]);
  preview.turn(-1);
  expect(preview.page).toBe(1);
  preview.turn(1);
  expect([preview.spread, preview.labels]).toEqual([[2, 3], 'ii–1']);
  preview.turn(1);
  preview.turn(1);
  preview.turn(1);
  expect(preview.spread).toEqual([8, null]);
  preview.turn(1);
  preview.turn(-1);
  expect(preview.spread).toEqual([6, 7]);
});

it('finds a page by its printed number before its place', async () => {
  await shown('a');
  preview.find('2');
  expect(preview.page).toBe(4);
  preview.find(' II');
  expect(preview.page).toBe(2);
  preview.find('8');
  expect(preview.page).toBe(8);
  preview.find('nowhere');
  expect(preview.page).toBe(8);
});

it('stops what runs, waits for its end, and frees the pages', async () => {
  await shown('a');
  preview.want(wish('b'));
  await pass(PAUSE);
  let ended = false;
  void preview.close().then(() => (ended = true));
  await pass(0);
  expect([stand.cancelled, ended]).toEqual([1, false]);
  stand.asked[1]?.fail({ code: 'cancelled', message: 'Cancelled', hint: null });
  await pass(PAUSE * 2);
  expect([ended, stand.freed, stand.asked.length]).toEqual([true, [0], 2]);
});
