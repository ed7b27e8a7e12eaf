/** Letters as people type them in a hurry: lower case, without marks, `đ` as `d`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[đð]/g, 'd');
}

/** Whether every typed word is somewhere in the text. */
export function matches(text: string, typed: string): boolean {
  const folded = fold(text);
  return fold(typed).split(/\s+/).every((word) => folded.includes(word));
}
