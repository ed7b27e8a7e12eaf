/** What a change of the history changed, as short texts. */
import type { HistoryEntry } from '../../api';

const LONGEST = 160;
/** Values that only the program needs. */
const HIDDEN = new Set(['id', 'position', 'modified', 'motivation', 'settings', 'type', 'article', 'body']);

export interface Difference {
  name: string;
  before: string;
  after: string;
}

export function differences(entry: HistoryEntry): Difference[] {
  const names = [...new Set([...Object.keys(entry.before), ...Object.keys(entry.after)])];
  return names
    .filter((name) => !HIDDEN.has(name))
    .map((name) => ({ name, before: shown(entry.before[name]), after: shown(entry.after[name]) }))
    .filter(({ name, before, after }) => before !== after || name === 'quote');
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.map(shown).join('; ') : named(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function named(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'name' in value) return String(value.name);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
