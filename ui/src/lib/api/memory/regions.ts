/** Annotations of parts of pictures, in memory. */
import type * as T from '../types';
import { keep } from './annotations';
import { plain } from './correcting';
import type { Domain } from './handlers';
import { fail } from './store';

export const regions: Domain = (store) => ({
  annotate_region: ({ article, asset, fragment, near, colour }) => {
    const { title, body } = store.article(article);
    const quote = said(body, asset) ?? fail('picture-not-found', 'Bài viết không có ảnh này.');
    store.changing('add-annotation', article);
    const now = new Date().toISOString();
    const made: T.ShownAnnotation = {
      id: store.id(), article, articleTitle: title, colour, note: '', tags: [], creator: 'Trần Thu Hà', created: now, modified: now, quote, region: { asset, fragment }, start: near, end: near
    };
    keep(store, article, (all) => [...all, made]);
    return made;
  }
});

/** What is said of a figure's picture: its caption, else its alternative text. */
function said(blocks: T.Block[], asset: string): string | undefined {
  for (const block of blocks) {
    if (block.type === 'figure' && block.image.asset === asset) return plain(block.caption ?? []) || (block.image.alt ?? '');
    const within = block.type === 'quote' || block.type === 'note' ? said(block.blocks, asset) : undefined;
    if (within !== undefined) return within;
  }
  return undefined;
}
