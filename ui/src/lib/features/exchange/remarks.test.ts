import { expect, it } from 'vitest';
import { gathered } from './remarks';

it('the same remark stands once, with how often it was made', () => {
  expect(gathered(['Một ảnh thiếu.', 'Tên đoán.', 'Một ảnh thiếu.'])).toEqual(['Một ảnh thiếu. × 2', 'Tên đoán.']);
  expect(gathered([])).toEqual([]);
});
