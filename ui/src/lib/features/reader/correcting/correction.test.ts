import { describe, expect, it } from 'vitest';
import type { EditableText } from '../../../api';
import { Correction } from './correction.svelte';

function correction(...blocks: string[]): Correction {
  const text: EditableText = { revision: 'r', blocks: blocks.map((markdown) => ({ markdown, losses: [], pictures: [] })) };
  return new Correction(text);
}

describe('a correction', () => {
  it('says nothing of what was left alone but its number', () => {
    const text = correction('Một', 'Hai', 'Ba');
    expect(text.changes).toBe(0);
    text.rows[1]!.markdown = 'Hai mươi';
    expect(text.parts).toEqual([{ keep: 0 }, { markdown: 'Hai mươi' }, { keep: 2 }]);
    expect(text.changes).toBe(1);
    text.rows[1]!.markdown = 'Hai';
    expect(text.changes).toBe(0);
  });

  it('takes out and puts back', () => {
    const text = correction('Một', 'Quảng cáo', 'Ba');
    text.remove(1);
    expect(text.parts).toEqual([{ keep: 0 }, { keep: 2 }]);
    text.remove(1, false);
    expect(text.parts).toHaveLength(3);
    expect(text.changes).toBe(0);
  });

  it('moves', () => {
    const text = correction('Một', 'Hai');
    text.move(1, -1);
    text.move(1, -1);
    expect(text.parts).toEqual([{ keep: 1 }, { keep: 0 }]);
    expect(text.changes).toBe(1);
  });

  it('joins over what was taken out, and splits again', () => {
    const text = correction('Một câu bị', 'Trang 3', '## cắt đôi.');
    text.remove(1);
    expect(text.merge(2)).toEqual({ key: 0, at: 11 });
    expect(text.rows[0]!.markdown).toBe('Một câu bị cắt đôi.');
    expect(text.changes).toBe(3);
    const key = text.split(0, 4);
    expect(text.parts).toEqual([{ markdown: 'Một' }, { markdown: 'câu bị cắt đôi.' }]);
    expect(text.merge(key!)).toEqual({ key: 0, at: 4 });
    expect(text.split(0, 0)).toBeNull();
    expect(text.merge(0)).toBeNull();
  });

  it('makes headings of text and text of headings', () => {
    const text = correction('Mở đầu', '> trích', '### Kết');
    text.setLevel(0, 2);
    expect([text.rows[0]!.markdown, text.level(text.rows[0]!)]).toEqual(['## Mở đầu', 2]);
    expect(text.level(text.rows[1]!)).toBeNull();
    text.setLevel(2, 0);
    expect(text.rows[2]!.markdown).toBe('Kết');
  });

  it('leaves out what is empty', () => {
    const text = correction('Một', 'Hai');
    text.rows[0]!.markdown = '  ';
    expect(text.parts).toEqual([{ keep: 1 }]);
  });
});
