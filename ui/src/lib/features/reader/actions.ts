/** What can be done in the reader, for the registry: the palette, the sheet of shortcuts, the menu and the keyboard. */
import { desk } from '../../state.svelte';
import type { Action } from '../actions/registry.svelte';
import { settings } from './settings.svelte';

/** What the open reader does when it is asked. */
export interface Reading {
  /** The text is being corrected, in the place of the article. */
  isCorrecting: () => boolean;
  correct: () => void;
  find: () => void;
  step: (by: 1 | -1) => void;
  caret: () => void;
  outline: () => void;
  notes: () => void;
  original: () => void;
}

export function readerActions(reading: Reading): Action[] {
  const available = () => desk.article !== null && !reading.isCorrecting();
  return [
    { id: 'article.correct', group: 'article', title: (w) => w.correcting.open, available, run: reading.correct },
    { id: 'article.find', group: 'article', title: (w) => w.reading.find, keys: ['Mod+F'], available, run: reading.find },
    { id: 'article.caret', group: 'article', title: (w) => w.reading.caret, keys: ['V'], available, run: reading.caret },
    { id: 'article.next-highlight', group: 'article', title: (w) => w.reading.next, keys: [']'], available, run: () => reading.step(1) },
    { id: 'article.previous-highlight', group: 'article', title: (w) => w.reading.previous, keys: ['['], available, run: () => reading.step(-1) },
    { id: 'article.outline', group: 'article', title: (w) => w.reading.outline, available, run: reading.outline },
    { id: 'article.notes', group: 'article', title: (w) => w.reading.notes, available, run: reading.notes },
    { id: 'article.original', group: 'article', title: (w) => w.reading.original, available, run: reading.original },
    { id: 'article.alone', group: 'article', title: (w) => (settings.alone ? w.reading.notAlone : w.reading.alone), available, run: () => (settings.alone = !settings.alone) },
    { id: 'article.larger', group: 'article', title: (w) => `${w.reading.size}: ${w.reading.larger}`, keys: ['Mod++', 'Mod+='], available, run: () => settings.resize(1) },
    { id: 'article.smaller', group: 'article', title: (w) => `${w.reading.size}: ${w.reading.smaller}`, keys: ['Mod+-'], available, run: () => settings.resize(-1) },
    { id: 'article.usual-size', group: 'article', title: (w) => `${w.reading.size}: 100 %`, keys: ['Mod+0'], available, run: () => settings.resize(0) }
  ];
}
