import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import Measure from './Measure.svelte';
import YesNo from './YesNo.svelte';

let shown: Record<string, unknown> | undefined;
afterEach(async () => {
  if (shown) await unmount(shown);
  document.body.innerHTML = '';
});

function put(field: HTMLInputElement | HTMLSelectElement, value: string, ...events: string[]) {
  field.value = value;
  for (const name of events) field.dispatchEvent(new Event(name, { bubbles: true }));
  flushSync();
}

it('tells no from what is left to the house style', () => {
  const props = $state({ label: 'Imprint', value: undefined as boolean | undefined });
  shown = mount(YesNo, { target: document.body, props });
  const field = document.querySelector('select') as HTMLSelectElement;
  expect(field.value).toBe('');
  put(field, 'false', 'change');
  expect(props.value).toBe(false);
  put(field, '', 'change');
  expect(props.value).toBeUndefined();
});

it('takes a number in range, marks one out of range, and mends it in the end', () => {
  const props = $state({ label: 'Size', min: 5, max: 36, value: undefined as number | undefined });
  shown = mount(Measure, { target: document.body, props });
  const field = document.querySelector('input') as HTMLInputElement;
  put(field, '9', 'input');
  expect(props.value).toBe(9);
  put(field, '99', 'input');
  expect([props.value, field.getAttribute('aria-invalid')]).toEqual([9, 'true']);
  put(field, '99', 'change');
  expect([props.value, field.value, field.getAttribute('aria-invalid')]).toEqual([36, '36', 'false']);
  put(field, '', 'input', 'change');
  expect(props.value).toBeUndefined();
});
