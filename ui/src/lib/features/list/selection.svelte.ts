/** The articles that are chosen in a list, also those whose rows are not here, and the row that the keyboard is at. */
 

/** Gives the ids of the rows from one number on, so many; undefined where that failed. */
type Ids = (from: number, count: number) => Promise<string[] | undefined>;

export class Selection {
  /** The row that the keyboard is at; -1: none. */
  cursor = $state(-1);
  /** Several are being chosen: not just the one that was opened. */
  choosing = $state(false);
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  /** Where a range begins. */
  #anchor = -1;
  /** Only the last range that was asked for counts. */
  #round = 0;
  readonly #idsOf: Ids;

  constructor(ids: Ids) {
    this.#idsOf = ids;
  }

  get count() {
    return this.#ids.size;
  }

  /** The chosen articles, in the order in which they were chosen. */
  ids(): string[] {
    return [...this.#ids];
  }

  has(id: string) {
    return this.#ids.has(id);
  }

  /** Chooses one article alone. */
  only(row: number, id: string) {
    this.#set(new Set([id]));
    this.cursor = this.#anchor = row;
    this.choosing = false;
  }

  /** Chooses an article besides the others, or no more. */
  toggle(row: number, id: string) {
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#set(ids);
    this.cursor = this.#anchor = row;
    this.choosing = ids.size > 0;
  }

  /** Chooses all from where the range begins to a row. */
  async extend(row: number) {
    const anchor = this.#anchor < 0 ? Math.max(0, this.cursor) : this.#anchor;
    this.#anchor = anchor;
    this.cursor = row;
    const from = Math.min(anchor, row);
    await this.#take(from, Math.abs(anchor - row) + 1);
  }

  /** Chooses all rows of a list of so many. */
  async all(total: number) {
    if (total > 0) await this.#take(0, total);
  }

  /** Chooses nothing; the keyboard stays where it is. */
  clear() {
    this.#set(new Set());
    this.choosing = false;
  }

  /** Begins anew, for another list. */
  forget() {
    this.clear();
    this.cursor = this.#anchor = -1;
  }

  /** Keeps those that are still there. */
  keep(there: Iterable<string>) {
    const known = new Set(there);
    const kept = [...this.#ids].filter((id) => known.has(id));
    if (kept.length < this.#ids.size) this.#set(new Set(kept));
    if (kept.length === 0) this.choosing = false;
  }

  async #take(from: number, count: number) {
    const round = ++this.#round;
    const ids = await this.#idsOf(from, count);
    if (!ids || round !== this.#round) return;
    this.#ids = new Set(ids);
    this.choosing = true;
  }

  #set(ids: Set<string>) {
    this.#round += 1;
    this.#ids = ids;
  }
}
