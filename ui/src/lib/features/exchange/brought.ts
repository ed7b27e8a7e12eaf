/** What a person brings to the window: files and addresses, or what was copied elsewhere. */
export type Brought = { sources: string[] } | { content: string; rich: boolean };

/** What a paste brings; null where it holds nothing to read. One address a line is fetched. */
export function pasted(plain: string, html: string): Brought | null {
  const lines = plain.split('\n').map((line) => line.trim()).filter(Boolean);
  if (lines.length === 0 && !html.trim()) return null;
  if (lines.length > 0 && lines.every((line) => /^https?:\/\/\S+$/i.test(line))) return { sources: lines };
  return html.trim() ? { content: html, rich: true } : { content: plain, rich: false };
}
