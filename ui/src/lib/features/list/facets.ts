/** What of the facets is shown, and how their values are called. */
import type { Facet, FacetKind, FacetValue, Language, Mark } from '../../api';

/** Values of a facet that are shown at first. */
export const FIRST = 6;

/** A clause of the query that a facet offers. */
export interface Clause {
  kind: FacetKind;
  label: string;
  clause: string;
}

/** The clauses that the query has, in the order of the facets. */
export function chosen(facets: Facet[]): Clause[] {
  return facets.flatMap(({ kind, values }) =>
    values.filter((value) => value.is_chosen).map(({ label, clause }) => ({ kind, label, clause }))
  );
}

/** The clauses of an answer, and those known before that still stand in the query: where nothing was found, no facet tells of them. */
export function stillThere(known: Clause[], now: Clause[], query: string): Clause[] {
  const told = new Set(now.map(({ clause }) => clause));
  return [...now, ...known.filter(({ clause }) => !told.has(clause) && stands(clause, query))];
}

/** Whether a clause stands in a query by itself, not as a part of another and not negated. */
function stands(clause: string, query: string): boolean {
  const at = query.indexOf(clause);
  const before = query[at - 1] ?? ' ';
  const after = query[at + clause.length] ?? ' ';
  return at >= 0 && /[\s(]/.test(before) && /[\s)]/.test(after);
}

/** The values to show: the most frequent and the chosen ones, in the order in which they came; all where all are wanted. */
export function shown(values: FacetValue[], all: boolean): FacetValue[] {
  if (all || values.length <= FIRST) return values;
  const frequent = new Set([...values].sort((a, b) => b.count - a.count).slice(0, FIRST));
  return values.filter((value) => value.is_chosen || frequent.has(value));
}

/** What people call a value. */
export function called(kind: FacetKind, label: string, language: Language, kinds: Record<string, string>): string {
  if (kind === 'kind') return kinds[label] ?? label;
  if (kind === 'decade') return `${label}–${Number(label) + 9}`;
  return kind === 'language' ? languageName(label, language) : label;
}

/** Made once: making one takes longer than using it for a whole list. */
const NAMES: Record<Language, Intl.DisplayNames> = {
  vi: new Intl.DisplayNames(['vi'], { type: 'language' }),
  en: new Intl.DisplayNames(['en'], { type: 'language' })
};

function languageName(code: string, language: Language): string {
  try {
    return NAMES[language].of(code) ?? code;
  } catch {
    // What an article says of its language may be no code at all.
    return code;
  }
}

/** A text in parts; every second one is marked. */
export function parts(text: string, marks: Mark[]): string[] {
  const chars = Array.from(text);
  const out: string[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    out.push(chars.slice(at, from).join(''), chars.slice(from, to).join(''));
    at = to;
  }
  out.push(chars.slice(at).join(''));
  return out;
}
