/** Completing what is typed: names that fit, those first that fit best. */
import { fold } from './fold';
import { path, type Leaf } from './tree';

export interface Named extends Leaf {
  /** Other names. */
  also: string[];
  /** Those that are used more come first among equals. */
  weight: number;
}

export interface Match<T extends Named> {
  node: T;
  /** The names of what it stands under, the root first. */
  above: string[];
  /** The other name that fits, where its own does not. */
  via: string | null;
}

const order = new Intl.Collator('vi', { numeric: true });

/**
 * What fits a text, without case and marks; a slash leads down the tree. An empty text fits everything. Marks that are
 * typed do not exclude what is written without them, but what has them comes first. Those that are left out by id may
 * still stand above others.
 */
export function complete<T extends Named>(nodes: T[], typed: string, without: string[] = [], limit = 12): Match<T>[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parts = typed.split('/').map((part) => part.trim());
  const last = parts.pop() ?? '';
  const found: { match: Match<T>; rank: number }[] = [];
  for (const node of nodes) {
    const rank = without.includes(node.id) ? null : rankOf(node, last);
    if (rank === null) continue;
    const above = path(byId, node.id).slice(0, -1);
    if (parts.length > 0 && !leadsTo(above, parts)) continue;
    const via = rank >= ALSO ? (node.also.find((name) => fits(name, last)) ?? null) : null;
    found.push({ match: { node, above: above.map(({ label }) => label), via }, rank });
  }
  found.sort((a, b) => a.rank - b.rank || b.match.node.weight - a.match.node.weight || order.compare(a.match.node.label, b.match.node.label));
  return found.slice(0, limit).map(({ match }) => match);
}

/** The node that is called just so, by its own name, its path or another name. */
export function called<T extends Named>(nodes: T[], name: string): T | undefined {
  const wanted = name.normalize('NFC').trim().split('/').map((part) => part.trim());
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isAt = (node: T) => path(byId, node.id).map(({ label }) => label).join('/') === wanted.join('/');
  const [only] = wanted.length === 1 ? wanted : [];
  return nodes.find(isAt) ?? nodes.find(({ label }) => label === only) ?? nodes.find(({ also }) => only !== undefined && also.includes(only));
}

/** What names a node among the others: its label, or its path where others have the same label. */
export function nameOf<T extends Leaf>(nodes: T[], node: T): string {
  const isAlone = !nodes.some(({ id, label }) => id !== node.id && label === node.label);
  const byId = new Map(nodes.map((known) => [known.id, known]));
  return isAlone ? node.label : path(byId, node.id).map(({ label }) => label).join('/');
}

/** From here on it is another name that fits. */
const ALSO = 10;

function rankOf(node: Named, typed: string): number | null {
  const own = rankOfName(node.label, typed);
  if (own !== null) return own;
  const also = node.also.map((name) => rankOfName(name, typed)).filter((rank) => rank !== null);
  return also.length > 0 ? ALSO + Math.min(...also) : null;
}

/** 0 for the whole name, then its beginning, the beginning of a word of it, and anywhere; half a step less with other marks. */
function rankOfName(name: string, typed: string): number | null {
  if (!typed) return 0;
  if (!fits(name, typed)) return null;
  const [folded, wanted] = [fold(name), fold(typed)];
  const step = folded === wanted ? 0 : folded.startsWith(wanted) ? 2 : ` ${folded}`.includes(` ${wanted}`) ? 4 : 6;
  return name.toLocaleLowerCase('vi').includes(typed.normalize('NFC').toLocaleLowerCase('vi')) ? step : step + 1;
}

function fits(name: string, typed: string): boolean {
  const folded = fold(name);
  return fold(typed).split(/\s+/).every((word) => folded.includes(word));
}

/** Whether the typed parts lead, from one step to the next, to what stands above. */
function leadsTo(above: Leaf[], parts: string[]): boolean {
  const last = above.slice(-parts.length);
  return last.length === parts.length && last.every(({ label }, n) => fits(label, parts[n] ?? ''));
}
