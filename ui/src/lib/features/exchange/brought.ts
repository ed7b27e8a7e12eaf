/** What a person brings to the window: files and addresses, or what was copied elsewhere. */
export type Brought = { sources: string[] } | { content: string; rich: boolean };

/** The library that was dropped, if it is one and nothing else: it is opened, not imported. */
export function droppedLibrary(paths: string[]): string | null {
  const [path] = paths;
  return paths.length === 1 && path !== undefined && /\.fonds[\\/]?$/i.test(path) ? path : null;
}

/** What a paste brings; null where it holds nothing to read. One address a line is fetched. */
export function pasted(plain: string, html: string): Brought | null {
  const lines = plain.split('\n').map((line) => line.trim()).filter(Boolean);
  if (lines.length === 0 && !html.trim()) return null;
  if (lines.length > 0 && lines.every((line) => /^https?:\/\/\S+$/i.test(line))) return { sources: lines };
  return html.trim() ? { content: html, rich: true } : { content: plain, rich: false };
}
