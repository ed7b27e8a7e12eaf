import { describe, expect, it } from 'vitest';
import type { ShownAnnotation } from '../../../api';
import { between, inPicture, MIDDLE, moved, pressed, read, resized, written } from './area';

describe('a rectangle of a picture', () => {
  it('is written and read', () => {
    const area = { x: 12.5, y: 20, width: 30, height: 40.25 };
    expect(written(area)).toBe('xywh=percent:12.5,20,30,40.25');
    expect(read(written(area))).toEqual(area);
    expect(written({ x: 100 / 3, y: 0, width: 1, height: 1 })).toBe('xywh=percent:33.33,0,1,1');
    for (const wrong of ['', 'xywh=pixel:1,2,3,4', 'xywh=percent:1,2,3', 'xywh=percent:1,2,0,4']) expect(read(wrong)).toBeNull();
  });

  it('lies between two corners, within the picture', () => {
    expect(between({ x: 60, y: 10 }, { x: 20, y: 130 })).toEqual({ x: 20, y: 10, width: 40, height: 90 });
    expect(between({ x: -5, y: -5 }, { x: 5, y: 5 })).toEqual({ x: 0, y: 0, width: 5, height: 5 });
  });

  it('is moved and resized by keys, not beyond the edges', () => {
    expect(moved(MIDDLE, { x: 90, y: -90 })).toEqual({ x: 70, y: 0, width: 30, height: 30 });
    expect(resized(MIDDLE, { x: 90, y: -90 })).toEqual({ x: 35, y: 35, width: 65, height: 1 });
    const key = (key: string, shiftKey = false, ctrlKey = false) => pressed(MIDDLE, { key, shiftKey, ctrlKey });
    expect(key('ArrowRight')).toEqual({ x: 37, y: 35, width: 30, height: 30 });
    expect(key('ArrowUp', true)).toEqual({ x: 35, y: 35, width: 30, height: 28 });
    expect(key('ArrowDown', false, true)?.y).toBeCloseTo(35.2);
    expect(key('a')).toBeNull();
  });

  it('belongs to one picture; smaller ones lie above', () => {
    const one = (id: string, fragment: string, start: number | null = 4, asset = 'p') => ({ id, start, region: { asset, fragment } }) as ShownAnnotation;
    const all = [one('s', 'xywh=percent:1,1,2,2'), one('l', 'xywh=percent:1,1,50,50'), one('o', 'xywh=percent:1,1,2,2', 9), one('q', 'xywh=percent:1,1,2,2', 4, 'q'), one('d', 'xywh=percent:1,1,2,2', null)];
    expect(inPicture(all, 'p', 4).map(({ annotation }) => annotation.id)).toEqual(['l', 's']);
  });
});
