/** A caret in the text for those who work by keyboard: it moves by letters, words, sentences, paragraphs and lines, and selects. */
import { speech } from '../../../i18n/index.svelte';
import { leavesOf, offsetOf, rangeOf, spotAt } from '../offsets';
import type { Box } from '../reveal';
import { around, move, type Ground, type Unit } from './moves';

/** The text that is shown, and where. */
export interface Field {
  ground: Ground;
  body: HTMLElement;
  /** What scrolls. */
  page: HTMLElement;
}

export class Caret {
  /** Where it is drawn on the page; null while it is not in the text. */
  box = $state.raw<Box | null>(null);
  readonly #field: () => Field | null;
  readonly #say: (words: string) => void;
  #at = 0;
  #anchor = 0;

  constructor(field: () => Field | null, say: (words: string) => void) {
    this.#field = field;
    this.#say = say;
  }

  get on(): boolean {
    return this.box !== null;
  }

  /** Goes into the text: to what is selected, else to the first paragraph in sight. */
  begin() {
    const field = this.#field();
    if (!field) return;
    const selection = window.getSelection();
    const [anchor, at] = [spot(field, selection?.anchorNode, selection?.anchorOffset), spot(field, selection?.focusNode, selection?.focusOffset)];
    this.#at = at ?? inSight(field);
    this.#anchor = anchor ?? this.#at;
    field.body.focus({ preventScroll: true });
    this.#show(field);
    this.#say(speech.words.reading.caretOn);
  }

  leave() {
    if (!this.on) return;
    this.box = null;
    window.getSelection()?.removeAllRanges();
    this.#say(speech.words.reading.caretOff);
  }

  /** Forgets what is selected and stays. */
  collapse() {
    const field = this.#field();
    if (!field || !this.on) return;
    this.#anchor = this.#at;
    this.#show(field);
  }

  /** Draws it anew, as after a change of the text size. */
  redraw() {
    const field = this.#field();
    if (this.on && field) this.#draw(field);
  }

  /** Whether a key was meant for it. */
  key(event: KeyboardEvent): boolean {
    const field = this.#field();
    if (!field || !this.on) return false;
    const step = stepOf(event);
    if (!step) return false;
    if ('line' in step) this.#byLine(field, step.line, step.forward, event.shiftKey);
    else {
      this.#at = move(field.ground, this.#at, step.unit, step.forward, event.shiftKey);
      if (!event.shiftKey) this.#anchor = this.#at;
      this.#show(field);
    }
    this.#tell(field, 'unit' in step ? step.unit : 'sentence');
    return true;
  }

  /** Lines are known to the webview only. */
  #byLine(field: Field, unit: string, forward: boolean, selecting: boolean) {
    const selection = window.getSelection();
    if (!selection) return;
    selection.modify(selecting ? 'extend' : 'move', forward ? 'forward' : 'backward', unit);
    const at = spot(field, selection.focusNode, selection.focusOffset);
    // Beyond the article there is nothing to select.
    if (at === null) return this.#show(field);
    this.#at = at;
    if (!selecting) this.#anchor = at;
    this.#draw(field);
  }

  #show(field: Field) {
    const [from, to] = [spotAt(field.body, this.#anchor), spotAt(field.body, this.#at)];
    if (from && to) window.getSelection()?.setBaseAndExtent(...from, ...to);
    this.#draw(field);
  }

  #draw({ body, page, ground }: Field) {
    const box = boxAt(body, this.#at, ground.text.length);
    const frame = page.getBoundingClientRect();
    if (box.top < frame.top + 70) page.scrollTop -= frame.top + 70 - box.top;
    if (box.bottom > frame.bottom - 90) page.scrollTop += box.bottom - frame.bottom + 90;
    const now = boxAt(body, this.#at, ground.text.length);
    this.box = { left: now.left - frame.left + page.scrollLeft, top: now.top - frame.top + page.scrollTop, width: 2, height: now.height || 20 };
  }

  #tell({ ground }: Field, unit: Unit) {
    const chars = Array.from(ground.text);
    const [from, to] = [Math.min(this.#at, this.#anchor), Math.max(this.#at, this.#anchor)];
    if (from < to) return this.#say(speech.words.reading.selected(chars.slice(from, to).join('').slice(0, 300)));
    const here = around(ground, this.#at, unit);
    if (here) this.#say(chars.slice(here.start, here.end).join(''));
  }
}

type Step = { unit: Unit; forward: boolean } | { line: 'line' | 'lineboundary'; forward: boolean };

function stepOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): Step | null {
  const command = ctrlKey || metaKey;
  const forward = key === 'ArrowRight' || key === 'ArrowDown' || key === 'End';
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return { unit: altKey ? 'sentence' : command ? 'word' : 'letter', forward };
    case 'ArrowUp':
    case 'ArrowDown':
      return command || altKey ? { unit: 'paragraph', forward } : { line: 'line', forward };
    case 'Home':
    case 'End':
      return { line: 'lineboundary', forward };
    default:
      return null;
  }
}

function spot({ body }: Field, node: Node | null | undefined, offset: number | undefined): number | null {
  return node ? offsetOf(body, node, offset ?? 0) : null;
}

/** The beginning of the first leaf that is in sight. */
function inSight({ body, page }: Field): number {
  const line = page.getBoundingClientRect().top;
  const leaf = leavesOf(body).find((candidate) => candidate.getBoundingClientRect().top >= line) ?? leavesOf(body)[0];
  return Number(leaf?.dataset.leafStart ?? 0);
}

/** The edge of the letter behind the caret, or of the one before it at the end of a line. */
function boxAt(body: HTMLElement, at: number, end: number): DOMRect {
  const own = spotAt(body, at);
  if (own) {
    const range = document.createRange();
    range.setStart(...own);
    const box = range.getClientRects()[0];
    if (box?.height) return new DOMRect(box.left, box.top, 0, box.height);
  }
  const after = at < end ? rangeOf(body, { start: at, end: at + 1 })?.getClientRects()[0] : undefined;
  if (after?.height) return new DOMRect(after.left, after.top, 0, after.height);
  const before = at > 0 ? rangeOf(body, { start: at - 1, end: at })?.getBoundingClientRect() : undefined;
  return before ? new DOMRect(before.right, before.top, 0, before.height) : body.getBoundingClientRect();
}
