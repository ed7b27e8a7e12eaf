// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';
import type { ListFilter, ListRow, ListSort, SavedView } from '../../api';
import { Listing } from './listing.svelte';

const stand = vi.hoisted(() => ({ rows: [] as { id: string }[], places: 0, pages: [] as unknown[] }));

vi.mock('../../api', () => ({
  listPage: async (filter: ListFilter, sort: ListSort, offset: number, limit: number) => {
    stand.pages.push({ filter, sort, offset });
    return { total: stand.rows.length, all: 7, rows: stand.rows.slice(offset, offset + limit) };
  },
  listPlace: async (_filter: ListFilter, _sort: ListSort, id: string) => {
    stand.places += 1;
    const at = stand.rows.findIndex((row) => row.id === id);
    return at < 0 ? null : at;
  },
  listIds: async () => []
}));

const rows = (count: number, prefix = 'a') => Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}` }) as ListRow);
const tag = { tag: 't', collection: null };
let listing: Listing;

beforeEach(() => {
  localStorage.clear();
  stand.rows = rows(500);
  stand.places = 0;
  stand.pages = [];
  listing = new Listing((work) => work());
  listing.begin('/x.fonds');
});

it('keeps for each place how it looks', async () => {
  listing.looks('table');
  await listing.order('title');
  await listing.show(tag);
  expect([listing.look, listing.sort]).toEqual(['table', { column: 'title', descending: false }]);
  await listing.order('issued');
  listing.has([{ key: 'title', width: 200 }]);
  const again = new Listing((work) => work());
  again.begin('/x.fonds');
  expect([again.sort.column, again.columns.length]).toEqual(['title', 5]);
  await again.show(tag);
  expect([again.sort.column, again.columns]).toEqual(['issued', [{ key: 'title', width: 200 }]]);
  again.begin('/other.fonds');
  expect([again.look, again.sort]).toEqual(['cards', { column: 'added', descending: true }]);
});

it('begins anew where what was kept is not readable', () => {
  localStorage.setItem('fonds-lists /x.fonds', '{"all":{"look":"poem","sort":7,"columns":"x"}}');
  listing.begin('/x.fonds');
  expect([listing.look, listing.sort.column, listing.columns.length]).toEqual(['cards', 'added', 5]);
  localStorage.setItem('fonds-lists /x.fonds', '{');
  listing.begin('/x.fonds');
  expect(listing.look).toBe('cards');
});

it('stays at its row when others come in above it', async () => {
  await listing.show(tag);
  listing.pages.want(40, 60);
  const gone: number[] = [];
  listing.view = { top: () => ({ row: 40, cut: 12 }), go: (row, cut) => gone.push(row, cut) };
  stand.rows = [...rows(150, 'new'), ...stand.rows];
  await listing.refresh();
  expect(gone).toEqual([190, 12]);
  expect(listing.pages.at(190)?.id).toBe('a40');
  expect(listing.all).toBe(7);
});

it('stays where it is when its row is gone, and at the top', async () => {
  await listing.show(tag);
  const go = vi.fn();
  listing.view = { top: () => ({ row: 40, cut: 0 }), go };
  stand.rows = stand.rows.filter(({ id }) => id !== 'a40');
  await listing.refresh();
  listing.view = { top: () => null, go };
  await listing.refresh();
  expect([go.mock.calls.length, stand.places]).toEqual([0, 1]);
});

it('takes on a saved view', () => {
  const sort: ListSort = { column: 'creators', descending: true };
  listing.take({ look: 'table', sort, columns: [{ key: 'title', width: 300 }, { key: 'kind', width: 99 }] } as SavedView);
  expect([listing.look, listing.sort, listing.columns.map(({ key }) => key)]).toEqual(['table', sort, ['title', 'kind']]);
});
