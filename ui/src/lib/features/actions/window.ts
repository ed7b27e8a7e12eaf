/** The actions of the window itself. Features add their own beside these. */
import * as api from '../../api';
import { speech } from '../../i18n/index.svelte';
import { shell } from '../../shell.svelte';
import { desk } from '../../state.svelte';
import { looks } from '../../theme.svelte';
import { activity } from '../activity/activity.svelte';
import { exportArticle, exportCollection } from '../exchange/exporting';
import { copyCitations } from '../list/citing';
import { isMac } from './keys';
import { menuBar } from './menubar.svelte';
import { focusPane } from './panes';
import type { Action } from './registry.svelte';

const inLibrary = () => desk.library !== null;
const inArticle = () => desk.article !== null;
const inCollection = () => desk.place.kind === 'collection' && desk.collection !== null;

export function windowActions(): Action[] {
  return [...library(), ...edit(), ...article(), ...go(), ...view(), ...help()];
}

function library(): Action[] {
  return [
    { id: 'library.import', group: 'library', title: (w) => w.shell.actions.import, keys: ['Mod+I'], available: inLibrary, run: () => shell.open('import') },
    { id: 'collection.export', group: 'library', title: (w) => w.shell.actions.export, keys: ['Mod+E'], available: inCollection, run: exportCollection },
    { id: 'library.backup', group: 'library', title: (w) => w.shell.actions.backup, available: inLibrary, run: () => shell.open('backup') },
    { id: 'library.verify', group: 'library', title: (w) => w.shell.actions.verify, available: inLibrary, run: () => shell.open('verify') },
    { id: 'library.compact', group: 'library', title: (w) => w.shell.actions.compact, available: inLibrary, run: compact },
    { id: 'library.trash', group: 'library', title: (w) => w.shell.actions.trash, available: inLibrary, run: () => shell.open('trash') },
    { id: 'library.show', group: 'library', title: (w) => w.shell.actions.showLibrary, available: inLibrary, run: showLibrary },
    { id: 'window.settings', group: 'library', title: (w) => w.shell.actions.settings, keys: ['Mod+,'], run: () => shell.open('settings') },
    { id: 'library.close', group: 'library', title: (w) => w.shell.actions.close, keys: ['Mod+Shift+W'], available: inLibrary, run: closeLibrary },
    { id: 'window.close', group: 'library', title: (w) => w.shell.actions.quit, keys: ['Mod+Q'], overDialogs: true, run: () => void api.closeWindow() }
  ];
}

function edit(): Action[] {
  // In a field these keys take back what was typed.
  return [
    { id: 'edit.undo', group: 'edit', title: (w) => w.shell.actions.undo, keys: ['Mod+Z'], whileTyping: false, available: inLibrary, run: () => desk.turn(true) },
    { id: 'edit.redo', group: 'edit', title: (w) => w.shell.actions.redo, keys: ['Mod+Shift+Z', 'Mod+Y'], whileTyping: false, available: inLibrary, run: () => desk.turn(false) },
    { id: 'edit.recent', group: 'edit', title: (w) => w.lists.recent.title, keys: ['Mod+Shift+H'], available: inLibrary, run: () => shell.open('recent') }
  ];
}

function article(): Action[] {
  return [
    { id: 'article.cite', group: 'article', title: (w) => w.shell.actions.copyCitation, keys: ['Mod+Shift+C'], available: () => inArticle() || desk.selection.count > 0, run: copyCitation },
    { id: 'article.export', group: 'article', title: (w) => w.sharing.exportArticle, keys: ['Mod+Shift+E'], available: inArticle, run: exportArticle },
    { id: 'article.remove', group: 'article', title: (w) => w.shell.actions.removeArticle, available: inArticle, run: removeArticle }
  ];
}

function go(): Action[] {
  return [
    { id: 'go.all', group: 'go', title: (w) => w.shell.actions.all, keys: ['Mod+1'], available: inLibrary, run: () => desk.go({ kind: 'all' }) },
    { id: 'go.notes', group: 'go', title: (w) => w.annotating.title, keys: ['Mod+2'], available: inLibrary, run: () => desk.go({ kind: 'notes' }) },
    { id: 'go.find', group: 'go', title: (w) => w.shell.actions.find, keys: ['Mod+Shift+F', 'Mod+F', '/'], available: inLibrary, run: find },
    { id: 'go.next', group: 'go', title: (w) => w.shell.actions.next, keys: ['J', 'Alt+PageDown'], available: inLibrary, run: () => beside(1) },
    { id: 'go.previous', group: 'go', title: (w) => w.shell.actions.previous, keys: ['K', 'Alt+PageUp'], available: inLibrary, run: () => beside(-1) },
    { id: 'go.pane', group: 'go', title: (w) => w.shell.actions.nextPane, keys: ['F6'], available: inLibrary, run: () => focusPane(1) },
    { id: 'go.pane-back', group: 'go', title: (w) => w.shell.actions.previousPane, keys: ['Shift+F6'], available: inLibrary, run: () => focusPane(-1) }
  ];
}

