/** Articles, importing and finding, in memory. */
import type * as T from '..';
import type { Domain } from './handlers';
import { fold, type Store } from './store';

export const articles: Domain = (store) => ({
  read_article: ({ id }) => store.article(id),
  edit_details: ({ id, fields, creators }) => edit(store, id, withCreators(fields, creators)),
  remove_articles: ({ ids }) => remove(store, ids),
  alike: () => [],
  watched: () => null,
  watch: () => null,
  import_watched: () => report(),
  import: ({ sources }) => imported(store, sources),
  pieces: ({ source }) => [1, 2, 3].map((n) => ({ path: `${source} › ${n}`, title: `Bài ${n} của ${source}`, creators: ['Đỗ Hữu Phước'], publication: 'Báo Sông Đào', issued: '2022-11-25', length: 900 * n, known: n === 3 ? 'x' : null })),
  import_pasted: ({ content }) => imported(store, [String(content).split('\n')[0] ?? '']),
  search: ({ query, options }) => search(store, query, options),
  search_ids: ({ query, sort, offset, limit }) =>
    search(store, query, { offset, limit, sort, facetValues: 0 }).hits.map(({ id }) => id),
  toggle_clause: ({ query, clause }) => toggled(query, clause)
});

/** A tag and all that stand under it. */
export function narrower(tags: T.TagEntry[], root: string): Set<string> {
  const found = new Set([root]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const tag of tags) if (tag.parent && found.has(tag.parent)) found.add(tag.id);
  }
  return found;
}

function edit(store: Store, id: string, fields: T.FieldValue[]) {
  const summary = store.summary(id);
  const article = store.article(id);
  const named = (values: T.FieldValue[]) => Object.fromEntries(values.map(({ field, value }) => [field, value]));
  const old = article.fields.filter(({ field }) => fields.some((given) => given.field === field));
  store.changing('set-article', id, { before: named(old), after: named(fields) });
  const { data } = store;
  for (const { field, value } of fields) {
    if (field === 'title' || field === 'kind') summary[field] = value;
    if (field === 'publication' || field === 'issued') summary[field] = value || null;
    if (field === 'creators') summary.creators = value.split(';').map((name) => name.trim()).filter(Boolean);
  }
  const merged = { ...named(article.fields), ...named(fields) };
  data.articles[id] = { ...article, fields: Object.entries(merged).map(([field, value]) => ({ field, value })) };
}

/** Creators with the parts of their names, as a line. */
function withCreators(fields: T.FieldValue[], creators: T.Creator[] | null): T.FieldValue[] {
  if (!creators) return fields;
  const line = ({ name, role }: T.Creator) => (role === 'author' ? name : `${name} (${role})`);
  return [...fields, { field: 'creators', value: creators.map(line).join('; ') }];
}

function remove(store: Store, ids: string[]) {
  store.changing('remove-article');
  const { data } = store;
  for (const id of ids) {
    const summary = store.summary(id);
    const removed = new Date().toISOString();
    data.trash.unshift({ entry: { kind: 'article', id, title: summary.title, removed, agent: 'Trần Thu Hà' }, summary });
  }
  data.summaries = data.summaries.filter(({ id }) => !ids.includes(id));
}

function report(): T.ImportReport {
  return { imported: [], duplicates: [], failed: [], remarks: [], cancelled: false };
}

function imported(store: Store, sources: string[]): T.ImportReport {
  store.changing('add-article');
  const made = report();
  for (const path of sources) {
    const title = path.split(/[\\/]/).pop() ?? path;
    const [id, citekey] = [store.id(), fold(title).replace(/\W+/g, '').slice(0, 20)];
    const like = store.data.summaries[0];
    if (like) store.data.summaries.unshift({ ...like, id, citekey, title, tags: [] });
    made.imported.push({ path, id, citekey, title, diagnostics: [] });
  }
  return made;
}

/** The clauses of a query and its words. */
function parsed(query: string) {
  const parts: string[] = query.match(/-?[\p{L}]+:"[^"]*"|"[^"]*"|\S+/gu) ?? [];
  const clauses = parts.filter((part) => /^\p{L}+:/u.test(part));
  return { parts, clauses, words: parts.filter((part) => !clauses.includes(part)).map((word) => fold(word.replace(/"/g, ''))) };
}

function toggled(query: string, clause: string): string {
  const { parts } = parsed(query);
  return (parts.includes(clause) ? parts.filter((part) => part !== clause) : [...parts, clause]).join(' ');
}

/** The articles that a query finds. */
export function found(store: Store, query: string): T.ArticleSummary[] {
  const { clauses, words } = parsed(query);
  const { data } = store;
  return data.summaries.filter((summary) => {
    const text = fold([summary.title, ...summary.creators, summary.publication, data.articles[summary.id]?.text ?? summary.excerpt].join(' '));
    return words.every((word) => text.includes(word)) && clauses.every((clause) => values(store, summary).includes(clause));
  });
}

function search(store: Store, query: string, options: T.SearchOptions): T.SearchResult {
  const { clauses, words } = parsed(query);
  const hits = found(store, query);
  const page = hits.slice(options.offset, options.offset + options.limit);
  return {
    total: hits.length,
    folded: false,
    hits: page.map((summary) => hit(summary, words)),
    facets: options.facetValues > 0 ? facets(store, hits, clauses) : [],
    problems: []
  };
}

function hit(summary: T.ArticleSummary, words: string[]): T.SearchHit {
  const marks = (text: string): T.Mark[] =>
    words.flatMap((word) => {
      const at = word ? fold(text).indexOf(word) : -1;
      return at < 0 ? [] : [[at, at + word.length] as T.Mark];
    });
  const { id, title, excerpt } = summary;
  return { id, title, title_marks: marks(title), snippet: excerpt, marks: marks(excerpt), part: 'text', place: null };
}

/** The facet clauses that an article answers to. */
function values({ data }: Store, summary: T.ArticleSummary): string[] {
  const tags = data.tags.filter((tag) => summary.tags.includes(tag.id)).map((tag) => `tag:"${tag.label}"`);
  const publication = summary.publication ? [`source:"${summary.publication}"`] : [];
  const year = summary.issued ? [`date:${summary.issued.slice(0, 4)}`] : [];
  return [...tags, ...publication, ...year, `kind:${summary.kind}`, `lang:${summary.language}`];
}

function facets(store: Store, hits: T.ArticleSummary[], chosen: string[]): T.Facet[] {
  const kinds: [T.FacetKind, string][] = [['year', 'date:'], ['publication', 'source:'], ['tag', 'tag:'], ['language', 'lang:'], ['kind', 'kind:']];
  return kinds.map(([kind, prefix]) => {
    const counts = new Map<string, number>();
    for (const clause of hits.flatMap((summary) => values(store, summary))) {
      if (clause.startsWith(prefix)) counts.set(clause, (counts.get(clause) ?? 0) + 1);
    }
    const found = [...counts].sort((a, b) => b[1] - a[1]).map(([clause, count]) => {
      const label = clause.slice(prefix.length).replace(/"/g, '');
      return { label, count, clause, is_chosen: chosen.includes(clause) };
    });
    return { kind, values: found };
  });
}
