/** Places in a text: the window counts UTF-16 units, the library code points. */
import type { KeyedCite, PlacedCitation } from '../../api';

/** A range of UTF-16 units. */
export interface Range {
  start: number;
  end: number;
}

/** The UTF-16 unit with which a code point begins. */
export function unitOf(text: string, point: number): number {
  let unit = 0;
  for (let n = 0; n < point && unit < text.length; n += 1) unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  return unit;
}

/** The citation that a caret stands in, not at its edges, with its range. */
export function citationAt(text: string, citations: PlacedCitation[], caret: number): (Range & { cites: KeyedCite[] }) | null {
  for (const { start, end, cites } of citations) {
    const range = { start: unitOf(text, start), end: unitOf(text, end) };
    if (range.start < caret && caret < range.end) return { ...range, cites };
  }
  return null;
}

/** The `[@` that was just typed before a caret. */
export function opened(text: string, caret: number): Range | null {
  return text.slice(0, caret).endsWith('[@') ? { start: caret - 2, end: caret } : null;
}

/** A space where a citation would touch the word before it. */
export function spaced(text: string, at: number, citation: string): string {
  const before = text.slice(0, at);
  return before === '' || /[\s([“‘—–-]$/.test(before) ? citation : ` ${citation}`;
}
