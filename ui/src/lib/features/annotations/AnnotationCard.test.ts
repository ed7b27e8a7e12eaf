import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { Block, ShownAnnotation } from '../../api';

const note: Block[] = [{ type: 'paragraph', content: [{ type: 'strong', content: [{ type: 'text', text: 'Xem' }] }, { type: 'link', href: 'https://example.vn/', content: [{ type: 'text', text: 'bản tin' }] }] }];
vi.mock('../../api', async (original) => ({ ...(await original<object>()), noteBlocks: async () => note }));
const { desk } = await import('../../state.svelte');
const { default: AnnotationCard } = await import('./AnnotationCard.svelte');

const annotation: ShownAnnotation = {
  id: 'a', article: 'b', articleTitle: 'Bến phà', colour: 'green', note: '**Xem** [bản tin](https://example.vn/)', tags: [], creator: '', created: '2026-01-01', modified: '', quote: 'hai chuyến', start: 3, end: 13
};
let card: Record<string, unknown>;

async function show(props: { onlink?: (href: string) => void }) {
  const nothing = () => {};
  card = mount(AnnotationCard, { target: document.body, props: { annotation, titled: true, chosen: false, onchoose: nothing, onremove: nothing, onlink: nothing, ...props } });
  flushSync();
  await tick();
  await tick();
  flushSync();
}
afterEach(() => unmount(card));

it('shows its note as it reads, and no button holds another thing to click', async () => {
  await show({});
  expect(document.querySelector('.note strong')?.textContent).toBe('Xem');
  expect(document.body.textContent).not.toContain('**');
  expect(document.querySelector('button :is(a, button, [role="link"], input)')).toBeNull();
});

it('goes to its passage by its button, which is called by the words that it leads to', async () => {
  const read = vi.spyOn(desk, 'read').mockResolvedValue();
  await show({});
  const button = document.querySelector<HTMLElement>('[data-testid="annotation-go"]');
  expect(button?.textContent?.replace(/\s+/g, ' ').trim()).toBe('Bến phà hai chuyến');
  button?.click();
  expect(read).toHaveBeenCalledWith('b', { start: 3, end: 13, annotation: 'a' });
});

it('follows a link of its note instead of going to the passage', async () => {
  const read = vi.spyOn(desk, 'read').mockResolvedValue();
  read.mockClear();
  const onlink = vi.fn();
  await show({ onlink });
  document.querySelector<HTMLElement>('[data-href]')?.click();
  expect([onlink.mock.calls, read.mock.calls]).toEqual([[['https://example.vn/']], []]);
});
