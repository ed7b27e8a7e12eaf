import { clearMocks, mockIPC, mockWindows } from '@tauri-apps/api/mocks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { activity } from '../features/activity/activity.svelte';
import { desk } from '../state.svelte';
import { ended } from './ending';
import { AGAIN, IDLE, Rest } from './rest';

const LAST = { time: '2026-01-02T08:30:00Z', agent: 'Hà', ok: true, articles: 9, originals: 12, problems: 0 };
let called: string[] = [];
let due = true;

beforeEach(() => {
  vi.useFakeTimers();
  called = [];
  due = true;
  mockWindows('main');
  mockIPC((command) => {
    called.push(command);
    if (command === 'planned_backups') return { plan: null, reachable: false, dates: [], due: false };
    if (command === 'fixity') return { last: due ? null : LAST, due };
    if (command !== 'verify') return null;
    due = false;
    return { ok: true, articles: 9, originals: 12, changes: 41, catalog: { onDisk: 1, live: 1, isLoose: false }, problems: [] };
  });
  activity.onend = ended;
  desk.library = { title: 'Kho', path: '/kho', articles: 9, notices: [] };
  desk.fixity = { last: null, due: true };
});
afterEach(() => {
  vi.useRealTimers();
  clearMocks();
  activity.clear();
  desk.library = null;
});

/** What was asked of the library to check it. */
const checks = () => called.filter((command) => command === 'verify').length;

it('checks the library once nobody works, and shows what came of it', async () => {
  const rest = new Rest(() => void desk.checkIfDue());
  rest.begin();
  await vi.advanceTimersByTimeAsync(IDLE - 1000);
  // Somebody moves.
  rest.begin();
  await vi.advanceTimersByTimeAsync(IDLE - 1000);
  expect(checks()).toBe(0);
  await vi.advanceTimersByTimeAsync(1000);
  expect(checks()).toBe(1);
  expect(desk.fixity).toEqual({ last: LAST, due: false });
  await vi.advanceTimersByTimeAsync(AGAIN);
  expect(checks(), 'not again before it is due').toBe(1);
  due = true;
  await vi.advanceTimersByTimeAsync(AGAIN);
  expect(checks(), 'again when it is, also where nobody came back').toBe(2);
  rest.end();
});

it('leaves alone who works in a dialog, and what is checked already', async () => {
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.setAttribute('open', '');
  await desk.checkIfDue();
  dialog.remove();
  expect(checks()).toBe(0);
  due = false;
  await desk.checkIfDue();
  expect(checks()).toBe(0);
});
