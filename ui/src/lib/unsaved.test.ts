import { expect, it } from 'vitest';
import { unsaved } from './unsaved.svelte';

it('knows what is held until each holder has saved', () => {
  const one = unsaved.hold('Note');
  const two = unsaved.hold('Note');
  const three = unsaved.hold('Foreword');
  expect(unsaved.names).toEqual(['Note', 'Foreword']);
  one();
  one();
  expect(unsaved.names).toEqual(['Note', 'Foreword']);
  two();
  three();
  expect(unsaved.names).toEqual([]);
});
