/** How well a name fits what was typed into the palette. Marks may be left out; each word may be only begun. */
import { fold } from '../../components/fold';

/** 0: not at all. Whole names before beginnings, beginnings before words, words before their middles. */
export function fit(name: string, typed: string): number {
  const wanted = fold(typed).split(/\s+/).filter(Boolean);
  const folded = fold(name);
  if (wanted.length === 0) return 1;
  const whole = wanted.join(' ');
  if (folded === whole) return 6;
  // Typed with marks, the name with the same marks comes first.
  const exact = name.normalize('NFC').toLowerCase().includes(typed.trim().normalize('NFC').toLowerCase()) ? 0.5 : 0;
  if (folded.startsWith(whole)) return 5 + exact;
  if (folded.includes(` ${whole}`)) return 4 + exact;
  const words = folded.split(/[^\p{L}\p{N}]+/u);
  if (wanted.every((part) => words.some((word) => word.startsWith(part)))) return 3 + exact;
  if (wanted.every((part) => folded.includes(part))) return 2 + exact;
  // The first letters of words: `tcbv` for “Tất cả bài viết” needs them all in order.
  const initials = words.map((word) => word[0] ?? '').join('');
  return wanted.length === 1 && whole.length > 1 && initials.includes(whole) ? 1 : 0;
}

/** What fits, best first; among equals the order stays. */
export function ranked<T>(things: T[], name: (thing: T) => string, typed: string): T[] {
  return things
    .map((thing, n) => ({ thing, n, fits: fit(name(thing), typed) }))
    .filter(({ fits }) => fits > 0)
    .sort((a, b) => b.fits - a.fits || a.n - b.n)
    .map(({ thing }) => thing);
}
