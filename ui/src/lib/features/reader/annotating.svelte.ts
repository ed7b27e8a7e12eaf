/** Highlights and notes of the open article: which one is open, and what is done to them. */
import * as api from '../../api';
import type { Colour, ColourNames, ShownAnnotation } from '../../api';
import { speech } from '../../i18n/index.svelte';
import { desk } from '../../state.svelte';
import { tags as known } from '../tags/tags.svelte';
import type { Range } from './offsets';
import { settings } from './settings.svelte';

export const COLOURS: Colour[] = ['yellow', 'green', 'blue', 'pink', 'purple'];

/** What of a card is typed into when it opens. */
export type Field = 'none' | 'note' | 'tags';

/** What of an annotation the user may change. */
export interface Values {
  colour: Colour;
  note: string;
  /** By name. */
  tags: string[];
}

class Annotating {
  /** The annotation whose card is open. */
  active = $state<string | null>(null);
  field = $state<Field>('none');
  /** The one that was open last: the Tab key stops there. */
  last = $state<string | null>(null);
  /** The one that is pointed at. */
  lit = $state<string | null>(null);
  /** What the colours are called in this library. */
  names = $state<ColourNames>({});
  /** What a screen reader says next. */
  told = $state('');

  open(id: string, field: Field = 'none') {
    this.active = id;
    this.last = id;
    this.field = field;
  }

  close() {
    this.active = null;
    this.field = 'none';
  }

  /** What a colour is called here. */
  name(colour: Colour): string {
    return this.names[colour] || speech.words.colours[colour];
  }

  async readNames() {
    this.names = (await desk.try(api.colourNames)) ?? {};
  }

  async rename(colour: Colour, name: string) {
    const names = { ...this.names, [colour]: name.trim() };
    if (await desk.try(async () => (await api.nameColours(names), true))) await this.readNames();
  }

  /** Highlights a passage; its card opens with the field that is to be typed into. */
  async mark(article: string, at: Range, colour: Colour, field: Field): Promise<boolean> {
    const made = await desk.try(() => api.annotate(article, at.start, at.end, colour, '', []));
    if (!made) return false;
    settings.set('colour', colour);
    await desk.refresh();
    this.told = speech.words.reading.highlighted(this.name(colour));
    if (field !== 'none') this.open(made.id, field);
    return true;
  }

  async write(annotation: ShownAnnotation, values: Values): Promise<boolean> {
    const saved = await desk.try(() => api.setAnnotation(annotation.id, values.colour, values.note, values.tags));
    if (saved) await desk.refresh();
    return saved !== undefined;
  }

  async remove(annotation: ShownAnnotation) {
    const done = await desk.try(async () => (await api.removeAnnotation(annotation.id), true));
    if (!done) return;
    if (this.active === annotation.id) this.close();
    await desk.refresh();
    this.told = speech.words.reading.removed;
  }

  /** Copies the citation of the article, with the words of a passage where one is given. */
  async copy(article: string, at: Range | null) {
    const words = speech.words.reading;
    const copied = api.copyRich(api.copiedCitation(article, at && { start: at.start, end: at.end }));
    await copied.then(() => desk.say(at ? words.copiedQuote : words.copied), () => desk.say(words.copyFailed));
  }
}

export const annotating = new Annotating();

/** The values of an annotation as they are kept. */
export function valuesOf({ colour, note, tags }: ShownAnnotation): Values {
  return { colour, note, tags: tags.map((tag) => known.name(tag)) };
}
