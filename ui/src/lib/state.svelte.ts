/** What the window shows: the open library, the chosen list, the article in the reader. */
import * as api from './api';
import { activity, type Job } from './features/activity/activity.svelte';
import { Counting } from './features/collection/counting';
import { Finding } from './features/list/finding.svelte';
import { ALL, Listing } from './features/list/listing.svelte';
import { Selection } from './features/list/selection.svelte';
import { speech } from './i18n/index.svelte';
import { Lately } from './lately.svelte';
import { asProblem } from './problems';
import type { CollectionEntry, Fixity, LibraryInfo, Problem, ReaderArticle, RecentLibrary, ShownCollection, TagEntry } from './api';

export { asProblem };

/** A passage of an article, in code points of its text. */
export interface Passage {
  article: string;
  start: number;
  end: number;
  /** The annotation that is gone to, where it is one. */
  annotation?: string;
}

/** Chosen articles that are looked up after a change. */
const LOOKED_AT = 2000;

export type Place = { kind: 'all' } | { kind: 'notes' } | { kind: 'tag'; id: string } | { kind: 'collection'; id: string };

class Desk {
  library = $state<LibraryInfo | null>(null);
  /** A library that is being opened. */
  opening = $state.raw<Job | null>(null);
  recent = $state<RecentLibrary[]>([]);
  suggestedFolder = $state('');
  place = $state<Place>({ kind: 'all' });
  tags = $state<TagEntry[]>([]);
  collections = $state<CollectionEntry[]>([]);
  collection = $state<ShownCollection | null>(null);
  article = $state<ReaderArticle | null>(null);
  /** The passage that is to be shown in the reader. */
  passage = $state.raw<Passage | null>(null);
  readonly finding = new Finding((work) => this.try(work));
  readonly listing = new Listing((work) => this.try(work));
  /** The articles that are chosen in the list; what is dragged or done with many takes `selection.ids()`. */
  readonly selection = new Selection((from, count) => (this.finding.answered ? this.finding : this.listing).ids(from, count));
  problem = $state<Problem | null>(null);
  fixity = $state<Fixity | null>(null);
  /** The folder whose new files are taken in by themselves. */
  watched = $state<string | null>(null);
  readonly #counting = new Counting(() => api.foundCounts());
  /** What was read before in this library. */
  readonly lately = new Lately();
  /** A short word about what was just done; it goes by itself. */
  said = $state('');
  /** Asked before what is shown is left; false stays. */
  guard: (() => Promise<boolean>) | null = null;
  #taking = false;
  #reading: Promise<void> = Promise.resolve();
  /** The reading that has not begun. */
  #next: Promise<void> | null = null;
  #hush: ReturnType<typeof setTimeout> | undefined;

  /** A path in the folder that the app suggests; what file names cannot hold becomes a space. */
  suggest(title: string, ending: string) {
    const name = title.replace(/[\\/:*?"<>|]+/g, ' ').trim() || 'Fonds';
    return `${this.suggestedFolder}${this.suggestedFolder.includes('\\') ? '\\' : '/'}${name}.${ending}`;
  }

  /** Does a piece of work; a failure is shown and gives undefined. What the user stopped is no failure. */
  async try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      this.problem = null;
      return await work();
    } catch (failure) {
      const problem = asProblem(failure);
      if (problem.code !== 'cancelled') this.problem = problem;
      return undefined;
    }
  }

  async begin() {
    await api.onProgress((progress) => activity.heard(progress));
    activity.onindexed = () => this.#hearNews();
    // A library that was named at the start and cannot be opened is told; the window begins without it.
    const job = this.#open('Fonds', api.appState);
    await job.ended;
    if (job.state === 'failed') this.problem = job.problem;
    const state = job.result ?? (await api.appState('state').catch(() => undefined));
    if (!state) return undefined;
    this.recent = state.recent;
    this.suggestedFolder = state.suggestedFolder;
    if (state.library) await this.enter(state.library);
    else markShown('welcome');
    return state;
  }

  /** Opens a library. It may be stopped on the way, while its catalog is made anew. */
  async openLibrary(path: string) {
    this.problem = null;
    const job = this.#open(path, (id) => api.openLibrary(id, path));
    await job.ended;
    if (job.state === 'failed') this.problem = job.problem;
    if (job.result) await this.enter(job.result);
  }

