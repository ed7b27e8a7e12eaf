/** Where the list and the article stand in the window, kept on this machine. */

export type Arrangement = 'side' | 'below' | 'alone';

export const ARRANGEMENTS: Arrangement[] = ['side', 'below', 'alone'];

/** Sizes of the list, in pixels. */
export const LEAST_WIDTH = 260;
export const LEAST_HEIGHT = 180;

const KEY = 'fonds-arrangement';

class Panes {
  arrangement = $state<Arrangement>('side');
  /** Width of the list beside the article, for each look of it. */
  widths = $state({ cards: 336, table: 560 });
  /** Height of the list above the article. */
  height = $state(380);
  /** What is shown again when an article is opened from a list that stands alone. */
  #before: Arrangement = 'side';

  constructor() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Panes>;
      if (kept.arrangement && ARRANGEMENTS.includes(kept.arrangement)) this.arrangement = kept.arrangement;
      for (const look of ['cards', 'table'] as const) this.widths[look] = Math.max(LEAST_WIDTH, Number(kept.widths?.[look]) || this.widths[look]);
      this.height = Math.max(LEAST_HEIGHT, Number(kept.height) || this.height);
    } catch {
      // What is no longer readable is chosen anew.
    }
  }

  arrange(arrangement: Arrangement) {
    if (this.arrangement !== 'alone') this.#before = this.arrangement;
    this.arrangement = arrangement;
    this.keep();
  }

  /** Makes room for the article. */
  open() {
    if (this.arrangement === 'alone') this.arrange(this.#before);
  }

  keep() {
    const { arrangement, widths, height } = this;
    localStorage.setItem(KEY, JSON.stringify({ arrangement, widths, height }));
  }
}

export const panes = new Panes();
