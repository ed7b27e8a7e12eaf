/** A change of many articles as it is being typed. */
import type { FieldEdit } from '../../api';

export interface Typed {
  field: string;
  what: string;
  value: string;
  find: string;
  with: string;
}

export const fresh = (): Typed => ({ field: 'publication', what: 'set', value: '', find: '', with: '' });

/** The changes that are whole; one that lacks what it needs is left out. */
export function whole(typed: Typed[]): FieldEdit[] {
  return typed.flatMap((each) => edit(each) ?? []);
}

function edit({ field, what, value, find, with: instead }: Typed): FieldEdit | null {
  switch (what) {
    case 'clear':
      return { field, do: 'clear' };
    case 'replace':
      return find ? { field, do: 'replace', find, with: instead } : null;
    case 'set':
    case 'append':
    case 'prepend':
      return value.trim() ? { field, do: what, value } : null;
    default:
      return null;
  }
}

/** A value in three parts: what two values have in common before and behind, and what differs between. */
export function differing(before: string, after: string): { head: string; was: string; is: string; tail: string } {
  const [a, b] = [Array.from(before), Array.from(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const part = (chars: string[], from: number, to: number) => chars.slice(from, to).join('');
  return {
    head: part(a, 0, head),
    was: part(a, head, a.length - tail),
    is: part(b, head, b.length - tail),
    tail: part(a, a.length - tail, a.length)
  };
}
