import { expect, test } from 'vitest';
import type { KeyedCite } from '../../api';
import { citationAt, opened, spaced, unitOf } from './places';

const cite: KeyedCite = { key: 'an2022', locator: null, prefix: '', suffix: '', author: 'styled' };

test('code points and units are told apart', () => {
  const text = '😀 Cầu [@an2022] 😀';
  expect(text.slice(unitOf(text, 6))).toBe('[@an2022] 😀');
  expect(unitOf(text, 99)).toBe(text.length);
  const citations = [{ start: 6, end: 15, cites: [cite] }];
  expect(citationAt(text, citations, 12)).toEqual({ start: 7, end: 16, cites: [cite] });
  expect([7, 16, 0].map((caret) => citationAt(text, citations, caret))).toEqual([null, null, null]);
});

test('a bracket and an at sign open the picker', () => {
  expect(opened('Cầu [@', 6)).toEqual({ start: 4, end: 6 });
  expect([opened('Cầu @', 5), opened('Cầu [@a', 7), opened('', 0)]).toEqual([null, null, null]);
});

test('citations stand apart from words', () => {
  expect(spaced('Cầu', 3, '[@a]')).toBe(' [@a]');
  expect([spaced('Cầu ', 4, '[@a]'), spaced('', 0, '[@a]'), spaced('(', 1, '@a')]).toEqual(['[@a]', '[@a]', '@a']);
});
