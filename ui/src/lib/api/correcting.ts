/** Correcting the text of an article. */
import { invoke } from '@tauri-apps/api/core';

/** What Markdown cannot hold of a block. */
export type Loss = 'words' | 'table' | 'pictures' | 'links' | 'notes' | 'letters' | 'structure';

export interface EditableBlock {
  markdown: string;
  /** What would be lost if the block were read from its Markdown again. */
  losses: Loss[];
  pictures: string[];
}

export interface EditableText {
  /** Names the text that is corrected. */
  revision: string;
  blocks: EditableBlock[];
}

/** A block of the old text by its number, or new ones in Markdown. */
export type TextPart = { keep: number } | { markdown: string };

export interface TextCorrected {
  changed: boolean;
  moved: number;
  detached: number;
  found: number;
}

export const editableText = (id: string) => invoke<EditableText>('editable_text', { id });
/** Fails with `text-changed` when the text is no longer that of `revision`. */
export const editText = (id: string, revision: string, parts: TextPart[]) =>
  invoke<TextCorrected>('edit_text', { id, revision, parts });
