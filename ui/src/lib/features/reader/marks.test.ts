import { beforeEach, describe, expect, it } from 'vitest';
import { dress, firstMarks, idsOf, markAt, marksOf } from './marks';

beforeEach(() => {
  document.body.innerHTML = '<p id="r">a<mark data-annotations="x">b</mark><mark data-annotations="x y">c</mark><mark data-annotations="y"><em>d</em></mark></p>';
});
const root = () => document.getElementById('r') as HTMLElement;
const all = () => [...root().querySelectorAll('mark')];

describe('marks', () => {
  it('belong to highlights, several where these overlap', () => {
    expect(all().map(idsOf)).toEqual([['x'], ['x', 'y'], ['y']]);
    expect(marksOf(root(), 'y').map((mark) => mark.textContent)).toEqual(['c', 'd']);
    expect([...firstMarks(root())].map(([id, mark]) => id + mark.textContent)).toEqual(['xb', 'yc']);
    expect(markAt(root().querySelector('em'))?.textContent).toBe('d');
    expect(markAt(root())).toBeNull();
  });

  it('let the Tab key stop at one highlight', () => {
    const stops = () => all().map((mark) => mark.getAttribute('tabindex'));
    dress(root(), null, null, null);
    expect(stops()).toEqual(['0', '-1', null]);
    dress(root(), 'y', 'x', 'x');
    expect(stops()).toEqual(['-1', '0', null]);
    expect(all().map((mark) => mark.hasAttribute('data-active'))).toEqual([false, true, true]);
    expect(all().map((mark) => mark.hasAttribute('data-lit'))).toEqual([true, true, false]);
    dress(root(), null, null, 'y');
    expect(stops()).toEqual(['-1', '0', null]);
    expect(all().some((mark) => mark.hasAttribute('data-active'))).toBe(false);
  });
});
