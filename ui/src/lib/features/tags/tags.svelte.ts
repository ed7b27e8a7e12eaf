/** The library's tags as the window works with them. */
import * as api from '../../api';
import type { TagEntry, TagRef } from '../../api';
import { nameOf, type Named } from '../../components/complete';
import { branches, path } from '../../components/tree';
import { speech } from '../../i18n/index.svelte';
import { desk } from '../../state.svelte';

/** A tag as trees and completion want it. */
export type TagNode = TagEntry & Named;

class Tags {
  readonly nodes: TagNode[] = $derived(desk.tags.map((tag) => ({ ...tag, also: tag.altLabels, weight: tag.count })));
  readonly byId = $derived(new Map(this.nodes.map((tag) => [tag.id, tag])));
  /** How many stand directly under each. */
  readonly under = $derived(new Map([...branches(this.nodes)].map(([id, below]) => [id, below.length])));

  /** The tag and what it stands under, in a line. */
  path(id: string): string {
    return path(this.byId, id).map(({ label }) => label).join(' / ');
  }

  /** What names a tag in a list of tags that are given by name. */
  name({ id, label }: TagRef): string {
    const tag = this.byId.get(id);
    return tag ? nameOf(this.nodes, tag) : label;
  }

  /** Puts a tag on articles. */
  async put(articles: string[], id: string) {
    const tag = this.byId.get(id);
    if (!tag || !(await done(() => api.putTag(articles, id)))) return;
    desk.say(speech.words.arranging.tagged(tag.label, articles.length));
    await desk.refresh();
  }

  /** Puts the tag of a name on articles; it is made where there is none. */
  async putNamed(articles: string[], label: string) {
    if (await done(() => api.tagArticles(articles, label))) await desk.refresh();
  }

  async take(articles: string[], id: string) {
    if (await done(() => api.untagArticles(articles, id))) await desk.refresh();
  }

  async make(values: api.TagValues): Promise<TagEntry | undefined> {
    const made = await desk.try(() => api.newTag(values));
    if (made) await desk.refresh();
    return made;
  }

  /** Whether it could be done. */
  async set(id: string, values: api.TagValues): Promise<boolean> {
    const isSet = await done(() => api.setTag(id, values));
    if (isSet) await desk.refresh();
    return isSet;
  }

  async merge(from: string, into: string, keepNames: boolean) {
    if (!(await done(() => api.mergeTags(from, into, keepNames)))) return;
    // What was shown is now part of the other one.
    if (desk.place.kind === 'tag' && desk.place.id === from) await desk.go({ kind: 'tag', id: into });
    else await desk.refresh();
  }

  async remove(id: string) {
    if (!(await done(() => api.removeTag(id)))) return;
    if (desk.place.kind === 'tag' && desk.place.id === id) await desk.go({ kind: 'all' });
    else await desk.refresh();
  }
}

async function done(work: () => Promise<unknown>): Promise<boolean> {
  return (await desk.try(async () => (await work(), true))) ?? false;
}

export const tags = new Tags();
