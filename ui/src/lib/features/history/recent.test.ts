import { expect, it } from 'vitest';
import type { RecentChange } from '../../api';
import { caught } from './recent';

const change = (number: number, state: RecentChange['state'], own = true) => ({ number, state, own }) as RecentChange;

it('takes along what must go with it, and nothing of other devices', () => {
  const all = [change(9, 'undone'), change(8, 'undone'), change(7, 'taken-back'), change(6, 'done'), change(5, 'done', false), change(4, 'done'), change(3, 'done')];
  const numbers = (chosen?: RecentChange) => (chosen ? [...caught(all, chosen)].map(({ number }) => number) : []);
  expect(numbers(all[5])).toEqual([6, 4]);
  expect(numbers(all[0])).toEqual([9, 8]);
  expect(numbers(all[1])).toEqual([8]);
});
