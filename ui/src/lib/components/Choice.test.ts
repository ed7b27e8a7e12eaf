import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import Choice from './Choice.svelte';

const options = [
  { value: 'vi-VN', label: 'Tiếng Việt' },
  { value: 'en-GB', label: 'English' },
  { value: 'fr-FR', label: 'Français' }
];
let shown: Record<string, unknown> | undefined;

function show(value: string) {
  shown = mount(Choice, { target: document.body, props: { label: 'Language', options, value, nothing: 'Nothing' } });
  flushSync();
  return document.querySelector('input') as HTMLInputElement;
}

async function type(field: HTMLInputElement, text: string) {
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
}

async function settled() {
  await tick();
  await new Promise((done) => setTimeout(done, 20));
  flushSync();
}

const listed = () => [...document.querySelectorAll<HTMLElement>('.choice-option')];

async function take(option: HTMLElement | undefined) {
  option?.dispatchEvent(new MouseEvent('pointerdown', { bubbles: true, button: 0 }));
  option?.dispatchEvent(new MouseEvent('pointerup', { bubbles: true, button: 0 }));
  await settled();
}

afterEach(async () => {
  if (shown) await unmount(shown);
  document.body.innerHTML = '';
});

it('shows what fits what was typed, and what was taken', async () => {
  const field = show('vi-VN');
  expect(field.value).toBe('Tiếng Việt');
  await type(field, 'fran');
  expect(listed().map((option) => option.textContent?.trim())).toEqual(['Français']);
  await take(listed()[0]);
  expect(field.value).toBe('Français');
});

it('shows the old choice again when it is taken once more', async () => {
  const field = show('vi-VN');
  await type(field, 'viet');
  await take(listed()[0]);
  expect(listed()).toEqual([]);
  expect(field.value).toBe('Tiếng Việt');
});
