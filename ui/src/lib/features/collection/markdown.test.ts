import { expect, it } from 'vitest';
import { lead, link, note, wrap, type Edit, type Typed } from './markdown';

/** A text in which `|` marks the selection. */
function typed(marked: string): Typed {
  const [before = '', inner = '', after = ''] = marked.split('|');
  return { text: before + inner + after, start: before.length, end: before.length + inner.length };
}

function done(marked: string, edit: (typed: Typed) => Edit): string {
  const given = typed(marked);
  const { from, to, by, start, end } = edit(given);
  const text = given.text.slice(0, from) + by + given.text.slice(to);
  return `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`;
}

it('wraps and unwraps', () => {
  expect(done('một |hai| ba', (t) => wrap(t, '**'))).toBe('một **|hai|** ba');
  expect(done('một **|hai|** ba', (t) => wrap(t, '**'))).toBe('một |hai| ba');
  expect(done('**|hai|**', (t) => wrap(t, '*'))).toBe('***|hai|***');
  expect(done('||', (t) => wrap(t, '*'))).toBe('*||*');
});

it('leads lines, and takes it back', () => {
  expect(done('một\nh|ai\nb|a\nbốn', (t) => lead(t, '> '))).toBe('một\n> hai\n> ba||\nbốn');
  expect(done('> h|ai\n> b|a', (t) => lead(t, '> '))).toBe('hai\nba||');
  expect(done('||', (t) => lead(t, '## '))).toBe('## ||');
});

it('makes links and notes', () => {
  expect(done('xem |đây| nhé', (t) => link(t, 'địa chỉ'))).toBe('xem [đây](|địa chỉ|) nhé');
  expect(done('Một|| hai.[^3]\n\n[^3]: Ba.\n', (t) => note(t, 'chú thích'))).toBe('Một[^4] hai.[^3]\n\n[^3]: Ba.\n\n[^4]: |chú thích|\n');
});
