/** What a key means in the reader. */

/** A number is a colour, counted from 0. */
export type Meaning = number | 'note' | 'tags' | 'quote' | 'find' | 'larger' | 'smaller' | 'usual' | 'next' | 'previous' | 'caret' | 'escape';

interface Where {
  /** The key goes to the reader, or to nothing in particular. */
  within: boolean;
  /** A passage is selected. */
  selecting: boolean;
  /** The caret of the keyboard is in the text. */
  caret: boolean;
}

const SELECTED: Record<string, Meaning> = { '1': 0, '2': 1, '3': 2, '4': 3, '5': 4, n: 'note', t: 'tags', c: 'quote' };
const SIZES: Record<string, Meaning> = { '+': 'larger', '=': 'larger', '-': 'smaller', '0': 'usual' };
const READING: Record<string, Meaning> = { ']': 'next', '[': 'previous', v: 'caret' };

/** Whether what is typed goes into a field. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select, [contenteditable]');
}

/** The meaning of a key; null where it has none here. */
export function keyOf(event: KeyboardEvent, { within, selecting, caret }: Where): Meaning | null {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === 'f' && !event.shiftKey && !event.altKey) return 'find';
    return within && !event.altKey ? (SIZES[key] ?? null) : null;
  }
  if (isTyping(event.target) || event.altKey || !within) return null;
  if (key === 'escape') return 'escape';
  const onText = event.target instanceof Element && event.target.matches('[data-testid="reader-body"]');
  if (key === 'enter' && onText && !caret) return 'caret';
  return (selecting ? SELECTED[key] : undefined) ?? READING[key] ?? null;
}
