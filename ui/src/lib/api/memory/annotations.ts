/** Annotations, in memory. */
import type * as T from '../types';
import type { Domain } from './handlers';
import { fail, type Store } from './store';

export const annotations: Domain = (store) => ({
  annotate: ({ article, start, end, colour, note, tags }) => {
    store.changing('add-annotation', article);
    const now = new Date().toISOString();
    const { title, text } = store.article(article);
    const quote = Array.from(text).slice(start, end).join('');
    const made: T.ShownAnnotation = { id: store.id(), article, articleTitle: title, colour, note, tags: refs(store, tags), creator: 'Trần Thu Hà', created: now, modified: now, quote, start, end };
    keep(store, article, (all) => [...all, made]);
    return made;
  },
  set_annotation: ({ id, colour, note, tags }) => {
    const before = find(store, id);
    store.changing('set-annotation', before.article);
    const made = { ...before, colour, note, tags: refs(store, tags), modified: new Date().toISOString() };
    keep(store, before.article, (all) => all.map((known) => (known.id === id ? made : known)));
    return made;
  },
  remove_annotation: ({ id }) => {
    const { article } = find(store, id);
    store.changing('remove-annotation', article);
    keep(store, article, (all) => all.filter((known) => known.id !== id));
  }
});

/** The annotations of all articles. */
export function everyAnnotation({ data }: Store): T.ShownAnnotation[] {
  return Object.values(data.articles).flatMap((article) => article.annotations);
}

function find(store: Store, id: string): T.ShownAnnotation {
  return everyAnnotation(store).find((known) => known.id === id) ?? fail('unknown-annotation', 'Không có chú giải này.');
}

function refs(store: Store, labels: string[]): T.TagRef[] {
  return labels.map((label) => store.tag(label)).map(({ id, label }) => ({ id, label }));
}

/** Puts other annotations in an article, in the order of the text. */
export function keep(store: Store, id: string, change: (all: T.ShownAnnotation[]) => T.ShownAnnotation[]) {
  const article = store.article(id);
  const order = (a: T.ShownAnnotation) => a.start ?? Number.MAX_SAFE_INTEGER;
  store.data.articles[id] = { ...article, annotations: change(article.annotations).sort((a, b) => order(a) - order(b)) };
}
