import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SearchHit, SearchOptions, SearchResult } from '../../api';
import { Finding, PATIENCE } from './finding.svelte';
import { PAGE } from './pages.svelte';

interface Asked {
  query: string;
  options: SearchOptions;
  answer: (found: Partial<SearchResult>) => void;
}
const stand = vi.hoisted(() => ({ asked: [] as unknown[], toggled: [] as string[] }));
const asked = stand.asked as Asked[];

vi.mock('../../api', () => ({
  listRows: async (ids: string[]) => ids.map((id) => ({ id })),
  searchIds: async () => [],
  search: (query: string, options: SearchOptions) =>
    new Promise((done) => {
      const empty = { total: 0, folded: false, hits: [], facets: [], problems: [] };
      stand.asked.push({ query, options, answer: (found: object) => done({ ...empty, ...found }) });
    }),
  toggleClause: async (query: string, clause: string) => {
    stand.toggled.push(clause);
    return query.includes(clause) ? query.replace(` ${clause}`, '') : `${query} ${clause}`;
  }
}));

const hits = (from: number, to: number): SearchHit[] =>
  Array.from({ length: to - from }, (_, n) => ({ id: `a${from + n}`, title: '', title_marks: [], snippet: '', marks: [], part: 'text', place: null }));
const settled = () => new Promise((done) => setTimeout(done));
let finding: Finding;

/** Answers the question that was asked last. */
async function answer(found: Partial<SearchResult>) {
  asked.at(-1)?.answer(found);
  await settled();
}

beforeEach(() => {
  asked.length = 0;
  stand.toggled.length = 0;
  finding = new Finding((work) => work());
});

afterEach(() => void vi.useRealTimers());

const shown = (n: number) => finding.pages.at(n)?.hit.id;

it('asks one thing at a time, and shows only what was asked last', async () => {
  void finding.find('c');
  void finding.find('cầ');
  void finding.find('cầu');
  expect(asked.map(({ query }) => query)).toEqual(['c']);
  await answer({ total: 9, hits: hits(0, 9) });
  expect(finding.answered).toBe(false);
  expect(asked.map(({ query }) => query)).toEqual(['c', 'cầu']);
  await answer({ total: 2, hits: hits(0, 2), folded: true });
  expect([finding.total, shown(1), finding.folded]).toEqual([2, 'a1', true]);
});

it('shows nothing when nothing is asked any more', async () => {
  void finding.find('cầu');
  void finding.find(' ');
  await answer({ total: 2, hits: hits(0, 2) });
  expect(finding.answered).toBe(false);
  expect(asked.length).toBe(1);
  void finding.find('cầu');
  finding.forget();
  await answer({ total: 2, hits: hits(0, 2) });
  expect([finding.query, finding.answered]).toEqual(['', false]);
});

it('fetches further hits without counting facets again', async () => {
  const facets = [{ kind: 'tag' as const, values: [] }];
  void finding.find('cầu');
  await answer({ total: 170, hits: hits(0, PAGE), facets });
  expect(asked[1]?.options).toEqual({ offset: PAGE, limit: PAGE, sort: 'relevance', facetValues: 0 });
  await answer({ total: 170, hits: hits(PAGE, 170) });
  expect([shown(0), shown(PAGE), shown(169)]).toEqual(['a0', 'a100', 'a169']);
  expect(finding.facets).toEqual(facets);
});

it('drops further hits of a question that has changed', async () => {
  void finding.find('cầu');
  await answer({ total: 170, hits: hits(0, PAGE) });
  const further = asked[1];
  void finding.order('title');
  await answer({ total: 170, hits: hits(500, 600) });
  further?.answer({ total: 170, hits: hits(PAGE, 170) });
  await settled();
  expect(asked[2]?.options.sort).toBe('title');
  expect([shown(0), shown(PAGE)]).toEqual(['a500', undefined]);
});

it('asks again without leaving the place', async () => {
  void finding.find('cầu');
  await answer({ total: 70, hits: hits(0, 70) });
  void finding.again();
  expect(asked[1]?.options).toMatchObject({ offset: 0, limit: 0, facetValues: 30 });
  await answer({ total: 69 });
  expect(shown(0)).toBe('a0');
  await answer({ total: 69, hits: hits(1, 70) });
  expect([finding.total, shown(0)]).toEqual([69, 'a1']);
});

it('tells what is wrong only when nobody types any more, and no longer than it is', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const tick = () => vi.advanceTimersByTimeAsync(0);
  const wrong = [{ code: 'missing-value', place: { start: 0, end: 4 }, value: 'tag:' }];
  const told = async (query: string, problems: typeof wrong) => {
    void finding.find(query);
    asked.at(-1)?.answer({ problems });
    await tick();
  };
  await told('tag:', wrong);
  await vi.advanceTimersByTimeAsync(PATIENCE / 2);
  await told('tag:H', []);
  await vi.advanceTimersByTimeAsync(PATIENCE * 2);
  expect(finding.problems).toEqual([]);
  await told('tag:', wrong);
  await vi.advanceTimersByTimeAsync(PATIENCE + 1);
  expect(finding.problems).toEqual(wrong);
  await told('tag:H', []);
  expect(finding.problems).toEqual([]);
});

it('changes the text of the query when a clause is chosen, and keeps its chip where nothing is found', async () => {
  const tag = { label: 'Huế', count: 3, clause: 'tag:Huế', is_chosen: true };
  void finding.find('cầu');
  await answer({ total: 70, hits: hits(0, 70) });
  void finding.toggle('tag:Huế');
  await settled();
  expect(finding.query).toBe('cầu tag:Huế');
  await answer({ total: 3, hits: hits(0, 3), facets: [{ kind: 'tag', values: [tag] }] });
  expect(finding.clauses).toEqual([{ kind: 'tag', label: 'Huế', clause: 'tag:Huế' }]);
  void finding.find('cầu tag:Huế xyz');
  await answer({});
  expect(finding.clauses.length).toBe(1);
  void finding.toggle('tag:Huế');
  await settled();
  await answer({});
  expect([finding.query, finding.clauses.length]).toEqual(['cầu xyz', 0]);
});

it('writes over nothing that was typed while a clause was being toggled', async () => {
  void finding.find('cầu');
  await answer({ total: 1, hits: hits(0, 1) });
  void finding.toggle('tag:Huế');
  void finding.find('cầu sắt');
  await settled();
  expect(finding.query).toBe('cầu sắt');
});
