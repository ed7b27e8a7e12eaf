/** Which items of a collection are chosen. */
import { SvelteSet } from 'svelte/reactivity';
import type { CollectionItem } from '../../api';
import { between } from './order';

export class Chosen {
  readonly ids = new SvelteSet<string>();
  /** The item that a range begins at. */
  #from: string | null = null;

  /** One more or one less. */
  toggle(id: string) {
    if (!this.ids.delete(id)) this.ids.add(id);
    this.#from = id;
  }

  /** Everything from the item that was chosen last to this one. */
  extend(items: CollectionItem[], id: string) {
    for (const one of between(items, this.#from ?? id, id)) this.ids.add(one);
  }

  all(items: CollectionItem[]) {
    for (const { id } of items) this.ids.add(id);
  }

  clear() {
    this.ids.clear();
    this.#from = null;
  }

  /** Forgets what is not there any more. */
  keep(items: CollectionItem[]) {
    const there = items.map(({ id }) => id);
    for (const id of [...this.ids]) if (!there.includes(id)) this.ids.delete(id);
  }

  /** What is moved or taken out with an item: all that is chosen if it is among that, in the order of the list. */
  with(items: CollectionItem[], id: string): string[] {
    return this.ids.has(id) ? this.list(items) : [id];
  }

  list(items: CollectionItem[]): string[] {
    return items.map(({ id }) => id).filter((id) => this.ids.has(id));
  }
}
