import { afterEach, describe, expect, it, vi } from 'vitest';
import { Actions, isTyping, type Action } from './registry.svelte';

const press = (key: string, ctrlKey = false) => ({ key, code: '', ctrlKey, metaKey: false, shiftKey: false, altKey: false });
const action = (id: string, more: Partial<Action> = {}): Action => ({ id, group: 'go', title: () => id, run: vi.fn(), ...more });

afterEach(() => document.body.replaceChildren());

describe('Actions', () => {
  it('takes away what was added, and nothing else', () => {
    const actions = new Actions();
    actions.add([action('a')]);
    const remove = actions.add([action('b')]);
    remove();
    expect(actions.list.map(({ id }) => id)).toEqual(['a']);
  });

  it('keeps the newer of two with one id when the older goes', () => {
    const actions = new Actions();
    const remove = actions.add([action('a')]);
    const newer = action('a');
    actions.add([newer]);
    remove();
    expect(actions.list).toEqual([newer]);
  });

  it('does nothing that cannot be done now', () => {
    const actions = new Actions();
    const closed = action('a', { keys: ['Mod+A'], available: () => false });
    actions.add([closed]);
    expect(actions.run('a')).toBe(false);
    expect(actions.press(press('a', true), false)).toBe(false);
    expect(closed.run).not.toHaveBeenCalled();
    expect(actions.available).toEqual([]);
  });

  it('leaves letters to people who type, but not Ctrl with a letter', () => {
    const actions = new Actions();
    actions.add([action('next', { keys: ['J'] }), action('palette', { keys: ['Mod+K'] }), action('undo', { keys: ['Mod+Z'], whileTyping: false })]);
    expect(actions.press(press('j'), true)).toBe(false);
    expect(actions.press(press('j'), false)).toBe(true);
    expect(actions.press(press('k', true), true)).toBe(true);
    // In a field Ctrl+Z takes back what was typed.
    expect(actions.press(press('z', true), true)).toBe(false);
    expect(actions.press(press('z', true), false)).toBe(true);
  });

  it('leaves the window to an open dialog', () => {
    const actions = new Actions();
    actions.add([action('a', { keys: ['A'] }), action('b', { keys: ['B'], overDialogs: true })]);
    document.body.innerHTML = '<dialog open></dialog>';
    expect(actions.press(press('a'), false)).toBe(false);
    expect(actions.press(press('b'), false)).toBe(true);
  });

  it('gives a key to what was added last and can be done now', () => {
    const actions = new Actions();
    let reading = true;
    const library = action('library.find', { keys: ['Mod+F'] });
    const article = action('article.find', { keys: ['Mod+F'], available: () => reading });
    actions.add([library]);
    actions.add([article]);
    actions.press(press('f', true), false);
    expect([vi.mocked(article.run).mock.calls.length, vi.mocked(library.run).mock.calls.length]).toEqual([1, 0]);
    reading = false;
    actions.press(press('f', true), false);
    expect([vi.mocked(article.run).mock.calls.length, vi.mocked(library.run).mock.calls.length]).toEqual([1, 1]);
  });

  it('orders by group', () => {
    const actions = new Actions();
    actions.add([action('h', { group: 'help' }), action('g'), action('l', { group: 'library' })]);
    expect(actions.available.map(({ id }) => id)).toEqual(['l', 'g', 'h']);
  });
});

it('knows what is typed into', () => {
  document.body.innerHTML = '<input><input type="checkbox"><textarea></textarea><button></button>';
  const [text, check, area, button] = document.body.children;
  expect([text, check, area, button].map((element) => isTyping(element ?? null))).toEqual([true, false, true, false]);
});
