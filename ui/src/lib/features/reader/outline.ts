/** The headings of an article. */
import type { Inline } from '../../api';
import type { Placed } from './layout';

export interface Heading {
  /** 2 to 4, as it is drawn. */
  level: number;
  text: string;
  /** Where it stands in the text; its leaf is found by this. */
  start: number;
}

/** The headings with words in them, in reading order. */
export function headings(blocks: Placed[]): Heading[] {
  return blocks.flatMap((block): Heading[] => {
    if (block.kind === 'group') return headings(block.children);
    if (block.kind === 'list') return block.items.flatMap(headings);
    if (block.kind !== 'leaf' || !/^h\d$/.test(block.tag)) return [];
    const text = plain(block.content).replace(/\s+/g, ' ').trim();
    return text ? [{ level: Number(block.tag.slice(1)), text, start: block.start }] : [];
  });
}

/** The words of inlines; a line break is a line end, pictures and note references are nothing. */
export function plain(inlines: Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.type === 'text' || inline.type === 'code') return inline.text;
      if (inline.type === 'break') return '\n';
      return 'content' in inline ? plain(inline.content) : '';
    })
    .join('');
}

/** The heading that is being read: the last one that stands no lower than `line`. */
export function current(tops: number[], line: number): number {
  let found = -1;
  tops.forEach((top, n) => (top <= line ? (found = n) : null));
  return found;
}
