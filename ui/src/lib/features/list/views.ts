/** What a saved view holds of what is shown now. */
import type { SavedView } from '../../api';
import { desk } from '../../state.svelte';

/** What is shown now, under a name. */
export function taken(name: string, id: string): SavedView {
  const { finding, listing } = desk;
  const { filter, sort, look, columns } = listing;
  return { id, name, query: finding.query.trim(), order: finding.sort, filter, sort, look, columns };
}

/** A kept query as it is asked again: its last word is whole, where in the box it may still be the beginning of one. */
export const kept = (query: string) => `${query.trim()} `;

/** With a view in the place of the one of its id, or at the end. */
export function replaced(views: SavedView[], view: SavedView): SavedView[] {
  return views.some(({ id }) => id === view.id) ? views.map((known) => (known.id === view.id ? view : known)) : [...views, view];
}
