/** An e-book before it is saved, page by page: the window turns them, and so do the links in the frame. */
import type { EbookEntry, EbookPreview } from '../../../api';
import { Live, type Wish } from '../live.svelte';

/** Where e-books come from: the library, or a stand-in of the tests. */
export interface Bindery {
  bind(wish: Wish): Promise<EbookPreview>;
  cancel(): Promise<void>;
  /** Where the frame shows a page from. */
  url(preview: number, volume: number, path: string): string;
}

/** A page that can be turned to. */
export interface Page extends EbookEntry {
  /** Counted from 0. */
  volume: number;
}

/** What the frame shows. */
export interface Shown {
  preview: number;
  volume: number;
  path: string;
}

export class Look extends Live<EbookPreview> {
  /** The page one is on, counted from 0. */
  at = $state(0);
  /** Where the frame is sent to; links in it lead on from there. */
  address = $state('');
  readonly pages = $derived(pagesOf(this.made));
  readonly #bindery: Bindery;
  /** The frame goes to a page once more where a link has led away from it. */
  #times = 0;

  constructor(bindery: Bindery) {
    super({ make: (wish) => bindery.bind(wish), cancel: () => bindery.cancel(), free: () => {} });
    this.#bindery = bindery;
  }

  /** All files together, in bytes. */
  get size(): number {
    return this.made?.volumes.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  }

  get page(): Page | undefined {
    return this.pages[this.at];
  }

  /** Goes to a page, or to the nearest there is. */
  go(place: number) {
    this.at = Math.max(0, Math.min(place, this.pages.length - 1));
    const page = this.pages[this.at];
    if (!page || !this.made) return;
    this.#times += 1;
    this.address = `${this.#bindery.url(this.made.preview, page.volume, page.path)}?${this.#times}`;
  }

  /** The frame shows a page: it was sent there, or a link led there. */
  heard(shown: Shown) {
    if (shown.preview !== this.made?.preview) return;
    const place = this.pages.findIndex(({ volume, path }) => volume === shown.volume && path === shown.path);
    if (place >= 0) this.at = place;
  }

  /** The page one was on stays open; it may stand in another volume now. */
  protected override shown() {
    const before = this.#open;
    const same = this.pages.findIndex(({ path, title }) => path === before?.path && title === before.title);
    this.go(same >= 0 ? same : this.at);
  }

  #open: Page | undefined;

  override want(wish: Wish) {
    this.#open = this.page ?? this.#open;
    super.want(wish);
  }
}

function pagesOf(made: EbookPreview | null): Page[] {
  return made?.volumes.flatMap(({ contents }, volume) => contents.map((entry) => ({ ...entry, volume }))) ?? [];
}
