import { expect, it } from 'vitest';
import { finding } from './finding';

it('explains every problem in both languages, with what stands there where that helps', () => {
  const codes = Object.keys(finding.en.problems);
  expect(Object.keys(finding.vi.problems)).toEqual(codes);
  for (const code of codes) {
    const [en, vi] = [finding.en, finding.vi].map(({ problems }) => problems[code]?.('~') ?? '');
    expect(en?.length && vi?.length).toBeTruthy();
    expect(en?.includes('~'), code).toBe(vi?.includes('~'));
  }
  expect(finding.vi.rules.length).toBe(finding.en.rules.length);
});
