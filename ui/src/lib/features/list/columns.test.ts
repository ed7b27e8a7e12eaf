import { expect, it } from 'vitest';
import type { ListRow } from '../../api';
import { cell, foundBy, foundSorted, moved, NARROWEST, sane, sortedBy, template, toggled, usual, widened } from './columns';

const keys = (columns: { key: string }[]) => columns.map(({ key }) => key).join(' ');

it('makes of what was kept a choice that can be shown', () => {
  expect(sane(null)).toEqual(usual());
  expect(sane([{ key: 'issued' }])).toEqual(usual());
  expect(sane([{ key: 'issued', width: 5 }, { key: 'poem' }, { key: 'title', width: 200 }, { key: 'title' }, {}])).toEqual([
    { key: 'issued', width: NARROWEST },
    { key: 'title', width: 200 }
  ]);
});

it('adds, takes away, moves and widens columns', () => {
  const more = toggled(usual(), 'tags');
  expect(keys(more)).toBe('title creators publication issued added tags');
  expect(keys(toggled(more, 'publication'))).toBe('title creators issued added tags');
  expect(toggled(more, 'title')).toBe(more);
  expect(keys(moved(more, 'tags', 0))).toBe('tags title creators publication issued added');
  expect(keys(moved(more, 'title', 99))).toBe('creators publication issued added tags title');
  expect(widened(more, 'tags', 5000).at(-1)?.width).toBe(900);
  expect(template([{ key: 'title', width: 300 }, { key: 'kind', width: 90 }])).toBe('2.2rem 300px minmax(90px, 1fr)');
});

it('sorts the other way round at the second click', () => {
  const once = sortedBy({ column: 'own', descending: true }, 'title');
  expect([once, sortedBy(once, 'title')]).toEqual([{ column: 'title', descending: false }, { column: 'title', descending: true }]);
  expect(sortedBy(once, 'added').descending).toBe(true);
  expect([foundBy('relevance', 'issued'), foundBy('newest', 'issued'), foundBy('title', 'title'), foundBy('newest', 'kind')]).toEqual([
    'newest', 'oldest', 'relevance', null
  ]);
  expect([foundSorted('oldest', 'issued'), foundSorted('added', 'added'), foundSorted('added', 'issued')]).toEqual(['ascending', 'descending', undefined]);
});

it('words what a column says', () => {
  const row = { creators: ['An', 'Bình'], issued: '1945-09?', kind: 'letter', language: 'vi', tags: ['t', 'gone'], title: 'Thư', added: '' } as unknown as ListRow;
  const said = (key: string) => cell(row, key, 'en', { letter: 'Letter' }, [{ id: 't', label: 'Sông', parent: null, count: 1, total: 1, altLabels: [], scopeNote: '', authority: '', term: '', colour: null }]);
  expect(['title', 'creators', 'kind', 'language', 'tags', 'publication'].map(said)).toEqual(['Thư', 'An, Bình', 'Letter', 'Vietnamese', 'Sông', '']);
});
