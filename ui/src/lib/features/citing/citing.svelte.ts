/** Citing in a text field: it attaches to any textarea, opens the picker, and keeps the text as it will be printed. */
import { tick } from 'svelte';
import type { CitedText, KeyedCite } from '../../api';
import { citationAt, opened, spaced, type Range } from './places';

/** What it asks of the library. */
export interface Asked {
  text: (text: string) => Promise<CitedText>;
  written: (cites: KeyedCite[]) => Promise<string>;
}

/** A citation that is being made or changed, and what of the text it takes the place of. */
export interface Pending extends Range {
  cites: KeyedCite[];
  isNew: boolean;
}

/** How long nothing is typed before the text is cited anew, in milliseconds. */
const PAUSE = 250;

export class Citing {
  /** The text as it will be printed; null before it was asked for. */
  printed = $state.raw<CitedText | null>(null);
  pending = $state.raw<Pending | null>(null);
  #asked: Asked;
  #field: HTMLTextAreaElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** Attaches to a text field: `<textarea {@attach citing.attach}>`. */
  attach = (field: HTMLTextAreaElement) => {
    this.#field = field;
    const typed = () => this.#typed();
    const clicked = () => this.#clicked();
    const pressed = (event: KeyboardEvent) => this.#pressed(event);
    field.addEventListener('input', typed);
    field.addEventListener('click', clicked);
    field.addEventListener('keydown', pressed);
    void this.#print();
    return () => {
      field.removeEventListener('input', typed);
      field.removeEventListener('click', clicked);
      field.removeEventListener('keydown', pressed);
      clearTimeout(this.#timer);
      this.#round += 1;
      this.#field = null;
    };
  };

  /** Opens the picker at the caret, with the citation that the caret stands in. */
  open = () => {
    const field = this.#field;
    if (!field) return;
    const { selectionStart: start, selectionEnd: end } = field;
    const found = this.#citation(start);
    this.pending = found ? { ...found, isNew: false } : { start: end, end, cites: [], isNew: true };
  };

  close = async () => {
    this.pending = null;
    await tick();
    this.#field?.focus();
  };

  /** Writes the citation into the text; an empty one takes away what stood there. */
  async write(cites: KeyedCite[]) {
    const { pending } = this;
    const field = this.#field;
    if (!pending || !field) return;
    const citation = await this.#asked.written(cites);
    this.pending = null;
    // While the picker is open nothing beneath it can have the focus.
    await tick();
    const text = citation && pending.isNew ? spaced(field.value, pending.start, citation) : citation;
    field.focus();
    field.setSelectionRange(pending.start, pending.end);
    insert(field, text);
  }

  #citation(caret: number) {
    const { printed } = this;
    return this.#field && printed ? citationAt(this.#field.value, printed.citations, caret) : null;
  }

  #typed() {
    const field = this.#field;
    if (!field) return;
    const begun = opened(field.value, field.selectionEnd);
    if (begun) this.pending = { ...begun, cites: [], isNew: true };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#print(), PAUSE);
  }

  #clicked() {
    const field = this.#field;
    if (!field || field.selectionStart !== field.selectionEnd) return;
    const found = this.#citation(field.selectionStart);
    if (found) this.pending = { ...found, isNew: false };
  }

  #pressed(event: KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.code !== 'KeyK') return;
    event.preventDefault();
    event.stopPropagation();
    this.open();
  }

  async #print() {
    const field = this.#field;
    if (!field) return;
    this.#round += 1;
    const round = this.#round;
    try {
      const printed = await this.#asked.text(field.value);
      if (round === this.#round) this.printed = printed;
    } catch {
      // The text is kept as it is; a style that cannot be used is told where it is chosen.
      if (round === this.#round) this.printed = null;
    }
  }
}

/** As if it were typed, so that the field's own undo takes it back and whoever is bound to it hears of it. */
function insert(field: HTMLTextAreaElement, text: string) {
  // Old, but nothing else keeps a field's own undo.
  const typed = document.execCommand?.(text ? 'insertText' : 'delete', false, text);
  if (typed) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
