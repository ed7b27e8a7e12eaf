/** The native menu, made of the registry. */
import type { MenuEntry, MenuPart } from '../../api';
import type { Words } from '../../i18n/en';
import { accelerator, isMac } from './keys';
import { actions, GROUPS, type Action, type Group } from './registry.svelte';

/** The menu of a list of actions, in the window's language. */
export function menuOf(list: Action[], words: Words, mac = isMac): MenuPart[] {
  const parts = GROUPS.map((group) => ({ text: words.shell.groups[group], entries: entriesOf(list, group, words, mac) }));
  const filled = parts.filter(({ entries }) => entries.length > 0);
  return mac ? [appMenu(list, words), ...filled] : filled;
}

function entriesOf(list: Action[], group: Group, words: Words, mac: boolean): MenuEntry[] {
  const own = list.filter((action) => action.group === group && !action.keysOnly && !(mac && IN_APP_MENU.includes(action.id)));
  const isLast = ({ id }: Action) => LAST.includes(id);
  const made = (actions: Action[]): MenuEntry[] => actions.map((action) => entryOf(action, words));
  const [first, last] = [made(own.filter((action) => !isLast(action))), made(own.filter(isLast))];
  const line: MenuEntry[] = first.length > 0 && last.length > 0 ? [{ system: 'Separator' }] : [];
  const entries = [...first, ...line, ...last];
  return mac && group === 'edit' ? [...MAC_EDIT, ...entries] : entries;
}

/** These close their menu, in whatever order features add theirs. */
const LAST = ['window.settings', 'library.close', 'window.close', 'help.about'];

/** On macOS these stand in the menu that bears the app's name. */
const IN_APP_MENU = ['window.settings', 'window.close', 'help.about'];

/** Without these, Cmd+C and its like would do nothing in fields on macOS. */
const MAC_EDIT: MenuEntry[] = [{ system: 'Cut' }, { system: 'Copy' }, { system: 'Paste' }, { system: 'SelectAll' }, { system: 'Separator' }];

function appMenu(list: Action[], words: Words): MenuPart {
  const { hide, others, showAll, quit } = words.shell.menu;
  const of = (id: string) => list.filter((action) => action.id === id).map((action) => entryOf(action, words));
  return {
    text: 'Fonds',
    entries: [
      ...of('help.about'),
      { system: 'Separator' },
      ...of('window.settings'),
      { system: 'Separator' },
      { system: 'Hide', text: hide },
      { system: 'HideOthers', text: others },
      { system: 'ShowAll', text: showAll },
      { system: 'Separator' },
      { id: 'window.close', text: quit, accelerator: 'CmdOrCtrl+Q', enabled: true, run: () => actions.run('window.close') }
    ]
  };
}

function entryOf(action: Action, words: Words): MenuEntry {
  return {
    id: action.id,
    text: action.title(words),
    accelerator: shownKeys(action),
    enabled: action.available?.() ?? true,
    run: () => actions.run(action.id)
  };
}

/** A menu takes its keys before the page sees them, so keys that mean something else in a field stay with the page. */
function shownKeys(action: Action): string | undefined {
  if (action.whileTyping === false) return undefined;
  return action.keys?.map(accelerator).find((keys) => keys !== undefined);
}
