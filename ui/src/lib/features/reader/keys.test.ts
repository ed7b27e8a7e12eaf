import { describe, expect, it } from 'vitest';
import { keyOf } from './keys';

function key(init: KeyboardEventInit, where: Partial<Parameters<typeof keyOf>[1]> = {}, target: Element = document.body) {
  const event = new KeyboardEvent('keydown', init);
  Object.defineProperty(event, 'target', { value: target });
  return keyOf(event, { within: true, selecting: false, caret: false, ...where });
}

describe('keys', () => {
  it('act on a selected passage only where there is one', () => {
    expect(key({ key: '3' }, { selecting: true })).toBe(2);
    expect(key({ key: 'N' }, { selecting: true })).toBe('note');
    expect(key({ key: 'c' }, { selecting: true })).toBe('quote');
    for (const name of ['3', 'n', 'c']) expect(key({ key: name })).toBeNull();
  });

  it('leave what the system and the fields mean alone', () => {
    expect(key({ key: 'c', ctrlKey: true }, { selecting: true })).toBeNull();
    expect(key({ key: 'n' }, { selecting: true }, document.createElement('textarea'))).toBeNull();
    expect(key({ key: '1' }, { selecting: true, within: false })).toBeNull();
    expect(key({ key: '1', ctrlKey: true }, { selecting: true })).toBeNull();
  });

  it('put a caret into the text by Enter on it', () => {
    const text = document.createElement('article');
    text.dataset.testid = 'reader-body';
    expect(key({ key: 'Enter' }, {}, text)).toBe('caret');
    expect(key({ key: 'Enter' }, { caret: true }, text)).toBeNull();
    expect(key({ key: 'Enter' })).toBeNull();
    expect(key({ key: 'Escape' }, { caret: true }, text)).toBe('escape');
  });
});
