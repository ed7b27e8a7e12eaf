import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CitedText, KeyedCite } from '../../api';
import { Citing } from './citing.svelte';

const cite: KeyedCite = { key: 'an2022', locator: null, prefix: '', suffix: '', author: 'styled' };
const nothing: CitedText = { blocks: [], citations: [], unknown: [] };
let field: HTMLTextAreaElement;

function citing(text: (text: string) => Promise<CitedText>) {
  const made = new Citing({ text, written: async (cites) => cites.map((one) => `[@${one.key}]`).join('') });
  const end = made.attach(field);
  return { made, end };
}

/** Types at the end, as a person does. */
function type(text: string) {
  field.value += text;
  field.setSelectionRange(field.value.length, field.value.length);
  field.dispatchEvent(new Event('input'));
}

beforeEach(() => {
  vi.useFakeTimers();
  field = document.createElement('textarea');
  document.body.append(field);
});
afterEach(() => {
  field.remove();
  vi.useRealTimers();
});

test('what was typed to open the picker gives way to the citation', async () => {
  const { made } = citing(async () => nothing);
  type('Cầu [@');
  expect(made.pending).toMatchObject({ start: 4, end: 6, isNew: true });
  await made.write([cite]);
  expect(field.value).toBe('Cầu [@an2022]');
  expect(made.pending).toBeNull();
});

test('a citation that is clicked is changed in its place', async () => {
  field.value = 'Cầu [@an2022] mới';
  const { made } = citing(async () => ({ ...nothing, citations: [{ start: 4, end: 13, cites: [cite] }] }));
  await vi.runAllTimersAsync();
  field.setSelectionRange(8, 8);
  field.dispatchEvent(new Event('click'));
  expect(made.pending).toMatchObject({ cites: [cite], isNew: false });
  await made.write([{ ...cite, key: 'le1998' }]);
  expect(field.value).toBe('Cầu [@le1998] mới');
  field.setSelectionRange(3, 3);
  field.dispatchEvent(new Event('click'));
  expect(made.pending).toBeNull();
});

test('an answer to an older text is not shown', async () => {
  const answers: ((made: CitedText) => void)[] = [];
  const { made, end } = citing(() => new Promise((answer) => answers.push(answer)));
  type('a');
  await vi.advanceTimersByTimeAsync(300);
  answers[1]?.({ ...nothing, unknown: ['mới'] });
  answers[0]?.({ ...nothing, unknown: ['cũ'] });
  await vi.advanceTimersByTimeAsync(0);
  expect(made.printed?.unknown).toEqual(['mới']);
  end();
});

test('the keys open the picker at the caret', () => {
  const { made } = citing(async () => nothing);
  type('Cầu');
  field.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyK', ctrlKey: true, shiftKey: true, cancelable: true }));
  expect(made.pending).toMatchObject({ start: 3, end: 3, isNew: true });
});
