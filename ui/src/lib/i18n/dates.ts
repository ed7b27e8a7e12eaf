/** Dates of articles as a list shows them. */
import type { Language } from '../api';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An EDTF date, short: `25/11/2022` or `25 Nov 2022`. What is not a plain date (`1945?`, `1930/1935`, a season) stays as it is. */
export function shortDate(edtf: string | null | undefined, language: Language): string {
  const plain = /^(\d{4})-(0[1-9]|1[0-2])(?:-(\d{2}))?(?:T.*)?$/.exec(edtf ?? '');
  if (!plain) return edtf ?? '';
  const [, year, month, day] = plain;
  if (language === 'vi') return [day, month, year].filter(Boolean).join('/');
  return [day?.replace(/^0/, ''), MONTHS[Number(month) - 1] ?? month, year].filter(Boolean).join(' ');
}
