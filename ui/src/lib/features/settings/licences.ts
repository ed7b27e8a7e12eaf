/** What a person who uses Fonds may want to know it stands on, with its licence. Every library is in the lock files. */
export const BUILT_ON = [
  { name: 'Noto Sans, Noto Serif', licence: 'OFL 1.1' },
  { name: 'Typst', licence: 'Apache 2.0' },
  { name: 'hayagriva', licence: 'MIT / Apache 2.0' },
  { name: 'CSL styles', licence: 'CC BY-SA 3.0' },
  { name: 'printpdf', licence: 'MIT' },
  { name: 'epub-builder', licence: 'MPL 2.0' },
  { name: 'tantivy', licence: 'MIT' },
  { name: 'sled', licence: 'MIT / Apache 2.0' },
  { name: 'html5ever', licence: 'MIT / Apache 2.0' },
  { name: 'hayro', licence: 'MIT / Apache 2.0' },
  { name: 'Tauri', licence: 'MIT / Apache 2.0' },
  { name: 'Svelte', licence: 'MIT' },
  { name: 'Bits UI', licence: 'MIT' },
  { name: 'PDF.js', licence: 'Apache 2.0' },
  { name: 'Lucide', licence: 'ISC' }
];
