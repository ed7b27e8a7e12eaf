/**
 * Places in the article's DOM and in its text projection (see `fonds-model::projection`).
 *
 * Each leaf of the projection is one element with `data-leaf-start`; its DOM text equals the leaf's text, a `<br>`
 * counting as one line end. Offsets are Unicode code points, as in the archive.
 */

export interface Range {
  start: number;
  end: number;
}

/** The number of code points of a text. */
export function length(text: string): number {
  let count = 0;
  for (const c of text) if (c) count++;
  return count;
}

/** The range of a selection, cut to the article; null when nothing of it is selected. */
export function selected(root: Element, selection: Selection | null): Range | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const start = placeOf(root, range.startContainer, range.startOffset, 'start');
  const end = placeOf(root, range.endContainer, range.endOffset, 'end');
  return start !== null && end !== null && start < end ? { start, end } : null;
}

/** The elements of the leaves, in reading order. */
export function leavesOf(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-leaf-start]')];
}

/** The DOM range of a range of the text; null where no leaf holds its start. `leaves` spares looking for them again. */
export function rangeOf(root: Element, range: Range, leaves = leavesOf(root)): globalThis.Range | null {
  const from = spotOf(leaves, range.start, 'start');
  const to = spotOf(leaves, range.end, 'end');
  if (!from || !to) return null;
  const found = document.createRange();
  found.setStart(...from);
  found.setEnd(...to);
  return found;
}

/** The offset of a place in the DOM; null outside of the article. */
export function offsetOf(root: Element, node: Node, offset: number): number | null {
  return root.contains(node) ? (placeOf(root, node, offset, 'start') ?? placeOf(root, node, offset, 'end')) : null;
}

/** The place in the DOM where a caret of that offset stands: at a leaf's end rather than at the next one's beginning. */
export function spotAt(root: Element, offset: number): [Node, number] | null {
  const leaves = leavesOf(root);
  const own = leaves.findLast((leaf) => leafStart(leaf) <= offset);
  if (!own) return null;
  return leafStart(own) === offset ? spotOf([own], offset, 'start') : spotOf([own], offset, 'end');
}

/** The offset of a place in the DOM; one between leaves goes to the next leaf's start or the last leaf's end. */
function placeOf(root: Element, node: Node, offset: number, side: 'start' | 'end'): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const leaf = element?.closest<HTMLElement>('[data-leaf-start]');
  if (leaf && root.contains(leaf)) return leafStart(leaf) + before(leaf, node, offset);
  const probe = document.createRange();
  probe.setStart(node, offset);
  const leaves = leavesOf(root);
  if (side === 'start') {
    const next = leaves.find((candidate) => probe.comparePoint(candidate, 0) >= 0);
    return next ? leafStart(next) : null;
  }
  const last = leaves.filter((candidate) => probe.comparePoint(candidate, 0) < 0).pop();
  return last ? leafStart(last) + before(last, last, last.childNodes.length) : null;
}

function leafStart(leaf: HTMLElement): number {
  return Number(leaf.dataset.leafStart);
}

/** Code points of the leaf's text before a place in it. */
function before(leaf: Element, node: Node, offset: number): number {
  let count = 0;
  /** Counts what lies in an element up to the place; whether the place was reached. */
  const reach = (parent: Node): boolean => {
    for (let n = 0; n < parent.childNodes.length; n++) {
      if (parent === node && n === offset) return true;
      const child = parent.childNodes[n] as Node;
      if (child instanceof Text) count += length(child === node ? child.data.slice(0, offset) : child.data);
      else if (child instanceof HTMLBRElement && child !== node) count += 1;
      else if (reach(child)) return true;
      if (child === node) return true;
    }
    return parent === node;
  };
  reach(leaf);
  return count;
}

/** The place in the DOM of an offset, with what follows it or what stands before it. Beyond a leaf's text is the leaf's end. */
function spotOf(leaves: HTMLElement[], offset: number, side: 'start' | 'end'): [Node, number] | null {
  const isWithin = (at: number, end: number) => (side === 'start' ? at < end : at <= end);
  const last = side === 'start' ? offset : offset - 1;
  const leaf = leaves.findLast((candidate) => leafStart(candidate) <= last);
  if (!leaf) return null;
  const walker = document.createTreeWalker(leaf, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let left = offset - leafStart(leaf);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Text) {
      const chars = Array.from(node.data);
      if (isWithin(left, chars.length)) return [node, chars.slice(0, left).join('').length];
      left -= chars.length;
    } else if (node instanceof HTMLBRElement) {
      if (left === 0 && node.parentNode) return [node.parentNode, [...node.parentNode.childNodes].indexOf(node)];
      left -= 1;
    }
  }
  return [leaf, leaf.childNodes.length];
}
