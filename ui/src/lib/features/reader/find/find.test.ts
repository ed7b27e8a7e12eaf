import { describe, expect, it } from 'vitest';
import table from '../../../../../../crates/fonds-search/tests/vietnamese.txt?raw';
import { Searched } from './find';

const found = (text: string, typed: string) => {
  const chars = Array.from(text.normalize('NFC'));
  return new Searched(text).find(typed).map(({ start, end }) => chars.slice(start, end).join(''));
};

describe('finding in an article', () => {
  it('finds every marking of what is typed without marks', () => {
    expect(found('Đường dài, đương thời, duong', 'duong')).toEqual(['Đường', 'đương', 'duong']);
    expect(found('HOÀ BÌNH và hòa\n bình', 'hoa binh')).toEqual(['HOÀ BÌNH', 'hòa\n bình']);
  });

  it('is exact where marks are typed, wherever the tone stands', () => {
    expect(found('đo đỏ do đò', 'đo')).toEqual(['đo']);
    expect(found('hoà hòa hoá hoa', 'hòa')).toEqual(['hoà', 'hòa']);
    expect(found('thuý kiều Thúy', 'thuý')).toEqual(['thuý', 'Thúy']);
  });

  it('lets the last word go on while one types', () => {
    expect(found('đường phố, đương nhiên', 'đư')).toEqual(['đư', 'đư']);
    expect(found('con đường', 'đườn')).toEqual(['đườn']);
    expect(found('con đương', 'đườn')).toEqual([]);
  });

  it('counts code points, marks that stand alone among them', () => {
    expect(new Searched('😀👩‍👩‍👧 cầu 😀').find('cau')).toEqual([{ start: 7, end: 10 }]);
    expect(new Searched('x\u0323\u0302y').find('xy')).toEqual([{ start: 0, end: 4 }]);
    expect(new Searched('ho\u0300a bình'.normalize('NFC')).find('hoà')).toEqual([{ start: 0, end: 3 }]);
  });

  it('finds nothing for nothing, and places that do not overlap', () => {
    expect(found('aaaa', '  ')).toEqual([]);
    expect(found('aaaa', 'aa')).toEqual(['aa', 'aa']);
    expect(found('', 'a')).toEqual([]);
  });

  it('agrees with the search of the library', () => {
    const lines = table.split('\n');
    const rows = lines.filter((line) => /^(yes|no|folds) \|/.test(line));
    expect(rows.length).toBeGreaterThan(150);
    const unescape = (text: string) => text.replace(/\\u\{([0-9a-f]+)\}/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)));
    for (const row of rows) {
      const [expected, query = '', text = ''] = row.split('|').map((cell) => unescape(cell).trim());
      // What several words mean there, in any order, and what the query language adds, is no matter of one place.
      if (!/^[\p{L}\p{M}\p{N}]+$/u.test(query)) continue;
      const hits = new Searched(text).find(query).length > 0;
      if (expected === 'yes') expect(hits, row).toBe(true);
      if (expected === 'folds') expect(hits, row).toBe(false);
    }
  });
});
