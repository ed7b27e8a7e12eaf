/**
 * The long work of the window: importing, exporting, checking, backing up. Each piece has an id by which the library tells
 * how far it is and by which it is stopped. Work of one lane waits for its turn, work of different lanes runs side by side.
 */
import * as api from '../../api';
import type { JobProgress, Problem } from '../../api';
import { asProblem } from '../../problems';
import { Pace } from './pace';

export type Kind = 'import' | 'export' | 'verify' | 'backup' | 'compact' | 'purge' | 'samples' | 'open' | 'preview' | 'index' | 'other';
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'stopped';

export interface Work<T> {
  kind: Kind;
  /** What it works on, for people: “Sông nước đổi thay.pdf”. */
  title: string;
  run: (job: string) => Promise<T>;
  /** Whether the result says that the work was stopped half way and that what was done stays. */
  wasStopped?: (result: T) => boolean;
  /** Pieces with the same lane run one after the other; absent: the kind. */
  lane?: string;
  /** Not listed: what one looks at shows how far it is. */
  quiet?: boolean;
  /** Its id; absent: one of its own. */
  id?: string;
}

/** The id of work that the library begins by itself: making the search index anew. */
const INDEX = 'index';

/** What the activity needs of the machine; the tests have one of their own. */
export interface Machine {
  cancel(job: string): Promise<void>;
  /** Seconds. */
  now(): number;
}

export class Job<T = unknown> {
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  readonly quiet: boolean;
  state = $state<JobState>('waiting');
  stage = $state('');
  done = $state(0);
  total = $state(0);
  /** Seconds left in this stage; null while unknown. */
  left = $state<number | null>(null);
  result = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** It was asked to stop and has not yet. */
  stopping = $state(false);
  /** Someone has seen how it ended. */
  seen = $state(false);
  /** Fulfilled when it has ended, however it did, and what follows from that is done. */
  ended: Promise<void> = Promise.resolve();
  readonly #pace = new Pace();

  constructor(id: string, work: Work<T>) {
    this.id = id;
    this.kind = work.kind;
    this.title = work.title;
    this.quiet = work.quiet ?? false;
  }

  get isGoing() {
    return this.state === 'waiting' || this.state === 'running';
  }

  /** 0 to 1; undefined while unknown. */
  get share(): number | undefined {
    return this.total > 0 ? Math.min(1, this.done / this.total) : undefined;
  }

  heard({ stage, done, total }: JobProgress, now: number) {
    this.left = this.#pace.heard(stage, done, total, now);
    [this.stage, this.done, this.total] = [stage, done, total];
  }
}

export class Activity {
  /** Newest first. */
  jobs = $state.raw<Job[]>([]);
  /** The panel is open. */
  open = $state(false);
  /** Called when a piece of work that is listed has ended. */
  onend: (job: Job) => void | Promise<void> = () => {};
  /** Called when the search index was made anew. */
  onindexed: () => void | Promise<void> = () => {};
  /** The search index is being made anew. */
  indexing = $state.raw<Job | null>(null);
  readonly #machine: Machine;
  /** The end of the last work of each lane. */
  readonly #lanes: Record<string, Promise<void>> = {};
  #endIndexing = () => {};
  #count = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  get listed(): Job[] {
    return this.jobs.filter((job) => !job.quiet);
  }

  get going(): Job[] {
    return this.listed.filter((job) => job.isGoing);
  }

  /** Going on because somebody wanted it; the index is made again by itself. */
  get wanted(): Job[] {
    return this.going.filter((job) => job.kind !== 'index');
  }

  /** Ended, and nobody has looked. */
  get unseen(): Job[] {
    return this.listed.filter((job) => !job.isGoing && !job.seen);
  }

  start<T>(work: Work<T>): Job<T> {
    this.#count += 1;
    const job = new Job<T>(work.id ?? `${work.kind}-${this.#count}`, work);
    this.jobs = [job as Job, ...this.jobs];
    const lane = work.lane ?? work.kind;
    const before = this.#lanes[lane];
    job.ended = before ? before.then(() => this.#run(job, work)) : this.#run(job, work);
    this.#lanes[lane] = job.ended;
    return job;
  }

  /** Does quiet or listed work and gives its result; fails as the work does. */
  async result<T>(work: Work<T>): Promise<T> {
    const job = this.start(work);
    await job.ended;
    if (job.quiet) this.dismiss(job as Job);
    if (job.problem) throw job.problem;
    return job.result as T;
  }

  heard(progress: JobProgress) {
    if (progress.job === INDEX && !this.indexing && progress.done < progress.total) void this.#index();
    this.jobs.find((job) => job.id === progress.job)?.heard(progress, this.#machine.now());
    if (progress.job === INDEX && progress.done >= progress.total) this.#endIndexing();
  }

  async cancel(job: Job) {
    if (job.state === 'waiting') {
      job.state = 'stopped';
      return;
    }
    if (job.state !== 'running') return;
    job.stopping = true;
    await this.#machine.cancel(job.id);
  }

  /** Stops everything, and waits until it has. */
  async cancelAll() {
    const going = this.jobs.filter((job) => job.isGoing);
    await Promise.all(going.map((job) => this.cancel(job)));
    await Promise.all(going.map((job) => job.ended));
  }

  /** Takes a piece of work that has ended off the list. */
  dismiss(job: Job) {
    if (!job.isGoing) this.jobs = this.jobs.filter((known) => known !== job);
  }

  /** Takes everything that has ended off the list. */
  clear() {
    this.jobs = this.jobs.filter((job) => job.isGoing);
  }

  look() {
    for (const job of this.jobs) if (!job.isGoing) job.seen = true;
  }

  /** Lists the making of the index while it goes on; how it ended shows in what needed it. */
  async #index() {
    const ended = new Promise<void>((end) => (this.#endIndexing = end));
    const job = this.start({ kind: 'index', id: INDEX, lane: `${INDEX}-${this.#count}`, title: '', run: () => ended, wasStopped: () => this.indexing?.stopping ?? false });
    this.indexing = job as Job;
    await job.ended;
    this.indexing = null;
    this.dismiss(job as Job);
    await this.onindexed();
  }

  async #run<T>(job: Job<T>, work: Work<T>) {
    // It may have been stopped while it waited.
    if (job.state !== 'waiting') return;
    job.state = 'running';
    try {
      const result = await work.run(job.id);
      job.result = result;
      job.state = work.wasStopped?.(result) ? 'stopped' : 'done';
    } catch (failure) {
      job.problem = asProblem(failure);
      job.state = job.problem.code === 'cancelled' ? 'stopped' : 'failed';
    }
    job.stopping = false;
    job.left = null;
    if (!job.quiet && job.kind !== 'index') await this.onend(job as Job);
  }
}

export const activity = new Activity({ cancel: (job) => api.cancelJob(job), now: () => performance.now() / 1000 });
