import { expect, it } from 'vitest';
import type { Piece } from '../../api';
import { found, fresh } from './choosing';

const piece = (path: string, title: string, known: string | null = null): Piece => ({ path, title, known, creators: ['Đỗ Hữu Phước'], publication: null, issued: '2022', length: 40 });

it('chooses what is new, and finds whatever the marks', () => {
  const pieces = [piece('a', 'Nước lên'), piece('b', 'Cầu mới', 'x')];
  expect([...fresh(pieces)]).toEqual(['a']);
  expect(found(pieces, 'cau DO').map(({ path }) => path)).toEqual(['b']);
  expect(found(pieces, ' ')).toHaveLength(2);
});
