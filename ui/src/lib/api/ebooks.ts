/** E-books before they are saved: the library makes them, a frame shows their pages. */
import { invoke } from '@tauri-apps/api/core';
import { listen, type UnlistenFn } from '@tauri-apps/api/event';
import type { BookOf } from './sharing';
import type { Diagnostic, ExportSettings } from './types';

/** A page that can be turned to. */
export interface EbookEntry {
  path: string;
  title: string;
  /** From 1. */
  level: number;
}

/** A file of an e-book. */
export interface EbookVolume {
  /** “Volume 1 of 3”; null where there is one file. */
  words: string | null;
  bytes: number;
  picturesGiven: number;
  picturesWritten: number;
  contents: EbookEntry[];
}

export interface EbookPreview {
  /** Its number in the addresses of its pages. */
  preview: number;
  volumes: EbookVolume[];
  diagnostics: Diagnostic[];
}

/** Makes an e-book without saving it. */
export const previewEbook = (job: string, of: BookOf, title: string, settings: ExportSettings) =>
  invoke<EbookPreview>('preview_ebook', { job, of, title, settings });
/** Nobody looks at it any more. */
export const closeEbook = () => invoke<void>('close_ebook');

/** Where a frame shows a page from, without scripts and without the network. */
export const ebookUrl = (preview: number, volume: number, path: string) => {
  const page = `${preview}/${volume}/${path}`;
  if (import.meta.env.MODE === 'browse') return `/samples/ebook/${path}`;
  return navigator.userAgent.includes('Windows') ? `http://fonds-ebook.localhost/${page}` : `fonds-ebook://localhost/${page}`;
};

/** Hears which page the frame shows. */
export const onEbookShown = (heard: (shown: { preview: number; volume: number; path: string }) => void): Promise<UnlistenFn> =>
  listen<{ preview: number; volume: number; path: string }>('ebook-shown', (event) => heard(event.payload));
