/** What the reader asks the library for: citations to copy, notes as blocks, originals, links, names of colours. */
import { invoke } from '@tauri-apps/api/core';
import type { Block, Colour } from './types';

/** What goes to the clipboard, for programs that take plain text and for those that take rich text. */
export interface Copied {
  text: string;
  html: string;
}

export interface OriginalInfo {
  /** How it can be looked at. */
  kind: 'page' | 'text' | 'pdf' | 'words' | 'other';
  bytes: number;
}

/** What the user calls the colours; one without a name of its own is missing. */
export type ColourNames = Partial<Record<Colour, string>>;

/** The citation of an article, or of a passage with its words. */
export const copiedCitation = (article: string, passage: { start: number; end: number } | null) =>
  invoke<Copied>('copied_citation', { article, passage });
/** A note's Markdown as blocks. */
export const noteBlocks = (markdown: string) => invoke<Block[]>('note_blocks', { markdown });

export const originalInfo = (article: string) => invoke<OriginalInfo>('original_info', { article });
/** The original decoded: of a web page its source, of a document its words. */
export const originalText = (article: string) => invoke<string>('original_text', { article });
export const originalBytes = (article: string) => invoke<ArrayBuffer>('original_bytes', { article });
export const saveOriginal = (article: string, path: string) => invoke<void>('save_original', { article, path });
/** Where a frame shows the original from, without scripts and without the network. */
export const originalUrl = (article: string) =>
  import.meta.env.MODE === 'browse' ? `/samples/original/${article}` :
  navigator.userAgent.includes('Windows')
    ? `http://fonds-original.localhost/${article}`
    : `fonds-original://localhost/${article}`;

/** Hands an address of the web or of mail to the system. */
export const openAddress = (address: string) => invoke<void>('open_address', { address });

export const colourNames = () => invoke<ColourNames>('colour_names');
/** An empty name gives a colour back its own. */
export const nameColours = (names: ColourNames) => invoke<void>('name_colours', { names });

/**
 * Puts a citation on the clipboard. It is asked for while the clipboard is already open, because a webview lets a page
 * write only in answer to a key or a click; where it takes no rich text, the plain text goes there.
 */
export async function copyRich(asked: Promise<Copied>): Promise<void> {
  const part = (kind: string, of: (copied: Copied) => string) =>
    asked.then((copied) => new Blob([of(copied)], { type: kind }));
  try {
    const item = new ClipboardItem({ 'text/plain': part('text/plain', ({ text }) => text), 'text/html': part('text/html', ({ html }) => html) });
    await navigator.clipboard.write([item]);
  } catch {
    await navigator.clipboard.writeText((await asked).text);
  }
}
