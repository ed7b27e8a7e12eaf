/** The order of a collection: its numbers, its parts, and where things come to stand when they are moved. */
import type { CollectionItem } from '../../api';

interface Extent {
  top: number;
  bottom: number;
}

/** A part heading, with its number. */
export interface Part {
  id: string;
  title: string;
  number: string;
}

/** The gap between rows that is nearest to a height: 0 before all, `rows.length` after all. */
export function gapAt(rows: Extent[], y: number): number {
  return rows.filter((row) => (row.top + row.bottom) / 2 < y).length;
}

/** What is said before each item: Roman numbers for parts, running ones for articles, nothing for texts. */
export function numbers(items: CollectionItem[]): string[] {
  let [parts, articles] = [0, 0];
  return items.map(({ type }) => (type === 'part' ? roman((parts += 1)) : type === 'article' ? String((articles += 1)) : ''));
}

export function parts(items: CollectionItem[]): Part[] {
  const said = numbers(items);
  return items.flatMap((item, n) => (item.type === 'part' ? [{ id: item.id, title: item.title, number: said[n] ?? '' }] : []));
}

/** After what items come to stand so that they end a part; with no part, those before the first. Null: at the beginning. */
export function endOf(items: CollectionItem[], part: string | null): string | null {
  const from = part === null ? 0 : items.findIndex(({ id }) => id === part) + 1;
  const next = items.findIndex(({ type }, n) => n >= from && type === 'part');
  let end = next < 0 ? items.length : next;
  // An afterword closes what is before it, also what comes there now.
  for (let last = items[end - 1]; end > from && last?.type === 'text' && last.role === 'afterword'; last = items[end - 1]) end -= 1;
  return items[end - 1]?.id ?? null;
}

/**
 * After what items come to stand when they are moved by one place, all together; undefined where they are at the end
 * already. Items that stand apart come together.
 */
export function step(items: CollectionItem[], moved: string[], by: -1 | 1): string | null | undefined {
  const at = items.flatMap(({ id }, n) => (moved.includes(id) ? [n] : []));
  const [first, last] = [at[0], at[at.length - 1]];
  if (first === undefined || last === undefined) return undefined;
  const together = last - first === at.length - 1;
  if (by === -1) return first > 0 ? (items[first - 2]?.id ?? null) : together ? undefined : null;
  return last < items.length - 1 ? items[last + 1]?.id : together ? undefined : items[last]?.id;
}

/** The ids from one item to another, in the order of the list. */
export function between(items: CollectionItem[], from: string, to: string): string[] {
  const ends = [from, to].map((id) => items.findIndex((item) => item.id === id));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return low < 0 ? [to] : items.slice(low, high + 1).map(({ id }) => id);
}

function roman(n: number): string {
  const signs: [number, string][] = [[100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I']];
  let said = '';
  for (const [value, sign] of signs) {
    for (; n >= value; n -= value) said += sign;
  }
  return said;
}
