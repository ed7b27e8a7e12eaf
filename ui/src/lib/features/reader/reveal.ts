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

/** As {@link reveal}, for a marked part of a picture; again when the picture has come, which makes room for itself. */
export function revealElement(page: HTMLElement, element: HTMLElement): Box[] {
  const center = () => element.scrollIntoView({ block: 'center' });
  const image = element.parentElement?.querySelector('img');
  if (image && !image.complete) image.addEventListener('load', center, { once: true });
  center();
  const [frame, box] = [page.getBoundingClientRect(), element.getBoundingClientRect()];
  return [{ left: box.left - frame.left + page.scrollLeft, top: box.top - frame.top + page.scrollTop, width: box.width, height: box.height }];
}
