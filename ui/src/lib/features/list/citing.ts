/** Citations to the clipboard, formatted and plain at once. */
import * as api from '../../api';
import { speech } from '../../i18n/index.svelte';
import { desk } from '../../state.svelte';

/** The style where none was chosen. */
const USUAL = 'chicago-notes';

/** Copies the citations of articles. */
export async function copyCitations(ids: string[]) {
  if (ids.length === 0) return;
  const locale = speech.language === 'vi' ? 'vi-VN' : 'en-US';
  const copied = await desk.try(async () => {
    const style = (await api.preferences()).style ?? USUAL;
    const [html, text] = await Promise.all([api.cite(ids, style, locale, 'html'), api.cite(ids, style, locale, 'text')]);
    await copyRich(html, text);
    return true;
  });
  if (copied) desk.say(speech.words.lists.cited(ids.length));
}

async function copyRich(html: string, text: string) {
  const blob = (content: string, type: string) => new Blob([content], { type });
  try {
    const item = new ClipboardItem({ 'text/html': blob(html, 'text/html'), 'text/plain': blob(text, 'text/plain') });
    await navigator.clipboard.write([item]);
  } catch {
    // A webview that takes no formatted text takes the plain one.
    await navigator.clipboard.writeText(text);
  }
}
