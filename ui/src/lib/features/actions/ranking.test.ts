import { describe, expect, it } from 'vitest';
import { fit, ranked } from './ranking';

describe('fit', () => {
  it('finds names typed without marks', () => {
    expect(fit('Đóng thư viện', 'dong thu')).toBeGreaterThan(0);
    expect(fit('Tất cả bài viết', 'bai viet')).toBeGreaterThan(0);
    expect(fit('Tất cả bài viết', 'bao')).toBe(0);
  });
  it('finds the words of a name in any order, each only begun', () => {
    expect(fit('Sao lưu thư viện', 'vi sao')).toBeGreaterThan(0);
  });
  it('finds first letters', () => {
    expect(fit('Tất cả bài viết', 'tcbv')).toBeGreaterThan(0);
    expect(fit('Tất cả bài viết', 'tbvc')).toBe(0);
  });
  it('takes everything when nothing was typed', () => {
    expect(fit('Sao lưu', ' ')).toBe(1);
  });
});

it('puts the best first and keeps the order among equals', () => {
  const names = ['Nhập bài', 'Thùng rác', 'Bài viết', 'Tất cả bài viết', 'Bài'];
  expect(ranked(names, (name) => name, 'bai')).toEqual(['Bài', 'Bài viết', 'Nhập bài', 'Tất cả bài viết']);
  expect(ranked(names, (name) => name, '')).toEqual(names);
});

it('prefers the marks that were typed', () => {
  expect(ranked(['Má tôi', 'Mã số', 'Ma trận'], (name) => name, 'mã')[0]).toBe('Mã số');
});
