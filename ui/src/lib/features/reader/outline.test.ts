import { expect, it } from 'vitest';
import type { Block } from '../../api';
import { place } from './layout';
import { current, headings } from './outline';

it('lists headings with their places, also those in quotations, and passes over empty ones', () => {
  const blocks: Block[] = [
    { type: 'heading', level: 2, content: [{ type: 'text', text: 'Mở ' }, { type: 'emphasis', content: [{ type: 'text', text: 'đầu' }] }] },
    { type: 'paragraph', content: [{ type: 'text', text: 'x' }] },
    { type: 'quote', blocks: [{ type: 'heading', level: 3, content: [{ type: 'text', text: 'Trong' }, { type: 'break' }, { type: 'text', text: 'ngoài' }] }] },
    { type: 'heading', level: 6, content: [] }
  ];
  expect(headings(place(blocks, [0, 7, 9, 21]))).toEqual([
    { level: 2, text: 'Mở đầu', start: 0 },
    { level: 3, text: 'Trong ngoài', start: 9 }
  ]);
});

it('knows which heading is being read', () => {
  expect(current([100, 400, 900], 50)).toBe(-1);
  expect(current([100, 400, 900], 400)).toBe(1);
  expect(current([], 400)).toBe(-1);
});
