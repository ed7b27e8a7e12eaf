import { describe, expect, it } from 'vitest';
import { around, move, type Ground } from './moves';

const ground: Ground = {
  text: 'Cầu 😀 mới. Nước lên!\nĐường',
  leaves: [{ start: 0, end: 20 }, { start: 21, end: 26 }],
  language: 'vi'
};

describe('a caret', () => {
  it('goes by letters, whatever they are made of, and from leaf to leaf', () => {
    expect(move(ground, 4, 'letter', true, false)).toBe(5);
    expect(move(ground, 20, 'letter', true, false)).toBe(21);
    expect(move(ground, 21, 'letter', false, false)).toBe(20);
    const family: Ground = { text: 'a👩‍👩‍👧b', leaves: [{ start: 0, end: 7 }], language: null };
    expect(move(family, 1, 'letter', true, true)).toBe(6);
    expect(move(family, 6, 'letter', false, true)).toBe(1);
  });

  it('goes to beginnings of words, and selects to their ends', () => {
    expect(move(ground, 0, 'word', true, false)).toBe(6);
    expect(move(ground, 0, 'word', true, true)).toBe(3);
    expect(move(ground, 3, 'word', true, true)).toBe(9);
    expect(move(ground, 6, 'word', false, true)).toBe(0);
  });

  it('selects a sentence without the space behind it', () => {
    expect(move(ground, 0, 'sentence', true, true)).toBe(10);
    expect(move(ground, 10, 'sentence', true, true)).toBe(20);
    expect(move(ground, 0, 'sentence', true, false)).toBe(11);
    expect(around(ground, 13, 'sentence')).toEqual({ start: 11, end: 20 });
  });

  it('goes by paragraphs and stays within the text', () => {
    expect(move(ground, 5, 'paragraph', true, true)).toBe(20);
    expect(move(ground, 20, 'paragraph', true, true)).toBe(26);
    expect(move(ground, 5, 'paragraph', true, false)).toBe(21);
    expect(move(ground, 26, 'paragraph', true, false)).toBe(26);
    expect(move(ground, 0, 'word', false, false)).toBe(0);
    expect(move({ text: '', leaves: [], language: null }, 0, 'letter', true, false)).toBe(0);
  });
});
