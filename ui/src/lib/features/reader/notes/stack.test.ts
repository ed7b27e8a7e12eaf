import { describe, expect, it } from 'vitest';
import { depth, stack, type Card } from './stack';

/** Numbers that are the same in each run. */
function numbers(seed: number) {
  return () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
}

describe('stack', () => {
  it('puts cards at their passages and pushes down what would lie over another', () => {
    const cards = [{ id: 'a', want: 10, height: 50 }, { id: 'b', want: 20, height: 30 }, { id: 'c', want: 300, height: 10 }];
    expect([...stack(cards, null, 8)]).toEqual([['a', 10], ['b', 68], ['c', 300]]);
    expect(depth(cards, stack(cards, null, 8))).toBe(310);
  });

  it('gives the active card its own height', () => {
    const cards = [{ id: 'a', want: 100, height: 50 }, { id: 'b', want: 110, height: 30 }];
    expect([...stack(cards, 'b', 8)]).toEqual([['a', 52], ['b', 110]]);
  });

  it('never lays one card over another or above the first line, whatever there is', () => {
    const next = numbers(7);
    for (let round = 0; round < 500; round++) {
      const cards: Card[] = Array.from({ length: Math.floor(next() * 12) }, (_, n) => ({ id: String(n), want: next() * 600, height: 10 + next() * 200 }));
      cards.sort((a, b) => a.want - b.want);
      const active = cards[Math.floor(next() * cards.length)]?.id ?? null;
      const tops = stack(cards, next() < 0.3 ? null : active, 8);
      expect(tops.size).toBe(cards.length);
      let free = -1e-6;
      for (const card of cards) {
        const top = tops.get(card.id) ?? NaN;
        expect(top).toBeGreaterThanOrEqual(free);
        free = top + card.height + 8 - 1e-6;
      }
    }
  });
});
