/** Which changes go with one that is undone or done again. */
import type { RecentChange } from '../../api';

/** Undoing takes with it what this device did later; doing again, what was undone after it. */
export function caught(changes: RecentChange[], chosen: RecentChange): Set<RecentChange> {
  const later = chosen.state === 'done';
  return new Set(
    changes.filter(({ own, state, number }) => own && state === chosen.state && (later ? number >= chosen.number : number <= chosen.number))
  );
}
