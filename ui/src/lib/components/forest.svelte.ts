/**
 * What a tree on the screen is like at the moment: what is folded, where the keyboard is, what is being renamed. It answers
 * the keys of the tree pattern of WAI-ARIA, and Alt with the arrows for moving a node to another level.
 */
import { SvelteSet } from 'svelte/reactivity';
import { fold } from './fold';
import { byId, path, rows, typed, type Leaf, type Row } from './tree';

/** What a key asks for beyond the tree itself. */
export type Wish =
  | { do: 'open' | 'menu' | 'remove'; id: string }
  /** To stand under another node, or at the root. */
  | { do: 'move'; id: string; parent: string | null };

/** How long letters belong to one word that is typed, in milliseconds. */
const PAUSE = 800;

export class Forest<T extends Leaf> {
  filter = $state('');
  /** The node that Tab reaches. */
  focused = $state<string | null>(null);
  renaming = $state<string | null>(null);
  readonly folded = new SvelteSet<string>();
  readonly rows: Row<T>[] = $derived.by(() => rows(this.#nodes(), (id) => this.folded.has(id), this.#fits()));
  /** The node that Tab reaches, even if the one before is gone. */
  readonly reached = $derived(this.rows.some(({ node }) => node.id === this.focused) ? this.focused : (this.rows[0]?.node.id ?? null));
  #nodes: () => T[];
  /** Where foldings are kept; null where they are not. */
  #key: string | null = null;
  #typed = { text: '', at: 0 };
  /** What a node is also called. */
  #also: (node: T) => string[];

  constructor(nodes: () => T[], also: (node: T) => string[] = () => []) {
    this.#nodes = nodes;
    this.#also = also;
  }

  /** Takes up the foldings that were kept under a name. */
  recall(name: string) {
    this.#key = name;
    this.folded.clear();
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
      if (Array.isArray(kept)) for (const id of kept) this.folded.add(String(id));
    } catch {
      // What cannot be read is as good as nothing.
    }
  }

  fold(id: string, folded: boolean) {
    if (folded) this.folded.add(id);
    else this.folded.delete(id);
    this.#keep();
  }

  /** Folds everything, or opens everything. */
  foldAll(folded: boolean) {
    this.folded.clear();
    if (folded) for (const node of this.#nodes()) if (node.parent !== null) this.folded.add(node.parent);
    this.#keep();
  }

  /** Opens what a node stands under, so that it is in sight. */
  reveal(id: string) {
    for (const node of path(byId(this.#nodes()), id).slice(0, -1)) this.fold(node.id, false);
  }

  /** Answers a key; `undefined` where it is not one of the tree's, null where the tree itself did what it asks. */
  press(event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>): Wish | null | undefined {
    const at = this.rows.findIndex(({ node }) => node.id === this.reached);
    const row = this.rows[at];
    if (!row) return undefined;
    if (event.altKey) return this.#level(event.key, row);
    if (event.ctrlKey || event.metaKey) return undefined;
    const { id } = row.node;
    if ((event.key === 'F10' && event.shiftKey) || event.key === 'ContextMenu') return { do: 'menu', id };
    if (event.key === 'Enter' || event.key === ' ') return { do: 'open', id };
    if (event.key === 'Delete') return { do: 'remove', id };
    if (event.key === 'F2') {
      this.renaming = id;
      return null;
    }
    return this.#walk(event.key, at, row);
  }

  #walk(key: string, at: number, row: Row<T>): null | undefined {
    const above = this.rows.findLastIndex((other, n) => n < at && other.level < row.level);
    if (key === 'ArrowDown') this.#go(Math.min(at + 1, this.rows.length - 1));
    else if (key === 'ArrowUp') this.#go(Math.max(at - 1, 0));
    else if (key === 'Home') this.#go(0);
    else if (key === 'End') this.#go(this.rows.length - 1);
    else if (key === 'ArrowRight' && row.open) this.#go(at + 1);
    else if (key === 'ArrowRight') this.fold(row.node.id, false);
    else if (key === 'ArrowLeft' && row.open) this.fold(row.node.id, true);
    else if (key === 'ArrowLeft') this.#go(above);
    else if (key === '*') this.#openBeside(row);
    else if (Array.from(key).length === 1) this.#go(this.#find(key, at));
    else return undefined;
    return null;
  }

  /** With Alt: under the node before it, or out beside the node it stands under. */
  #level(key: string, row: Row<T>): Wish | undefined {
    const at = this.rows.indexOf(row);
    const { id } = row.node;
    if (key === 'ArrowRight') {
      const before = this.rows.slice(0, at).findLast((other) => other.level <= row.level);
      return before && before.level === row.level ? { do: 'move', id, parent: before.node.id } : undefined;
    }
    if (key !== 'ArrowLeft' || row.level === 1) return undefined;
    const parent = this.rows.slice(0, at).findLast((other) => other.level < row.level);
    return { do: 'move', id, parent: parent?.node.parent ?? null };
  }

  #find(key: string, at: number): number {
    const now = Date.now();
    const isLater = now - this.#typed.at > PAUSE;
    const text = (isLater ? '' : this.#typed.text) + key;
    this.#typed = { text, at: now };
    return typed(this.rows, at, text);
  }

  #openBeside({ node, level }: Row<T>) {
    const { parent } = node;
    for (const other of this.rows.filter((other) => other.level === level && other.node.parent === parent)) this.folded.delete(other.node.id);
    this.#keep();
  }

  #go(at: number) {
    const row = this.rows[at];
    if (row) this.focused = row.node.id;
  }

  #fits() {
    const words = fold(this.filter.trim()).split(/\s+/).filter(Boolean);
    if (words.length === 0) return null;
    return (node: T) => [node.label, ...this.#also(node)].some((name) => words.every((word) => fold(name).includes(word)));
  }

  #keep() {
    if (this.#key) localStorage.setItem(this.#key, JSON.stringify([...this.folded]));
  }
}
