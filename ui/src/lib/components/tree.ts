/** Trees whose nodes name their parents, as rows of a list. */
import { fold } from './fold';

export interface Leaf {
  id: string;
  parent: string | null;
  label: string;
}

/** A node that is in sight. */
export interface Row<T extends Leaf> {
  node: T;
  /** From 1. */
  level: number;
  /** Its place among those that stand under the same node, from 1, and how many they are. */
  place: number;
  size: number;
  /** How many stand directly under it. */
  children: number;
  open: boolean;
}

const order = new Intl.Collator('vi', { numeric: true });

/** Those that stand under each node, in the order of Vietnamese dictionaries. What names no node stands at the root. */
export function branches<T extends Leaf>(nodes: T[]): Map<string | null, T[]> {
  const known = new Set(nodes.map(({ id }) => id));
  const found = new Map<string | null, T[]>();
  for (const node of nodes) {
    const parent = node.parent !== null && known.has(node.parent) ? node.parent : null;
    const beside = found.get(parent);
    if (beside) beside.push(node);
    else found.set(parent, [node]);
  }
  for (const under of found.values()) under.sort((a, b) => order.compare(a.label, b.label));
  return found;
}

/** The rows in sight. With a filter: what fits it, and everything that stands above that. */
export function rows<T extends Leaf>(nodes: T[], isFolded: (id: string) => boolean, fits: ((node: T) => boolean) | null): Row<T>[] {
  const under = branches(nodes);
  const shown = fits ? lineage(nodes, fits) : null;
  const found: Row<T>[] = [];
  const walk = (parent: string | null, level: number) => {
    const here = (under.get(parent) ?? []).filter(({ id }) => !shown || shown.has(id));
    here.forEach((node, n) => {
      const children = (under.get(node.id) ?? []).filter(({ id }) => !shown || shown.has(id)).length;
      const open = children > 0 && (shown !== null || !isFolded(node.id));
      found.push({ node, level, place: n + 1, size: here.length, children, open });
      if (open) walk(node.id, level + 1);
    });
  };
  walk(null, 1);
  return found;
}

/** The nodes by their ids. */
export function byId<T extends Leaf>(nodes: T[]): Map<string, T> {
  return new Map(nodes.map((node) => [node.id, node]));
}

/** A node and what it stands under, the root first. */
export function path<T extends Leaf>(byId: Map<string, T>, id: string): T[] {
  const found: T[] = [];
  for (let at = byId.get(id); at && !found.includes(at); at = at.parent === null ? undefined : byId.get(at.parent)) found.unshift(at);
  return found;
}

/** Whether a node is the same as another or stands somewhere under it. */
export function isWithin<T extends Leaf>(byId: Map<string, T>, id: string, other: string): boolean {
  return path(byId, id).some((node) => node.id === other);
}

/** The next row whose label begins so, from a row on and round again. */
export function typed<T extends Leaf>(rows: Row<T>[], from: number, beginning: string): number {
  const wanted = fold(beginning);
  // More letters go on with the row that fitted the first ones.
  const first = Array.from(wanted).length > 1 ? from : from + 1;
  for (let n = 0; n < rows.length; n += 1) {
    const at = (Math.max(0, first) + n) % rows.length;
    if (fold(rows[at]?.node.label ?? '').startsWith(wanted)) return at;
  }
  return -1;
}

function lineage<T extends Leaf>(nodes: T[], fits: (node: T) => boolean): Set<string> {
  const known = byId(nodes);
  return new Set(nodes.filter(fits).flatMap((node) => path(known, node.id).map(({ id }) => id)));
}
