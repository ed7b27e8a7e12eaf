import { expect, it } from 'vitest';
import { differing, fresh, whole } from './change';
import { arranged, HOLDING, operations } from './fields';

const ALL = ['title', 'kind', 'creators', 'publication', 'issued', 'pages', 'url', 'language', 'place', ...HOLDING, 'citekey'];

it('puts first what matters for a kind, and loses no field', () => {
  for (const kind of ['newspaper', 'letter', 'journal', 'unheard of']) {
    const { first, more } = arranged(kind, ALL);
    expect([...first, ...more].toSorted()).toEqual(ALL.toSorted());
  }
  expect(arranged('letter', ALL).first).toEqual(expect.arrayContaining(HOLDING));
  expect(arranged('newspaper', ALL).more).toEqual(expect.arrayContaining(HOLDING));
});

it('offers only what a field can take', () => {
  expect(operations('creators')).toEqual(['set', 'clear', 'replace', 'append', 'prepend']);
  expect(operations('title')).toEqual(['set', 'replace']);
  expect(operations('kind')).toEqual(['set']);
});

it('leaves out changes that are not yet whole', () => {
  const typed = [fresh(), { ...fresh(), value: 'Sông' }, { ...fresh(), what: 'replace', with: 'x' }, { ...fresh(), what: 'clear' }];
  expect(whole(typed)).toEqual([
    { field: 'publication', do: 'set', value: 'Sông' },
    { field: 'publication', do: 'clear' }
  ]);
});

it('shows where two values differ, by whole letters', () => {
  expect(differing('Bao Song', 'Báo Song')).toEqual({ head: 'B', was: 'a', is: 'á', tail: 'o Song' });
  expect(differing('', 'mới')).toEqual({ head: '', was: '', is: 'mới', tail: '' });
  expect(differing('aa', 'aaa')).toEqual({ head: 'aa', was: '', is: 'a', tail: '' });
  expect(differing('😀 x', '😃 x')).toEqual({ head: '', was: '😀', is: '😃', tail: ' x' });
});
