/** The article's tree with each leaf's place, so that the components only draw. */
import type { Block, Cell, Inline, Row } from '../../api';
import { length } from './offsets';

export type Placed =
  | { kind: 'leaf'; tag: 'p' | 'h2' | 'h3' | 'h4' | 'pre'; start: number; content: Inline[] }
  | { kind: 'group'; tag: 'blockquote' | 'aside'; children: Placed[]; id?: string }
  | { kind: 'list'; ordered: boolean; from: number; items: Placed[][] }
  | { kind: 'table'; caption: Placed | null; head: PlacedRow[]; rows: PlacedRow[] }
  | { kind: 'figure'; asset: string; alt: string; at: number; caption: Placed | null }
  | { kind: 'rule' };

export interface PlacedCell {
  children: Placed[];
  cell: Cell;
}
export type PlacedRow = PlacedCell[];

/** Places blocks in the order of the projection's leaves, whose starts are `starts`; the text ends at `end`. */
export function place(blocks: Block[], starts: number[], end = 0): Placed[] {
  let next = 0;
  const leaf = (tag: 'p' | 'h2' | 'h3' | 'h4' | 'pre', content: Inline[]): Placed => ({
    kind: 'leaf',
    tag,
    start: starts[next++] ?? 0,
    content
  });
  const caption = (content: Inline[] | undefined) => (content && content.length > 0 ? leaf('p', content) : null);
  const row = (given: Row): PlacedRow => given.cells.map((cell) => ({ cell, children: all(cell.blocks) }));
  const one = (block: Block): Placed => {
    switch (block.type) {
      case 'heading':
        return leaf(block.level <= 2 ? 'h2' : block.level === 3 ? 'h3' : 'h4', block.content);
      case 'paragraph':
        return leaf('p', block.content);
      case 'code':
        return leaf('pre', [{ type: 'text', text: block.text }]);
      case 'quote':
        return { kind: 'group', tag: 'blockquote', children: all(block.blocks) };
      case 'note':
        return { kind: 'group', tag: 'aside', children: all(block.blocks), id: block.id };
      case 'list':
        return { kind: 'list', ordered: block.ordered, from: block.start ?? 1, items: block.items.map(all) };
      case 'figure':
        return { kind: 'figure', asset: block.image.asset, alt: block.image.alt ?? '', at: starts[next] ?? end, caption: caption(block.caption) };
      case 'table': {
        const title = caption(block.caption);
        const head = (block.head ?? []).map(row);
        return { kind: 'table', caption: title, head, rows: block.rows.map(row) };
      }
      case 'rule':
        return { kind: 'rule' };
    }
  };
  function all(given: Block[]): Placed[] {
    return given.map(one);
  }
  return all(blocks);
}

/** Code points that an inline takes in the projection. */
export function span(inline: Inline): number {
  switch (inline.type) {
    case 'text':
    case 'code':
      return length(inline.text);
    case 'break':
      return 1;
    case 'image':
    case 'note-ref':
      return 0;
    default:
      return inline.content.reduce((sum, child) => sum + span(child), 0);
  }
}
