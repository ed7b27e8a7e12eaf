/** Lists by pages, editing many, saved views and what was done last, in memory. */
import type * as T from '..';
import { narrower } from './articles';
import type { Domain } from './handlers';
import { fail, type Store } from './store';

export const lists: Domain = (store) => {
  let views: T.SavedView[] = [];
  return {
    list_page: ({ filter, sort, offset, limit }) => page(store, filter, sort, offset, limit),
    list_ids: ({ filter, sort, offset, limit }) => ordered(store, filter, sort).slice(offset, offset + limit).map(({ id }) => id),
    list_place: ({ filter, sort, article }) => {
      const at = ordered(store, filter, sort).findIndex(({ id }) => id === article);
      return at < 0 ? null : at;
    },
    list_rows: ({ ids }) => {
      const wanted = new Map(store.data.summaries.map((summary) => [summary.id, summary]));
      return (ids as string[]).flatMap((id) => wanted.get(id) ?? []).map(row);
    },
    preview_edits: ({ ids, edits }) => preview(store, ids, edits),
    edit_many: ({ ids, edits }) => editMany(store, ids, edits),
    check_field: ({ field, value }) => (field === 'title' && !String(value).trim() ? fail('field-empty', 'Tên bài không được để trống.', 'Hãy nhập giá trị.') : null),
    read_date: ({ text }) => readDate(String(text)),
    saved_views: () => views,
    save_views: (args) => void (views = args.views),
    recent_changes: () => store.recent(),
    undo_to: ({ number }) => store.turnTo(number, true),
    redo_to: ({ number }) => store.turnTo(number, false)
  };
};

const COLLATOR = new Intl.Collator('vi', { numeric: true });
let kept: { data: unknown; key: string; rows: T.ArticleSummary[] } | null = null;

function ordered(store: Store, filter: T.ListFilter, sort: T.ListSort): T.ArticleSummary[] {
  const { data } = store;
  const key = JSON.stringify([filter, sort, data.summaries.length, store.changes]);
  if (kept?.data === data && kept.key === key) return kept.rows;
  const tags = filter.tag ? narrower(data.tags, filter.tag) : null;
  const rows = data.summaries.filter((summary) => !tags || summary.tags.some((id) => tags.has(id)));
  const way = sort.descending ? -1 : 1;
  if (sort.column === 'added' || sort.column === 'own' || sort.column === 'changed') {
    if (sort.descending) rows.reverse();
  } else {
    const text = (summary: T.ArticleSummary) => value(summary, sort.column);
    const [full, empty] = [rows.filter((summary) => text(summary)), rows.filter((summary) => !text(summary))];
    full.sort((a, b) => way * COLLATOR.compare(text(a), text(b)));
    rows.splice(0, rows.length, ...full, ...empty);
  }
  kept = { data, key, rows };
  return rows;
}

function value(summary: T.ArticleSummary, field: string): string {
  if (field === 'creators') return summary.creators.join('; ');
  return String((summary as unknown as Record<string, unknown>)[field] ?? '');
}

function row(summary: T.ArticleSummary): T.ListRow {
  return { ...summary, added: summary.captured ?? '2024-03-01T08:00:00Z' };
}

function page(store: Store, filter: T.ListFilter, sort: T.ListSort, offset: number, limit: number): T.ListPage {
  const rows = ordered(store, filter, sort);
  return { total: rows.length, all: store.data.summaries.length, rows: rows.slice(offset, offset + limit).map(row) };
}

function edited(before: string, edit: T.FieldEdit): string {
  const list = before.split(';').map((part) => part.trim()).filter(Boolean);
  if (edit.do === 'set') return edit.value;
  if (edit.do === 'replace') return before.replaceAll(edit.find, edit.with);
  if (edit.do === 'append') return [...list, edit.value].join('; ');
  return edit.do === 'prepend' ? [edit.value, ...list].join('; ') : '';
}

function preview(store: Store, ids: string[], edits: T.FieldEdit[]): T.EditPreview {
  const articles = ids.map((id) => store.summary(id)).map((summary) => ({
    id: summary.id,
    title: summary.title,
    fields: edits
      .map((edit) => ({ field: edit.field, before: value(summary, edit.field), after: edited(value(summary, edit.field), edit) }))
      .filter(({ before, after }) => before !== after)
  }));
  const changed = articles.filter(({ fields }) => fields.length > 0);
  return { changed: changed.length, unchanged: articles.length - changed.length, refused: 0, articles: changed.slice(0, 200), problems: [] };
}

function editMany(store: Store, ids: string[], edits: T.FieldEdit[]): T.EditReport {
  const { articles, changed } = preview(store, ids, edits);
  store.changing('set-article', ids[0]);
  for (const { id, fields } of articles) {
    const summary = store.summary(id) as unknown as Record<string, unknown>;
    for (const { field, after } of fields) {
      if (field === 'creators') summary.creators = after.split(';').map((name) => name.trim()).filter(Boolean);
      else if (field in summary) summary[field] = after || null;
    }
  }
  return { changed, problems: [] };
}

/** Knows years and days only; all that a library reads is in its own tests. */
function readDate(text: string): T.DateReading {
  const day = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  if (day) return { words: text.trim(), edtf: `${day[3]}-${day[2]?.padStart(2, '0')}-${day[1]?.padStart(2, '0')}` };
  const known = /^(\d{4})(-\d{2})?(-\d{2})?(T[\d:]+)?([?~%]?)$/.exec(text.trim());
  if (!known) return { words: null, edtf: null };
  const plain = [known[3], known[2]].map((part) => part?.slice(1)).filter(Boolean).concat(known[1]).join('/');
  const doubt = { '?': ', không chắc chắn', '~': ' (khoảng)', '%': ' (khoảng), không chắc chắn' }[known[5] ?? ''] ?? '';
  return { words: plain + doubt, edtf: null };
}
