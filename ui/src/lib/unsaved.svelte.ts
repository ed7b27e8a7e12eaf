/** Text that is being written and not saved yet. Who holds some says so; the window asks before it is lost. */
import { untrack } from 'svelte';

class Unsaved {
  #held = $state.raw<{ name: string }[]>([]);

  /**
   * Says that something under this name is not saved; the result says that it is. In a component:
   * `$effect(() => (changed ? unsaved.hold(words.note) : undefined));`
   */
  hold(name: string): () => void {
    const held = { name };
    // An effect that says so is not to run again because others do.
    this.#held = [...untrack(() => this.#held), held];
    return () => {
      this.#held = this.#held.filter((known) => known !== held);
    };
  }

  /** What is not saved, each name once. */
  get names(): string[] {
    return [...new Set(this.#held.map(({ name }) => name))];
  }
}

export const unsaved = new Unsaved();
