/** Citing while one writes. Places are code points of the text. */
import { invoke } from '@tauri-apps/api/core';
import type { Block } from './types';

/** An article that can be cited. */
export interface Citable {
  id: string;
  citekey: string;
  title: string;
  creators: string[];
  publication: string | null;
  issued: string | null;
  /** It stands in the collection, so that a citation leads to its chapter. */
  inCollection: boolean;
}

export const LOCATORS = [
  'page', 'chapter', 'section', 'paragraph', 'line', 'part', 'volume', 'issue', 'column',
  'figure', 'table', 'note', 'appendix', 'article', 'book', 'folio', 'verse'
] as const;
export type LocatorLabel = (typeof LOCATORS)[number];

/** How the author is told: as the style has it, not at all, or in the sentence. */
export type AuthorForm = 'styled' | 'suppressed' | 'in-text';

/** One article of a citation. */
export interface KeyedCite {
  key: string;
  locator: { label: LocatorLabel; value: string } | null;
  prefix: string;
  suffix: string;
  author: AuthorForm;
}

export interface PlacedCitation {
  start: number;
  end: number;
  cites: KeyedCite[];
}

export interface CitedText {
  /** As it will be printed; in note styles with the footnotes at its end. */
  blocks: Block[];
  citations: PlacedCitation[];
  /** Citekeys that no article has. */
  unknown: string[];
}

export const citable = (typed: string, collection: string | null, limit: number) =>
  invoke<Citable[]>('citable', { typed, collection, limit });
/** A text, or a note, as the collection's style prints it. */
export const citedText = (text: string, collection: string | null, isNote: boolean) =>
  invoke<CitedText>('cited_text', { text, collection, isNote });
/** A citation as it is typed in a text. */
export const writtenCitation = (cites: KeyedCite[]) => invoke<string>('written_citation', { cites });
