/**
 * A text while it is corrected: rows of Markdown, each a block of the old text or a new one. What is left alone is told
 * by its number when it is saved, so nothing of it is read again.
 */
import type { EditableText, Loss, TextPart } from '../../../api';

export interface Row {
  key: number;
  /** The number of the old block; null for what is new. */
  from: number | null;
  /** The old block's Markdown. */
  before: string;
  markdown: string;
  losses: Loss[];
  pictures: string[];
  removed: boolean;
}

/** Blocks that are neither text nor heading: their first line says so. */
const OTHER = /^(>|[-*+] |\d+[.)] |\||```|~~~|!\[|\[\^|___)/;
const HEADING = /^(#{1,6})\s+/;

export class Correction {
  readonly revision: string;
  rows = $state<Row[]>([]);
  #keys: number;

  constructor(text: EditableText) {
    this.revision = text.revision;
    this.rows = text.blocks.map(({ markdown, losses, pictures }, n) => ({ key: n, from: n, before: markdown, markdown, losses, pictures, removed: false }));
    this.#keys = this.rows.length;
  }

  /** Whether a row differs from the old text by itself, wherever it stands. */
  isChanged(row: Row): boolean {
    return row.removed || row.from === null || row.markdown !== row.before;
  }

  /** Rows that differ, and those that went elsewhere. */
  get changes(): number {
    return this.rows.filter((row, n) => this.isChanged(row) || this.#isMoved(n)).length + this.#joined;
  }

  /** The text as it is to be saved. */
  get parts(): TextPart[] {
    const left = this.rows.filter((row) => !row.removed && row.markdown.trim() !== '');
    return left.map((row) => (row.from !== null && row.markdown === row.before ? { keep: row.from } : { markdown: row.markdown }));
  }

  remove(key: number, removed = true) {
    const row = this.#row(key);
    if (!row) return;
    // What is new and taken out again is nothing.
    if (removed && row.from === null) this.rows = this.rows.filter((other) => other !== row);
    else row.removed = removed;
  }

  move(key: number, by: -1 | 1) {
    const at = this.rows.findIndex((row) => row.key === key);
    const to = at + by;
    if (at < 0 || to < 0 || to >= this.rows.length) return;
    const rows = [...this.rows];
    [rows[at], rows[to]] = [rows[to] as Row, rows[at] as Row];
    this.rows = rows;
  }

  /** Joins a row with the one above; gives that one's key and where in it they meet, or null where there is none. */
  merge(key: number): { key: number; at: number } | null {
    const at = this.rows.findIndex((row) => row.key === key);
    const above = this.rows.slice(0, Math.max(at, 0)).findLast((row) => !row.removed);
    const row = this.rows[at];
    if (!above || !row) return null;
    const first = above.markdown.trimEnd();
    const second = row.markdown.trimStart().replace(HEADING, '');
    above.markdown = [first, second].filter(Boolean).join(' ');
    above.losses = [...new Set([...above.losses, ...row.losses])];
    above.pictures = [...above.pictures, ...row.pictures];
    if (row.from !== null) this.#joined += 1;
    this.rows = this.rows.filter((other) => other !== row);
    return { key: above.key, at: Math.min(first.length + 1, above.markdown.length) };
  }

  /** Splits a row at a place of its Markdown; gives the new row's key, or null where a side would be empty. */
  split(key: number, at: number): number | null {
    const row = this.#row(key);
    if (!row) return null;
    const [first, second] = [row.markdown.slice(0, at).trimEnd(), row.markdown.slice(at).trimStart()];
    if (!first || !second) return null;
    row.markdown = first;
    const made: Row = { key: this.#keys++, from: null, before: '', markdown: second, losses: row.losses, pictures: [], removed: false };
    this.rows = this.rows.flatMap((other) => (other.key === key ? [other, made] : [other]));
    return made.key;
  }

  /** 0 for text, 2 to 6 for a heading; null for what is neither. */
  level(row: Row): number | null {
    if (OTHER.test(row.markdown)) return null;
    const mark = HEADING.exec(row.markdown)?.[1];
    return mark ? Math.max(2, mark.length) : 0;
  }

  setLevel(key: number, level: number) {
    const row = this.#row(key);
    if (!row || this.level(row) === null) return;
    const words = row.markdown.replace(HEADING, '');
    // A heading is one line.
    row.markdown = level === 0 ? words : `${'#'.repeat(level)} ${words.replace(/\\?\n/g, ' ')}`;
  }

  #joined = $state(0);

  #row(key: number): Row | undefined {
    return this.rows.find((row) => row.key === key);
  }

  /** An old block that stands after one that used to follow it. */
  #isMoved(at: number): boolean {
    const from = this.rows[at]?.from ?? null;
    return from !== null && this.rows.slice(0, at).some((row) => row.from !== null && row.from > from);
  }
}
