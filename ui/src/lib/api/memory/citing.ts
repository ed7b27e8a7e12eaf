/** Citing, in memory: what is typed is read and written plainly, and printed without any style. */
import type { Citable, CitedText, KeyedCite, PlacedCitation } from '../citing';
import type { Domain } from './handlers';
import { fold } from './store';

const plain = { locator: null, prefix: '', suffix: '', author: 'styled' } as const;

function citations(text: string): PlacedCitation[] {
  return Array.from(text.matchAll(/\[[^\]@]*@[^\]]+\]/g), (match) => {
    const start = Array.from(text.slice(0, match.index)).length;
    const keys = Array.from(match[0].matchAll(/@([\w:-]+)/g), (key) => key[1] ?? '');
    return { start, end: start + Array.from(match[0]).length, cites: keys.map((key) => ({ ...plain, key })) };
  });
}

export const citing: Domain = (store) => ({
  citable: ({ typed, collection, limit }): Citable[] => {
    const inside = collection ? store.collection(collection).items.flatMap((item) => (item.type === 'article' ? [item.article] : [])) : [];
    const words = fold(typed).split(/\s+/);
    const found = store.data.summaries.filter((one) => {
      const all = fold([one.citekey, one.title, one.publication, one.issued, ...one.creators].join(' '));
      return words.every((word) => all.includes(word));
    });
    const citable = found.map((one) => ({ ...one, inCollection: inside.includes(one.id) }));
    return citable.sort((a, b) => Number(b.inCollection) - Number(a.inCollection)).slice(0, limit);
  },
  cited_text: ({ text }): CitedText => {
    const found = citations(text);
    const keys = found.flatMap((one) => one.cites.map((cite) => cite.key));
    const known = new Set(store.data.summaries.map((one) => one.citekey));
    const paragraphs = (text as string).split(/\n{2,}/).filter((part) => part.trim());
    return {
      blocks: paragraphs.map((part) => ({ type: 'paragraph', content: [{ type: 'text', text: part.replace(/\[[^\]@]*@([\w:-]+)[^\]]*\]/g, '($1)') }] })),
      citations: found,
      unknown: keys.filter((key) => !known.has(key))
    };
  },
  written_citation: ({ cites }): string => {
    const parts = (cites as KeyedCite[]).map((one) => {
      const place = one.locator ? `, ${one.locator.label === 'page' ? 'tr.' : one.locator.label} ${one.locator.value}` : '';
      return `${one.prefix ? `${one.prefix} ` : ''}${one.author === 'suppressed' ? '-' : ''}@${one.key}${place}${one.suffix}`;
    });
    return parts.length > 0 ? `[${parts.join('; ')}]` : '';
  }
});
