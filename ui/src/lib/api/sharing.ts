/** What is particular to e-books and to what goes from library to library. */
import { invoke } from '@tauri-apps/api/core';
import type { ExportReport, ExportSettings } from './types';

/** What a book is made of. */
export type BookOf = { type: 'collection' | 'article'; id: string };

/** The format is the path's ending: `.epub` or `.pdf`. A collection keeps the settings. */
export const exportBook = (job: string, of: BookOf, path: string, title: string, settings: ExportSettings) =>
  invoke<ExportReport>('export_book', { job, of, path, title, settings });

/** The settings of a book that has none yet. */
export const usualSettings = () => invoke<ExportSettings>('usual_settings');

/** Settings of an e-book, kept with its collection. */
export interface EbookSettings {
  /** Articles, notes, tags and order travel in the file as data. */
  data: boolean;
  /** Pixels; absent: as they are. */
  imageWidth?: number;
  /** Close with all notes, each with the words that it is about. */
  notesAppendix?: boolean;
  /** The picture on the cover, by digest; absent: letters. */
  cover?: string;
  /** Megabytes; a larger book comes in volumes. Absent: one file. */
  volumes?: number;
  /** The typeface that travels with the book; absent: the reader's. */
  font?: 'serif' | 'sans';
}

/** Puts a picture on the cover of a collection's e-books, or takes it away. Gives the collection's settings. */
export const setCover = (id: string, picture: string | null) => invoke<ExportSettings>('set_cover', { id, picture });

/** A collection that came from another library. */
export interface Brought {
  path: string;
  id: string;
  title: string;
  /** Places that were added to it. */
  added: number;
  is_new: boolean;
}

/** Lengths in bytes. */
export interface FileSizes {
  file: number;
  /** Pictures of an e-book as the library has them, and as they are in the file. */
  picturesGiven: number;
  picturesWritten: number;
}
