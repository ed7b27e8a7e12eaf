/** The live preview of a printed book: asks for it as settings change, and knows which pages lie open. */
import type { ExportSettings, Preview as Printed, Problem } from '../../../api';
import { asProblem } from '../../../state.svelte';
import type { Pages } from './pages';

/** Milliseconds without a change before a preview is asked for. */
export const PAUSE = 300;

/** What a preview is made of. */
export interface Wish {
  title: string;
  settings: ExportSettings;
}

/** Where previews come from: the library and the drawing of PDF, or a stand-in of the tests. */
export interface Printer {
  print(wish: Wish): Promise<Printed>;
  /** The last print's bytes. */
  bytes(): Promise<ArrayBuffer>;
  cancel(): Promise<void>;
  open(bytes: ArrayBuffer): Promise<Pages>;
}

export class Preview {
  pages = $state.raw<Pages | null>(null);
  printed = $state.raw<Printed | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** What is shown is not what was asked for last. */
  stale = $state(false);
  /** The page one is on, from 1. */
  page = $state(1);
  #printer: Printer;
  #wish: Wish | undefined;
  #last: Wish | undefined;
  #shown = '';
  /** Grows with each wish; what was asked for before is overtaken. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;

  constructor(printer: Printer) {
    this.#printer = printer;
  }

  /** Asks for a preview when nothing has changed for a while. The newest wish wins. */
  want(wish: Wish) {
    this.#interrupt();
    this.#last = wish;
    this.stale = JSON.stringify(wish) !== this.#shown;
    if (!this.stale) {
      this.problem = null;
      return;
    }
    this.#wish = wish;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#begin();
    }, PAUSE);
  }

  /** Prints the same once more: a house style may have changed on disk. */
  again() {
    this.#shown = '';
    if (this.#last) this.want(this.#last);
  }

  /** Ends what runs and waits for its end; the pages stay. */
  async stop() {
    this.#interrupt();
    await this.#running;
  }

  /** Ends what runs and gives the pages back. */
  async close() {
    await this.stop();
    this.pages?.free();
    this.pages = null;
    this.#shown = '';
  }

  /** The left and the right page that lie open; the first page is a right one, alone. */
  get spread(): [number | null, number | null] {
    const count = this.pages?.count ?? 0;
    const left = this.page - (this.page % 2);
    return [left >= 1 ? left : null, left + 1 <= count ? left + 1 : null];
  }

  /** The printed numbers of the pages that lie open. */
  get labels(): string {
    const open = this.spread.filter((page) => page !== null);
    return open.map((page) => this.pages?.labels[page - 1] ?? String(page)).join('–');
  }

  /** Goes to a page, or to the nearest there is. */
  go(page: number) {
    this.page = Math.max(1, Math.min(page, this.pages?.count ?? 1));
  }

  /** Turns one leaf forwards (1) or back (-1). */
  turn(by: 1 | -1) {
    const [left, right] = this.spread;
    this.go(by === 1 ? (right ?? left ?? 0) + 1 : (left ?? 1) - 1);
  }

  /** Goes to the page of that printed number, else to the page counted from the first. */
  find(typed: string) {
    const label = typed.trim().toLowerCase();
    const place = this.pages?.labels.findIndex((known) => known.toLowerCase() === label) ?? -1;
    if (place >= 0) this.go(place + 1);
    else if (/^\d+$/.test(label)) this.go(Number(label));
  }

  #interrupt() {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wish = undefined;
    if (this.#running) void this.#printer.cancel().catch(() => {});
  }

  #begin() {
    const wish = this.#wish;
    if (!wish || this.#running || this.#timer !== undefined) return;
    this.#wish = undefined;
    this.#running = this.#make(wish, this.#turn).then(() => {
      this.#running = undefined;
      this.#begin();
    });
  }

  async #make(wish: Wish, turn: number) {
    try {
      const printed = await this.#printer.print(wish);
      if (turn !== this.#turn) return;
      const pages = await this.#printer.open(await this.#printer.bytes());
      if (turn === this.#turn) this.#show(wish, printed, pages);
      else pages.free();
    } catch (failure) {
      const problem = asProblem(failure);
      if (turn !== this.#turn || problem.code === 'cancelled') return;
      this.problem = problem;
    }
  }

  #show(wish: Wish, printed: Printed, pages: Pages) {
    const old = this.pages;
    this.pages = pages;
    this.printed = printed;
    this.problem = null;
    this.stale = false;
    this.#shown = JSON.stringify(wish);
    this.go(this.page);
    old?.free();
  }
}
