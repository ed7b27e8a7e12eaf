import { expect, it } from 'vitest';
import { arranging } from './arranging';

it('says counts in words that fit', () => {
  expect(arranging.en.sureRemoveTag('Bridges', 1)).toContain('1 article carries it; the article stays');
  expect(arranging.en.sureRemoveTag('Bridges', 0)).toContain('No article');
  expect(arranging.vi.sureRemoveTag('Cầu', 12)).toContain('12 bài đang mang');
});
