import { beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../../i18n/en';
import { Actions } from '../../actions/registry.svelte';
import { correctingActions } from './actions';
import { Correction } from './correction.svelte';
import { Editing } from './editing.svelte';

let text: Correction;
let editing: Editing;
let actions: Actions;
const done: string[] = [];

/** As the page does: a box for each paragraph, the cursor in one of them. */
function draw(key: number, at: number) {
  const areas = text.rows.filter((row) => !row.removed).map((row) => {
    const area = document.createElement('textarea');
    area.dataset.key = String(row.key);
    area.value = row.markdown;
    area.onfocus = () => (editing.reached = row.key);
    return area;
  });
  document.body.replaceChildren(...areas);
  const area = document.querySelector<HTMLTextAreaElement>(`[data-key="${key}"]`);
  area?.focus();
  area?.setSelectionRange(at, at);
}

/** Chosen in the palette, which has taken the focus. */
function choose(id: string) {
  (document.activeElement as HTMLElement | null)?.blur();
  return actions.run(id);
}

const titles = () => actions.available.map((action) => action.title(en));
const words = () => text.rows.filter((row) => !row.removed).map((row) => row.markdown);

beforeEach(() => {
  text = new Correction({ revision: 'r', blocks: ['Một hai', 'Ba', 'Bốn'].map((markdown) => ({ markdown, losses: [], pictures: [] })) });
  editing = new Editing(text, () => document.body);
  actions = new Actions();
  done.length = 0;
  document.body.replaceChildren();
  actions.add(correctingActions({ editing: () => editing, save: () => done.push('save'), discard: () => done.push('discard') }));
});

describe('the palette', () => {
  it('offers what is about a paragraph once the cursor was in one, and saving once there is a change', () => {
    expect(titles()).toEqual([en.correcting.leave]);
    draw(0, 0);
    expect(titles()).toContain(en.correcting.paragraph.split);
    expect(choose('correct.save')).toBe(false);
    choose('correct.remove');
    expect(choose('correct.save')).toBe(true);
    choose('correct.discard');
    expect(done).toEqual(['save', 'discard']);
  });

  it('splits where the cursor was, joins, moves and takes out', async () => {
    draw(0, 4);
    choose('correct.split');
    expect(words()).toEqual(['Một', 'hai', 'Ba', 'Bốn']);
    draw(1, 0);
    choose('correct.merge');
    expect(words()).toEqual(['Một', 'hai Ba', 'Bốn']);
    draw(2, 1);
    choose('correct.up');
    expect(words()).toEqual(['Một', 'Bốn', 'hai Ba']);
    choose('correct.down');
    choose('correct.remove');
    expect(words()).toEqual(['Một', 'hai Ba']);
    expect(editing.isPlaced).toBe(false);
  });

  it('leaves the cursor in the paragraph that comes next', async () => {
    draw(1, 0);
    choose('correct.remove');
    draw(-1, 0);
    editing.remove(0);
    draw(-1, 0);
    await Promise.resolve();
    expect(words()).toEqual(['Bốn']);
    await editing.go(2, 1);
    expect(editing.reached).toBe(2);
  });
});
