/** What a book will be, shown before it is saved: made anew as its settings change. */
import type { ExportSettings, Problem } from '../../api';
import { asProblem } from '../../problems';

/** Milliseconds without a change before the book is made. */
export const PAUSE = 300;

/** What a book is made of. */
export interface Wish {
  title: string;
  settings: ExportSettings;
}

/** How it is made. */
export interface Maker<T> {
  /** Null when it was overtaken on the way. */
  make(wish: Wish, overtaken: () => boolean): Promise<T | null>;
  cancel(): Promise<void>;
  /** Gives back what is shown no more. */
  free(made: T): void;
}

export class Live<T> {
  made = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** What is shown is not what was asked for last. */
  stale = $state(false);
  #maker: Maker<T>;
  #wish: Wish | undefined;
  #last: Wish | undefined;
  #shown = '';
  /** Grows with each wish; what was asked for before is overtaken. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;

  constructor(maker: Maker<T>) {
    this.#maker = maker;
  }

  /** Asks for the book when nothing has changed for a while. The newest wish wins. */
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

  /** Makes the same once more: what it is made of may have changed elsewhere. */
  again() {
    this.#shown = '';
    if (this.#last) this.want(this.#last);
  }

  /** Ends what runs and waits for its end; what is shown stays. */
  async stop() {
    this.#interrupt();
    await this.#running;
  }

  /** Ends what runs and gives back what is shown. */
  async close() {
    await this.stop();
    if (this.made) this.#maker.free(this.made);
    this.made = null;
    this.#shown = '';
  }

  /** Called when another book is shown. */
  protected shown() {}

  #interrupt() {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wish = undefined;
    if (this.#running) void this.#maker.cancel().catch(() => {});
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
    const overtaken = () => turn !== this.#turn;
    try {
      const made = await this.#maker.make(wish, overtaken);
      if (!made) return;
      if (overtaken()) this.#maker.free(made);
      else this.#show(wish, made);
    } catch (failure) {
      const problem = asProblem(failure);
      if (overtaken() || problem.code === 'cancelled') return;
      this.problem = problem;
    }
  }

  #show(wish: Wish, made: T) {
    const old = this.made;
    this.made = made;
    this.problem = null;
    this.stale = false;
    this.#shown = JSON.stringify(wish);
    this.shown();
    if (old) this.#maker.free(old);
  }
}
