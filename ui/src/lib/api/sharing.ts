/** What is particular to e-books and to what goes from library to library. */

/** Settings of an e-book, kept with its collection. */
export interface EbookSettings {
  /** Articles, notes, tags and order travel in the file as data. */
  data: boolean;
  /** Pixels; absent: as they are. */
  imageWidth?: number;
}

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
