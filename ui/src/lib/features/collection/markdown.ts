/** Markdown typed by buttons: what becomes of a text and its selection. */

export interface Typed {
  text: string;
  start: number;
  end: number;
}

/** What takes the place of a range, and what is selected afterwards. */
export interface Edit {
  /** The range that is replaced. */
  from: number;
  to: number;
  by: string;
  start: number;
  end: number;
}

/** Puts marks around the selection, or takes them away. */
export function wrap({ text, start, end }: Typed, mark: string): Edit {
  const size = mark.length;
  const inner = text.slice(start, end);
  const isMarked = text.slice(start - size, start) === mark && text.slice(end, end + size) === mark && (size > 1 || text.slice(start - 2, start) !== mark + mark);
  if (isMarked) return { from: start - size, to: end + size, by: inner, start: start - size, end: end - size };
  return { from: start, to: end, by: mark + inner + mark, start: start + size, end: end + size };
}

/** Begins each line of the selection with a mark, or takes it from all of them. */
export function lead({ text, start, end }: Typed, mark: string): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const all = lines.every((line) => line.startsWith(mark));
  const by = lines.map((line) => (all ? line.slice(mark.length) : line.startsWith(mark) ? line : mark + line)).join('\n');
  return { from, to, by, start: from + by.length, end: from + by.length };
}

/** Makes a link of the selection; its address is selected, to be typed over. */
export function link({ text, start, end }: Typed, address: string): Edit {
  const inner = text.slice(start, end);
  const at = start + inner.length + 3;
  return { from: start, to: end, by: `[${inner}](${address})`, start: at, end: at + address.length };
}

/** Puts a footnote's number after the selection and its text at the end; that is selected. */
export function note({ text, end }: Typed, words: string): Edit {
  const taken = [...text.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number));
  const number = Math.max(0, ...taken) + 1;
  const rest = text.slice(end).trimEnd();
  const by = `[^${number}]${rest}\n\n[^${number}]: ${words}\n`;
  const at = end + by.length - words.length - 1;
  return { from: end, to: text.length, by, start: at, end: at + words.length };
}
