/** Work for when nobody works: it begins when nothing was touched for a while, and again as long as nothing is. */

/** How long nobody may have worked, in milliseconds. */
export const IDLE = 120_000;
/** How long after that it is looked again, in milliseconds. */
export const AGAIN = 3_600_000;

export class Rest {
  readonly #work: () => void;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Somebody works: the rest begins anew. */
  begin() {
    this.#wait(IDLE);
  }

  end() {
    clearTimeout(this.#waiting);
  }

  #wait(milliseconds: number) {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#work();
      this.#wait(AGAIN);
    }, milliseconds);
  }
}
