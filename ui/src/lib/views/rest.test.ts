import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { activity } from '../features/activity/activity.svelte';
import { desk } from '../state.svelte';
import { ended } from './ending';
import { AGAIN, IDLE, Rest } from './rest';

const LAST = { time: '2026-01-02T08:30:00Z', agent: 'Hà', ok: true, articles: 9, originals: 12, problems: 0 };
const known = vi.hoisted(() => ({ due: true, checks: 0 }));

vi.mock('../api', async (original) => ({
  ...(await original<typeof import('../api')>()),
  plannedBackups: async () => ({ plan: null, reachable: false, dates: [], due: false }),
  fixity: async () => ({ last: known.due ? null : LAST, due: known.due }),
  verify: async () => {
    known.due = false;
    known.checks += 1;
    return { ok: true, articles: 9, originals: 12, changes: 41, catalog: { onDisk: 1, live: 1, isLoose: false }, problems: [] };
  },
  drawAttention: async () => {},
  setWindowTitle: async () => {}
}));

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(known, { due: true, checks: 0 });
  activity.onend = ended;
  desk.library = { title: 'Kho', path: '/kho', articles: 9, notices: [] };
  desk.fixity = { last: null, due: true };
});
afterEach(() => {
  vi.useRealTimers();
  activity.clear();
  desk.library = null;
});

it('checks the library once nobody works, and shows what came of it', async () => {
  const rest = new Rest(() => void desk.checkIfDue());
  rest.begin();
  await vi.advanceTimersByTimeAsync(IDLE - 1000);
  // Somebody moves.
  rest.begin();
  await vi.advanceTimersByTimeAsync(IDLE - 1000);
  expect(known.checks).toBe(0);
  await vi.advanceTimersByTimeAsync(1000);
  expect(known.checks).toBe(1);
  expect(desk.fixity).toEqual({ last: LAST, due: false });
  await vi.advanceTimersByTimeAsync(AGAIN);
  expect(known.checks, 'not again before it is due').toBe(1);
  known.due = true;
  await vi.advanceTimersByTimeAsync(AGAIN);
  expect(known.checks, 'again when it is, also where nobody came back').toBe(2);
  rest.end();
});

it('leaves alone who works in a dialog, and what is checked already', async () => {
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.setAttribute('open', '');
  await desk.checkIfDue();
  dialog.remove();
  expect(known.checks).toBe(0);
  known.due = false;
  await desk.checkIfDue();
  expect(known.checks).toBe(0);
});
