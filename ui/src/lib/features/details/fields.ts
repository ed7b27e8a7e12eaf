/** Which fields of the form matter for which kind of article, and how they are typed. */

/** Fields that have a control of their own. */
export const OWN = ['title', 'kind', 'creators', 'issued'];

/** Fields that stand on a line of their own. */
export const WIDE = ['title', 'creators', 'url', 'lead', 'identifiers', 'keywords', 'rights'];

/** Fields of the place where the original is kept. */
export const HOLDING = ['repository', 'fonds', 'series', 'box', 'folder', 'call-number'];

/** Fields that can be wrong, and are looked at as they are typed. */
export const CHECKED = ['title', 'identifiers', 'citekey'];

/** Fields that hold several values. */
export const LISTS = ['creators', 'identifiers', 'keywords'];

const COMMON = ['title', 'kind', 'language', 'creators', 'issued'];

const FIRST: Record<string, string[]> = {
  newspaper: ['publication', 'section', 'pages', 'issue', 'dateline', 'url', 'lead'],
  magazine: ['publication', 'volume', 'issue', 'pages', 'section', 'url', 'lead'],
  journal: ['publication', 'volume', 'issue', 'pages', 'identifiers', 'url', 'lead'],
  'web-page': ['publication', 'section', 'url', 'lead'],
  report: ['publisher', 'place', 'edition', 'pages', 'identifiers', 'url'],
  letter: ['place', ...HOLDING],
  interview: ['publication', 'place', 'url', 'lead'],
  speech: ['place', 'publication', 'publisher', 'url'],
  legislation: ['publisher', 'place', 'issue', 'publication', 'identifiers', 'url'],
  manuscript: ['place', 'pages', ...HOLDING],
  document: ['publisher', 'place', 'pages', 'identifiers', 'url']
};

/** The fields of a kind: those that matter first, and the others, each in the order of the form. */
export function arranged(kind: string, all: string[]): { first: string[]; more: string[] } {
  const wanted = [...COMMON, ...(FIRST[kind] ?? FIRST.document ?? [])].filter((field) => all.includes(field));
  return { first: wanted, more: all.filter((field) => !wanted.includes(field)) };
}

/** What can be done with a field of many articles. */
export function operations(field: string): string[] {
  const clearable = field !== 'title' && field !== 'kind' && field !== 'citekey';
  return ['set', ...(clearable ? ['clear'] : []), ...(field === 'kind' ? [] : ['replace']), ...(LISTS.includes(field) ? ['append', 'prepend'] : [])];
}
