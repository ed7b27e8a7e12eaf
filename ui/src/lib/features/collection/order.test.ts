import { describe, expect, it } from 'vitest';
import type { CollectionItem } from '../../api';
import { between, endOf, gapAt, numbers, parts, step } from './order';

const article = (id: string): CollectionItem => ({ id, type: 'article', article: id });
const part = (id: string): CollectionItem => ({ id, type: 'part', title: `Phần ${id}` });
const text: CollectionItem = { id: 'f', type: 'text', role: 'foreword', title: '', text: '' };
const items = [text, article('a'), part('P'), article('b'), article('c'), part('Q'), article('d')];

it('finds the nearest gap', () => {
  const rows = [0, 40, 80].map((top) => ({ top, bottom: top + 40 }));
  expect([-5, 19, 21, 59, 61, 200].map((y) => gapAt(rows, y))).toEqual([0, 0, 1, 1, 2, 3]);
});

it('numbers parts and articles', () => {
  expect(numbers(items)).toEqual(['', '1', 'I', '2', '3', 'II', '4']);
  expect(parts(items).map(({ id, number }) => id + number)).toEqual(['PI', 'QII']);
  expect(numbers(Array.from({ length: 49 }, (_, n) => part(String(n)))).slice(-1)).toEqual(['XLIX']);
});

it('knows where a part ends', () => {
  expect([endOf(items, 'P'), endOf(items, 'Q'), endOf(items, null)]).toEqual(['c', 'd', 'a']);
  expect(endOf([part('P')], null)).toBe(null);
  expect(endOf([part('P'), article('a'), { ...text, id: 'z', role: 'afterword' }], 'P')).toBe('a');
  expect(endOf([part('P'), part('Q')], 'P')).toBe('P');
});

describe('a step', () => {
  it('goes past the neighbour', () => {
    expect([step(items, ['c'], -1), step(items, ['c'], 1), step(items, ['a'], -1)]).toEqual(['P', 'Q', null]);
    expect([step(items, ['b', 'c'], -1), step(items, ['b', 'c'], 1)]).toEqual(['a', 'Q']);
  });

  it('ends at the ends', () => {
    expect([step(items, ['f'], -1), step(items, ['d'], 1), step(items, ['none'], 1)]).toEqual([undefined, undefined, undefined]);
  });

  it('brings together what stands apart', () => {
    expect([step(items, ['f', 'c'], -1), step(items, ['a', 'd'], 1)]).toEqual([null, 'd']);
  });
});

it('tells what is between', () => {
  expect(between(items, 'c', 'a')).toEqual(['a', 'P', 'b', 'c']);
  expect(between(items, 'gone', 'a')).toEqual(['a']);
});
