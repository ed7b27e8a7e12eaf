/** The numbers of an article's notes, for the components that draw them. */
import { getContext, setContext } from 'svelte';
import type { Placed } from './layout';

const KEY = Symbol('numbers of notes');

/** Numbers by the notes' ids. */
export type Numbers = Map<string, string>;

/** Has the components below number notes so. */
export const giveNumbers = (numbers: () => Numbers) => setContext(KEY, numbers);

/** The numbers that were given; none outside of an article. */
export const takeNumbers = (): (() => Numbers) => getContext(KEY) ?? (() => NONE);

const NONE: Numbers = new Map();

/** Numbers the notes in the order in which they stand. */
export function numbered(blocks: Placed[], numbers: Numbers = new Map()): Numbers {
  for (const block of blocks) {
    if (block.kind === 'list') block.items.forEach((item) => numbered(item, numbers));
    if (block.kind !== 'group') continue;
    if (block.id !== undefined) numbers.set(block.id, String(numbers.size + 1));
    numbered(block.children, numbers);
  }
  return numbers;
}
