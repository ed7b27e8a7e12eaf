/** The list of a place of the library: which articles, in what order, how they look; each place keeps its own choice. */
import * as api from '../../api';
import type { ListColumn, ListFilter, ListRow, ListSort, Look, SavedView, ViewColumn } from '../../api';
import { sane, sortedBy, usual } from './columns';
import { Pages } from './pages.svelte';

/** Does a piece of work; a failure is shown and gives undefined. */
type Try = <T>(work: () => Promise<T>) => Promise<T | undefined>;

/** What shows the rows, and can say where in the list it is. */
export interface View {
  /** The row at its upper edge, if it is not the first, and how many pixels of it are cut off. */
  top(): { row: number; cut: number } | null;
  go(row: number, cut: number): void;
}

/** How a list looks, as it is kept. */
interface Shape {
  look: Look;
  sort: ListSort;
  columns: ViewColumn[];
}

export const ALL: ListFilter = { tag: null, collection: null };
const COLUMNS: ListColumn[] = ['own', 'title', 'creators', 'publication', 'issued', 'added', 'changed', 'kind', 'language', 'citekey'];

export class Listing {
  filter = $state.raw<ListFilter>(ALL);
  look = $state<Look>('cards');
  sort = $state.raw<ListSort>(newest());
  columns = $state.raw<ViewColumn[]>(usual());
  /** Articles that the library holds. */
  all = $state(0);
  readonly pages: Pages<ListRow>;
  /** The list that is on screen. */
  view: View | null = null;
  readonly #try: Try;
  #library = '';
  #shapes: Record<string, Shape> = {};

  constructor(work: Try) {
    this.#try = work;
    this.pages = new Pages((offset, limit) => this.#page(offset, limit));
  }

  /** Begins with a library: what was chosen for its lists is remembered on this machine. */
  begin(library: string) {
    this.#library = library;
    this.#shapes = remembered(key(library));
    this.#shape(ALL);
    this.pages.clear();
  }

  /** Shows the list of a place. */
  async show(filter: ListFilter) {
    this.#shape(filter);
    await this.pages.begin();
  }

  /** Reads the list again after the library has changed; what is at the upper edge stays there. */
  async refresh() {
    const top = this.view?.top() ?? null;
    const held = top && this.pages.at(top.row);
    const place = held ? await this.#try(() => api.listPlace(this.filter, this.sort, held.id)) : null;
    const shift = top && typeof place === 'number' ? place - top.row : 0;
    const renewed = await this.pages.renew(shift);
    if (renewed && top && shift !== 0) this.view?.go(top.row + shift, top.cut);
  }

  /** Sorts by a column; the other way round where it is sorted by that. */
  async order(column: ListColumn) {
    await this.sorted(sortedBy(this.sort, column));
  }

  async sorted(sort: ListSort) {
    this.sort = sort;
    this.#keep();
    await this.pages.begin();
  }

  looks(look: Look) {
    this.look = look;
    this.#keep();
  }

  has(columns: ViewColumn[]) {
    this.columns = columns;
    this.#keep();
  }

  /** The ids of a part of the list. */
  ids(from: number, count: number) {
    return this.#try(() => api.listIds(this.filter, this.sort, from, count));
  }

  /** Takes on the look of a saved view. */
  take({ look, sort, columns }: SavedView) {
    this.look = look;
    this.sort = sort;
    this.columns = sane(columns);
    this.#keep();
  }

  async #page(offset: number, limit: number) {
    const page = await this.#try(() => api.listPage(this.filter, this.sort, offset, limit));
    if (page) this.all = page.all;
    return page;
  }

  /** A place that nobody has chosen a look for looks as the whole library. */
  #shape(filter: ListFilter) {
    this.filter = filter;
    const shape = this.#shapes[place(filter)] ?? this.#shapes[place(ALL)];
    this.look = shape?.look === 'table' ? 'table' : 'cards';
    this.columns = sane(shape?.columns);
    this.sort = shape && COLUMNS.includes(shape.sort?.column) ? shape.sort : newest();
  }

  #keep() {
    this.#shapes[place(this.filter)] = { look: this.look, sort: this.sort, columns: this.columns };
    localStorage.setItem(key(this.#library), JSON.stringify(this.#shapes));
  }
}

function newest(): ListSort {
  return { column: 'added', descending: true };
}

function key(library: string): string {
  return `fonds-lists ${library}`;
}

function place({ tag, collection }: ListFilter): string {
  return tag ? `tag ${tag}` : collection ? `collection ${collection}` : 'all';
}

function remembered(key: string): Record<string, Shape> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return kept && typeof kept === 'object' ? (kept as Record<string, Shape>) : {};
  } catch {
    // What is no longer readable is chosen anew.
    return {};
  }
}
