/**
 * The one door from the window to the library: a typed function for each command.
 * Nothing outside this folder imports `@tauri-apps`.
 */
import { invoke } from '@tauri-apps/api/core';
import { listen, type UnlistenFn } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { open, save } from '@tauri-apps/plugin-dialog';
import type { BookOf } from './sharing';
import type * as T from './types';

export * from './citing';
export * from './sharing';
export type * from './types';
export * from './annotating';
export * from './correcting';
export * from './ebooks';
export * from './arranging';
export * from './lists';
export * from './pieces';
export * from './reading';
export * from './regions';
export * from './shell';

// The app and its library
/** Opens the library that was named at the start. */
export const appState = (job: string) => invoke<T.AppState>('app_state', { job });
export const setLanguage = (language: T.Language) => invoke<void>('set_language', { language });
export const createLibrary = (path: string, title: string) =>
  invoke<T.LibraryInfo>('create_library', { path, title });
export const openLibrary = (job: string, path: string) => invoke<T.LibraryInfo>('open_library', { job, path });
export const closeLibrary = () => invoke<void>('close_library');
export const verify = (job: string) => invoke<T.VerifyReport>('verify', { job });
export const catalogPlace = () => invoke<T.CatalogPlace>('catalog_place');
/** Has catalog and search index lie outside of the library's folder, or in it. The library is closed and opened again. */
export const placeCatalog = (job: string, outside: boolean) => invoke<T.CatalogPlace>('place_catalog', { job, outside });
/** When every byte was checked last, and whether that was long ago. */
/** What had to be mended since the library was opened, or since this was asked last. */
export const libraryNews = () => invoke<string[]>('library_news');
export const fixity = () => invoke<T.Fixity>('fixity');
/** Copies what is new to a backup, which is made if it is not there. */
export const backup = (job: string, to: string) => invoke<T.BackupReport>('backup', { job, to });

/** The dated backups that are made by themselves. */
export const plannedBackups = () => invoke<T.PlannedBackups>('planned_backups');
/** Has them made in a folder, the last `keep`; null ends it. */
export const planBackups = (folder: string | null, keep: number) =>
  invoke<T.PlannedBackups>('plan_backups', { folder, keep });
export const backupAsPlanned = (job: string) => invoke<T.BackupReport>('backup_as_planned', { job });

// Articles
/** Files, folders and web addresses. */
export const importSources = (job: string, sources: string[], wholeBooks: boolean, ignoreRobots: boolean, only?: string[]) =>
  invoke<T.ImportReport>('import', { job, sources, wholeBooks, ignoreRobots, only: only ?? null });
/** A piece of a web page, or plain text. */
export const importPasted = (content: string, rich: boolean) =>
  invoke<T.ImportReport>('import_pasted', { content, rich });
export const compact = (job: string) => invoke<T.CompactReport>('compact', { job });
/** Articles whose text is nearly the same, the likest first. */
export const alike = (id: string) => invoke<T.Alike[]>('alike', { id });
export const watched = () => invoke<string | null>('watched');
export const watch = (folder: string | null) => invoke<void>('watch', { folder });
export const importWatched = (job: string) => invoke<T.ImportReport>('import_watched', { job });
export const readArticle = (id: string) => invoke<T.ReaderArticle>('read_article', { id });
export const removeArticles = (ids: string[]) => invoke<void>('remove_articles', { ids });
export const search = (query: string, options: T.SearchOptions) =>
  invoke<T.SearchResult>('search', { query, options });
/** The query with a facet's clause added, or without it where it has that. */
export const toggleClause = (query: string, clause: string) => invoke<string>('toggle_clause', { query, clause });

// Annotations
export const annotate = (article: string, start: number, end: number, colour: T.Colour, note: string, tags: string[]) =>
  invoke<T.ShownAnnotation>('annotate', { article, start, end, colour, note, tags });
