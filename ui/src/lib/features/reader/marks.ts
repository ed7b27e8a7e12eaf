/** Highlights in the page, and marked parts of pictures: the elements that draw them, by annotation. */

/** The ids that an element draws, the shortest highlight's last. */
export function idsOf(mark: Element): string[] {
  return (mark.getAttribute('data-annotations') ?? '').split(' ').filter(Boolean);
}

/** The highlight that a place belongs to, if it is in one. */
export function markAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-annotations]') : null;
}

/** The elements of one highlight. */
export function marksOf(root: Element, id: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-annotations]')].filter((mark) => idsOf(mark).includes(id));
}

/** The first element of each highlight. */
export function firstMarks(root: Element): Map<string, HTMLElement> {
  const first = new Map<string, HTMLElement>();
  for (const mark of root.querySelectorAll<HTMLElement>('[data-annotations]')) {
    for (const id of idsOf(mark)) if (!first.has(id)) first.set(id, mark);
  }
  return first;
}

/**
 * Shows which highlight is open and which is pointed at, and lets the Tab key stop at one of them: there may be hundreds,
 * and one goes from one to the next by keys of their own.
 */
export function dress(root: Element, active: string | null, lit: string | null, last: string | null) {
  const first = firstMarks(root);
  for (const mark of root.querySelectorAll<HTMLElement>('[data-annotations]')) {
    const ids = idsOf(mark);
    mark.toggleAttribute('data-active', active !== null && ids.includes(active));
    mark.toggleAttribute('data-lit', lit !== null && ids.includes(lit));
  }
  const stop = first.get(active ?? last ?? '') ?? first.values().next().value;
  const begins = new Set(first.values());
  for (const mark of root.querySelectorAll<HTMLElement>('[data-annotations]')) {
    // What has the focus would lose it without the attribute, even for a moment.
    if (begins.has(mark)) mark.tabIndex = mark === stop ? 0 : -1;
    else mark.removeAttribute('tabindex');
  }
}

/**
 * Which highlight comes next: after the open one, or, where none is (`open` below 0), from the line where one reads. Behind the
 * last comes the first.
 */
export function nextIn(tops: number[], line: number, open: number, by: 1 | -1): number {
  if (open >= 0) return (open + by + tops.length) % tops.length;
  const ahead = tops.findIndex((top) => top >= line);
  if (by > 0) return Math.max(ahead, 0);
  return ((ahead < 0 ? tops.length : ahead) - 1 + tops.length) % tops.length;
}
