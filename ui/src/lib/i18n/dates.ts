/** Dates, moments and sizes as the window shows them. */
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

const SHORT: Intl.DateTimeFormatOptions = { dateStyle: 'short', timeStyle: 'short' };
/** Made once: making one takes longer than using it for a whole list. */
const MOMENTS: Record<Language, Intl.DateTimeFormat> = {
  vi: new Intl.DateTimeFormat('vi-VN', SHORT),
  en: new Intl.DateTimeFormat('en-GB', SHORT)
};

/** A moment in the user's time zone, short. */
export function moment(rfc3339: string, language: Language): string {
  return MOMENTS[language].format(new Date(rfc3339));
}

/** A number of bytes. */
export function bytes(count: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, count < 1000 ? 0 : Math.floor(Math.log10(count) / 3));
  const number = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: step === 0 ? 0 : 1 });
  return `${number.format(count / 1000 ** step)} ${units[step]}`;
}
