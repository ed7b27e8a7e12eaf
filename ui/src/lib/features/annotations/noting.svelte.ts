/** The list of all annotations: what is asked for, what is there, what is chosen. */
import * as api from '../../api';
import type { AnnotationFilter, AnnotationOrder, ShownAnnotation } from '../../api';

/** Annotations that are asked for at once. */
export const PAGE = 60;

/** Does a piece of work; a failure is shown and gives undefined. */
type Try = <T>(work: () => Promise<T>) => Promise<T | undefined>;

export const nothing = (): AnnotationFilter => ({
  words: '',
  colours: [],
  tag: null,
  creator: null,
  from: null,
  to: null,
  collection: null,
  article: null,
  hasNote: null,
  detached: null
});

export class Noting {
  filter = $state<AnnotationFilter>(nothing());
  order = $state<AnnotationOrder>('article');
  found = $state.raw<ShownAnnotation[]>([]);
  total = $state(0);
  creators = $state.raw<[string, number][]>([]);
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  /** The first answer has come. */
  isReady = $state(false);
  readonly #try: Try;
  #asked = 0;

  constructor(work: Try) {
    this.#try = work;
  }

  get isFiltered(): boolean {
    return JSON.stringify($state.snapshot(this.filter)) !== JSON.stringify(nothing());
  }

  /** How many conditions there are besides the words. */
  get conditions(): number {
    const { words: _, colours, ...others } = this.filter;
    return (colours.length > 0 ? 1 : 0) + Object.values(others).filter((value) => value !== null).length;
  }

  async set(changes: Partial<AnnotationFilter>) {
    this.filter = { ...this.filter, ...changes };
    await this.ask(PAGE);
  }

  async sort(order: AnnotationOrder) {
    this.order = order;
    await this.ask(PAGE);
  }

  /** Asks again for as much as is shown. */
  async again() {
    await this.ask(Math.max(PAGE, this.found.length));
  }

  /** The last question is the one that counts. */
  async ask(limit: number) {
    const asked = ++this.#asked;
    const page = await this.#try(() => api.findAnnotations($state.snapshot(this.filter), this.order, 0, limit));
    if (!page || asked !== this.#asked) return;
    this.found = page.annotations;
    this.total = page.total;
    this.creators = page.creators;
    this.isReady = true;
    const ids = new Set(page.annotations.map(({ id }) => id));
    // What is shown no more is chosen no more, unless everything is.
    if (this.chosen.size !== page.total) this.chosen = new Set([...this.chosen].filter((id) => ids.has(id)));
  }

  async more() {
    const known = this.found;
    const page = await this.#try(() => api.findAnnotations($state.snapshot(this.filter), this.order, known.length, PAGE));
    if (page && this.found === known) this.found = [...known, ...page.annotations];
  }

  choose(id: string) {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
  }

  async chooseAll() {
    this.chosen = new Set(await this.ids());
  }

  chooseNone() {
    this.chosen = new Set();
  }

  /** Those that are chosen, in the list's order; where none is, all that fit. */
  async wanted(): Promise<string[]> {
    const all = await this.ids();
    return this.chosen.size === 0 ? all : all.filter((id) => this.chosen.has(id));
  }

  async ids(): Promise<string[]> {
    return (await this.#try(() => api.annotationIds($state.snapshot(this.filter), this.order))) ?? [];
  }
}
