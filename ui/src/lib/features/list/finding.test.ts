import { beforeEach, expect, it, vi } from 'vitest';
import type { SearchHit, SearchOptions, SearchResult } from '../../api';
import { Finding, PAGE } from './finding.svelte';

interface Asked {
  query: string;
  options: SearchOptions;
  answer: (found: Partial<SearchResult>) => void;
}
const stand = vi.hoisted(() => ({ asked: [] as unknown[], toggled: [] as string[] }));
const asked = stand.asked as Asked[];

vi.mock('../../api', () => ({
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

it('asks one thing at a time, and shows only what was asked last', async () => {
  void finding.find('c');
  void finding.find('cầ');
  void finding.find('cầu');
  expect(asked.map(({ query }) => query)).toEqual(['c']);
  await answer({ total: 9, hits: hits(0, 9) });
  expect(finding.hits).toBeNull();
  expect(asked.map(({ query }) => query)).toEqual(['c', 'cầu']);
  await answer({ total: 2, hits: hits(0, 2), folded: true });
  expect([finding.total, finding.hits?.length, finding.folded]).toEqual([2, 2, true]);
});

it('shows nothing when nothing is asked any more', async () => {
  void finding.find('cầu');
  void finding.find(' ');
  await answer({ total: 2, hits: hits(0, 2) });
  expect(finding.hits).toBeNull();
  expect(asked.length).toBe(1);
  void finding.find('cầu');
  finding.forget();
  await answer({ total: 2, hits: hits(0, 2) });
  expect([finding.query, finding.hits]).toEqual(['', null]);
});

it('fetches the next hits without counting facets again', async () => {
  const facets = [{ kind: 'tag' as const, values: [] }];
  void finding.find('cầu');
  await answer({ total: 70, hits: hits(0, PAGE), facets });
  void finding.more();
  void finding.more();
  expect(asked.length).toBe(2);
  expect(asked[1]?.options).toEqual({ offset: PAGE, limit: PAGE, sort: 'relevance', facetValues: 0 });
  await answer({ total: 70, hits: hits(PAGE - 1, 70) });
  expect(finding.hits?.map((hit) => hit.id)).toEqual(hits(0, 70).map((hit) => hit.id));
  expect(finding.facets).toEqual(facets);
  await finding.more();
  expect(asked.length).toBe(2);
});

it('drops further hits of a question that has changed', async () => {
  void finding.find('cầu');
  await answer({ total: 70, hits: hits(0, PAGE) });
  void finding.more();
  const further = asked[1];
  void finding.order('title');
  await answer({ total: 70, hits: hits(100, 150) });
  further?.answer({ total: 70, hits: hits(PAGE, 70) });
  await settled();
  expect(asked[2]?.options.sort).toBe('title');
  expect(finding.hits?.[0]?.id).toBe('a100');
  expect(finding.hits?.length).toBe(PAGE);
});

it('asks again for as much as is shown', async () => {
  void finding.find('cầu');
  await answer({ total: 70, hits: hits(0, 70) });
  void finding.again();
  expect(asked[1]?.options).toMatchObject({ offset: 0, limit: 70 });
  await answer({ total: 69, hits: hits(1, 70) });
  expect(finding.total).toBe(69);
});

it('changes the text of the query when a clause is chosen, and keeps its chip where nothing is found', async () => {
  const tag = { label: 'Huế', count: 3, clause: 'tag:Huế', is_chosen: true };
  void finding.find('cầu');
  await answer({ total: 70, hits: hits(0, PAGE) });
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
