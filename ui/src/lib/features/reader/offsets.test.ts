import { describe, expect, it } from 'vitest';
import type { Block, ShownAnnotation } from '../../api';
import { place, span } from './layout';
import { length, rangeOf, selected } from './offsets';
import { bands, pieces } from './pieces';

function annotation(id: string, start: number, end: number): ShownAnnotation {
  return { id, article: 'a', articleTitle: '', colour: 'green', note: '', tags: [], creator: '', created: '', modified: '', quote: '', start, end };
}

describe('offsets', () => {
  it('counts code points', () => {
    expect(length('Cầu 😀')).toBe(5);
    expect(span({ type: 'emphasis', content: [{ type: 'text', text: 'ế😀' }, { type: 'break' }] })).toBe(3);
  });

  it('finds a selection across leaves and inlines', () => {
    document.body.innerHTML =
      '<div id="r"><p data-leaf-start="0">Cầu 😀 <em>mới</em><br>xa</p><hr><p data-leaf-start="13">Đường dài</p></div>';
    const root = document.getElementById('r') as HTMLElement;
    const range = document.createRange();
    const em = root.querySelector('em')?.firstChild as Text;
    const last = root.lastElementChild?.firstChild as Text;
    range.setStart(em, 1);
    range.setEnd(last, 5);
    const selection = window.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    expect(selected(root, selection)).toEqual({ start: 7, end: 18 });
  });

  it('finds the place of an offset again', () => {
    document.body.innerHTML =
      '<div id="r"><p data-leaf-start="0">Cầu 😀 <em>mới</em><br>xa</p><hr><p data-leaf-start="13">Đường dài</p></div>';
    const root = document.getElementById('r') as HTMLElement;
    const text = (start: number, end: number) => rangeOf(root, { start, end })?.toString();
    expect(text(4, 5)).toBe('😀');
    expect(text(6, 9)).toBe('mới');
    expect(text(10, 12)).toBe('xa');
    expect(text(13, 18)).toBe('Đường');
    expect(text(19, 22)).toBe('dài');
    expect(text(99, 120)).toBe('');
    expect(rangeOf(document.createElement('div'), { start: 0, end: 1 })).toBeNull();
  });

  it('has no range where nothing is selected', () => {
    document.body.innerHTML = '<div id="r"><p data-leaf-start="0">a</p></div>';
    window.getSelection()?.removeAllRanges();
    expect(selected(document.getElementById('r') as HTMLElement, window.getSelection())).toBeNull();
  });
});

describe('pieces', () => {
  it('cuts at every end and keeps the text', () => {
    const cut = pieces('Đường 😀 dài', 10, [annotation('a', 12, 17), annotation('b', 15, 30)]);
    expect(cut.map((piece) => piece.text).join('')).toBe('Đường 😀 dài');
    expect(cut.map((piece) => piece.over.map((a) => a.id).join(''))).toEqual(['', 'a', 'ba', 'b']);
  });

  it('shows every colour where highlights lie over one another', () => {
    const [long, short] = [annotation('a', 0, 20), { ...annotation('b', 5, 9), colour: 'pink' as const }];
    expect(bands([long])).toBeUndefined();
    expect(bands([long, annotation('c', 1, 2)])).toBeUndefined();
    expect(bands([long, short])).toBe('linear-gradient(to bottom, var(--hl-green) 0% 50%, var(--hl-pink) 50% 100%)');
  });
});

describe('layout', () => {
  it('gives leaves their starts in reading order', () => {
    const p = (text: string): Block => ({ type: 'paragraph', content: [{ type: 'text', text }] });
    const blocks: Block[] = [
      { type: 'table', caption: [{ type: 'text', text: 'c' }], head: [{ cells: [{ blocks: [p('h')], header: true }] }], rows: [{ cells: [{ blocks: [p('r')] }] }] },
      { type: 'rule' },
      { type: 'quote', blocks: [p('q')] }
    ];
    const placed = JSON.stringify(place(blocks, [0, 2, 4, 6]));
    expect([...placed.matchAll(/"start":(\d+)/g)].map((m) => Number(m[1]))).toEqual([0, 2, 4, 6]);
  });
});
