import { describe, expect, it } from 'vitest';
import { Pace } from './pace';

/** Hears steps of a given length; gives the last answer. */
function run(pace: Pace, steps: number, total: number, seconds: (n: number) => number): number | null {
  let now = 0;
  let left: number | null = null;
  for (let done = 0; done <= steps; done += 1) {
    left = pace.heard('import', done, total, now);
    now += seconds(done);
  }
  return left;
}

describe('Pace', () => {
  it('says nothing before it has seen enough', () => {
    expect(run(new Pace(), 3, 100, () => 0.5)).toBeNull();
  });
  it('is right from the first word when the speed is even', () => {
    expect(run(new Pace(), 5, 105, () => 0.5)).toBeCloseTo(50, 5);
  });
  it('is hardly moved by uneven steps of the same speed on the whole', () => {
    const left = run(new Pace(), 200, 300, (n) => (n % 2 ? 0.1 : 0.3));
    expect(left).toBeGreaterThan(17);
    expect(left).toBeLessThan(23);
  });
  it('follows when work becomes slower', () => {
    expect(run(new Pace(), 120, 220, (n) => (n < 60 ? 0.1 : 1))).toBeGreaterThan(90);
  });
  it('begins anew with each stage', () => {
    const pace = new Pace();
    run(pace, 10, 20, () => 1);
    expect(pace.heard('index', 0, 10, 30)).toBeNull();
    expect(pace.heard('index', 1, 10, 31)).toBeNull();
  });
  it('never gives less than nothing', () => {
    const pace = new Pace();
    pace.heard('write', 0, 5, 0);
    expect(pace.heard('write', 9, 5, 4)).toBe(0);
    expect(pace.heard('write', 9, 5, 4)).toBe(0);
  });
});
