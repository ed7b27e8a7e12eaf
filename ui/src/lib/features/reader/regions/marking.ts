/** Marking parts of the pictures of the article that is read. */
import { getContext, setContext } from 'svelte';
import * as api from '../../../api';
import { speech } from '../../../i18n/index.svelte';
import { desk } from '../../../state.svelte';
import { annotating } from '../annotating.svelte';
import { settings } from '../settings.svelte';
import { written, type Area } from './area';

const KEY = Symbol('article');

/** Says that the pictures below are those of an article: parts of them can be marked. */
export function giveArticle(id: () => string) {
  setContext(KEY, id);
}

/** The article that the pictures here are of; none where they are of a note or a preview. */
export function takeArticle(): () => string | null {
  return getContext<(() => string) | undefined>(KEY) ?? (() => null);
}

/** Marks a part of a picture; its card opens to be written in. */
export async function markRegion(article: string, asset: string, at: number, area: Area): Promise<boolean> {
  const colour = settings.values.colour;
  const made = await desk.try(() => api.annotateRegion(article, asset, written(area), at, colour));
  if (!made) return false;
  await desk.refresh();
  annotating.told = speech.words.regions.marked(annotating.name(colour));
  annotating.open(made.id, 'note');
  return true;
}
