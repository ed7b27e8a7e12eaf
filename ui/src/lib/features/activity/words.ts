/** Work in words: what it is, how far it is, how it ended. */
import type { BackupReport, CompactReport, ExportReport, ImportReport, UnusedPurged, VerifyReport } from '../../api';
import { bytes } from '../../i18n/dates';
import type { Words } from '../../i18n/en';
import type { Language } from '../../api';
import type { Job } from './activity.svelte';

/** “about 3 min left”: rounded so that it does not flicker. */
export function timeLeft(seconds: number, words: Words): string {
  const { soon, seconds: inSeconds, minutes, hours } = words.shell.activity;
  if (seconds < 5) return soon;
  if (seconds < 55) return inSeconds(Math.ceil(seconds / 5) * 5);
  if (seconds < 55 * 60) return minutes(Math.max(1, Math.round(seconds / 60)));
  return hours(Math.max(1, Math.round(seconds / 3600)));
}

/** What it does now. */
export function stage(job: Job, words: Words): string {
  const { waiting, stopping } = words.shell.activity;
  if (job.state === 'waiting') return waiting;
  if (job.stopping) return stopping;
  return words.stages[job.stage] ?? words.working;
}

/** How far it is in that, and how long it will take. */
export function progress(job: Job, words: Words, language: Language): string {
  const number = (n: number) => new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB').format(n);
  const told = [];
  // Some stages count bytes; nobody reads those.
  if (job.total > 1 && job.total < 1_000_000) told.push(words.shell.activity.of(number(job.done), number(job.total)));
  if (job.left !== null) told.push(words.shell.activity.left(timeLeft(job.left, words)));
  return told.join(' · ');
}

/** How it ended, in a sentence. */
export function outcome(job: Job, words: Words, language: Language): string {
  if (job.problem && job.state === 'failed') return job.problem.message;
  const report = job.result;
  if (job.state === 'stopped' && report === null) return words.shell.activity.stopped;
  switch (job.kind) {
    case 'import': {
      const { imported, duplicates, failed, cancelled } = report as ImportReport;
      const told = [words.imported(imported.length)];
      if (duplicates.length > 0) told.push(words.duplicates(duplicates.length));
      if (failed.length > 0) told.push(words.failed(failed.length));
      if (cancelled) told.push(words.shell.activity.stopped);
      return told.join(', ');
    }
    case 'export': {
      const { path, pages, volumes } = report as ExportReport;
      const told = volumes ? words.sharing.inVolumes(volumes.length).replace(/\.$/, '') : pages ? words.pages(pages) : '';
      return words.exported(path) + (told ? ` (${told})` : '');
    }
    case 'verify': {
      const { ok, articles, originals } = report as VerifyReport;
      return ok ? words.verified(articles, originals) : words.damaged.replace(/:$/, '.');
    }
    case 'backup':
      return words.backedUp(bytes((report as BackupReport).copied, language));
    case 'compact': {
      const { before, after } = report as CompactReport;
      return words.compacted(bytes(before, language), bytes(after, language));
    }
    case 'purge': {
      const { originals, bytes: size, waiting, cancelled } = report as UnusedPurged;
      const told = [words.unused.purged(originals, bytes(size, language))];
      if (waiting.length > 0) told.push(words.unused.waits);
      if (cancelled) told.push(words.unused.stopped);
      return told.join(' ');
    }
    default:
      return words.shell.activity.ended(words.shell.activity.kinds[job.kind]);
  }
}
