import { expect, it } from 'vitest';
import type { CollectionItem } from '../../api';
import { Chosen } from './chosen.svelte';

const items = ['a', 'b', 'c', 'd'].map((id): CollectionItem => ({ id, type: 'article', article: id }));

it('chooses one by one, by range, and in the order of the list', () => {
  const chosen = new Chosen();
  chosen.toggle('d');
  chosen.extend(items, 'b');
  expect(chosen.list(items)).toEqual(['b', 'c', 'd']);
  chosen.toggle('c');
  expect([chosen.with(items, 'd'), chosen.with(items, 'a')]).toEqual([['b', 'd'], ['a']]);
  chosen.keep(items.slice(0, 2));
  expect(chosen.list(items)).toEqual(['b']);
  chosen.clear();
  chosen.extend(items, 'a');
  expect(chosen.list(items)).toEqual(['a']);
});
