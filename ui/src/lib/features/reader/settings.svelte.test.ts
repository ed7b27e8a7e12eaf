import { beforeEach, expect, it } from 'vitest';
import { Settings, SIZES } from './settings.svelte';

beforeEach(() => localStorage.clear());

it('keeps what is chosen', () => {
  const settings = new Settings(null);
  settings.set('paper', 'sepia');
  settings.resize(1);
  const again = new Settings(localStorage.getItem('fonds-reading'));
  expect(again.values).toMatchObject({ paper: 'sepia', size: 4, face: 'serif' });
});

it('stays within its sizes', () => {
  const settings = new Settings(null);
  for (let n = 0; n < 30; n++) settings.resize(1);
  expect(settings.size).toBe(SIZES.at(-1));
  for (let n = 0; n < 30; n++) settings.resize(-1);
  expect(settings.size).toBe(SIZES[0]);
  settings.resize(0);
  expect(settings.size).toBe(1.06);
});

it('passes over what cannot be', () => {
  for (const kept of ['no JSON', '7', 'null', '{"size":99,"paper":"plaid","face":"sans","toString":1}']) {
    expect(new Settings(kept).values).toMatchObject({ size: 3, paper: 'window' });
  }
  expect(new Settings('{"size":99,"face":"sans"}').values.face).toBe('sans');
});
