import { expect, it } from 'vitest';
import type { CollectionEntry } from '../../api';
import { Counting } from './counting';

const entry = (id: string, count: number | null): CollectionEntry => ({ id, title: id, parent: null, query: count === null ? 'sông' : null, count });

/** A library whose index answers when it is told to. */
function stand() {
  const asked: ((counts: Record<string, number>) => void)[] = [];
  const counting = new Counting(() => new Promise((answer) => asked.push(answer)));
  return { asked, counting };
}

it('asks for what is missing, and nothing where nothing is', async () => {
  const { asked, counting } = stand();
  let entries = [entry('a', 3)];
  const fill = () => counting.fill(() => entries, (next) => (entries = next));
  await fill();
  expect(asked.length).toBe(0);
  entries = [entry('a', 3), entry('b', null), entry('c', null)];
  const filled = fill();
  asked[0]?.({ a: 9, b: 2 });
  await filled;
  expect(entries.map(({ count }) => count)).toEqual([3, 2, null]);
});

it('does not put an answer that is overtaken, and asks once more for all that was asked meanwhile', async () => {
  const { asked, counting } = stand();
  let entries = [entry('b', null)];
  const fill = () => counting.fill(() => entries, (next) => (entries = next));
  const filled = fill();
  await fill();
  await fill();
  expect(asked.length).toBe(1);
  asked[0]?.({ b: 1 });
  await new Promise((done) => setTimeout(done));
  expect([entries[0]?.count, asked.length]).toEqual([null, 2]);
  asked[1]?.({ b: 2 });
  await filled;
  expect(entries[0]?.count).toBe(2);
});
