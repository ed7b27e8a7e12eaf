/**
 * What the list's search box finds. The query's text is the truth: a click on a facet changes the text, and what is
 * pressed is what the library read in it.
 */
 
import * as api from '../../api';
import type { Facet, ListRow, QueryProblem, SearchHit, SearchOptions, SearchResult, Sort } from '../../api';
import { chosen, stillThere, type Clause } from './facets';
import { PAGE, Pages, type Part } from './pages.svelte';

/** Values of a facet that are asked for. */
const VALUES = 30;
/** How long nobody has typed when what is wrong with the query is told, in milliseconds. */
export const PATIENCE = 900;

/** Does a piece of work; a failure is shown and gives undefined. */
type Try = <T>(work: () => Promise<T>) => Promise<T | undefined>;

/** An article that was found. */
export interface Found {
  hit: SearchHit;
  /** Its line, if it is still there. */
  row: ListRow | undefined;
}

export class Finding {
  query = $state('');
  sort = $state<Sort>('relevance');
  /** What was asked is answered. */
  answered = $state(false);
  folded = $state(false);
  facets = $state.raw<Facet[]>([]);
  /** What is wrong with the query, once it is no longer being typed. */
  problems = $state.raw<QueryProblem[]>([]);
  /** The facets' clauses that the query has. */
  clauses = $state.raw<Clause[]>([]);
  readonly pages = new Pages<Found>((offset, limit) => this.#page(offset, limit));
  readonly #try: Try;
  #busy = false;
  /** Something else was asked since the running search began. */
  #overtaken = false;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(work: Try) {
    this.#try = work;
  }

  get asks() {
    return this.query.trim() !== '';
  }

  get total() {
    return this.pages.total;
  }

  /** Finds as one types. */
  async find(query: string) {
    this.query = query;
    await this.#ask();
  }

  async order(sort: Sort) {
    this.sort = sort;
    await this.#ask();
  }

  /** Finds in an order. */
  async ask(query: string, sort: Sort) {
    this.query = query;
    await this.order(sort);
  }

  /** Adds a facet's clause to the query, or takes it out. */
  async toggle(clause: string) {
    const before = this.query;
    const query = await this.#try(() => api.toggleClause(before, clause));
    // What was typed meanwhile is not written over.
    if (query !== undefined && this.query === before) await this.find(query);
  }

  /** Asks again after the library has changed; what is in sight stays there. */
  async again() {
    if (!this.asks) return;
    const { query, sort } = this;
    const found = await this.#search({ offset: 0, limit: 0, facetValues: VALUES });
    if (!found || this.query !== query || this.sort !== sort) return;
    this.#take(found);
    await this.pages.renew();
  }

  /** The ids of a part of what was found. */
  ids(from: number, count: number) {
    return this.#try(() => api.searchIds(this.query, this.sort, from, count));
  }

  forget() {
    this.query = '';
    this.sort = 'relevance';
    this.#overtaken = true;
    this.#clear();
  }

  /** One search at a time; of what is asked while it runs, only the last is. */
  async #ask() {
    this.#overtaken = true;
    if (!this.asks) this.#clear();
    if (this.#busy) return;
    this.#busy = true;
    while (this.#overtaken) {
      this.#overtaken = false;
      const found = this.asks ? await this.#search({ offset: 0, limit: PAGE, facetValues: VALUES }) : undefined;
      const part = found && !this.#overtaken ? await this.#part(found) : undefined;
      if (!found || !part || this.#overtaken) continue;
      await this.pages.begin(part);
      this.#take(found);
    }
    this.#busy = false;
  }

  async #search(page: Omit<SearchOptions, 'sort'>): Promise<SearchResult | undefined> {
    const { query, sort } = this;
    return this.#try(() => api.search(query, { ...page, sort }));
  }

  async #page(offset: number, limit: number): Promise<Part<Found> | undefined> {
    const found = await this.#search({ offset, limit, facetValues: 0 });
    return found && this.#part(found);
  }

  /** Hits with the lines of their articles. */
  async #part({ hits, total }: SearchResult): Promise<Part<Found> | undefined> {
    const lines = await this.#try(() => api.listRows(hits.map(({ id }) => id)));
    const known = new Map(lines?.map((row) => [row.id, row]));
    return lines && { total, rows: hits.map((hit) => ({ hit, row: known.get(hit.id) })) };
  }

  #take(found: SearchResult) {
    this.answered = true;
    this.folded = found.folded;
    this.facets = found.facets;
    this.clauses = stillThere(this.clauses, chosen(found.facets), this.query);
    this.#tell(found.problems);
  }

  /** What is put right is told no more at once; what is new waits until nobody types. */
  #tell(problems: QueryProblem[]) {
    clearTimeout(this.#telling);
    const codes = new Set(problems.map(({ code }) => code));
    this.problems = this.problems.filter(({ code }) => codes.has(code));
    if (problems.length > 0) this.#telling = setTimeout(() => (this.problems = problems), PATIENCE);
  }

  #clear() {
    clearTimeout(this.#telling);
    this.answered = false;
    this.folded = false;
    this.facets = [];
    this.problems = [];
    this.clauses = [];
    this.pages.clear();
  }
}
