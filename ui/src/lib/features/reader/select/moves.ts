/** Where a caret goes in the text of an article: by letters, words, sentences and paragraphs, in code points. */
import { length } from '../offsets';

export type Unit = 'letter' | 'word' | 'sentence' | 'paragraph';

/** A text with its leaves, as the library gives it. */
export interface Ground {
  text: string;
  leaves: { start: number; end: number }[];
  language: string | null;
}

interface Span {
  start: number;
  end: number;
}

/**
 * The next stop. A caret alone goes to beginnings, so that one can select from there; one that selects goes forward to
 * ends. Letters stop at both.
 */
export function move(ground: Ground, at: number, unit: Unit, forward: boolean, selecting: boolean): number {
  const { leaves } = ground;
  let n = leaves.findLastIndex((leaf) => leaf.start <= at);
  for (n = Math.max(n, 0); leaves[n]; n += forward ? 1 : -1) {
    const stops = stopsIn(ground, leaves[n] as Span, unit, forward && selecting);
    const next = forward ? stops.find((stop) => stop > at) : stops.findLast((stop) => stop < at);
    if (next !== undefined) return next;
  }
  const edge = forward ? leaves.at(-1)?.end : leaves[0]?.start;
  return edge ?? at;
}

/** The word, sentence or paragraph around a place. */
export function around(ground: Ground, at: number, unit: Unit): Span | null {
  const leaf = ground.leaves.findLast((candidate) => candidate.start <= at);
  if (!leaf) return null;
  return spans(ground, leaf, unit).findLast((span) => span.start <= at) ?? null;
}

function stopsIn(ground: Ground, leaf: Span, unit: Unit, ends: boolean): number[] {
  const found = spans(ground, leaf, unit);
  if (unit === 'letter') return [...found.map((span) => span.start), leaf.end];
  return found.map((span) => (ends ? span.end : span.start));
}

/** The units in a leaf, without the white space between them. */
function spans({ text, language }: Ground, leaf: Span, unit: Unit): Span[] {
  if (unit === 'paragraph') return leaf.end > leaf.start ? [leaf] : [];
  const own = Array.from(text).slice(leaf.start, leaf.end).join('');
  const granularity = unit === 'letter' ? 'grapheme' : unit;
  const found: Span[] = [];
  let start = leaf.start;
  for (const { segment, isWordLike } of new Intl.Segmenter(language ?? undefined, { granularity }).segment(own)) {
    const end = start + length(segment);
    const trimmed = end - length(segment.slice(segment.trimEnd().length));
    if (unit === 'letter') found.push({ start, end });
    else if ((unit !== 'word' || isWordLike) && trimmed > start) found.push({ start, end: trimmed });
    start = end;
  }
  return found;
}
