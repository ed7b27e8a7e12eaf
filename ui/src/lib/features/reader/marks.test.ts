import { beforeEach, describe, expect, it } from 'vitest';
import { dress, firstMarks, idsOf, markAt, marksOf, nextIn } from './marks';

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
    all()[1]?.focus();
    dress(root(), 'x', null, 'x');
    expect(document.activeElement).toBe(all()[1]);
    dress(root(), null, null, 'y');
    expect(stops()).toEqual(['-1', '0', null]);
    expect(all().some((mark) => mark.hasAttribute('data-active'))).toBe(false);
  });

  it('follow one another from the open one, or from where one reads', () => {
    const tops = [-200, 50, 300];
    expect(nextIn(tops, 40, 1, 1)).toBe(2);
    expect(nextIn(tops, 40, 2, 1)).toBe(0);
    expect(nextIn(tops, 40, 0, -1)).toBe(2);
    expect(nextIn(tops, 40, -1, 1)).toBe(1);
    expect(nextIn(tops, 40, -1, -1)).toBe(0);
    expect(nextIn(tops, 900, -1, 1)).toBe(0);
    expect(nextIn(tops, 900, -1, -1)).toBe(2);
    expect(nextIn(tops, -900, -1, -1)).toBe(2);
  });
});
