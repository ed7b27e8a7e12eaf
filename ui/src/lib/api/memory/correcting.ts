/** Correcting a text, in memory: paragraphs and headings only, without carrying annotations. */
import type * as T from '../types';
import type { Domain } from './handlers';
import { fail } from './store';

export const correcting: Domain = (store) => ({
  editable_text: ({ id }) => ({ revision: String(store.article(id).text.length), blocks: store.article(id).body.map(editable) }) satisfies T.EditableText,
  edit_text: ({ id, revision, parts }) => {
    const article = store.article(id);
    if (revision !== String(article.text.length)) fail('text-changed', 'Văn bản đã thay đổi trong lúc đó.');
    store.changing('set-article', id);
    const body = (parts as T.TextPart[]).flatMap((part) => ('keep' in part ? (article.body[part.keep] ?? []) : part.markdown.split(/\n\n+/).map(block)));
    const texts = [...(article.lead ? [article.lead] : []), ...body.flatMap(leaves)];
    let at = 0;
    const placed = texts.map((text) => {
      const start = at;
      at += Array.from(text).length + 1;
      return { start, end: at - 1 };
    });
    store.data.articles[id] = { ...article, body, text: texts.join('\n'), leaves: placed };
    return { changed: true, moved: 0, detached: 0, found: 0 } satisfies T.TextCorrected;
  }
});

function editable(block: T.Block): T.EditableBlock {
  const pictures = block.type === 'figure' ? [block.image.asset] : [];
  const mark = block.type === 'heading' ? `${'#'.repeat(block.level)} ` : block.type === 'quote' ? '> ' : '';
  return { markdown: mark + leaves(block).join('\n'), losses: block.type === 'table' ? ['table'] : [], pictures };
}

function block(markdown: string): T.Block {
  const heading = /^(#{2,6}) (.*)$/.exec(markdown);
  const content: T.Inline[] = [{ type: 'text', text: heading?.[2] ?? markdown }];
  return heading ? { type: 'heading', level: heading[1]?.length ?? 2, content } : { type: 'paragraph', content };
}

/** The texts of a block's leaves, in order. */
function leaves(block: T.Block): string[] {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return [plain(block.content)];
    case 'code':
      return [block.text];
    case 'quote':
    case 'note':
      return block.blocks.flatMap(leaves);
    case 'list':
      return block.items.flatMap((item) => item.flatMap(leaves));
    case 'figure':
      return block.caption?.length ? [plain(block.caption)] : [];
    case 'table': {
      const cells = [...(block.head ?? []), ...block.rows].flatMap((row) => row.cells.flatMap((cell) => cell.blocks.flatMap(leaves)));
      return block.caption?.length ? [plain(block.caption), ...cells] : cells;
    }
    default:
      return [];
  }
}

export function plain(content: T.Inline[]): string {
  return content.map((one) => (one.type === 'break' ? '\n' : 'text' in one ? one.text : 'content' in one ? plain(one.content) : '')).join('');
}
