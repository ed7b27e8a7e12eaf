/**
 * Reordering a list by dragging its rows.
 *
 * Pointer events, because on Windows the web view takes the page's own drag and drop away for the sake of dropped files.
 */

/** How far the pointer moves before a press becomes a drag, in CSS pixels. */
const SLACK = 5;
/** How near the list's edge the pointer makes it scroll, in CSS pixels. */
const EDGE = 28;

interface Extent {
  top: number;
  bottom: number;
}

/** The gap between rows that is nearest to a height: 0 before all, `rows.length` after all. */
export function gapAt(rows: Extent[], y: number): number {
  return rows.filter((row) => (row.top + row.bottom) / 2 < y).length;
}

/** The row after which a row stands once it is put into a gap: `null` for none, `undefined` when it would not move. */
export function after<T>(rows: T[], from: number, gap: number): T | null | undefined {
  if (gap === from || gap === from + 1) return undefined;
  return gap === 0 ? null : rows[gap - 1];
}

export class Reorder {
  /** The row that is dragged, -1 for none. */
  from = $state(-1);
  /** The gap that it would be put into. */
  gap = $state(-1);
  #list: () => HTMLElement | undefined;
  #done: (from: number, gap: number) => void;
  #pressed = { row: -1, y: 0 };

  constructor(list: () => HTMLElement | undefined, done: (from: number, gap: number) => void) {
    this.#list = list;
    this.#done = done;
  }

  /** A row is pressed; it may become a drag. */
  press(event: PointerEvent, row: number) {
    if (event.button !== 0) return;
    this.#pressed = { row, y: event.clientY };
    window.addEventListener('pointermove', this.#move);
    window.addEventListener('pointerup', this.#up);
    window.addEventListener('pointercancel', this.#stop);
    window.addEventListener('keydown', this.#escape, true);
  }

  #move = (event: PointerEvent) => {
    if (this.from < 0 && Math.abs(event.clientY - this.#pressed.y) < SLACK) return;
    event.preventDefault();
    this.from = this.#pressed.row;
    const list = this.#list();
    if (!list) return;
    const box = list.getBoundingClientRect();
    if (event.clientY < box.top + EDGE) list.scrollBy(0, -10);
    if (event.clientY > box.bottom - EDGE) list.scrollBy(0, 10);
    const rows = [...list.querySelectorAll('[data-item-id]')].map((row) => row.getBoundingClientRect());
    this.gap = gapAt(rows, event.clientY);
  };

  #up = () => {
    const { from, gap } = this;
    this.#stop();
    if (from < 0) return;
    // The end of a drag is no click on the row.
    const swallow = (event: Event) => event.stopPropagation();
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, true));
    this.#done(from, gap);
  };

  #escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') this.#stop();
  };

  #stop = () => {
    this.from = -1;
    this.gap = -1;
    window.removeEventListener('pointermove', this.#move);
    window.removeEventListener('pointerup', this.#up);
    window.removeEventListener('pointercancel', this.#stop);
    window.removeEventListener('keydown', this.#escape, true);
  };
}
