import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShownAnnotation } from '../../../api';

const made = vi.fn(async (...given: unknown[]) => ({ id: 'new', given }));
vi.mock('../../../api', async (original) => ({
  ...(await original<object>()),
  annotateRegion: (...given: unknown[]) => made(...given),
  listTags: async () => [],
  listCollections: async () => []
}));
const { default: Regions } = await import('./Regions.svelte');
const { annotating } = await import('../annotating.svelte');

const known = { id: 'a', colour: 'green', note: 'Con dấu', start: 4, end: 4, region: { asset: 'p', fragment: 'xywh=percent:10,20,30,40' } } as ShownAnnotation;
const find = (name: string) => document.querySelector<HTMLElement>(`[data-testid="${name}"]`);
let shown: Record<string, unknown>;

beforeEach(() => {
  document.body.innerHTML = '';
  HTMLElement.prototype.scrollIntoView = () => {};
  HTMLElement.prototype.setPointerCapture = () => {};
  made.mockClear();
  shown = mount(Regions, { target: document.body, props: { article: 'b', asset: 'p', at: 4, annotations: [known], drawable: true } });
  flushSync();
});
afterEach(() => unmount(shown));

function begin() {
  find('region-begin')?.click();
  flushSync();
}
function key(key: string, more: KeyboardEventInit = {}) {
  find('region-draw')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  flushSync();
}
function point(type: string, x: number, y: number) {
  const layer = find('region-draw') as HTMLElement;
  layer.getBoundingClientRect = () => ({ left: 100, top: 50, width: 200, height: 100 }) as DOMRect;
  layer.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, button: 0, bubbles: true, cancelable: true }));
  flushSync();
}

describe('parts of a picture', () => {
  it('lie over it, and say what they are', () => {
    const region = find('region');
    expect(region?.getAttribute('style')).toContain('left: 10%');
    expect(region?.getAttribute('aria-label')).toContain('Con dấu');
    expect(region?.dataset.annotations).toBe('a');
  });

  it('are drawn with the keyboard', async () => {
    begin();
    expect(document.activeElement).toBe(find('region-draw'));
    key('ArrowRight');
    key('ArrowDown', { shiftKey: true });
    expect(annotating.told).toMatch(/37 %.*35 %.*30 %.*32 %/);
    key('Enter');
    await vi.waitFor(() => expect(annotating.active).toBe('new'));
    expect(made).toHaveBeenCalledWith('b', 'p', 'xywh=percent:37,35,30,32', 4, expect.any(String));
    expect(annotating.field).toBe('note');
  });

  it('are drawn with the mouse', () => {
    begin();
    point('pointerdown', 120, 60);
    point('pointermove', 150, 90);
    expect(document.querySelector('.draft')?.getAttribute('style')).toContain('left: 10%; top: 10%; width: 15%; height: 30%');
    point('pointerup', 200, 100);
    expect(made).toHaveBeenCalledWith('b', 'p', 'xywh=percent:10,10,40,40', 4, expect.any(String));
  });

  it('are not made by a click alone, nor when one leaves', async () => {
    begin();
    point('pointerdown', 120, 60);
    point('pointerup', 120, 60);
    expect(find('region-draw')).not.toBeNull();
    key('Escape');
    await tick();
    expect(find('region-draw')).toBeNull();
    expect(document.activeElement).toBe(find('region-begin'));
    expect(made).not.toHaveBeenCalled();
  });
});
