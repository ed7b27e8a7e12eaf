/** Notes beside the text: each at the height of its passage, and none over another. */

/** A card before it has its place, in pixels. */
export interface Card {
  id: string;
  /** Where its passage begins. */
  want: number;
  height: number;
}

/**
 * The top of each card, which come in the order of the text. They are pushed down by those above; the active one stands
 * at its passage where there is room for what comes before it, and pushes up the ones above instead.
 */
export function stack(cards: Card[], active: string | null, gap: number): Map<string, number> {
  const tops = new Map<string, number>();
  const at = cards.findIndex((card) => card.id === active);
  let above = 0;
  for (const card of cards.slice(0, Math.max(at, 0))) above += card.height + gap;
  let free = 0;
  cards.forEach((card, n) => {
    const top = Math.max(n === at ? Math.max(card.want, above) : card.want, n === at ? 0 : free);
    tops.set(card.id, top);
    free = top + card.height + gap;
  });
  let limit = tops.get(cards[at]?.id ?? '') ?? 0;
  for (let n = at - 1; n >= 0; n--) {
    const card = cards[n] as Card;
    limit = Math.min(tops.get(card.id) ?? 0, limit - gap - card.height);
    tops.set(card.id, limit);
  }
  return tops;
}

/** How far down the cards reach. */
export function depth(cards: Card[], tops: Map<string, number>): number {
  return Math.max(0, ...cards.map((card) => (tops.get(card.id) ?? 0) + card.height));
}
