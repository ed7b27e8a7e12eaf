/** Rows that keep the keyboard while they are put into another order: an element that is moved in the page loses the focus. */

/**
 * Called where a component begins. `rows` is what the order depends on, `idOf` the row that an element is in, `find` what has
 * the focus in a row.
 */
export function keepFocus(rows: () => unknown, idOf: (element: Element) => string | null, find: (id: string) => HTMLElement | null | undefined) {
  let held: string | null = null;
  $effect.pre(() => {
    void rows();
    held = document.activeElement && idOf(document.activeElement);
  });
  $effect(() => {
    void rows();
    if (held !== null && document.activeElement === document.body) find(held)?.focus();
  });
}