/** `tags` are labels; new ones are made. */
export const setAnnotation = (id: string, colour: T.Colour, note: string, tags: string[]) =>
  invoke<T.ShownAnnotation>('set_annotation', { id, colour, note, tags });
export const removeAnnotation = (id: string) => invoke<void>('remove_annotation', { id });

// What was done
export const undo = () => invoke<T.TurnReport | null>('undo');
export const redo = () => invoke<T.TurnReport | null>('redo');
/** The changes of an article, a collection or a tag, oldest first. */
export const history = (record: string) => invoke<T.HistoryEntry[]>('history', { record });
export const trash = () => invoke<T.TrashEntry[]>('trash');
export const restoreTrashed = (ids: string[]) => invoke<T.TrashEntry[]>('restore_trashed', { ids });
/** Takes the bytes of an article's original out of the archive for good. */
export const purgeOriginal = (id: string, reason: string) => invoke<T.PurgeReport>('purge_original', { id, reason });
/** The originals that nothing refers to any more. */
export const unusedOriginals = (job: string) => invoke<T.UnusedOriginal[]>('unused_originals', { job });
export const purgeUnused = (job: string, reason: string) => invoke<T.UnusedPurged>('purge_unused', { job, reason });
export const emptyTrash = () => invoke<T.TrashEntry[]>('empty_trash');

// Citations and export
export const styles = () => invoke<T.StyleInfo[]>('styles');
export const locales = () => invoke<T.LocaleInfo[]>('locales');
export const cite = (
  articles: string[],
  style: string,
  locale: string,
  format: 'text' | 'html' | 'markdown' | 'bibtex' | 'ris' | 'csl-json'
) => invoke<string>('cite', { articles, style, locale, format });
export const undescribedPictures = (of: BookOf) => invoke<T.Undescribed[]>('undescribed_pictures', { of });
export const describePicture = (article: string, asset: string, words: string) =>
  invoke<void>('describe_picture', { article, asset, words });
/** House styles, the library's own first. */
export const houseStyles = () => invoke<T.HouseInfo[]>('house_styles');
/** Prints a book without saving anything; what has not changed since the last time is not laid out again. */
export const previewPrint = (job: string, of: BookOf, title: string, settings: T.ExportSettings) =>
  invoke<T.Preview>('preview_print', { job, of, title, settings });
/** The PDF of the last preview. */
export const previewBytes = () => invoke<ArrayBuffer>('preview_bytes');
/** The system goes on with a drag of exported files that began in the window. */
export const dragOut = (paths: string[]) => invoke<void>('drag_out', { paths });
export const showInFolder = (path: string) => invoke<void>('show_in_folder', { path });

// Long work: the window names each job; its promise fails with code `cancelled` when it was stopped.
export const cancelJob = (job: string) => invoke<void>('cancel_job', { job });
export const onProgress = (heard: (progress: T.JobProgress) => void): Promise<UnlistenFn> =>
  listen<T.JobProgress>('job-progress', (event) => heard(event.payload));

/** Where the window shows a picture from. */
export const assetUrl = (digest: string) =>
  import.meta.env.MODE === 'browse' ? `/samples/${digest}` :
  navigator.userAgent.includes('Windows')
    ? `http://fonds-asset.localhost/${digest}`
    : `fonds-asset://localhost/${digest}`;

// What the system offers
export const chooseFolder = (title: string) => open({ directory: true, title });
export const chooseFiles = (title: string) => open({ multiple: true, title });
export const chooseTarget = (title: string, defaultPath: string, extension: string) =>
  save({ title, defaultPath, filters: [{ name: extension.toUpperCase(), extensions: [extension] }] });
export const onFilesDropped = (heard: {
  over: () => void;
  leave: () => void;
  drop: (paths: string[]) => void;
}): Promise<UnlistenFn> =>
  getCurrentWebview().onDragDropEvent(({ payload }) => {
    if (payload.type === 'enter' || payload.type === 'over') heard.over();
    else if (payload.type === 'leave') heard.leave();
    else heard.drop(payload.paths);
  });
