/** The columns of the table of articles: which there are, what they say of an article, and how a choice of them changes. */
import type { Language, ListColumn, ListRow, ListSort, Sort, TagEntry, ViewColumn } from '../../api';
import { moment, shortDate } from '../../i18n/dates';
import { called } from './facets';

export type ColumnKey = Exclude<ListColumn, 'own'> | 'tags';

/** Each column with the width that it begins with, in pixels. */
const WIDTHS: Record<ColumnKey, number> = {
  title: 320,
  creators: 170,
  publication: 150,
  issued: 110,
  added: 140,
  changed: 140,
  kind: 130,
  language: 100,
  tags: 160,
  citekey: 130
};

/** The narrowest and the widest that a column becomes, in pixels. */
export const NARROWEST = 56;
const WIDEST = 900;

/** Every column, in the order of the menu. */
export const KEYS = Object.keys(WIDTHS) as ColumnKey[];

const FIRST: ColumnKey[] = ['title', 'creators', 'publication', 'issued', 'added'];

/** The columns of a table that nobody has changed. */
export const usual = (): ViewColumn[] => FIRST.map((key) => ({ key, width: WIDTHS[key] }));

/** A choice that can be shown: each column once, known, of a sensible width, and never without the title. */
export function sane(columns: unknown): ViewColumn[] {
  if (!Array.isArray(columns)) return usual();
  const found: ViewColumn[] = [];
  for (const { key, width } of columns as Partial<ViewColumn>[]) {
    if (key && isKey(key) && !found.some((known) => known.key === key)) found.push({ key, width: within(width ?? WIDTHS[key]) });
  }
  return found.some(({ key }) => key === 'title') ? found : usual();
}

/** With a column more, or without it. */
export function toggled(columns: ViewColumn[], key: ColumnKey): ViewColumn[] {
  if (key === 'title') return columns;
  if (columns.some((known) => known.key === key)) return columns.filter((known) => known.key !== key);
  return [...columns, { key, width: WIDTHS[key] }];
}

export function widened(columns: ViewColumn[], key: string, width: number): ViewColumn[] {
  return columns.map((known) => (known.key === key ? { key, width: within(width) } : known));
}

/** With a column at another place. */
export function moved(columns: ViewColumn[], key: string, to: number): ViewColumn[] {
  const column = columns.find((known) => known.key === key);
  if (!column) return columns;
  const rest = columns.filter((known) => known !== column);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), column, ...rest.slice(at)];
}

/** What a click on a column's head sorts by; the other way round where it is sorted by that. */
export function sortedBy(sort: ListSort, column: ListColumn): ListSort {
  if (sort.column === column) return { column, descending: !sort.descending };
  return { column, descending: column === 'added' || column === 'changed' };
}

/** The order of what a search found that a click on a column's head asks for; null: it has none of that column. */
export function foundBy(order: Sort, key: string): Sort | null {
  if (key === 'title') return order === 'title' ? 'relevance' : 'title';
  if (key === 'issued') return order === 'newest' ? 'oldest' : 'newest';
  if (key === 'added') return order === 'added' ? 'relevance' : 'added';
  return null;
}

/** How a column's head says that what was found is sorted by it. */
export function foundSorted(order: Sort, key: string): 'ascending' | 'descending' | undefined {
  if (key === 'title' && order === 'title') return 'ascending';
  if (key === 'issued' && order === 'oldest') return 'ascending';
  if ((key === 'issued' && order === 'newest') || (key === 'added' && order === 'added')) return 'descending';
  return undefined;
}

/** The widths of the columns, for the grid of a row; the last one takes what is left. */
export function template(columns: ViewColumn[]): string {
  const widths = columns.map(({ width }, at) => (at === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`));
  return ['2.2rem', ...widths].join(' ');
}

/** What a column says of an article. */
export function cell(row: ListRow, key: string, language: Language, kinds: Record<string, string>, tags: TagEntry[]): string {
  switch (key) {
    case 'creators':
      return row.creators.join(', ');
    case 'issued':
      return shortDate(row.issued, language);
    case 'added':
      return moment(row.added, language);
    case 'changed':
      return moment(row.changed ?? row.added, language);
    case 'kind':
      return kinds[row.kind] ?? row.kind;
    case 'language':
      return row.language ? called('language', row.language, language, kinds) : '';
    case 'tags':
      return row.tags.flatMap((id) => tags.find((tag) => tag.id === id)?.label ?? []).join(', ');
    case 'publication':
      return row.publication ?? '';
    case 'citekey':
      return row.citekey;
    default:
      return row.title;
  }
}

function isKey(key: string): key is ColumnKey {
  return key in WIDTHS;
}

function within(width: number): number {
  return Math.round(Math.max(NARROWEST, Math.min(WIDEST, Number(width) || NARROWEST)));
}
