/** The page and `fonds-model` count the same text: over the articles that its own test draws and writes down. */
import { flushSync, mount, unmount } from 'svelte';
import { describe, expect, it } from 'vitest';
import golden from '../../../../../crates/fonds-model/tests/projections.json?raw';
import type { Block, ReaderArticle, ShownAnnotation } from '../../api';
import { place } from './layout';
import { length, leavesOf, offsetOf, rangeOf, selected, spotAt } from './offsets';
import Text from './Text.svelte';

interface Case {
  lead: string | null;
  body: Block[];
  text: string;
  leaves: { start: number; end: number }[];
  /** Where the pictures stand. */
  pictures: number[];
  passages: [number, number, string][];
}

const cases = JSON.parse(golden) as Case[];

function drawn({ lead, body, text, leaves, passages }: Case): HTMLElement {
  const annotations = passages.map(([start, end, quote], n) => ({ id: `a${n}`, colour: 'green', note: '', tags: [], quote, start, end }) as unknown as ShownAnnotation);
  const article = { id: 'a', title: '', language: 'vi', lead, body, text, leaves, annotations } as unknown as ReaderArticle;
  const starts = leaves.map((leaf) => leaf.start);
  document.body.innerHTML = '';
  const nothing = () => {};
  const blocks = place(body, lead ? starts.slice(1) : starts, leaves.at(-1)?.end);
  const component = mount(Text, { target: document.body, props: { article, blocks, onpicture: nothing, onlink: nothing, onpick: nothing, onhover: nothing } });
  flushSync();
  ended = () => void unmount(component);
  return document.querySelector('article') as HTMLElement;
}
let ended = () => {};

/** What a piece of the page says: its text, a `<br>` as a line end. */
function said(node: Node): string {
  const text = (child: Node): string => (child instanceof HTMLBRElement ? '\n' : child instanceof Text_ ? child.data : [...child.childNodes].map(text).join(''));
  return text(node);
}
const Text_ = window.Text;

/** The passages of an article whose places there and back are looked at. */
function passagesAgree(root: HTMLElement, { text, passages }: Case): number {
  const chars = Array.from(text);
  let looked = 0;
  for (const [start, end, words] of passages) {
    const range = rangeOf(root, { start, end });
    // What lies wholly between two leaves is no place in the page.
    if (!range || words.trim() === '') continue;
    const selection = window.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    const found = selected(root, selection);
    // A passage that begins or ends with the break between leaves comes back without it.
    const bare = (passage: string) => passage.replace(/^\n+|\n+$/g, '');
    expect(found && bare(chars.slice(found.start, found.end).join(''))).toBe(bare(words));
    looked += 1;
  }
  return looked;
}

describe('the text projection', () => {
  it('is drawn from enough', () => {
    expect(cases.length).toBeGreaterThan(100);
    const all = cases.map(({ text }) => text).join('');
    for (const piece of ['Nguyễn', '👩‍👩‍👧‍👦', '𠀋', '🇻🇳', 'العربية']) expect(all).toContain(piece);
    // Marks that stand alone, because no letter holds them.
    expect(all).toMatch(/x\u0323\u0302\u0301/);
  });

  it('is what the page shows, with every place in it there and back', { timeout: 240_000 }, () => {
    let looked = 0;
    for (const one of cases) {
      const root = drawn(one);
      const leaves = leavesOf(root);
      expect(leaves.map((leaf) => Number(leaf.dataset.leafStart))).toEqual(one.leaves.map((leaf) => leaf.start));
      expect(leaves.map(said).join('\n')).toBe(one.text);
      expect(leaves.map((leaf, n) => (one.leaves[n]?.start ?? 0) + length(said(leaf)))).toEqual(one.leaves.map((leaf) => leaf.end));
      expect([...root.querySelectorAll<HTMLElement>('[data-picture]')].map((picture) => Number(picture.dataset.at))).toEqual(one.pictures);
      looked += passagesAgree(root, one);
      for (const leaf of one.leaves) {
        for (let at = leaf.start; at <= leaf.end; at++) {
          const spot = spotAt(root, at);
          expect(spot && offsetOf(root, ...spot)).toBe(at);
        }
      }
      ended();
    }
    expect(looked).toBeGreaterThan(400);
  });
});
