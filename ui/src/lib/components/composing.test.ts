import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { composing, isTaken, whenMade } from './composing.svelte';

const key = (values: Partial<KeyboardEvent>) => ({ isComposing: false, key: 'a', keyCode: 65, ...values });

let stop: () => void;
let field: HTMLInputElement;
const take = vi.fn();

beforeEach(() => {
  stop = composing.watch(window);
  field = document.createElement('input');
  document.body.replaceChildren(field);
  take.mockClear();
});
afterEach(() => stop());

it('knows the keys of an input method', () => {
  expect([key({}), key({ isComposing: true }), key({ keyCode: 229 }), key({ key: 'Process' })].map(isTaken)).toEqual([false, true, true, true]);
});

describe('the window', () => {
  it('hears no key of an input method, neither at the field nor above it', () => {
    const heard = vi.fn();
    field.addEventListener('keydown', heard);
    window.addEventListener('keydown', heard);
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }));
    expect(heard).not.toHaveBeenCalled();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, bubbles: true }));
    expect(heard).toHaveBeenCalledTimes(2);
    window.removeEventListener('keydown', heard);
  });

  it('knows whether a word is being made, also when the field goes meanwhile', () => {
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    expect(composing.on).toBe(true);
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    expect(composing.on).toBe(false);
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    document.body.replaceChildren(document.createElement('button'));
    document.querySelector('button')?.focus();
    expect(composing.on).toBe(false);
  });
});

describe('a field', () => {
  const input = (value: string, isComposing: boolean) => {
    field.value = value;
    field.dispatchEvent(new InputEvent('input', { isComposing, bubbles: true }));
  };

  it('tells a word when it is made, and letters at once where no input method is at work', () => {
    const away = whenMade(take)(field);
    input('c', false);
    for (const value of ['cd', 'cda', 'cđa']) input(value, true);
    expect(take.mock.calls).toEqual([['c']]);
    field.value = 'cđâ';
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    expect(take).toHaveBeenLastCalledWith('cđâ');
    away?.();
    input('d', false);
    expect(take).toHaveBeenCalledTimes(2);
  });
});
