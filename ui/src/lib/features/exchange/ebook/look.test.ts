import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EbookPreview, ExportSettings } from '../../../api';
import { PAUSE, type Wish } from '../live.svelte';
import { Look } from './look.svelte';

const entry = (path: string, title = path) => ({ path, title, level: 1 });
const volume = (paths: string[], bytes = 1000) => ({ words: null, bytes, picturesGiven: 0, picturesWritten: 0, contents: paths.map((path) => entry(path)) });
const wish = (title: string): Wish => ({ title, settings: {} as ExportSettings });
let bound: EbookPreview[];
let look: Look;

beforeEach(() => {
  vi.useFakeTimers();
  bound = [];
  look = new Look({
    bind: () => Promise.resolve(bound.shift() as EbookPreview),
    cancel: () => Promise.resolve(),
    url: (preview, volume, path) => `ebook/${preview}/${volume}/${path}`
  });
});
afterEach(() => vi.useRealTimers());

/** Asks for a book and gets this one. */
async function shown(preview: number, volumes: EbookPreview['volumes']) {
  bound.push({ preview, volumes, diagnostics: [] });
  look.want(wish(String(preview)));
  await vi.advanceTimersByTimeAsync(PAUSE);
}

it('opens with the cover and turns its pages', async () => {
  await shown(1, [volume(['cover', 'ch-1', 'ch-2'])]);
  expect([look.page?.path, look.size]).toEqual(['cover', 1000]);
  expect(look.address).toMatch(/^ebook\/1\/0\/cover\?/);
  look.go(look.at + 1);
  expect(look.address).toMatch(/^ebook\/1\/0\/ch-1\?/);
  look.go(9);
  expect(look.page?.path).toBe('ch-2');
  look.go(-1);
  expect(look.page?.path).toBe('cover');
});

it('follows links in the frame without sending it anywhere', async () => {
  await shown(1, [volume(['cover', 'ch-1', 'ch-2'])]);
  const before = look.address;
  look.heard({ preview: 1, volume: 0, path: 'ch-2' });
  expect([look.page?.path, look.address]).toEqual(['ch-2', before]);
  // What an earlier book showed is no news; nor is a page that the contents do not name.
  look.heard({ preview: 0, volume: 0, path: 'ch-1' });
  look.heard({ preview: 1, volume: 0, path: 'other' });
  expect(look.page?.path).toBe('ch-2');
  // Back to the page that the frame was sent to before: the address must be another one.
  look.go(0);
  expect(look.address).not.toBe(before);
});

it('stays on the page when the book is made anew, in whichever volume it is now', async () => {
  await shown(1, [volume(['cover', 'ch-1', 'ch-2'])]);
  look.go(2);
  await shown(2, [volume(['cover', 'ch-1']), volume(['cover', 'ch-2'], 500)]);
  expect([look.page?.path, look.page?.volume, look.size]).toEqual(['ch-2', 1, 1500]);
  expect(look.address).toMatch(/^ebook\/2\/1\/ch-2\?/);
  await shown(3, [volume(['cover'])]);
  expect(look.page?.path).toBe('cover');
});
