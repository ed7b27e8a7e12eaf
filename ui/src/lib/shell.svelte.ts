/** What lies over the panes of the window, and how it is closed. */
import type { Job } from './features/activity/activity.svelte';
import { activity } from './features/activity/activity.svelte';
import type { Brought } from './features/exchange/brought';
import type { Bookable } from './features/exchange/exporting';
import { unsaved } from './unsaved.svelte';

export type Dialog = 'import' | 'export' | 'backup' | 'verify' | 'trash' | 'recent' | 'settings' | 'palette' | 'shortcuts';
export const SECTIONS = ['general', 'citing', 'library', 'about'] as const;
export type Section = (typeof SECTIONS)[number];

class Shell {
  dialog = $state<Dialog | null>(null);
  /** The page of the settings that is open. */
  section = $state<Section>('general');
  /** What was dropped or pasted, for the import. */
  brought = $state.raw<Brought | null>(null);
  /** What is exported. */
  book = $state.raw<Bookable | null>(null);
  /** The ended work whose result is shown. */
  outcome = $state.raw<Job | null>(null);
  touring = $state(false);
  /** What is to be done when the user agrees that work stops and text is lost. */
  closing = $state.raw<(() => unknown) | null>(null);

  open(dialog: Dialog) {
    this.brought = null;
    this.dialog = dialog;
  }

  close() {
    this.dialog = null;
    this.brought = null;
    this.book = null;
  }

  export(book: Bookable) {
    this.book = book;
    this.open('export');
  }

  settings(section: Section) {
    this.section = section;
    this.open('settings');
  }

  bring(what: Brought) {
    this.brought = what;
    this.dialog = 'import';
  }

  /** Whether something would be lost now. */
  get isBusy() {
    return activity.wanted.length > 0 || unsaved.names.length > 0;
  }

  /** Does something that ends work and loses text, after asking where there is such. */
  leave(go: () => unknown) {
    if (this.isBusy) this.closing = go;
    else void go();
  }
}

export const shell = new Shell();
