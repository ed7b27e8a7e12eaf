/** Rectangles of pictures, in percent of their width and height, as media fragments write them. */
import type { ShownAnnotation } from '../../../api';

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** What the keyboard begins with: the middle. */
export const MIDDLE: Area = { x: 35, y: 35, width: 30, height: 30 };

/** A smaller rectangle was a slip of the hand. */
export const SMALLEST = 1;

/** The rectangle of `xywh=percent:…`. */
export function read(fragment: string): Area | null {
  const numbers = /^xywh=percent:([\d.]+),([\d.]+),([\d.]+),([\d.]+)$/.exec(fragment)?.slice(1).map(Number);
  const [x, y, width, height] = numbers ?? [];
  return x === undefined || y === undefined || !width || !height ? null : { x, y, width, height };
}

export function written({ x, y, width, height }: Area): string {
  return `xywh=percent:${[x, y, width, height].map((n) => Math.round(n * 100) / 100).join(',')}`;
}

const within = (n: number, most = 100) => Math.min(Math.max(n, 0), most);

/** The rectangle between two corners. */
export function between(a: Point, b: Point): Area {
  const [left, right] = [within(Math.min(a.x, b.x)), within(Math.max(a.x, b.x))];
  const [top, bottom] = [within(Math.min(a.y, b.y)), within(Math.max(a.y, b.y))];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function moved(area: Area, by: Point): Area {
  return { ...area, x: within(area.x + by.x, 100 - area.width), y: within(area.y + by.y, 100 - area.height) };
}

/** Its right and lower edges move. */
export function resized(area: Area, by: Point): Area {
  const side = (start: number, length: number) => Math.min(Math.max(length, SMALLEST), 100 - start);
  return { ...area, width: side(area.x, area.width + by.x), height: side(area.y, area.height + by.y) };
}

const ARROWS: Record<string, Point> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };

/** What a key makes of a rectangle; null where it is none of its keys. */
export function pressed(area: Area, { key, shiftKey, ctrlKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey'>): Area | null {
  const arrow = ARROWS[key];
  if (!arrow) return null;
  const step = ctrlKey ? 0.2 : 2;
  return (shiftKey ? resized : moved)(area, { x: arrow.x * step, y: arrow.y * step });
}

/** Where a rectangle is drawn over its picture. */
export function placed({ x, y, width, height }: Area): string {
  return `left: ${x}%; top: ${y}%; width: ${width}%; height: ${height}%`;
}

/** The annotations of parts of a picture that stands at a place of the text; smaller ones last, so that they lie above. */
export function inPicture(annotations: ShownAnnotation[], asset: string, at: number): { annotation: ShownAnnotation; area: Area }[] {
  const own = annotations.filter(({ region, start }) => region?.asset === asset && start === at);
  const found = own.flatMap((annotation) => {
    const area = read(annotation.region?.fragment ?? '');
    return area ? [{ annotation, area }] : [];
  });
  return found.sort((a, b) => b.area.width * b.area.height - a.area.width * a.area.height);
}
