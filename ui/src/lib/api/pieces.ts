/** Looking into a source of several articles before any of them comes in. */
import { invoke } from '@tauri-apps/api/core';

/** An article that a source holds. */
export interface Piece {
  /** The source, and behind `›` the part of it. */
  path: string;
  title: string;
  creators: string[];
  publication: string | null;
  issued: string | null;
  /** Code points of text. */
  length: number;
  /** The article that was made of it before. */
  known: string | null;
}

/** What a file or an address holds; nothing of it is kept. */
export const pieces = (job: string, source: string, wholeBooks: boolean, ignoreRobots = false) =>
  invoke<Piece[]>('pieces', { job, source, wholeBooks, ignoreRobots });
