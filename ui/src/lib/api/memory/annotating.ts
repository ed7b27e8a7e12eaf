/** The list of all annotations, in memory. */
import type * as T from '../types';
import { everyAnnotation, keep } from './annotations';
import type { Domain } from './handlers';
import { fold, type Store } from './store';

export const annotating: Domain = (store) => ({
  find_annotations: ({ filter, order, offset, limit }) => {
    const found = fitting(store, filter, order);
    const creators = [...new Set(everyAnnotation(store).map(({ creator }) => creator))].map((name) => [name, everyAnnotation(store).filter(({ creator }) => creator === name).length] as [string, number]);
    return { total: found.length, annotations: found.slice(offset, offset + limit), creators } satisfies T.AnnotationPage;
  },
  annotation_ids: ({ filter, order }) => fitting(store, filter, order).map(({ id }) => id),
  remove_annotations: ({ ids }) => {
    store.changing('remove-annotation');
    const articles = everyAnnotation(store).filter(({ id }) => ids.includes(id)).map(({ article }) => article);
    for (const article of new Set(articles)) keep(store, article, (all) => all.filter(({ id }) => !ids.includes(id)));
  },
  export_annotations: ({ ids, path }) => ({ path, annotations: ids.length, articles: 1 }) satisfies T.AnnotationsWritten,
  import_annotations: () =>
    ({
      imported: [],
      articles: 0,
      known: 2,
      unplaced: [{ id: 'x', words: 'những chữ không có trong bài nào', source: 'https://example.vn/bai', code: 'annotation-source-unknown', message: 'Thư viện không có bài viết tương ứng: https://example.vn/bai.', hint: 'Hãy nhập bài viết, rồi nhập lại ghi chú.' }]
    }) satisfies T.AnnotationsReport
});

function fitting(store: Store, filter: T.AnnotationFilter, order: T.AnnotationOrder): T.ShownAnnotation[] {
  const words = fold(filter.words).split(/\s+/).filter(Boolean);
  const collection = filter.collection ? store.collection(filter.collection) : null;
  const found = everyAnnotation(store).filter((one) => {
    const said = fold(`${one.quote}\n${one.note}\n${one.articleTitle}`);
    return (
      words.every((word) => said.includes(word)) &&
      (filter.colours.length === 0 || filter.colours.includes(one.colour)) &&
      (!filter.tag || one.tags.some(({ id }) => id === filter.tag)) &&
      (!filter.creator || one.creator === filter.creator) &&
      (!filter.from || one.created.slice(0, 10) >= filter.from) &&
      (!filter.to || one.created.slice(0, 10) <= filter.to) &&
      (!collection || collection.items.some((item) => item.type === 'article' && item.article === one.article)) &&
      (filter.hasNote === null || filter.hasNote === (one.note !== '')) &&
      (filter.detached === null || filter.detached === (one.start === null))
    );
  });
  const key = (one: T.ShownAnnotation) => (order === 'article' ? `${fold(one.articleTitle)} ${one.article} ${String(one.start ?? 0).padStart(8, '0')}` : one.created);
  found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return order === 'newest' ? found.reverse() : found;
}
