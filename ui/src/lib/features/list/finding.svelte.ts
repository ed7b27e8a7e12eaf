/**
 * What the list's search box finds. The query's text is the truth: a click on a facet changes the text, and what is
 * pressed is what the library read in it.
 */
import * as api from '../../api';
import type { Facet, QueryProblem, SearchHit, SearchOptions, SearchResult, Sort } from '../../api';
import { chosen, stillThere, type Clause } from './facets';

/** Hits that are asked for at once. */
export const PAGE = 50;
/** Values of a facet that are asked for. */
const VALUES = 30;

/** Does a piece of work; a failure is shown and gives undefined. */
type Try = <T>(work: () => Promise<T>) => Promise<T | undefined>;

export class Finding {
  query = $state('');
  sort = $state<Sort>('relevance');
  /** Null while nothing is asked. */
  hits = $state.raw<SearchHit[] | null>(null);
  total = $state(0);
  folded = $state(false);
  facets = $state.raw<Facet[]>([]);
  problems = $state.raw<QueryProblem[]>([]);
  /** The facets' clauses that the query has. */
  clauses = $state.raw<Clause[]>([]);
  /** More hits are being fetched. */
  fetching = $state(false);
  readonly #try: Try;
  #busy = false;
  /** Something else was asked since the running search began. */
  #overtaken = false;

  constructor(work: Try) {
    this.#try = work;
  }

  get asks() {
    return this.query.trim() !== '';
  }

  /** Finds as one types. */
  async find(query: string) {
    this.query = query;
    await this.#ask(PAGE);
  }

  async order(sort: Sort) {
    this.sort = sort;
    await this.#ask(PAGE);
  }

  /** Adds a facet's clause to the query, or takes it out. */
  async toggle(clause: string) {
    const before = this.query;
    const query = await this.#try(() => api.toggleClause(before, clause));
    // What was typed meanwhile is not written over.
    if (query !== undefined && this.query === before) await this.find(query);
  }

  /** Asks again for as much as is shown, after the library has changed. */
  async again() {
    if (this.asks) await this.#ask(Math.max(PAGE, this.hits?.length ?? 0));
  }

  /** Fetches the next hits. */
  async more() {
    const known = this.hits;
    if (!known || this.#busy || this.fetching || known.length >= this.total) return;
    this.fetching = true;
    const found = await this.#search({ offset: known.length, limit: PAGE, facetValues: 0 });
    this.fetching = false;
    // Another question may have been answered meanwhile.
    if (!found || this.hits !== known) return;
    const fresh = found.hits.filter((hit) => !known.some((shown) => shown.id === hit.id));
    this.hits = [...known, ...fresh];
    // Nothing further, whatever was counted before.
    this.total = fresh.length === 0 ? this.hits.length : found.total;
  }

  forget() {
    this.query = '';
    this.sort = 'relevance';
    this.#overtaken = true;
    this.#clear();
  }

  /** One search at a time; of what is asked while it runs, only the last is. */
  async #ask(limit: number) {
    this.#overtaken = true;
    if (!this.asks) this.#clear();
    if (this.#busy) return;
    this.#busy = true;
    while (this.#overtaken) {
      this.#overtaken = false;
      const found = this.asks ? await this.#search({ offset: 0, limit, facetValues: VALUES }) : undefined;
      if (found && !this.#overtaken) this.#take(found);
    }
    this.#busy = false;
  }

  #search(page: Omit<SearchOptions, 'sort'>): Promise<SearchResult | undefined> {
    const { query, sort } = this;
    return this.#try(() => api.search(query, { ...page, sort }));
  }

  #take(found: SearchResult) {
    this.hits = found.hits;
    this.total = found.total;
    this.folded = found.folded;
    this.facets = found.facets;
    this.problems = found.problems;
    this.clauses = stillThere(this.clauses, chosen(found.facets), this.query);
  }

  #clear() {
    this.hits = null;
    this.total = 0;
    this.folded = false;
    this.facets = [];
    this.problems = [];
    this.clauses = [];
  }
}
