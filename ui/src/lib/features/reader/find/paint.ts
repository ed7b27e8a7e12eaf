/** Marking what was found, without touching the text: by the CSS Custom Highlight API. */

const ALL = 'fonds-found';
const NOW = 'fonds-found-now';

/** Whether this webview has it. */
export const canPaint = () => typeof Highlight === 'function' && typeof CSS === 'object' && 'highlights' in CSS;

/** Marks the ranges, and one of them more strongly. */
export function paint(ranges: (Range | null)[], now: number) {
  if (!canPaint()) return;
  const others = ranges.filter((range, n): range is Range => range !== null && n !== now);
  CSS.highlights.set(ALL, new Highlight(...others));
  const one = ranges[now];
  if (one) CSS.highlights.set(NOW, new Highlight(one));
  else CSS.highlights.delete(NOW);
}

/** Takes the marks away. */
export function clear() {
  if (!canPaint()) return;
  CSS.highlights.delete(ALL);
  CSS.highlights.delete(NOW);
}
