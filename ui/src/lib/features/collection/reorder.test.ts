import { describe, expect, it } from 'vitest';
import { after, gapAt } from './reorder.svelte';

describe('reorder', () => {
  const rows = [0, 40, 80].map((top) => ({ top, bottom: top + 40 }));

  it('finds the nearest gap', () => {
    expect([-5, 19, 21, 59, 61, 200].map((y) => gapAt(rows, y))).toEqual([0, 0, 1, 1, 2, 3]);
  });

  it('says after which row a row comes to stand', () => {
    const names = ['a', 'b', 'c'];
    expect(after(names, 2, 0)).toBe(null);
    expect(after(names, 0, 2)).toBe('b');
    expect(after(names, 0, 3)).toBe('c');
    expect(after(names, 1, 1)).toBe(undefined);
    expect(after(names, 1, 2)).toBe(undefined);
  });
});
