/** The passage of the article that is selected, by mouse or by keyboard. */
import { selected, type Range } from '../offsets';

export class SelectedPassage {
  range = $state<Range | null>(null);
  /** Where it is in the window. */
  at = $state.raw<DOMRect | null>(null);

  /** Looks at what is selected now. */
  look(body: HTMLElement | undefined) {
    const selection = body ? window.getSelection() : null;
    this.range = body ? selected(body, selection) : null;
    this.at = this.range && selection ? selection.getRangeAt(0).getBoundingClientRect() : null;
  }

  /** Its words, for a field. */
  words(most: number): string {
    return this.range ? String(window.getSelection()).trim().slice(0, most) : '';
  }

  clear() {
    this.range = null;
    window.getSelection()?.removeAllRanges();
  }
}
