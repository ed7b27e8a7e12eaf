/**
 * What crosses the border between the window and the library, as `fonds-library` and `fonds-model`
 * serialise it. Offsets are Unicode code points of the article's text projection.
 */

import type { Sort } from './finding';
import type { Creator } from './lists';
import type { Brought, EbookSettings, FileSizes } from './sharing';
import type { RecentLibrary } from './shell';

export type * from './annotating';
export type * from './correcting';
export type * from './finding';

export type Colour = 'yellow' | 'green' | 'blue' | 'pink' | 'purple';
export type Language = 'vi' | 'en';

/** A failure, worded in the window's language. */
export interface Problem {
  code: string;
  message: string;
  hint: string | null;
}

export interface LibraryInfo {
  title: string;
  path: string;
  articles: number;
  /** One-line remarks of opening it, such as a rebuilt catalog. */
  notices: string[];
}

export interface AppState {
  library: LibraryInfo | null;
  /** Libraries opened before, newest first. */
  recent: RecentLibrary[];
  /** A folder that a new library may be put in. */
  suggestedFolder: string;
  /** The user's language by the system's settings. */
  language: Language;
}

export interface ArticleSummary {
  id: string;
  citekey: string;
  kind: string;
  title: string;
  creators: string[];
  publication: string | null;
  issued: string | null;
  url: string | null;
  language: string | null;
  tags: string[];
  captured: string | null;
  excerpt: string;
}

export interface Image {
  asset: string;
  alt?: string;
}

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'emphasis' | 'strong' | 'sub' | 'sup'; content: Inline[] }
  | { type: 'link'; href: string; content: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'break' }
  | { type: 'image'; image: Image }
  | { type: 'note-ref'; note: string }
  | { type: 'span'; lang: string; content: Inline[] };

export interface Cell {
  blocks: Block[];
  header?: boolean;
  colspan?: number;
  rowspan?: number;
}

export interface Row {
  cells: Cell[];
}

export type Block =
  | { type: 'heading'; level: number; content: Inline[] }
  | { type: 'paragraph'; content: Inline[] }
  | { type: 'quote'; blocks: Block[] }
  | { type: 'list'; ordered: boolean; start?: number; items: Block[][] }
  | { type: 'table'; caption?: Inline[]; head?: Row[]; rows: Row[] }
  | { type: 'figure'; image: Image; caption?: Inline[] }
  | { type: 'code'; language?: string; text: string }
  | { type: 'note'; id: string; blocks: Block[] }
  | { type: 'rule' };

export interface Diagnostic {
  severity: 'info' | 'warning' | 'error';
  code: string;
  message: string;
  hint?: string;
  place?: string;
}

export interface FieldValue {
  /** `title`, `kind`, `creators`, `publication`, … in the order of the form. */
  field: string;
  /** One line of text; creators are split at `;`. Empty when there is none. */
  value: string;
}

/** An annotation with its place in the text as it is now. */
export interface ShownAnnotation {
  id: string;
  article: string;
  articleTitle: string;
  colour: Colour;
  note: string;
  tags: TagRef[];
  creator: string;
  created: string;
  modified: string;
  /** The passage; of a part of a picture, what is said of the picture. */
  quote: string;
  /** The part of a picture that it is about, as `xywh=percent:…`; `start` and `end` are then where the picture stands. */
  region?: { asset: string; fragment: string };
  /** Null when the passage is no longer in the text. */
  start: number | null;
  end: number | null;
  /** Since when the article had the earlier text that it belongs to. */
  textOf?: string;
}

export interface TagRef {
  id: string;
  label: string;
}

export interface ReaderArticle {
  id: string;
  citekey: string;
  title: string;
  language: string | null;
  byline: string;
  dateline: string;
  url: string | null;
  lead: string | null;
  body: Block[];
  /** Start of each leaf in reading order (lead first, if any), see `fonds-model::projection`. */
  leaves: { start: number; end: number }[];
  text: string;
  fields: FieldValue[];
  creators: Creator[];
  /** For each field that the import filled, where the value was found. */
  provenance: Record<string, string>;
  tags: TagRef[];
  collections: { id: string; title: string }[];
  annotations: ShownAnnotation[];
  diagnostics: Diagnostic[];
  source: { fileName: string | null; digest: string; captured: string | null; mediaType: string };
  /** Its citation in the default style. */
  citation: string;
}

