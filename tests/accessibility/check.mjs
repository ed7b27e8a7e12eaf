// Checks e-books with Ace by DAISY: WCAG by axe in a headless Chromium, and the metadata of EPUB Accessibility 1.1.
//
//   node check.mjs BOOK.epub …
//
// Prints each violation and each name of metadata that is missing; ends with 1 where there is one.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ACE = join(dirname(fileURLToPath(import.meta.url)), 'node_modules', '@daisy', 'ace-cli', 'bin', 'ace.js');
const books = process.argv.slice(2);
let faults = 0;

for (const book of books) {
  const report = await reportOn(book);
  const found = [...violations(report), ...missing(report)];
  found.forEach((line) => console.error(`${basename(book)}: ${line}`));
  faults += found.length;
}
if (books.length === 0) throw new Error('no e-book was named');
console.log(`${books.length} e-books, ${faults} faults`);
process.exitCode = faults > 0 ? 1 : 0;

/** What Ace writes of a book. Its settings are kept in a folder of their own. */
async function reportOn(book) {
  const folder = await mkdtemp(join(tmpdir(), 'fonds-ace-'));
  try {
    const environment = {
      ...process.env,
      PUPPETEER_EXECUTABLE_PATH: process.env.CHROMIUM ?? '/usr/bin/chromium',
      ACE_TIMEOUT_INITIAL: '60000',
      XDG_CONFIG_HOME: folder
    };
    const words = [ACE, '--force', '--silent', '--outdir', folder, book];
    await promisify(execFile)(process.execPath, words, { env: environment, maxBuffer: 1 << 26 });
    return JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function violations(report) {
  return report.assertions.flatMap((file) =>
    file.assertions.map((one) => {
      const { 'earl:impact': impact, 'dct:title': rule } = one['earl:test'];
      const where = file['earl:testSubject'].url;
      return `${impact} ${rule} in ${where}: ${one['earl:result']['dct:description']}`;
    })
  );
}

/** What only somebody who certifies books can say is not asked for. */
function missing(report) {
  const names = report['a11y-metadata']?.missing ?? ['all'];
  return names.filter((name) => !name.startsWith('a11y:certifier')).map((name) => `metadata ${name} is missing`);
}