  #open<T>(title: string, run: (job: string) => Promise<T>): Job<T> {
    const job = activity.start<T>({ kind: 'open', title, quiet: true, run });
    this.opening = job as Job;
    void job.ended.then(() => {
      activity.dismiss(job as Job);
      this.opening = null;
    });
    return job;
  }

  async enter(library: LibraryInfo) {
    this.library = library;
    this.place = { kind: 'all' };
    this.article = null;
    this.finding.forget();
    this.selection.forget();
    this.listing.begin(library.path);
    await this.listing.show(ALL);
    markShown('list');
    this.lately.begin(library.path);
    await this.refresh();
    await this.lookAtFixity();
    this.watched = (await this.try(api.watched)) ?? null;
  }

  /** Has a folder's new files taken in by themselves; null: no more. */
  async watch(folder: string | null) {
    const done = await this.try(async () => {
      await api.watch(folder);
      return true;
    });
    if (!done) return;
    this.watched = folder;
    await this.takeInWatched();
  }

  /** What is new in the watched folder. A folder that is not there is no news each time. */
  async takeInWatched() {
    if (!this.watched || this.#taking || activity.going.length > 0 || document.querySelector('dialog[open]')) return;
    this.#taking = true;
    const work = { kind: 'import', title: this.watched, run: api.importWatched, quiet: true } as const;
    const report = await activity.result(work).catch(() => null);
    this.#taking = false;
    const words = speech.words;
    const told = [];
    if (report?.imported.length) told.push(words.imported(report.imported.length));
    if (report?.failed.length) told.push(words.failed(report.failed.length));
    if (told.length === 0) return;
    this.say(told.join(', '));
    await this.refresh();
  }

  async lookAtFixity() {
    this.fixity = (await this.try(api.fixity)) ?? null;
  }

  /** The backup of the day and the monthly check, while nobody works. */
  async checkIfDue() {
    if (!this.library?.articles || activity.going.length > 0 || document.querySelector('dialog[open]')) return;
    await this.#backUpIfDue();
    // It may have become due since the library was opened.
    await this.lookAtFixity();
    if (this.fixity?.due) await activity.start({ kind: 'verify', title: this.library.title, run: api.verify }).ended;
  }

  /** A disk that is not there is no news each time. */
  async #backUpIfDue() {
    const planned = await this.try(api.plannedBackups);
    if (!planned?.due || !planned.plan) return;
    await activity.start({ kind: 'backup', title: planned.plan.folder, run: api.backupAsPlanned }).ended;
  }

  async leave() {
    if (!(await this.mayLeave())) return;
    const closed = await this.try(async () => {
      // What goes on unseen, such as a look into the watched folder, is ended first.
      await activity.cancelAll();
      await api.closeLibrary();
      return true;
    });
    if (!closed) return;
    activity.clear();
    this.library = null;
    this.article = null;
    const state = await this.try(() => api.appState('state'));
    this.recent = state?.recent ?? [];
  }

  /** Opens another library in the place of the one that is open. */
  async exchange(path: string) {
    await this.leave();
    if (!this.library) await this.openLibrary(path);
  }

  /**
   * Reads lists and the open article again. One reading at a time, so that an older answer never comes after a newer
   * one; who asks meanwhile shares the reading that begins next.
   */
  refresh(): Promise<void> {
    this.#next ??= this.#reading.then(async () => {
      this.#next = null;
      this.#reading = this.#readAgain();
      await this.#reading;
      // A search may wait for an index that is being made anew, and keeps no reading waiting.
      await this.#findAgain();
    });
    return this.#next;
  }

  /** What had to be mended meanwhile stands above the lists. */
  async #hearNews() {
    const news = (await this.try(api.libraryNews)) ?? [];
    if (this.library) this.library.notices = [...new Set([...this.library.notices, ...news])];
  }

  dismiss(notice: string) {
    if (this.library) this.library.notices = this.library.notices.filter((known) => known !== notice);
  }

  async #findAgain() {
    await this.try(async () => {
      await this.finding.again();
      await this.#keepSelection();
    });
  }

  async #readAgain() {
    await this.try(async () => {
      [this.tags, this.collections] = await Promise.all([api.listTags(), api.listCollections()]);
      void this.#counting.fill(() => this.collections, (counted) => (this.collections = counted));
      const place = this.place;
      await this.listing.refresh();
      // An undo may have taken away what is shown.
      const gone = place.kind === 'collection' && !this.collections.some((known) => known.id === place.id);
      if (gone) this.place = { kind: 'all' };
      this.collection = place.kind === 'collection' && !gone ? await api.readCollection(place.id) : null;
      const shown = this.article?.id;
      if (shown) {
        const again = await api.readArticle(shown).catch(() => null);
        // Another one may have been opened meanwhile.
        if (this.article?.id === shown) this.article = again;
      }
      if (this.library) this.library.articles = this.listing.all;
      await this.#hearNews();
    });
  }

  async go(place: Place) {
    this.place = place;
    this.finding.forget();
    this.selection.forget();
    await this.listing.show(place.kind === 'tag' ? { ...ALL, tag: place.id } : ALL);
    await this.refresh();
  }

  /** An article that is gone is chosen no more. */
  async #keepSelection() {
    const ids = this.selection.ids();
    if (ids.length > 0 && ids.length <= LOOKED_AT) this.selection.keep((await api.listRows(ids)).map(({ id }) => id));
  }

  /** Opens an article in the reader, at its beginning or with a passage in sight. */
  async read(id: string, passage: Omit<Passage, 'article'> | null = null) {
    if (!(await this.mayLeave())) return;
    const article = await this.try(() => api.readArticle(id));
    if (!article) return;
    this.article = article;
    this.lately.note(id, article.title);
    this.passage = passage && { article: id, ...passage };
  }

  /** Whether nothing that is not saved would be lost. */
  async mayLeave(): Promise<boolean> {
    return (await this.guard?.()) ?? true;
  }

  say(words: string) {
    this.said = words;
    clearTimeout(this.#hush);
    this.#hush = setTimeout(() => (this.said = ''), 4000);
  }

  /** Takes back, or does again, what was done last. */
  async turn(back: boolean) {
    const words = speech.words;
    const turned = await this.try(back ? api.undo : api.redo);
    if (turned === undefined) return;
    if (turned === null) {
      this.say(back ? words.nothingToUndo : words.nothingToRedo);
      return;
    }
    const actions = turned.actions.map((action) => words.actions[action] ?? action);
    this.say(`${back ? words.undone : words.redone}: ${actions.join(', ')}`);
    await this.refresh();
  }
}

export const desk = new Desk();

/** Notes when something was first drawn, for the benchmark of the window. */
function markShown(what: string) {
  requestAnimationFrame(() => performance.mark(what));
}