export interface TagEntry {
  id: string;
  label: string;
  parent: string | null;
  /** Articles that carry it, and those that carry it or a tag under it. */
  count: number;
  total: number;
  /** Synonyms. */
  altLabels: string[];
  scopeNote: string;
  /** The vocabulary that it is taken from, a name such as LCSH or an address; and its code or address there. */
  authority: string;
  term: string;
  colour: Colour | null;
}

export interface CollectionEntry {
  id: string;
  title: string;
  parent: string | null;
  /** The search of a smart collection. */
  query: string | null;
  /** Articles in it. Null for a smart one while they cannot be counted at once. */
  count: number | null;
}

export type ItemContent =
  | { type: 'article'; article: string }
  | { type: 'part'; title: string }
  | { type: 'text'; role: 'foreword' | 'introduction' | 'afterword'; title: string; text: string };

export type CollectionItem = { id: string } & ItemContent;

export type CitationPlace = 'under-title' | 'footnote' | 'none';
export type Paper = 'a4' | 'a5' | 'b5' | 'letter' | '6x9';

export interface ExportSettings {
  subtitle: string;
  compiler: string;
  institution: string;
  date: string;
  rights: string;
  /** A number by which the book is known, such as an ISBN. */
  identifier: string;
  description: string;
  series: string;
  seriesPosition: string;
  locale: string;
  style: string;
  citationPlace: CitationPlace;
  archivedCopy: boolean;
  paper: Paper;
  highlights: boolean;
  notes: boolean;
  bibliography: boolean;
  bibliographyByPart: boolean;
  bibliographyByArticle: boolean;
  index: boolean;
  /** A list of the articles by publication and date. */
  sources: boolean;
  colophon: boolean;
  tags: boolean;
  /** The e-book tells where the pages of the print begin. */
  printedPages: boolean;
  print: PrintSettings;
  ebook: EbookSettings;
}

export type Typeface = 'serif' | 'sans';
export type Numerals = 'lining' | 'old-style';
export type RunningHead = 'none' | 'book' | 'part' | 'article' | 'publication';
export type PageNumbers = 'outside' | 'centre' | 'none';
export type NotePlace = 'footnotes' | 'endnotes' | 'margin';

/** Settings of print. What is absent is as the house style has it. Lengths are millimetres. */
export interface PrintSettings {
  /** Absent or empty: the usual one. */
  house?: string;
  /** Width and height, where `paper` does not hold. */
  customPaper?: [number, number];
  inner?: number;
  outer?: number;
  top?: number;
  bottom?: number;
  bleed?: number;
  cropMarks?: boolean;
  /** 1 to 3 */
  columns?: number;
  /** Points. */
  size?: number;
  /** White between two lines as a share of the size. */
  leading?: number;
  typeface?: Typeface;
  numerals?: Numerals;
  leftHead?: RunningHead;
  rightHead?: RunningHead;
  pageNumbers?: PageNumbers;
  notePlace?: NotePlace;
  /** 0: none, 1: parts, 2: articles too. */
  contentsDepth?: number;
  halfTitle?: boolean;
  imprint?: boolean;
  openRight?: boolean;
  qrCodes?: boolean;
  annotations?: boolean;
  embedData?: boolean;
  booklet?: Booklet;
}

export interface Booklet {
  /** Two pages side by side in reading order, instead of sheets that are folded and stitched. */
  twoUp: boolean;
  /** Sheets of a signature; absent: one signature of all. */
  signature?: number;
  /** Thickness of the paper in millimetres. */
  creep: number;
  marks: boolean;
}

/** A picture without alternative text. */
export interface Undescribed {
  article: string;
  title: string;
  asset: string;
  fileName: string;
}

export interface HouseInfo {
  name: string;
  title: string;
  description: string;
  /** The library's own. */
  own: boolean;
}

export interface Preview {
  pages: number;
  /** Sheets of paper, printed on both sides. */
  sheets: number;
  diagnostics: Diagnostic[];
}

