/** Where the rows of a long list stand. An element can only be so high, so the scroll bar of a very long one is geared. */

/** The height at which gearing begins, in pixels; all webviews can show that much. */
const HIGHEST = 15_000_000;

export interface Extent {
  /** Rows in the list. */
  count: number;
  /** Height of one, in pixels. */
  row: number;
  /** Height of what shows them, in pixels. */
  height: number;
}

/** How high the element is that holds all rows. */
export function heightOf({ count, row }: Extent): number {
  return Math.min(count * row, HIGHEST);
}

/** How far down the rows are, in pixels, where the element is scrolled by `top`. */
export function depth(extent: Extent, top: number): number {
  const whole = extent.count * extent.row;
  if (whole <= HIGHEST) return top;
  return (top * (whole - extent.height)) / (HIGHEST - extent.height);
}

/** What to scroll by for the rows to be so far down. */
export function topFor(extent: Extent, wanted: number): number {
  const whole = extent.count * extent.row;
  const deep = Math.max(0, Math.min(wanted, whole - extent.height));
  if (whole <= HIGHEST) return deep;
  return (deep * (HIGHEST - extent.height)) / (whole - extent.height);
}

/** Where in the element a row stands while that is scrolled by `top`. */
export function placeOf(extent: Extent, n: number, top: number): number {
  return n * extent.row - depth(extent, top) + top;
}

/** The rows in sight, and some before and behind them. */
export function inSight(extent: Extent, top: number, more: number): { first: number; last: number } {
  const deep = depth(extent, top);
  const first = Math.max(0, Math.floor(deep / extent.row) - more);
  const last = Math.min(extent.count - 1, Math.ceil((deep + extent.height) / extent.row) + more);
  return { first: Math.min(first, Math.max(0, extent.count - 1)), last };
}
