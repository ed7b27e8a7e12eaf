import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import DragOut from './DragOut.svelte';

const stand = vi.hoisted(() => ({ dragged: [] as string[][] }));
vi.mock('../../api', async (original) => ({
  ...(await original<typeof import('../../api')>()),
  dragOut: async (paths: string[]) => void stand.dragged.push(paths)
}));

let shown: ReturnType<typeof mount>;
const file = () => document.querySelector<HTMLElement>('[data-testid="export-file"]')!;
const at = (kind: string, x: number, buttons: number, target: EventTarget = window) =>
  target.dispatchEvent(new MouseEvent(kind, { clientX: x, clientY: 9, button: 0, buttons, bubbles: true, cancelable: true }));

beforeEach(() => {
  stand.dragged.length = 0;
  shown = mount(DragOut, { target: document.body, props: { paths: ['/nha/Sông nước 1.epub', '/nha/Sông nước 2.epub'] } });
  flushSync();
});
afterEach(() => unmount(shown));

it('hands its files to the system when it is dragged, once', () => {
  expect(file().textContent).toContain('Sông nước 1.epub');
  at('pointerdown', 10, 1, file());
  at('pointermove', 13, 1);
  expect(stand.dragged).toEqual([]);
  at('pointermove', 20, 1);
  at('pointermove', 40, 1);
  expect(stand.dragged).toEqual([['/nha/Sông nước 1.epub', '/nha/Sông nước 2.epub']]);
});

it('does nothing when it is only pressed, or pointed at', () => {
  at('pointermove', 60, 0);
  at('pointerdown', 10, 1, file());
  at('pointerup', 10, 0);
  at('pointermove', 60, 1);
  expect(stand.dragged).toEqual([]);
});
