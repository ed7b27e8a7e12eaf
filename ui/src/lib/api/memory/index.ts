/** The backend of `npm run browse`: answers the window's commands from memory. */
import { mockIPC, mockWindows } from '@tauri-apps/api/mocks';
import { annotating } from './annotating';
import { annotations } from './annotations';
import { articles } from './articles';
import { citing } from './citing';
import { collections } from './collections';
import { correcting } from './correcting';
import { exporting } from './exporting';
import type { Args, Domain, Handlers } from './handlers';
import { history } from './history';
import { libraries } from './libraries';
import { lists } from './lists';
import { shell } from './shell';
import { fail, Store } from './store';
import { reading } from './reading';
import { regions } from './regions';
import { system } from './system';
import { tags } from './tags';

/** Each domain answers its own commands. */
const DOMAINS: Domain[] = [
  libraries, articles, lists, annotations, annotating, correcting, tags, collections, history, citing, exporting, reading, regions, system, shell
];

/** Puts itself where the window looks for Tauri. */
export function begin(): Store {
  const store = new Store();
  const handlers: Handlers = Object.assign({}, ...DOMAINS.map((domain) => domain(store)));
  mockWindows('main');
  mockIPC(
    (command, args) => {
      const handler = handlers[command];
      if (!handler) return fail('unknown-command', `${command} is not answered from memory.`);
      // What goes in and what comes back are copies, as they are over a border.
      const given = JSON.parse(JSON.stringify(args ?? {})) as Args;
      return structuredClone(handler(given));
    },
    { shouldMockEvents: true }
  );
  return store;
}
