/** Tags, in memory. */
import type { Domain } from './handlers';
import type { Store } from './store';

export const tags: Domain = (store) => ({
  list_tags: () => counted(store),
  tag_articles: ({ articles, label }) => {
    store.changing('tag-article');
    const tag = store.tag(label);
    for (const id of articles as string[]) {
      const summary = store.summary(id);
      if (!summary.tags.includes(tag.id)) summary.tags.push(tag.id);
    }
  },
  untag_articles: ({ articles, tag }) => {
    store.changing('untag-article');
    for (const id of articles as string[]) {
      const summary = store.summary(id);
      summary.tags = summary.tags.filter((known) => known !== tag);
    }
  },
  rename_tag: ({ tag, label }) => {
    store.changing('set-tag', tag);
    for (const known of store.data.tags) if (known.id === tag) known.label = label;
  },
  merge_tags: ({ from, into }) => {
    store.changing('merge-tags', into);
    for (const summary of store.data.summaries) {
      summary.tags = [...new Set(summary.tags.map((id) => (id === from ? into : id)))];
    }
    store.data.tags = store.data.tags.filter((known) => known.id !== from);
  }
});

function counted({ data }: Store) {
  const counts = new Map<string, number>();
  for (const id of data.summaries.flatMap((summary) => summary.tags)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const entries = data.tags.map((tag) => ({ ...tag, count: counts.get(tag.id) ?? 0 }));
  return entries.sort((a, b) => a.label.localeCompare(b.label, 'vi'));
}
