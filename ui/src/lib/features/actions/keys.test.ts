import { describe, expect, it } from 'vitest';
import { accelerator, caps, chord, isPressed, spelled, type Pressed } from './keys';

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({ key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

describe('isPressed', () => {
  it('asks for just the keys that are held', () => {
    const redo = chord('Mod+Shift+Z');
    expect(isPressed(redo, press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(isPressed(redo, press('z', { ctrlKey: true }), false)).toBe(false);
    expect(isPressed(chord('Mod+Z'), press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(isPressed(chord('Mod+Z'), press('z', { ctrlKey: true, altKey: true }), false)).toBe(false);
  });
  it('takes Command on macOS and Control elsewhere', () => {
    expect(isPressed(chord('Mod+K'), press('k', { metaKey: true }), true)).toBe(true);
    expect(isPressed(chord('Mod+K'), press('k', { ctrlKey: true }), true)).toBe(false);
    expect(isPressed(chord('Mod+K'), press('k', { metaKey: true }), false)).toBe(false);
  });
  it('takes signs with and without Shift', () => {
    expect(isPressed(chord('?'), press('?', { shiftKey: true }), false)).toBe(true);
    expect(isPressed(chord('?'), press('?'), false)).toBe(true);
    expect(isPressed(chord('Mod++'), press('+', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  });
  it('finds letters by their place on keyboards of other scripts', () => {
    expect(isPressed(chord('Mod+K'), press('л', { ctrlKey: true, code: 'KeyK' }), false)).toBe(true);
    // On a Latin keyboard of another layout the letter counts, not the place.
    expect(isPressed(chord('Mod+K'), press('t', { ctrlKey: true, code: 'KeyK' }), false)).toBe(false);
  });
});

it('spells keys as each system does', () => {
  expect(spelled('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
  expect(spelled('Mod+Shift+Z', true)).toBe('⇧⌘Z');
  expect(caps('Mod+,', false)).toEqual(['Ctrl', ',']);
  expect(caps('Mod++', false)).toEqual(['Ctrl', '+']);
});

it('gives menus no key that people type', () => {
  expect(accelerator('/')).toBeUndefined();
  expect(accelerator('J')).toBeUndefined();
  expect(accelerator('F1')).toBe('F1');
  expect(accelerator('Mod+Shift+Z')).toBe('CmdOrCtrl+Shift+Z');
});