export interface Collection {
  id: string;
  title: string;
  parent?: string;
  /** The search whose finds it holds; its own items are then texts. */
  query?: string;
  sort?: Sort;
  description?: string;
  settings: ExportSettings;
  items: CollectionItem[];
}

/** A collection with what the window shows for each article in it. */
export interface ShownCollection {
  collection: Collection;
  articles: Record<string, ArticleSummary>;
  /** The items that the search of a smart collection found. */
  found: string[];
  /** For each article, the other ordinary collections that it is in. */
  alsoIn: Record<string, { id: string; title: string }[]>;
}

/** An article whose text is nearly the same as another's. */
export interface Alike {
  id: string;
  title: string;
  publication: string | null;
  issued: string | null;
  /** From 0.6 to 1. */
  likeness: number;
}

export interface ImportReport {
  imported: { path: string; id: string; citekey: string; title: string; diagnostics: Diagnostic[]; alike?: Alike[] }[];
  duplicates: { path: string; id: string }[];
  failed: { path: string; code: string; message: string; hint: string }[];
  remarks: ({ path: string } & Diagnostic)[];
  /** Collections that came from another library. */
  collections?: Brought[];
  cancelled: boolean;
}

export interface ExportReport {
  /** Of an e-book in volumes, the first. */
  path: string;
  /** The files of an e-book that came in volumes. */
  volumes?: { path: string; bytes: number }[];
  /** Pages of a PDF. */
  pages: number | null;
  sizes: FileSizes;
  diagnostics: Diagnostic[];
}

export interface StyleInfo {
  name: string;
  title: string;
}

export interface LocaleInfo {
  /** BCP 47. */
  code: string;
  /** Its name in itself, such as "Tiếng Việt". */
  name: string;
}

export interface VerifyReport {
  ok: boolean;
  articles: number;
  originals: number;
  changes: number;
  /** Bytes of the catalog, and whether making it small is worth while. */
  catalog: { onDisk: number; live: number; isLoose: boolean };
  problems: { file: string; offset: number | null; code: string; message: string }[];
}

export interface JobProgress {
  /** As the window called it. */
  job: string;
  /** `import`, `compile`, `layout`, `write`, `verify`, `rebuild`, `index` */
  stage: string;
  done: number;
  total: number;
}

export interface CompactReport {
  /** Bytes on disk. */
  before: number;
  after: number;
}

export interface BackupReport {
  files: number;
  /** Bytes. */
  copied: number;
  total: number;
}

export interface PlannedBackups {
  plan: { folder: string; keep: number } | null;
  /** The folder is there. */
  reachable: boolean;
  /** Dates of the backups in it, the latest first. */
  dates: string[];
  /** The next one should be made now. */
  due: boolean;
}

export interface PurgeReport {
  bytes: number;
  /** Devices in whose files it lies until the library is opened there. */
  waiting: string[];
}

/** An original that nothing in the library or the trash refers to. */
export interface UnusedOriginal {
  digest: string;
  bytes: number;
  mediaType: string;
  fileName: string | null;
  /** The article that is gone. */
  article: string;
  title: string;
}

export interface UnusedPurged {
  originals: number;
  bytes: number;
  /** Devices in whose files some lie until the library is opened there. */
  waiting: string[];
  cancelled: boolean;
}

export interface TurnReport {
  /** What the changes did, such as `set-article`. */
  actions: string[];
}

export interface HistoryEntry {
  /** RFC 3339. */
  time: string;
  agent: string;
  device: string;
  action: string;
  turn?: 'undo' | 'redo';
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  /** Fields whose values another device replaced without knowing of this change. */
  conflict?: string[];
}

export interface TrashEntry {
  kind: 'article' | 'collection';
  id: string;
  title: string;
  removed: string;
  agent: string;
}

/** Where this machine keeps catalog and search index. */
export interface CatalogPlace {
  /** Not in the library's folder. */
  outside: boolean;
  folder: string;
}

export interface Fixity {
  last: { time: string; agent: string; ok: boolean; articles: number; originals: number; problems: number } | null;
  /** It is longer ago than a month, or there was none. */
  due: boolean;
}
