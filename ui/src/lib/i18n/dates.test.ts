import { expect, it } from 'vitest';
import { bytes, shortDate } from './dates';

it('shows dates as each language writes them', () => {
  expect(shortDate('2022-11-25T17:05', 'vi')).toBe('25/11/2022');
  expect(shortDate('2022-11-05', 'en')).toBe('5 Nov 2022');
  expect(shortDate('2022-11', 'vi')).toBe('11/2022');
  expect(shortDate('2022-11', 'en')).toBe('Nov 2022');
});

it('leaves what is not plain', () => {
  for (const date of ['1945?', '1930/1935', '1971', '2022-21']) expect(shortDate(date, 'vi')).toBe(date);
  expect(shortDate(null, 'en')).toBe('');
});

it('shows sizes', () => {
  expect([0, 999, 1000, 1_234_567].map((count) => bytes(count, 'vi'))).toEqual(['0 B', '999 B', '1 kB', '1,2 MB']);
});
