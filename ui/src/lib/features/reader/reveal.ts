/** Bringing a passage of the open article into sight. */
import { rangeOf, type Range } from './offsets';

/** A piece of a line, in pixels of the scrolled page. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Scrolls so that a passage stands in the upper part of the page; tells where its lines are. */
export function reveal(page: HTMLElement, body: HTMLElement, range: Range): Box[] {
  const found = rangeOf(body, range);
  if (!found) return [];
  const frame = page.getBoundingClientRect();
  page.scrollTop += found.getBoundingClientRect().top - frame.top - frame.height / 3;
  const left = frame.left - page.scrollLeft;
  const top = frame.top - page.scrollTop;
  return [...found.getClientRects()].map((box) => ({
    left: box.left - left,
    top: box.top - top,
    width: box.width,
    height: box.height
  }));
}
