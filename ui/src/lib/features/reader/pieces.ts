/** Cutting a text where highlights begin and end. */
import type { ShownAnnotation } from '../../api';

export interface Piece {
  text: string;
  /** The highlights over it, the shortest last. */
  over: ShownAnnotation[];
}

/** The pieces of a text that begins at `start` of the projection. */
export function pieces(text: string, start: number, annotations: ShownAnnotation[]): Piece[] {
  const chars = Array.from(text);
  const end = start + chars.length;
  const near = annotations.filter((a) => a.start !== null && a.end !== null && a.start < end && start < a.end);
  if (near.length === 0) return [{ text, over: [] }];
  const cuts = new Set([start, end]);
  for (const a of near) {
    for (const cut of [a.start ?? start, a.end ?? end]) if (start < cut && cut < end) cuts.add(cut);
  }
  const order = [...cuts].sort((a, b) => a - b);
  const size = (a: ShownAnnotation) => (a.end ?? 0) - (a.start ?? 0);
  return order.slice(1).map((to, n) => {
    const from = order[n] ?? start;
    const over = near.filter((a) => (a.start ?? 0) < to && from < (a.end ?? 0)).sort((a, b) => size(b) - size(a));
    return { text: chars.slice(from - start, to - start).join(''), over };
  });
}

/** The background of a piece under several highlights: a band of each colour, the shortest highlight's lowest. */
export function bands(over: ShownAnnotation[]): string | undefined {
  const colours = [...new Set(over.map((annotation) => annotation.colour))];
  if (colours.length < 2) return undefined;
  const share = 100 / colours.length;
  const stops = colours.map((colour, n) => `var(--hl-${colour}) ${Math.round(n * share)}% ${Math.round((n + 1) * share)}%`);
  return `linear-gradient(to bottom, ${stops.join(', ')})`;
}
