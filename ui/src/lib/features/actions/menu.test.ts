import { expect, it, vi } from 'vitest';
import { en } from '../../i18n/en';
import { vi as vietnamese } from '../../i18n/vi';
import { menuOf } from './menu';
import type { Action } from './registry.svelte';

const list: Action[] = [
  { id: 'window.settings', group: 'library', title: (w) => w.shell.actions.settings, keys: ['Mod+,'], run: vi.fn() },
  { id: 'library.import', group: 'library', title: (w) => w.shell.actions.import, keys: ['Mod+I'], available: () => false, run: vi.fn() },
  { id: 'edit.undo', group: 'edit', title: (w) => w.shell.actions.undo, keys: ['Mod+Z'], whileTyping: false, run: vi.fn() },
  { id: 'go.find', group: 'go', title: (w) => w.shell.actions.find, keys: ['/', 'Mod+F'], run: vi.fn() }
];

it('has each group in the window’s language, and says what cannot be done', () => {
  const menu = menuOf(list, vietnamese, false);
  expect(menu.map(({ text }) => text)).toEqual(['Thư viện', 'Sửa', 'Đi đến']);
  expect(menu[0]?.entries).toMatchObject([{ text: 'Nhập bài viết…', enabled: false }, { system: 'Separator' }, { text: 'Cài đặt…', enabled: true }]);
});

it('takes no key from people who type', () => {
  const entries = menuOf(list, en, false).flatMap(({ entries }) => entries);
  expect(entries).toMatchObject([{ accelerator: 'CmdOrCtrl+I' }, { system: 'Separator' }, { accelerator: 'CmdOrCtrl+,' }, { accelerator: undefined }, { accelerator: 'CmdOrCtrl+F' }]);
});

it('has on macOS the app’s own menu, and copying in the edit menu', () => {
  const [app, library, edit] = menuOf(list, en, true);
  expect(app?.text).toBe('Fonds');
  expect(app?.entries).toContainEqual(expect.objectContaining({ id: 'window.settings' }));
  expect(library?.entries).toHaveLength(1);
  expect(edit?.entries).toContainEqual({ system: 'Copy' });
});
