/** Going from one part of the window to the next by keyboard. */

/** Focuses the next (1) or the previous (-1) pane: on what was focused there last, else on what can be first. */
export function focusPane(by: 1 | -1) {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null || pane.getClientRects().length > 0);
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[at < 0 ? (by === 1 ? 0 : panes.length - 1) : (at + by + panes.length) % panes.length];
  if (!next) return;
  const wanted = next.querySelector<HTMLElement>('[aria-current="true"]') ?? next.querySelector<HTMLElement>('button:not(:disabled), a[href], input, select, textarea, [tabindex="0"]');
  (wanted ?? next).focus();
}
