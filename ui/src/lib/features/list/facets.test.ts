import { describe, expect, it } from 'vitest';
import type { Facet, FacetValue } from '../../api';
import { called, chosen, parts, shown, stillThere } from './facets';

const value = (label: string, count: number, is_chosen = false): FacetValue => ({ label, count, clause: `date:${label}`, is_chosen });
const labels = (values: FacetValue[]) => values.map((each) => each.label).join(' ');

describe('values of a facet', () => {
  const years = [1940, 1941, 1942, 1943, 1944, 1945, 1946, 1947].map((year, n) => value(String(year), n + 1));

  it('shows the most frequent in the order in which they came', () => {
    expect(labels(shown(years, false))).toBe('1942 1943 1944 1945 1946 1947');
    expect(shown(years, true)).toEqual(years);
  });

  it('keeps the chosen ones in sight', () => {
    expect(labels(shown([value('1939', 0, true), ...years], false))).toBe('1939 1942 1943 1944 1945 1946 1947');
  });

  it('calls them as people do', () => {
    const kinds = { letter: 'Letter' };
    expect(called('kind', 'letter', 'en', kinds)).toBe('Letter');
    expect(called('decade', '1940', 'vi', kinds)).toBe('1940–1949');
    expect(called('language', 'vi', 'en', kinds)).toBe('Vietnamese');
    expect(called('language', 'fr', 'vi', kinds)).toBe('Tiếng Pháp');
    expect(called('language', 'not a code', 'en', kinds)).toBe('not a code');
  });
});

describe('clauses of a query', () => {
  const tag = (label: string) => ({ kind: 'tag' as const, label, clause: `tag:${label}` });

  it('are what the facets say is chosen', () => {
    const facets: Facet[] = [{ kind: 'year', values: [value('1945', 3, true), value('1946', 2)] }];
    expect(chosen(facets)).toEqual([{ kind: 'year', label: '1945', clause: 'date:1945' }]);
  });

  it('are remembered while they stand in the query', () => {
    const known = [tag('Huế'), tag('Cầu')];
    expect(stillThere(known, [], '(cầu OR phà) tag:Huế tag:Cầu')).toEqual(known);
    expect(stillThere(known, [tag('Cầu')], 'tag:Cầu tag:Huế')).toEqual([tag('Cầu'), tag('Huế')]);
    expect(stillThere(known, [], 'phà tag:Cầuu -tag:Huế')).toEqual([]);
  });
});

it('cuts a text where its marks are, by code points', () => {
  expect(parts('😀 bến phà', [[2, 5], [6, 9]])).toEqual(['😀 ', 'bến', ' ', 'phà', '']);
  expect(parts('không', [])).toEqual(['không']);
});
