import { flushSync, mount, tick, unmount } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShownAnnotation } from '../../../api';

const set = vi.fn(async (id: string, colour: string, note: string, tags: string[]) => ({ id, colour, note, tags }));
vi.mock('../../../api', async (original) => ({
  ...(await original<object>()),
  setAnnotation: (...given: Parameters<typeof set>) => set(...given),
  removeAnnotation: async () => undefined,
  noteBlocks: async () => [],
  listTags: async () => [],
  listCollections: async () => []
}));
const { default: Card } = await import('./Card.svelte');

const annotation: ShownAnnotation = {
  id: 'a', article: 'b', articleTitle: '', colour: 'green', note: '', tags: [{ id: 't', label: 'Bến' }], creator: '', created: '', modified: '', quote: 'q', start: 1, end: 2
};

let card: Record<string, unknown>;
const box = () => document.querySelector('textarea') as HTMLTextAreaElement;

function show(given: Partial<ShownAnnotation> = {}) {
  const nothing = () => {};
  card = mount(Card, { target: document.body, props: { annotation: { ...annotation, ...given }, active: true, onopen: nothing, onclose: nothing } });
  flushSync();
}
async function type(words: string) {
  box().value = words;
  box().dispatchEvent(new Event('input', { bubbles: true }));
  await tick();
}

beforeEach(() => {
  document.body.innerHTML = '';
  set.mockClear();
});

describe('a card', () => {
  it('keeps what was typed when it goes away', async () => {
    show();
    await type('Số liệu cũ');
    await unmount(card);
    expect(set).toHaveBeenCalledWith('a', 'green', 'Số liệu cũ', ['Bến']);
  });

  it('writes nothing where nothing was changed', async () => {
    show();
    await type('  ');
    await unmount(card);
    expect(set).not.toHaveBeenCalled();
  });

  it('does not write what is removed', async () => {
    show();
    await type('Số liệu cũ');
    document.querySelector<HTMLElement>('[data-testid="note-remove"]')?.click();
    await unmount(card);
    expect(set).not.toHaveBeenCalled();
  });

  it('shows a note as it reads until it is edited', () => {
    show({ note: 'Đã có' });
    expect(box()).toBeNull();
    expect(document.body.textContent).toContain('Đã có');
  });
});
