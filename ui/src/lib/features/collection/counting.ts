/** The numbers of smart collections that could not be told at once, because the index was busy: they come when it is free. */
import type { CollectionEntry } from '../../api';

export class Counting {
  readonly #ask: () => Promise<Record<string, number>>;
  #wanted = false;
  #busy = false;

  constructor(ask: () => Promise<Record<string, number>>) {
    this.#ask = ask;
  }

  /** Fills in what is missing. One question at a time; what was asked for meanwhile is asked once more. */
  async fill(entries: () => CollectionEntry[], put: (entries: CollectionEntry[]) => void) {
    this.#wanted = entries().some(({ count }) => count === null);
    if (this.#busy) return;
    this.#busy = true;
    while (this.#wanted) {
      this.#wanted = false;
      // A search that fails is told where one looks at it.
      const counts = await this.#ask().catch(() => ({}) as Record<string, number>);
      if (!this.#wanted) put(entries().map((entry) => ({ ...entry, count: entry.count ?? counts[entry.id] ?? null })));
    }
    this.#busy = false;
  }
}
