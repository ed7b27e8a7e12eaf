/**
 * A long list that is fetched by pages: what is in sight first, then what is beside it. Old rows stay until new ones are
 * there, so nothing flickers when the library changes.
 */
 

/** Rows of a page. */
export const PAGE = 100;
/** Pages that are kept. */
const KEPT = 40;
/** Pages that are fetched at once. */
const ABREAST = 3;

export interface Part<T> {
  /** How many rows the whole list has. */
  total: number;
  rows: T[];
}

/** Gives a part of the list; undefined where that failed. */
type Fetch<T> = (offset: number, limit: number) => Promise<Part<T> | undefined>;

export class Pages<T> {
  total = $state(0);
  /** Something has come, be it nothing. */
  ready = $state(false);
  #shown = $state.raw<ReadonlyMap<number, T[]>>(new Map());
  readonly #fetch: Fetch<T>;
  readonly #going = new Set<number>();
  /** What is fetched for an earlier round is dropped. */
  #round = 0;
  /** The pages in sight are being fetched anew. */
  #settling = false;
  #first = 0;
  #last = 0;

  constructor(fetch: Fetch<T>) {
    this.#fetch = fetch;
  }

  /** The row of that number, if it is here. */
  at(n: number): T | undefined {
    return this.#shown.get(Math.floor(n / PAGE))?.[n % PAGE];
  }

  /** Says which rows are in sight. */
  want(first: number, last: number) {
    this.#first = Math.max(0, first);
    this.#last = Math.max(this.#first, last);
    this.#pump();
  }

  /** Begins another list, from its top; its first page may be here already. Gives whether it is shown now. */
  async begin(given?: Part<T>): Promise<boolean> {
    this.#first = 0;
    this.#last = 0;
    return this.#swap([0], given);
  }

  /** Fetches anew what is in sight, or what will be when the rows have moved by so many. */
  async renew(shift = 0): Promise<boolean> {
    const last = Math.max(0, Math.min(this.#last + shift, Math.max(this.total + shift, 1) - 1));
    const first = Math.max(0, Math.min(this.#first + shift, last));
    return this.#swap(span(Math.floor(first / PAGE), Math.floor(last / PAGE)));
  }

  /** Forgets the list. */
  clear() {
    this.#round += 1;
    this.#settling = false;
    this.#going.clear();
    this.#shown = new Map();
    this.total = 0;
    this.ready = false;
  }

  async #swap(numbers: number[], given?: Part<T>): Promise<boolean> {
    const round = ++this.#round;
    this.#settling = true;
    this.#going.clear();
    const parts = await Promise.all(numbers.map((n) => (given && n === 0 ? given : this.#fetch(n * PAGE, PAGE))));
    if (round !== this.#round) return false;
    this.#settling = false;
    const whole = parts.filter((part) => part !== undefined);
    const one = whole[0];
    if (!one || whole.length < parts.length) return false;
    this.#shown = new Map(numbers.map((n, at) => [n, whole[at]?.rows ?? []]));
    this.total = one.total;
    this.ready = true;
    this.#pump();
    return true;
  }

  #pump() {
    if (this.#settling) return;
    for (const n of this.#missing()) {
      if (this.#going.size >= ABREAST) return;
      void this.#load(n);
    }
  }

  /** Pages that are wanted and not here: those in sight, then the next, then the one before. */
  #missing(): number[] {
    const end = Math.ceil(this.total / PAGE) - 1;
    const [from, to] = [Math.floor(this.#first / PAGE), Math.min(end, Math.floor(this.#last / PAGE))];
    const wanted = [...span(from, to), to + 1, from - 1];
    return wanted.filter((n) => n >= 0 && n <= end && !this.#shown.has(n) && !this.#going.has(n));
  }

  async #load(n: number) {
    const round = this.#round;
    this.#going.add(n);
    const part = await this.#fetch(n * PAGE, PAGE);
    if (round !== this.#round) return;
    this.#going.delete(n);
    // What failed is asked for again when the list is next scrolled, not at once.
    if (!part) return;
    this.#shown = this.#near(new Map([...this.#shown, [n, part.rows]]));
    this.total = part.total;
    this.#pump();
  }

  /** Without the pages that are farthest from what is in sight. */
  #near(pages: Map<number, T[]>): Map<number, T[]> {
    const middle = (this.#first + this.#last) / 2 / PAGE;
    const far = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const n of far.slice(0, Math.max(0, far.length - KEPT))) pages.delete(n);
    return pages;
  }
}

function span(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n);
}
