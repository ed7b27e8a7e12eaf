import { expect, it } from 'vitest';
import { en } from '../../i18n/en';
import { vi } from '../../i18n/vi';
import { Job } from './activity.svelte';
import { outcome, progress, stage, timeLeft } from './words';

const job = () => new Job('import-1', { kind: 'import', title: 'x', run: async () => null });

it('rounds the time that is left', () => {
  expect([3, 12, 54, 70, 3000, 7000].map((seconds) => timeLeft(seconds, en))).toEqual(['a few seconds', 'about 15 s', 'about 55 s', 'about 1 min', 'about 50 min', 'about 2 h']);
  expect(timeLeft(130, vi)).toBe('khoảng 2 phút');
});

it('tells how far work is, by the numbers of the language', () => {
  const work = job();
  work.state = 'running';
  Object.assign(work, { stage: 'import', done: 1200, total: 4000, left: 90 });
  expect(stage(work as Job, vi)).toBe('Đang nhập');
  expect(progress(work as Job, vi, 'vi')).toBe('1.200 trên 4.000 · còn khoảng 2 phút');
  expect(progress(work as Job, en, 'en')).toBe('1,200 of 4,000 · about 2 min left');
});

it('tells how an import ended, also half way', () => {
  const work = job() as Job;
  work.state = 'stopped';
  expect(outcome(work, en, 'en')).toBe('Stopped');
  work.result = { imported: [{}, {}], duplicates: [{}], failed: [{}], remarks: [], cancelled: true };
  expect(outcome(work, en, 'en')).toBe('2 articles imported, 1 already in the library, 1 not imported, Stopped');
});