function view(): Action[] {
  return [
    { id: 'view.theme', group: 'view', title: (w) => w.shell.actions.theme, keys: ['Mod+Shift+L'], run: () => looks.turn() },
    { id: 'view.vietnamese', group: 'view', title: (w) => w.shell.actions.vietnamese, available: () => speech.language !== 'vi', run: () => speech.choose('vi') },
    { id: 'view.english', group: 'view', title: (w) => w.shell.actions.english, available: () => speech.language !== 'en', run: () => speech.choose('en') },
    { id: 'view.larger', group: 'view', title: (w) => w.shell.actions.larger, overDialogs: true, run: () => looks.step(1) },
    { id: 'view.smaller', group: 'view', title: (w) => w.shell.actions.smaller, overDialogs: true, run: () => looks.step(-1) },
    { id: 'view.usual', group: 'view', title: (w) => w.shell.actions.usual, overDialogs: true, run: () => looks.enlarge(1) },
    { id: 'view.menu-bar', group: 'view', title: (w) => w.shell.actions.menuBar, available: () => !isMac, run: () => menuBar.show(!menuBar.shown) },
    { id: 'view.activity', group: 'view', title: (w) => w.shell.actions.activity, keys: ['Mod+J'], available: inLibrary, run: () => (activity.open = !activity.open) }
  ];
}

function help(): Action[] {
  return [
    { id: 'help.palette', group: 'help', title: (w) => w.shell.actions.palette, keys: ['Mod+K', 'Mod+P'], run: () => shell.open('palette') },
    { id: 'help.shortcuts', group: 'help', title: (w) => w.shell.actions.shortcuts, keys: ['F1', '?'], run: () => shell.open('shortcuts') },
    { id: 'help.tour', group: 'help', title: (w) => w.shell.actions.tour, available: inLibrary, run: () => (shell.touring = true) },
    { id: 'help.about', group: 'help', title: (w) => w.shell.actions.about, run: () => shell.settings('about') }
  ];
}

function compact() {
  activity.open = true;
  activity.start({ kind: 'compact', title: desk.library?.title ?? '', run: api.compact });
}

async function showLibrary() {
  const path = desk.library?.path;
  if (path) await desk.try(() => api.showInFolder(path));
}

function closeLibrary() {
  shell.leave(() => desk.leave());
}

/** The citations of what is chosen in the list, or else of the article that is read. */
function copyCitation() {
  const { selection } = desk;
  void copyCitations(selection.choosing || !desk.article ? selection.ids() : [desk.article.id]);
}

/** The reader asks first. */
function removeArticle() {
  document.querySelector<HTMLElement>('[data-testid="article-remove"]')?.click();
}

function find() {
  const box = document.querySelector<HTMLInputElement>('[data-testid="search-input"]');
  box?.focus();
  box?.select();
}

/** Reads the next (1) or the previous (-1) article of what the list shows. */
async function beside(by: 1 | -1) {
  const { finding, listing, selection } = desk;
  if (inCollection() && !finding.answered) return besideInCollection(by);
  const [list, total] = finding.answered ? [finding, finding.total] : [listing, listing.pages.total];
  const begin = by === 1 ? 0 : total - 1;
  const to = selection.cursor < 0 ? begin : selection.cursor + by;
  const [id] = to < 0 || to >= total ? [] : ((await list.ids(to, 1)) ?? []);
  if (!id) return;
  selection.only(to, id);
  await desk.read(id);
}

async function besideInCollection(by: 1 | -1) {
  const items = desk.collection?.collection.items ?? [];
  const shown = items.flatMap((item) => (item.type === 'article' ? [item.article] : []));
  const at = shown.findIndex((id) => id === desk.article?.id);
  const next = at < 0 ? shown[by === 1 ? 0 : shown.length - 1] : shown[at + by];
  if (next) await desk.read(next);
}
