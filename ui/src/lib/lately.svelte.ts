/** The articles that were read before, newest first, for each library. */

/** How many are kept. */
const KEPT = 12;
const KEY = 'fonds-lately';

export interface Read {
  id: string;
  title: string;
}

export class Lately {
  articles = $state.raw<Read[]>([]);
  #key = KEY;

  /** Begins with what was read before in the library of that folder. */
  begin(library: string) {
    this.#key = `${KEY}:${library}`;
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      this.articles = Array.isArray(kept) ? kept.filter(isRead) : [];
    } catch {
      this.articles = [];
    }
  }

  note(id: string, title: string) {
    this.articles = [{ id, title }, ...this.articles.filter((known) => known.id !== id)].slice(0, KEPT);
    localStorage.setItem(this.#key, JSON.stringify(this.articles));
  }

  /** An article that is gone is not offered again. */
  forget(id: string) {
    this.articles = this.articles.filter((known) => known.id !== id);
    localStorage.setItem(this.#key, JSON.stringify(this.articles));
  }
}

function isRead(value: unknown): value is Read {
  return typeof value === 'object' && value !== null && 'id' in value && 'title' in value && typeof value.id === 'string' && typeof value.title === 'string';
}
