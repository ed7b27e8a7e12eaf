/** All annotations of the library in one list, and their way out and in. */
import { invoke } from '@tauri-apps/api/core';
import type { Colour, Problem, ShownAnnotation } from './types';

/** What is empty or null filters nothing. Days are `2022-11-25`. */
export interface AnnotationFilter {
  words: string;
  colours: Colour[];
  tag: string | null;
  creator: string | null;
  from: string | null;
  to: string | null;
  collection: string | null;
  article: string | null;
  hasNote: boolean | null;
  detached: boolean | null;
}

export type AnnotationOrder = 'article' | 'newest' | 'oldest';

export interface AnnotationPage {
  total: number;
  annotations: ShownAnnotation[];
  /** Names with the number of their annotations in the whole library. */
  creators: [string, number][];
}

export interface AnnotationsWritten {
  path: string;
  annotations: number;
  articles: number;
}

/** An annotation that could not be placed, and why. */
export interface Unplaced extends Problem {
  id: string;
  words: string;
  source: string;
}

export interface AnnotationsReport {
  imported: string[];
  articles: number;
  known: number;
  unplaced: Unplaced[];
}

export const findAnnotations = (filter: AnnotationFilter, order: AnnotationOrder, offset: number, limit: number) =>
  invoke<AnnotationPage>('find_annotations', { filter, order, offset, limit });
/** The ids of all that fit, in order. */
export const annotationIds = (filter: AnnotationFilter, order: AnnotationOrder) =>
  invoke<string[]>('annotation_ids', { filter, order });
/** All of them or none; one undo brings them back. */
export const removeAnnotations = (ids: string[]) => invoke<void>('remove_annotations', { ids });
/** Markdown, CSV or JSON-LD, by the path's ending. */
export const exportAnnotations = (ids: string[], path: string) =>
  invoke<AnnotationsWritten>('export_annotations', { ids, path });
/** `article` takes those that name none. */
export const importAnnotations = (path: string, article: string | null) =>
  invoke<AnnotationsReport>('import_annotations', { path, article });
