/** Undo, history and trash, in memory. */
import type { Domain } from './handlers';
import { fail, type Store } from './store';

export const history: Domain = (store) => ({
  undo: () => store.turn(true),
  redo: () => store.turn(false),
  history: ({ record }) => store.history(record),
  trash: () => store.data.trash.map(({ entry }) => entry),
  restore_trashed: ({ ids }) => restore(store, ids),
  empty_trash: () => {
    store.changing('discard-article');
    return store.data.trash.splice(0).map(({ entry }) => entry);
  },
  unused_originals: () => [],
  purge_unused: () => fail('not-here', 'Thư viện thử trong trình duyệt không có bản gốc.'),
  purge_original: () => fail('not-here', 'Thư viện thử trong trình duyệt không có bản gốc.')
});

function restore(store: Store, ids: string[]) {
  store.changing('restore-article');
  const { data } = store;
  const back = data.trash.filter(({ entry }) => ids.includes(entry.id));
  data.trash = data.trash.filter((known) => !back.includes(known));
  data.summaries.push(...back.flatMap(({ summary }) => summary ?? []));
  data.collections.push(...back.flatMap(({ collection }) => collection ?? []));
  return back.map(({ entry }) => entry);
}
