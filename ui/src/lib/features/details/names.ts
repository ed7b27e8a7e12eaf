/** What the fields of an article are called in a form. */
import { speech } from '../../i18n/index.svelte';
import { HOLDING } from './fields';

/** The fields that can be changed in many articles, in the order of the form. */
export const FIELDS = [
  'title', 'kind', 'creators', 'publication', 'section', 'issued', 'issue', 'volume', 'pages', 'edition', 'publisher', 'place',
  'dateline', 'url', 'identifiers', 'language', 'keywords', 'rights', 'lead', ...HOLDING, 'citekey'
];

/** The short name of a field, without hints in brackets. */
export function fieldName(field: string): string {
  const { fields, lists } = speech.words;
  return lists.fields[field] ?? (fields[field] ?? field).replace(/\s*\(.*\)$/, '');
}
