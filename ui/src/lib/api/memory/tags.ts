/** Tags, in memory. */
import type { TagValues } from '../arranging';
import type * as T from '../types';
import { keep } from './annotations';
import { narrower } from './articles';
import type { Domain } from './handlers';
import { fail, type Store } from './store';

export const tags: Domain = (store) => ({
  list_tags: () => counted(store),
  tag_articles: ({ articles, label }) => {
    store.changing('tag-article');
    put(store, articles, store.tag(label).id);
  },
  put_tag: ({ articles, tag }) => {
    store.changing('tag-article');
    put(store, articles, tag);
  },
  untag_articles: ({ articles, tag }) => {
    store.changing('untag-article');
    for (const id of articles as string[]) {
      const summary = store.summary(id);
      summary.tags = summary.tags.filter((known) => known !== tag);
    }
  },
  new_tag: ({ values }) => set(store, { id: store.id(), label: '', parent: null, count: 0, total: 0, altLabels: [], scopeNote: '', authority: '', term: '', colour: null }, values),
  set_tag: ({ tag, values }) => set(store, known(store, tag), values),
  remove_tag: ({ tag }) => {
    const gone = known(store, tag);
    store.changing('remove-tag', tag);
    replace(store, tag, null, gone.parent);
  },
  merge_tags: ({ from, into, keepNames }) => {
    const [gone, stays] = [known(store, from), known(store, into)];
    store.changing('merge-tags', into);
    if (narrower(store.data.tags, from).has(into)) stays.parent = gone.parent;
    if (keepNames) stays.altLabels = [...new Set([...stays.altLabels, gone.label, ...gone.altLabels])];
    replace(store, from, into, into);
  }
});

function known({ data }: Store, id: string): T.TagEntry {
  return data.tags.find((tag) => tag.id === id) ?? fail('unknown-tag', `Không có nhãn ${id}.`);
}

function put(store: Store, articles: string[], tag: string) {
  for (const summary of articles.map((id) => store.summary(id))) if (!summary.tags.includes(tag)) summary.tags.push(tag);
}

function set(store: Store, before: T.TagEntry, values: TagValues): T.TagEntry {
  const { data } = store;
  const tag = { ...before, ...values, label: (values.label ?? before.label).trim() };
  if (!tag.label) return fail('empty-tag', 'Nhãn cần có tên.', 'Hãy nhập tên nhãn.');
  if (tag.label.includes('/')) return fail('tag-slash', `Tên nhãn không có dấu “/”: ${tag.label}.`, 'Hãy bỏ dấu đó.');
  if (tag.parent !== null && narrower(data.tags, tag.id).has(tag.parent)) return fail('within-itself', `“${tag.label}” không thể nằm dưới chính nó hay dưới mục con của nó.`, 'Hãy chọn chỗ khác.');
  if (data.tags.some(({ id, label, parent }) => id !== tag.id && label === tag.label && parent === tag.parent)) return fail('tag-taken', `Đã có nhãn “${tag.label}”.`, 'Hãy gộp hai nhãn lại.');
  tag.altLabels = [...new Set(tag.altLabels.map((label) => label.trim()))].filter((label) => label && label !== tag.label);
  store.changing('set-tag', tag.id, { before: { label: before.label }, after: { label: tag.label } });
  store.data.tags = [...store.data.tags.filter(({ id }) => id !== tag.id), tag];
  return tag;
}

/** Takes a tag away; what carried it carries another one, and what stood under it stands elsewhere. */
function replace(store: Store, from: string, into: string | null, parent: string | null) {
  const { data } = store;
  const swapped = (ids: string[]) => [...new Set(ids.flatMap((id) => (id === from ? (into ?? []) : id)))];
  for (const summary of data.summaries) summary.tags = swapped(summary.tags);
  const label = data.tags.find(({ id }) => id === into)?.label ?? '';
  for (const id of Object.keys(data.articles)) {
    if (!data.summaries.some((summary) => summary.id === id)) continue;
    keep(store, id, (all) => all.map((note) => ({ ...note, tags: note.tags.flatMap((tag) => (tag.id !== from ? tag : into ? { id: into, label } : [])) })));
  }
  data.tags = data.tags.filter(({ id }) => id !== from).map((tag) => (tag.parent === from ? { ...tag, parent: parent === tag.id ? null : parent } : tag));
}

function counted({ data }: Store): T.TagEntry[] {
  const entries = data.tags.map((tag) => {
    const below = narrower(data.tags, tag.id);
    const count = data.summaries.filter(({ tags }) => tags.includes(tag.id)).length;
    return { ...tag, count, total: data.summaries.filter(({ tags }) => tags.some((id) => below.has(id))).length };
  });
  return entries.sort((a, b) => a.label.localeCompare(b.label, 'vi'));
}
