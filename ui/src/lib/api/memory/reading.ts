/** What the reader asks for, in memory: just enough of Markdown and of citing to be seen. */
import type * as T from '../types';
import type { ColourNames } from '../reading';
import type { Domain } from './handlers';

export const reading: Domain = (store) => {
  let names: ColourNames = {};
  const original = (id: string) => store.article(id);
  return {
    copied_citation: ({ article, passage }) => {
      const { citation, text } = original(article);
      const words = passage ? `“${Array.from(text).slice(passage.start, passage.end).join('')}”\n— ` : '';
      return { text: words + citation, html: `<p>${words}${citation}</p>` };
    },
    note_blocks: ({ markdown }) => blocks(markdown),
    original_info: ({ article }) => ({ kind: kind(original(article).source.mediaType), bytes: original(article).text.length }),
    original_text: ({ article }) => original(article).text,
    save_original: () => null,
    open_address: () => null,
    colour_names: () => names,
    name_colours: ({ names: given }) => void (names = given)
  };
};

function kind(mediaType: string) {
  if (mediaType === 'text/html') return 'page';
  return mediaType.startsWith('text/') ? 'text' : 'other';
}

/** Paragraphs, items, **strong** and *emphasis*. */
function blocks(markdown: string): T.Block[] {
  return markdown.split(/\n{2,}/).filter((part) => part.trim()).map((part): T.Block => {
    const lines = part.split('\n');
    if (!lines.every((line) => line.startsWith('- '))) return { type: 'paragraph', content: inlines(part) };
    return { type: 'list', ordered: false, items: lines.map((line) => [{ type: 'paragraph', content: inlines(line.slice(2)) }]) };
  });
}

function inlines(text: string): T.Inline[] {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*)/).filter(Boolean).map((piece): T.Inline => {
    if (piece.startsWith('**')) return { type: 'strong', content: [{ type: 'text', text: piece.slice(2, -2) }] };
    if (piece.startsWith('*') && piece.length > 2) return { type: 'emphasis', content: [{ type: 'text', text: piece.slice(1, -1) }] };
    return { type: 'text', text: piece };
  });
}
