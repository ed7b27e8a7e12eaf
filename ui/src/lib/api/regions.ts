/** Annotations of parts of pictures. */
import { invoke } from '@tauri-apps/api/core';
import type { Colour, ShownAnnotation } from './types';

/** `fragment` is `xywh=percent:…`; `near` is the place of the picture in the text, which tells apart those that are the same. */
export const annotateRegion = (article: string, asset: string, fragment: string, near: number, colour: Colour) =>
  invoke<ShownAnnotation>('annotate_region', { article, asset, fragment, near, colour });
