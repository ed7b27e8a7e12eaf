/** What is done to paragraphs by buttons, keys and the palette, with the cursor going along. */
import { tick } from 'svelte';
import type { Correction } from './correction.svelte';

export class Editing {
  readonly text: Correction;
  /** The paragraph that the cursor was in last. */
  reached = $state<number | null>(null);
  readonly #list: () => HTMLElement | undefined;

  constructor(text: Correction, list: () => HTMLElement | undefined) {
    this.text = text;
    this.#list = list;
  }

  /** Whether the paragraph that the cursor was in is still there. */
  get isPlaced(): boolean {
    return this.text.rows.some(({ key, removed }) => key === this.reached && !removed);
  }

  split(key = this.reached) {
    const made = key === null ? null : this.text.split(key, this.#cursor(key));
    if (made !== null) void this.go(made, 0);
  }

  merge(key = this.reached) {
    const met = key === null ? null : this.text.merge(key);
    if (met) void this.go(met.key, met.at);
  }

  move(by: -1 | 1, key = this.reached) {
    if (key === null) return;
    const at = this.#cursor(key);
    this.text.move(key, by);
    void this.go(key, at);
  }

  /** Takes a paragraph out; the cursor goes to the next one. */
  remove(key = this.reached) {
    if (key === null) return;
    const at = this.text.rows.findIndex((row) => row.key === key);
    this.text.remove(key);
    const there = ({ removed }: { removed: boolean }) => !removed;
    const next = this.text.rows.slice(at).find(there) ?? this.text.rows.findLast(there);
    if (next) void this.go(next.key, 0);
  }

  /** Puts the cursor into a paragraph. */
  async go(key: number, at: number) {
    await tick();
    const area = this.#area(key);
    area?.focus();
    area?.setSelectionRange(at, at);
  }

  #cursor(key: number): number {
    return this.#area(key)?.selectionStart ?? 0;
  }

  #area(key: number) {
    return this.#list()?.querySelector<HTMLTextAreaElement>(`[data-key="${key}"]`);
  }
}
