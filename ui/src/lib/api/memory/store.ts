/**
 * A small library in memory, for working on the window in a browser (`npm run browse`). It begins with the samples,
 * and with `?articles=100000` in the address it has so many made-up ones besides. It knows just enough to show what
 * the window does; what is true of a library is in `fonds-library` and its tests.
 */
import samples from './samples.json';
import type * as T from '..';

export interface Data {
  library: T.LibraryInfo | null;
  summaries: T.ArticleSummary[];
  articles: Record<string, T.ReaderArticle>;
  tags: T.TagEntry[];
  collections: T.Collection[];
  trash: { entry: T.TrashEntry; summary?: T.ArticleSummary; collection?: T.Collection }[];
}

/** What an event of the history tells, besides its time and who did it. */
type Told = Pick<T.HistoryEntry, 'action'> & Partial<Pick<T.HistoryEntry, 'before' | 'after'>>;

/** Something that was done: the data before it, or after it while it is undone. */
interface Done {
  data: Data;
  action: string;
  number: number;
  record: string;
  time: string;
}

export class Store {
  data: Data = begin();
  #back: Done[] = [];
  #forth: Done[] = [];
  #history: Record<string, T.HistoryEntry[]> = {};
  #count = 0;
  /** Changes that were made; what is made of the data is of one number. */
  changes = 0;

  /** A new name. */
  id(): string {
    this.#count += 1;
    return `memory${String(this.#count).padStart(10, '0')}`;
  }

  /** Says that a change follows, which can be undone; `record` is what it is about. */
  changing(action: string, record = '', told: Partial<Told> = {}) {
    this.changes += 1;
    this.#back.push({ data: copied(this.data), action, number: this.changes, record, time: new Date().toISOString() });
    this.#forth = [];
    const entry = { time: new Date().toISOString(), agent: 'Trần Thu Hà', device: 'memory', action, before: {}, after: {}, ...told };
    (this.#history[record] ??= []).push(entry);
  }

  turn(back: boolean): T.TurnReport | null {
    const [from, to] = back ? [this.#back, this.#forth] : [this.#forth, this.#back];
    const last = from.pop();
    if (!last) return null;
    to.push({ ...last, data: this.data });
    this.data = last.data;
    this.changes += 1;
    return { actions: [last.action] };
  }

  /** Undoes or does again up to a change. */
  turnTo(number: number, back: boolean): T.TurnReport[] {
    const reports: T.TurnReport[] = [];
    const goes = () => (back ? (this.#back.at(-1)?.number ?? -1) >= number : this.#forth.some((done) => done.number === number));
    while (goes()) reports.push(this.turn(back) ?? fail('undo-gone', 'Không còn gì để hoàn tác.'));
    return reports;
  }

  /** What was done last, the latest first. */
  recent(): T.RecentChange[] {
    const shown = (state: 'done' | 'undone') => ({ number, action, record, time }: Done): T.RecentChange => {
      const title = this.data.summaries.find(({ id }) => id === record)?.title ?? '';
      const records = record ? [{ kind: 'article' as const, id: record, title }] : [];
      return { number, own: true, time, agent: 'Trần Thu Hà', device: 'memory', actions: [action], records, changes: 1, state };
    };
    return [...this.#back.map(shown('done')), ...this.#forth.toReversed().map(shown('undone'))].reverse();
  }

  history(record: string): T.HistoryEntry[] {
    return this.#history[record] ?? [];
  }

  summary(id: string): T.ArticleSummary {
    return this.data.summaries.find((known) => known.id === id) ?? fail('unknown-article', `Không có bài ${id}.`);
  }

  /** An article, with its tags, collections and annotations as they are now. */
  article(id: string): T.ReaderArticle {
    const summary = this.summary(id);
    const article = this.data.articles[id] ?? madeUp(summary);
    const tags = this.data.tags.filter((tag) => summary.tags.includes(tag.id)).map(({ id, label }) => ({ id, label }));
    const holding = this.data.collections.filter((known) => known.items.some((item) => item.type === 'article' && item.article === id));
    const creators = summary.creators.map((name) => ({ name, role: 'author' as const }));
    return { ...article, provenance: article.provenance ?? {}, creators, title: summary.title, tags, collections: holding.map(({ id, title }) => ({ id, title })) };
  }

  collection(id: string): T.Collection {
    return this.data.collections.find((known) => known.id === id) ?? fail('unknown-collection', `Không có bộ sưu tập ${id}.`);
  }

  /** The tag of a label, made where there is none; `a/b` stands for `b` under `a`. */
  tag(label: string): T.TagEntry {
    let parent: string | null = null;
    let found: T.TagEntry | undefined;
    for (const part of label.split('/').map((part) => part.trim())) {
      if (!part) return fail('empty-tag', 'Thẻ cần có tên.');
      const under: string | null = parent;
      found = this.data.tags.find((tag) => tag.label === part && (tag.parent === under || !label.includes('/')));
      if (!found) {
        found = { id: this.id(), label: part, parent, count: 0, total: 0, altLabels: [], scopeNote: '', authority: '', term: '', colour: null };
        this.data.tags.push(found);
      }
      parent = found.id;
    }
    return found ?? fail('empty-tag', 'Thẻ cần có tên.');
  }
}

/** Fails as a command does. */
export function fail(code: string, message: string, hint: string | null = null): never {
  throw { code, message, hint } satisfies T.Problem;
}

/** Letters without marks and case, as searching folds them. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
}

function copied(data: Data): Data {
  return structuredClone(data);
}

function begin(): Data {
  const given = structuredClone(samples) as unknown as Omit<Data, 'articles' | 'trash'> & { articles: T.ReaderArticle[] };
  const more = Number(new URLSearchParams(location.search).get('articles') ?? 0);
  return {
    library: given.library,
    summaries: [...given.summaries, ...Array.from({ length: more }, (_, n) => summary(n, given.summaries))],
    articles: Object.fromEntries(given.articles.map((article) => [article.id, article])),
    // The samples tell of a tag what they have to tell.
    tags: given.tags.map((tag) => ({ ...tag, total: tag.count, altLabels: tag.altLabels ?? [], scopeNote: tag.scopeNote ?? '', authority: tag.authority ?? '', term: tag.term ?? '', colour: tag.colour ?? null })),
    collections: given.collections,
    trash: []
  };
}

function summary(n: number, like: T.ArticleSummary[]): T.ArticleSummary {
  const model = like[n % like.length] ?? fail('unexpected', 'no samples');
  const issued = `${1945 + (n % 80)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
  return { ...model, id: `made${n}`, citekey: `${model.citekey}${n}`, title: `${model.title} (${n + 1})`, issued };
}

/** The text of an article that is only a line of the list. */
function madeUp(summary: T.ArticleSummary): T.ReaderArticle {
  const text = summary.excerpt;
  const length = Array.from(text).length;
  return {
    ...summary,
    byline: summary.creators.join(', '),
    dateline: [summary.publication, summary.issued].filter(Boolean).join(', '),
    lead: null,
    body: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
    leaves: [{ start: 0, end: length }],
    text,
    fields: [{ field: 'title', value: summary.title }, { field: 'kind', value: summary.kind }],
    creators: [],
    provenance: {},
    tags: [],
    collections: [],
    annotations: [],
    diagnostics: [],
    source: { fileName: null, digest: '', captured: summary.captured, mediaType: 'text/plain' },
    citation: `${summary.creators.join(', ')}. “${summary.title}”.`
  };
}
