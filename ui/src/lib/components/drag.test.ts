import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Drag, type Load, type Zone } from './drag.svelte';

let drag: Drag;
let target: HTMLElement;
let dropped: [string, string][];
const load: Load = { kind: 'article', ids: ['1', '2'], label: '2' };
const zone: Zone = { spot: ({ kind }, at) => (kind === 'article' ? at.id || null : null), drop: (load, spot) => dropped.push([load.ids.join(), spot]) };

/** jsdom knows no pointer events. */
function pointer(type: string, x: number, y = 0) {
  const event = new MouseEvent(type, { clientX: x, clientY: y, button: 0, bubbles: true });
  window.dispatchEvent(event);
  return event as PointerEvent;
}

beforeEach(() => {
  vi.useFakeTimers();
  drag = new Drag();
  dropped = [];
  document.body.innerHTML = '<ul id="zone"><li id="row"></li></ul><p id="other"></p>';
  target = document.getElementById('zone') as HTMLElement;
  drag.zone(zone)(target);
  document.elementFromPoint = (x) => document.getElementById(x < 100 ? 'other' : 'row');
});
afterEach(() => {
  pointer('pointercancel', 0);
  vi.useRealTimers();
});

it('drops what is dragged on the spot under the pointer', () => {
  drag.press(pointer('pointerdown', 10), () => load);
  pointer('pointermove', 12);
  expect(drag.load).toBe(null);
  pointer('pointermove', 50);
  expect([drag.load, drag.over]).toEqual([load, null]);
  pointer('pointermove', 150);
  expect(drag.isOver(zone, 'row')).toBe(true);
  pointer('pointerup', 150);
  expect([dropped, drag.load]).toEqual([[['1,2', 'row']], null]);
});

it('is no click when it ends, and a click when it never began', () => {
  const clicked = vi.fn();
  target.addEventListener('click', clicked);
  drag.press(pointer('pointerdown', 10), () => load);
  pointer('pointermove', 150);
  pointer('pointerup', 150);
  target.click();
  expect(clicked).not.toHaveBeenCalled();
  vi.runAllTimers();
  drag.press(pointer('pointerdown', 10), () => load);
  pointer('pointerup', 11);
  target.click();
  expect([clicked.mock.calls.length, dropped.length]).toEqual([1, 1]);
});

it('is given up by Escape, and drops nothing where it may not', () => {
  drag.press(pointer('pointerdown', 10), () => load);
  pointer('pointermove', 150);
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  pointer('pointerup', 150);
  drag.press(pointer('pointerdown', 10), () => ({ ...load, kind: 'stone' }));
  pointer('pointermove', 150);
  expect(drag.over).toBe(null);
  pointer('pointerup', 150);
  expect(dropped).toEqual([]);
});
