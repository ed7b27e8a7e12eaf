/** What lies open over the text, or beside it, while one reads. */
import type { ShownAnnotation } from '../../api';
import type { Shown } from './Text.svelte';

export class Opened {
  /** The bar that finds in the article, with what is looked for at first. */
  finding = $state<{ begin: string } | null>(null);
  /** The notes, where they are not beside the text. */
  notes = $state(false);
  /** The outline, where it is not beside the text. */
  outline = $state(false);
  original = $state(false);
  /** The text is being corrected, in the place of the article. */
  correcting = $state(false);
  picture = $state<Shown | null>(null);
  /** The address of a link that was clicked. */
  leaving = $state<string | null>(null);
  /** A note that is shown while one points at its passage. */
  peek = $state.raw<{ annotation: ShownAnnotation; at: DOMRect } | null>(null);
  /** The notes were called for one of them, and go with it. */
  #called = false;

  /** Closes what belongs to the article that was read. The original stays: the next article's is shown. */
  forget() {
    [this.finding, this.picture, this.leaving, this.peek] = [null, null, null, null];
    [this.notes, this.outline, this.#called, this.correcting] = [false, false, false, false];
  }

  callNotes() {
    if (this.notes) return;
    [this.notes, this.#called] = [true, true];
  }

  /** The note that the notes were called for is done with. */
  dismissNotes() {
    if (this.#called) [this.notes, this.#called] = [false, false];
  }

  toggleNotes() {
    [this.notes, this.#called] = [!this.notes, false];
  }

  /** Closes one of those that Escape closes; whether there was any. */
  escape(): boolean {
    if (!this.notes && !this.outline) return false;
    [this.notes, this.outline, this.#called] = [false, false, false];
    return true;
  }
}
