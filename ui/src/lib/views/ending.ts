/** What follows when a piece of work has ended: lists are read again, and whoever is elsewhere hears of it. */
import { tick } from 'svelte';
import * as api from '../api';
import type { Job } from '../features/activity/activity.svelte';
import { outcome } from '../features/activity/words';
import { speech } from '../i18n/index.svelte';
import { desk } from '../state.svelte';

export async function ended(job: Job) {
  if (!desk.library) return;
  if (job.kind === 'verify') await desk.lookAtFixity();
  else await desk.refresh();
  await tick();
  const words = outcome(job, speech.words, speech.language);
  // Who looks at it needs no other word of it.
  if (!job.seen && job.state !== 'stopped') desk.say(words);
  if (!document.hasFocus()) point(words);
}

/** Has the system point at the window, and says in its title why, until it is looked at. */
function point(words: string) {
  void api.drawAttention().catch(() => {});
  void api.setWindowTitle(`● ${words}`).catch(() => {});
  window.addEventListener('focus', () => void name(), { once: true });
}

/** Calls the window by its library. */
export async function name() {
  const title = desk.library?.title;
  await api.setWindowTitle(title ? `${title} — Fonds` : 'Fonds').catch(() => {});
}
