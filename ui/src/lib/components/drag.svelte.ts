/**
 * Dragging things onto other things.
 *
 * Pointer events, because web views take the page's own drag and drop away for the sake of dropped files.
 */
import type { Attachment } from 'svelte/attachments';

/** How far the pointer moves before a press becomes a drag, in CSS pixels. */
const SLACK = 6;
/** How near to its edge the pointer makes a list scroll, and how far at once, in CSS pixels. */
const EDGE = 26;
const STEP = 9;
/** How often a list scrolls, and how long the pointer rests on something before that is told, in milliseconds. */
const BEAT = 30;
const REST = 650;

/** What is being dragged. */
export interface Load {
  kind: string;
  ids: string[];
  /** What is said of it beside the pointer. */
  label: string;
}

/** A part of the page that things can be dropped on. */
export interface Zone {
  /** The name of the spot that is at an element, if the load may be dropped there. */
  spot: (load: Load, at: Element) => string | null;
  drop: (load: Load, spot: string) => void;
  /** The pointer rests on an element, whether or not the load may be dropped there. */
  rest?: (at: Element) => void;
}

export class Drag {
  load = $state.raw<Load | null>(null);
  x = $state(0);
  y = $state(0);
  /** Where the load would be dropped. */
  over = $state.raw<{ zone: Zone; spot: string } | null>(null);
  // Nothing is shown of them.
   
  #zones = new Map<Element, Zone>();
  #pressed: { x: number; y: number; load: () => Load } | null = null;
  #beat: ReturnType<typeof setInterval> | undefined;
  #rested = { at: null as Element | null, since: 0 };

  /** Makes an element a zone. */
  zone(zone: Zone): Attachment {
    return (element) => {
      this.#zones.set(element, zone);
      return () => this.#zones.delete(element);
    };
  }

  /** Whether the load would be dropped on a spot of a zone. */
  isOver(zone: Zone, spot: string): boolean {
    return this.over?.zone === zone && this.over.spot === spot;
  }

  /** Something is pressed; it may become a drag. */
  press(event: PointerEvent, load: () => Load) {
    // Fingers scroll.
    if (event.button !== 0 || event.pointerType === 'touch') return;
    if (event.target instanceof Element && event.target.closest('input:not([type="checkbox"]), textarea')) return;
    this.#pressed = { x: event.clientX, y: event.clientY, load };
    window.addEventListener('pointermove', this.#move);
    window.addEventListener('pointerup', this.#up);
    window.addEventListener('pointercancel', this.#stop);
    window.addEventListener('keydown', this.#escape, true);
  }

  #move = (event: PointerEvent) => {
    if (!this.#pressed) return;
    [this.x, this.y] = [event.clientX, event.clientY];
    if (!this.load) {
      if (Math.hypot(this.x - this.#pressed.x, this.y - this.#pressed.y) < SLACK) return;
      this.load = this.#pressed.load();
      this.#beat = setInterval(() => this.#scroll(), BEAT);
      document.body.classList.add('dragging');
    }
    event.preventDefault();
    this.#look();
  };

  #look() {
    const at = document.elementFromPoint(this.x, this.y);
    if (at !== this.#rested.at) this.#rested = { at, since: Date.now() };
    this.over = null;
    for (let element = at; element && this.load; element = element.parentElement) {
      const zone = this.#zones.get(element);
      if (!zone || !at) continue;
      const spot = zone.spot(this.load, at);
      if (spot !== null) this.over = { zone, spot };
      if (Date.now() - this.#rested.since > REST) zone.rest?.(at);
      return;
    }
  }

  /** Lists scroll while the pointer is near to their edges. */
  #scroll() {
    const at = document.elementFromPoint(this.x, this.y);
    for (let element = at; element; element = element.parentElement) {
      if (element.scrollHeight <= element.clientHeight || !/auto|scroll/.test(getComputedStyle(element).overflowY)) continue;
      const { top, bottom } = element.getBoundingClientRect();
      if (this.y < top + EDGE) element.scrollBy(0, -STEP);
      if (this.y > bottom - EDGE) element.scrollBy(0, STEP);
      break;
    }
    this.#look();
  }

  #up = () => {
    const { load, over } = this;
    this.#stop();
    if (!load) return;
    // The end of a drag is no click.
    const swallow = (event: Event) => event.stopPropagation();
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, true));
    if (over) over.zone.drop(load, over.spot);
  };

  #escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.load) return;
    event.stopPropagation();
    this.#stop();
  };

  #stop = () => {
    clearInterval(this.#beat);
    document.body.classList.remove('dragging');
    this.#pressed = null;
    this.load = null;
    this.over = null;
    window.removeEventListener('pointermove', this.#move);
    window.removeEventListener('pointerup', this.#up);
    window.removeEventListener('pointercancel', this.#stop);
    window.removeEventListener('keydown', this.#escape, true);
  };
}

export const drag = new Drag();
