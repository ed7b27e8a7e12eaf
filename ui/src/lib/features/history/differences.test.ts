import { expect, it } from 'vitest';
import type { HistoryEntry } from '../../api';
import { differences } from './differences';

const entry = (before: Record<string, unknown>, after: Record<string, unknown>): HistoryEntry => ({
  time: '', agent: '', device: '', action: 'set-article', before, after
});

it('shows what changed, and nothing that only the program needs', () => {
  const found = differences(entry({ title: 'Cũ', issue: null, modified: 'x' }, { title: 'Mới', issue: '7', modified: 'y' }));
  expect(found).toEqual([
    { name: 'title', before: 'Cũ', after: 'Mới' },
    { name: 'issue', before: '', after: '7' }
  ]);
});

it('names people and joins lists', () => {
  const found = differences(entry({ creators: [{ name: 'An' }] }, { creators: [{ name: 'An' }, { name: 'Bình' }] }));
  expect(found).toEqual([{ name: 'creators', before: 'An', after: 'An; Bình' }]);
});
