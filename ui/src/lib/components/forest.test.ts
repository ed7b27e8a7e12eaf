import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { Forest } from './forest.svelte';
import type { Leaf } from './tree';

const leaf = (id: string, label: string, parent: string | null = null): Leaf => ({ id, label, parent });
const nodes = [leaf('a', 'Ánh sáng'), leaf('b', 'Biển'), leaf('b1', 'Bờ', 'b'), leaf('b2', 'Bến', 'b'), leaf('c', 'Cầu')];
let forest: Forest<Leaf>;

function press(key: string, held: Partial<KeyboardEvent> = {}) {
  const wish = forest.press({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held });
  flushSync();
  return wish;
}

beforeEach(() => {
  localStorage.clear();
  forest = new Forest(() => nodes, ({ id }) => (id === 'c' ? ['Bridges'] : []));
});

describe('keys of a tree', () => {
  it('walk over what is in sight', () => {
    expect(forest.reached).toBe('a');
    press('ArrowDown');
    press('ArrowDown');
    expect(forest.reached).toBe('b2');
    press('End');
    expect(forest.reached).toBe('c');
    press('ArrowDown');
    expect(forest.reached).toBe('c');
    press('Home');
    expect(forest.reached).toBe('a');
  });

  it('fold, open, and go between levels', () => {
    forest.focused = 'b';
    press('ArrowLeft');
    expect(forest.rows.map(({ node }) => node.id)).toEqual(['a', 'b', 'c']);
    press('ArrowRight');
    expect(forest.reached).toBe('b');
    press('ArrowRight');
    expect(forest.reached).toBe('b2');
    press('ArrowLeft');
    expect(forest.reached).toBe('b');
  });

  it('find what is typed, without marks', () => {
    press('b');
    press('o');
    expect(forest.reached).toBe('b1');
  });

  it('ask for what is done elsewhere', () => {
    forest.focused = 'b1';
    expect(press('Enter')).toEqual({ do: 'open', id: 'b1' });
    expect(press('Delete')).toEqual({ do: 'remove', id: 'b1' });
    expect(press('F10', { shiftKey: true })).toEqual({ do: 'menu', id: 'b1' });
    expect(press('F2')).toBe(null);
    expect(forest.renaming).toBe('b1');
    expect(press('Tab')).toBe(undefined);
    expect(press('c', { ctrlKey: true })).toBe(undefined);
  });

  it('move a node to another level', () => {
    forest.focused = 'b1';
    expect(press('ArrowRight', { altKey: true })).toEqual({ do: 'move', id: 'b1', parent: 'b2' });
    expect(press('ArrowLeft', { altKey: true })).toEqual({ do: 'move', id: 'b1', parent: null });
    forest.focused = 'b2';
    expect(press('ArrowRight', { altKey: true })).toBe(undefined);
    forest.focused = 'c';
    expect(press('ArrowRight', { altKey: true })).toEqual({ do: 'move', id: 'c', parent: 'b' });
    expect(press('ArrowLeft', { altKey: true })).toBe(undefined);
  });
});

it('keeps foldings under a name', () => {
  forest.recall('one');
  forest.fold('b', true);
  const again = new Forest(() => nodes);
  again.recall('one');
  expect(again.rows.map(({ node }) => node.id)).toEqual(['a', 'b', 'c']);
  again.recall('two');
  expect(again.rows.length).toBe(5);
  again.foldAll(true);
  again.reveal('b1');
  expect(again.rows.length).toBe(5);
});

it('filters by names and other names; Tab reaches what is left', () => {
  forest.focused = 'a';
  forest.filter = 'bridge';
  flushSync();
  expect(forest.rows.map(({ node }) => node.id)).toEqual(['c']);
  expect(forest.reached).toBe('c');
});
