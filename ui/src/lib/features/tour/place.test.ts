import { describe, expect, it } from 'vitest';
import { beside, type Box } from './place';

const card = { width: 300, height: 200 };
const window = { width: 1000, height: 700 };

describe('beside', () => {
  it('stands to the right where there is room, else to the left', () => {
    expect(beside({ left: 10, top: 20, width: 200, height: 30 }, card, window)).toEqual({ left: 226, top: 20 });
    expect(beside({ left: 700, top: 20, width: 200, height: 30 }, card, window).left).toBe(384);
  });
  it('never leaves the window', () => {
    for (const left of [-50, 0, 400, 990]) {
      for (const top of [-50, 0, 650]) {
        for (const width of [10, 500, 1000]) {
          const box: Box = { left, top, width, height: 40 };
          const at = beside(box, card, window);
          expect(at.left).toBeGreaterThanOrEqual(0);
          expect(at.left + card.width).toBeLessThanOrEqual(window.width);
          expect(at.top).toBeGreaterThanOrEqual(0);
          expect(at.top + card.height).toBeLessThanOrEqual(window.height);
        }
      }
    }
  });
  it('stands in the middle without a box', () => {
    expect(beside(null, card, window)).toEqual({ left: 350, top: 250 });
  });
});
