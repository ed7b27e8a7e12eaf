/** The library's collections as the window works with them. */
import * as api from '../../api';
import type { CollectionEntry } from '../../api';
import type { Named } from '../../components/complete';
import { path } from '../../components/tree';
import { speech } from '../../i18n/index.svelte';
import { desk } from '../../state.svelte';

/** A collection as trees and completion want it. */
export type CollectionNode = CollectionEntry & Named;

class Collections {
  readonly nodes: CollectionNode[] = $derived(desk.collections.map((entry) => ({ ...entry, label: entry.title, also: [], weight: entry.count ?? 0 })));
  readonly byId = $derived(new Map(this.nodes.map((node) => [node.id, node])));

  /** The collection and what it stands under, in a line. */
  path(id: string): string {
    return path(this.byId, id).map(({ label }) => label).join(' / ');
  }

  /** How many stand directly under one. */
  under(id: string): number {
    return this.nodes.filter(({ parent }) => parent === id).length;
  }

  /** Makes one and shows it. */
  async make(title: string, values: api.CollectionValues = {}): Promise<boolean> {
    const made = await desk.try(() => api.newCollection(title, values));
    if (made) await desk.go({ kind: 'collection', id: made.id });
    return made !== undefined;
  }

  /** Whether it could be done. */
  async set(id: string, values: api.CollectionValues): Promise<boolean> {
    const isSet = await done(() => api.setCollection(id, values));
    if (isSet) await desk.refresh();
    return isSet;
  }

  /** Adds articles that are not in it yet. */
  async add(id: string, articles: string[]) {
    const words = speech.words.arranging;
    const title = this.byId.get(id)?.title ?? '';
    const added = await desk.try(() => api.addArticles(id, articles));
    if (!added) return;
    desk.say(added.length > 0 ? words.added(title, added.length) : words.alreadyThere(title));
    await desk.refresh();
  }

  async freeze(id: string) {
    if (!(await done(() => api.freezeCollection(id)))) return;
    desk.say(speech.words.arranging.frozen);
    await desk.refresh();
  }

  async remove(id: string) {
    if (!(await done(() => api.removeCollection(id)))) return;
    if (desk.place.kind === 'collection' && desk.place.id === id) await desk.go({ kind: 'all' });
    else await desk.refresh();
  }
}

async function done(work: () => Promise<unknown>): Promise<boolean> {
  return (await desk.try(async () => (await work(), true))) ?? false;
}

export const collections = new Collections();
