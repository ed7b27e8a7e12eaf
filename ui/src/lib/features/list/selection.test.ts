import { beforeEach, expect, it } from 'vitest';
import { Selection } from './selection.svelte';

let selection: Selection;
const ids = (from: number, count: number) => Array.from({ length: count }, (_, n) => `a${from + n}`);

beforeEach(() => {
  selection = new Selection(async (from, count) => ids(from, count));
});

it('chooses one alone, and others besides', () => {
  selection.only(3, 'a3');
  expect([selection.ids(), selection.choosing]).toEqual([['a3'], false]);
  selection.toggle(7, 'a7');
  expect([selection.ids(), selection.choosing, selection.cursor]).toEqual([['a3', 'a7'], true, 7]);
  selection.toggle(3, 'a3');
  selection.toggle(7, 'a7');
  expect([selection.count, selection.choosing]).toEqual([0, false]);
});

it('chooses ranges over rows that were never here, in both directions', async () => {
  selection.only(5, 'a5');
  await selection.extend(8);
  expect(selection.ids()).toEqual(['a5', 'a6', 'a7', 'a8']);
  await selection.extend(3);
  expect([selection.ids(), selection.cursor]).toEqual([['a3', 'a4', 'a5'], 3]);
  await selection.extend(99_999);
  expect(selection.count).toBe(99_995);
});

it('begins a range where the keyboard is, or at the top', async () => {
  await selection.extend(1);
  expect(selection.ids()).toEqual(['a0', 'a1']);
  selection.forget();
  selection.cursor = 4;
  await selection.extend(5);
  expect(selection.ids()).toEqual(['a4', 'a5']);
});

it('lets only the last answer count', async () => {
  const answers: ((ids: string[]) => void)[] = [];
  const slow = new Selection((from, count) => new Promise((done) => answers.push(() => done(ids(from, count)))));
  slow.only(0, 'a0');
  const first = slow.extend(2);
  const second = slow.extend(1);
  answers[1]?.([]);
  await second;
  answers[0]?.([]);
  await first;
  expect(slow.ids()).toEqual(['a0', 'a1']);
  const all = slow.all(9);
  slow.clear();
  answers[2]?.([]);
  await all;
  expect(slow.count).toBe(0);
});

it('keeps what it has where asking fails, and what is still there', async () => {
  const broken = new Selection(async () => undefined);
  broken.only(0, 'a0');
  await broken.all(5);
  expect(broken.ids()).toEqual(['a0']);
  await selection.all(4);
  selection.keep(['a1', 'a3', 'b']);
  expect([selection.ids(), selection.choosing]).toEqual([['a1', 'a3'], true]);
  selection.keep([]);
  expect([selection.count, selection.choosing]).toEqual([0, false]);
});
