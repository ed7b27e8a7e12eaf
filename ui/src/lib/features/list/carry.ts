/** Articles are dragged out of a list, onto a tag or a collection in the sidebar. */
import { drag } from '../../components/drag.svelte';
import { speech } from '../../i18n/index.svelte';

/** An article is pressed; with several chosen ones, it takes them along if it is one of them. */
export function carry(event: PointerEvent, article: { id: string; title: string }, chosen: string[] = []) {
  const ids = chosen.includes(article.id) ? chosen : [article.id];
  drag.press(event, () => ({ kind: 'article', ids, label: ids.length > 1 ? speech.words.articles(ids.length) : article.title }));
}
