/** Citations and exports, in memory: nothing is typeset here. */
import type { Domain } from './handlers';
import samples from './samples.json';
import { fail } from './store';

export const exporting: Domain = (store) => ({
  styles: () => samples.styles,
  locales: () => samples.locales,
  set_cover: ({ id, picture }) => {
    const { settings } = store.collection(id);
    settings.ebook = { ...settings.ebook, cover: picture ? 'memory' : undefined };
    return settings;
  },
  house_styles: () => samples.houses,
  cite: ({ articles }) => (articles as string[]).map((id) => store.article(id).citation).join('\n'),
  export_collection: ({ path }) => ({ path, pages: (path as string).endsWith('.pdf') ? 24 : null, sizes: { file: 1_482_000, picturesGiven: 900_000, picturesWritten: 420_000 }, diagnostics: [] }),
  undescribed_pictures: () => [],
  describe_picture: () => null,
  preview_collection: () => fail('not-here', 'Không dàn trang được trong trình duyệt.', 'Mở Fonds để xem trước.'),
  preview_bytes: () => new ArrayBuffer(0),
  preview_ebook: ({ id, title }) => {
    const { items } = store.collection(id);
    const articles = items.flatMap((item) => (item.type === 'article' ? [{ path: `OEBPS/text/${item.article}.xhtml`, title: store.article(item.article).title, level: 1 }] : []));
    const front = [{ path: 'OEBPS/text/cover.xhtml', title: 'Bìa', level: 1 }, { path: 'OEBPS/text/title-page.xhtml', title, level: 1 }];
    return { preview: 1, volumes: [{ words: null, bytes: 1_482_000, picturesGiven: 900_000, picturesWritten: 420_000, contents: [...front, ...articles] }], diagnostics: [] };
  },
  close_ebook: () => null,
  drag_out: () => null,
  show_in_folder: () => null
});
