import { expect, it } from 'vitest';
import { droppedLibrary, pasted } from './brought';

it('fetches addresses, keeps rich text rich, and takes plain text as it is', () => {
  expect(pasted('https://bao.vn/a\n https://bao.vn/b ', '<a href="https://bao.vn/a">a</a>')).toEqual({
    sources: ['https://bao.vn/a', 'https://bao.vn/b']
  });
  expect(pasted('Cầu mới', '<p>Cầu <b>mới</b></p>')).toEqual({ content: '<p>Cầu <b>mới</b></p>', rich: true });
  expect(pasted('Xem https://bao.vn/a', '')).toEqual({ content: 'Xem https://bao.vn/a', rich: false });
  expect(pasted(' \n', '')).toBeNull();
});

it('knows a library that is dropped by itself', () => {
  expect(['/kho/Báo.fonds', 'C:\\Kho\\Báo.FONDS\\'].map((path) => droppedLibrary([path]))).toEqual(['/kho/Báo.fonds', 'C:\\Kho\\Báo.FONDS\\']);
  expect([['/kho/a.txt'], ['/kho/A.fonds', '/kho/B.fonds'], ['/kho/A.fonds/journal'], []].map(droppedLibrary)).toEqual([null, null, null, null]);
});
