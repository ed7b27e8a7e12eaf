import { expect, it } from 'vitest';
import { en } from './en';
import { vi } from './vi';

it('says everything in both languages', () => {
  const keys = (words: object): string[] =>
    Object.entries(words).flatMap(([key, value]) => (value && typeof value === 'object' ? keys(value).map((k) => `${key}.${k}`) : [key]));
  expect(keys(vi)).toEqual(keys(en));
  for (const words of [en, vi]) for (const value of Object.values(words)) expect(value).not.toBe('');
});
