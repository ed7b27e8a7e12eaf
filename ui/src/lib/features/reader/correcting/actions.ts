/** What can be done while a text is corrected, for the registry: the palette, the sheet of shortcuts, the menu and the keyboard. */
import type { Action } from '../../actions/registry.svelte';
import type { Editing } from './editing.svelte';

/** What the open correction does when it is asked. */
export interface Correcting {
  /** Null before the text is there. */
  editing: () => Editing | null;
  save: () => void;
  discard: () => void;
}

/** What is about a paragraph is about the one that the cursor was in last. */
export function correctingActions({ editing, save, discard }: Correcting): Action[] {
  const isPlaced = () => editing()?.isPlaced ?? false;
  const isChanged = () => (editing()?.text.changes ?? 0) > 0;
  return [
    { id: 'correct.save', group: 'article', title: (w) => w.correcting.save, keys: ['Mod+S'], available: isChanged, run: save },
    { id: 'correct.discard', group: 'article', title: (w) => w.correcting.leave, run: discard },
    { id: 'correct.split', group: 'article', title: (w) => w.correcting.paragraph.split, keys: ['Mod+Enter'], available: isPlaced, run: () => editing()?.split() },
    { id: 'correct.merge', group: 'article', title: (w) => w.correcting.paragraph.merge, available: isPlaced, run: () => editing()?.merge() },
    { id: 'correct.up', group: 'article', title: (w) => w.correcting.paragraph.up, keys: ['Alt+ArrowUp'], available: isPlaced, run: () => editing()?.move(-1) },
    { id: 'correct.down', group: 'article', title: (w) => w.correcting.paragraph.down, keys: ['Alt+ArrowDown'], available: isPlaced, run: () => editing()?.move(1) },
    { id: 'correct.remove', group: 'article', title: (w) => w.correcting.paragraph.remove, available: isPlaced, run: () => editing()?.remove() }
  ];
}
