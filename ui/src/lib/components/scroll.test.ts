import { expect, it } from 'vitest';
import { depth, heightOf, inSight, placeOf, topFor } from './scroll';

const short = { count: 1000, row: 84, height: 800 };
const long = { count: 1_000_000, row: 84, height: 800 };

it('says which rows are in sight', () => {
  expect(inSight(short, 0, 5)).toEqual({ first: 0, last: 15 });
  expect(inSight(short, 840, 2)).toEqual({ first: 8, last: 22 });
  expect(inSight(short, 1e9, 2).last).toBe(999);
  expect(inSight({ ...short, count: 0 }, 0, 5)).toEqual({ first: 0, last: -1 });
});

it('reaches every row of a list that is higher than an element can be', () => {
  expect(heightOf(long)).toBeLessThan(16_000_000);
  const end = heightOf(long) - long.height;
  expect(inSight(long, end, 0).last).toBe(999_999);
  expect(placeOf(long, 999_999, end) + long.row).toBeCloseTo(heightOf(long), 3);
  for (const row of [0, 1, 12_345, 777_777]) {
    const top = topFor(long, row * long.row);
    expect(depth(long, top)).toBeCloseTo(row * long.row, 3);
    expect(placeOf(long, row, top)).toBeCloseTo(top, 3);
  }
});

it('leaves a shorter list as it is', () => {
  expect([heightOf(short), depth(short, 123), topFor(short, 123), placeOf(short, 3, 99)]).toEqual([84_000, 123, 123, 252]);
  expect([topFor(short, 1e9), topFor(short, -5)]).toEqual([84_000 - 800, 0]);
});
