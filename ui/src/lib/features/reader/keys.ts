/** What a key means where a passage is selected, or the caret of the keyboard is in the text. The rest is in `actions.ts`. */
import { isTyping } from '../actions/registry.svelte';

/** A number is a colour, counted from 0. */
export type Meaning = number | 'note' | 'tags' | 'quote' | 'caret' | 'escape';

interface Where {
  /** The key goes to the reader, or to nothing in particular. */
  within: boolean;
  /** A passage is selected. */
  selecting: boolean;
  /** The caret of the keyboard is in the text. */
  caret: boolean;
}

const SELECTED: Record<string, Meaning> = { '1': 0, '2': 1, '3': 2, '4': 3, '5': 4, n: 'note', t: 'tags', c: 'quote' };

/** The meaning of a key; null where it has none here. */
export function keyOf(event: KeyboardEvent, { within, selecting, caret }: Where): Meaning | null {
  if (!within || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
  const key = event.key.toLowerCase();
  if (key === 'escape') return 'escape';
  const onText = event.target instanceof Element && event.target.matches('[data-testid="reader-body"]');
  if (key === 'enter' && onText && !caret) return 'caret';
  return (selecting ? SELECTED[key] : undefined) ?? null;
}
