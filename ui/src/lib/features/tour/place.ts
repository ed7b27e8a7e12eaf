/** Where the card of a tour's step stands: beside what it is about, and always within the window. */

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

/** Pixels between the card and what it is about, and around the card. */
const GAP = 16;

/** To the right of the box where there is room, else to its left, else within it; without a box in the middle. */
export function beside(box: Box | null, card: Size, window: Size): { left: number; top: number } {
  const within = (at: number, size: number, room: number) => Math.max(GAP, Math.min(at, room - size - GAP));
  if (!box) return { left: within((window.width - card.width) / 2, card.width, window.width), top: within((window.height - card.height) / 2, card.height, window.height) };
  const right = box.left + box.width + GAP;
  const left = box.left - card.width - GAP;
  const fitsRight = right + card.width + GAP <= window.width;
  const wanted = fitsRight ? right : left >= GAP ? left : box.left + (box.width - card.width) / 2;
  // A tall box has its card at its upper third, a low one beside it.
  const top = box.height > card.height * 2 ? box.top + box.height / 3 : box.top;
  return { left: within(wanted, card.width, window.width), top: within(top, card.height, window.height) };
}
