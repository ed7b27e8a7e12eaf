/**
 * What can be done in the window. Each feature adds its actions and takes them away when it goes; the palette, the sheet of
 * shortcuts, the keyboard and the native menu all read from here, so nothing can be in one of them and not in the others.
 */
import type { Words } from '../../i18n/en';
import { chord, isPressed, type Pressed } from './keys';

/** In the order of menus and lists. */
export const GROUPS = ['library', 'edit', 'article', 'go', 'view', 'help'] as const;
export type Group = (typeof GROUPS)[number];

export interface Action {
  /** `library.import`: what it is about, a dot, what it does. */
  id: string;
  group: Group;
  /** What it is called, in the window's language. */
  title: (words: Words) => string;
  /** The first is the one that is shown; see `keys.ts`. */
  keys?: string[];
  /** Whether it can be done now; absent: always. Read in effects, so it may use state. */
  available?: () => boolean;
  /** Also while people type in a field. Otherwise only keys with Ctrl or Cmd are. */
  whileTyping?: boolean;
  /** Also while a dialog has the window to itself. */
  overDialogs?: boolean;
  /** Not in the palette and the menu: it makes sense by its keys alone. */
  keysOnly?: boolean;
  run: () => unknown;
}

export class Actions {
  list = $state.raw<Action[]>([]);

  /** Adds actions; the result takes them away again. One with a known id stands in the place of that one. */
  add(actions: Action[]): () => void {
    const ids = actions.map((action) => action.id);
    this.list = [...this.list.filter((known) => !ids.includes(known.id)), ...actions];
    return () => {
      this.list = this.list.filter((known) => !actions.includes(known));
    };
  }

  get(id: string): Action | undefined {
    return this.list.find((action) => action.id === id);
  }

  /** Those that can be done now, group by group. */
  get available(): Action[] {
    return ordered(this.list).filter((action) => action.available?.() ?? true);
  }

  /** Does something, if it can be done now; tells whether it was. */
  run(id: string): boolean {
    const action = this.get(id);
    if (!action || !(action.available?.() ?? true)) return false;
    if (isDialogOpen() && !action.overDialogs) return false;
    action.run();
    return true;
  }

  /** Answers a key; tells whether it did. Of several that could, what was added last is nearest to what one looks at. */
  press(event: Pressed, typing: boolean): boolean {
    const can = (action: Action) => (action.available?.() ?? true) && (action.overDialogs || !isDialogOpen());
    const action = this.list.findLast((known) => known.keys?.some((keys) => isPressed(chord(keys), event)) && mayInterrupt(known, event, typing) && can(known));
    return action ? this.run(action.id) : false;
  }
}

/** Group by group, each in the order in which its actions were added. */
export function ordered(actions: Action[]): Action[] {
  return GROUPS.flatMap((group) => actions.filter((action) => action.group === group));
}

/** Whether a dialog has the window to itself. */
export function isDialogOpen(): boolean {
  return document.querySelector('dialog[open], [role="dialog"][data-state="open"]') !== null;
}

/** Whether keys go into a field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (!target.matches('input, textarea, select')) return false;
  return !target.matches('input:is([type="checkbox"], [type="radio"], [type="button"], [type="range"])');
}

function mayInterrupt(action: Action, event: Pressed, typing: boolean): boolean {
  if (!typing) return true;
  return action.whileTyping ?? (event.ctrlKey || event.metaKey || /^F\d+$/.test(event.key));
}

export const actions = new Actions();
