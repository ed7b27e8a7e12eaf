import { describe, expect, it } from 'vitest';
import { fold, matches } from './fold';

describe('fold', () => {
  it('forgets case and marks', () => {
    expect(fold('Tiếng Việt, Đảng bộ')).toBe('tieng viet, dang bo');
  });

  it('finds words in any order', () => {
    expect(matches('Chicago Manual of Style (notes)', 'notes chic')).toBe(true);
    expect(matches('Tiếng Việt', 'viet')).toBe(true);
    expect(matches('Tiếng Việt', 'english')).toBe(false);
    expect(matches('anything', '')).toBe(true);
  });
});
