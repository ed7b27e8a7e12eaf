/** The live preview of a printed book: knows which pages lie open. */
import type { Preview as Printed } from '../../../api';
import { Live, type Wish } from '../live.svelte';
import type { Pages } from './pages';

export { PAUSE, type Wish } from '../live.svelte';

/** Where previews come from: the library and the drawing of PDF, or a stand-in of the tests. */
export interface Printer {
  print(wish: Wish): Promise<Printed>;
  /** The last print's bytes. */
  bytes(): Promise<ArrayBuffer>;
  cancel(): Promise<void>;
  open(bytes: ArrayBuffer): Promise<Pages>;
}

/** A print, and its pages as they are drawn. */
interface Sheets {
  printed: Printed;
  pages: Pages;
}

export class Preview extends Live<Sheets> {
  /** The page one is on, from 1. */
  page = $state(1);

  constructor(printer: Printer) {
    super({
      make: async (wish, overtaken) => {
        const printed = await printer.print(wish);
        if (overtaken()) return null;
        return { printed, pages: await printer.open(await printer.bytes()) };
      },
      cancel: () => printer.cancel(),
      free: ({ pages }) => pages.free()
    });
  }

  get pages(): Pages | null {
    return this.made?.pages ?? null;
  }

  get printed(): Printed | null {
    return this.made?.printed ?? null;
  }

  /** The left and the right page that lie open; the first page is a right one, alone. */
  get spread(): [number | null, number | null] {
    const count = this.pages?.count ?? 0;
    const left = this.page - (this.page % 2);
    return [left >= 1 ? left : null, left + 1 <= count ? left + 1 : null];
  }

  /** The printed numbers of the pages that lie open. */
  get labels(): string {
    const open = this.spread.filter((page) => page !== null);
    return open.map((page) => this.pages?.labels[page - 1] ?? String(page)).join('–');
  }

  /** Goes to a page, or to the nearest there is. */
  go(page: number) {
    this.page = Math.max(1, Math.min(page, this.pages?.count ?? 1));
  }

  /** Turns one leaf forwards (1) or back (-1). */
  turn(by: 1 | -1) {
    const [left, right] = this.spread;
    this.go(by === 1 ? (right ?? left ?? 0) + 1 : (left ?? 1) - 1);
  }

  /** Goes to the page of that printed number, else to the page counted from the first. */
  find(typed: string) {
    const label = typed.trim().toLowerCase();
    const place = this.pages?.labels.findIndex((known) => known.toLowerCase() === label) ?? -1;
    if (place >= 0) this.go(place + 1);
    else if (/^\d+$/.test(label)) this.go(Number(label));
  }

  protected override shown() {
    this.go(this.page);
  }
}
