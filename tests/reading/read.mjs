// Opens an e-book in a reading system (foliate-js in headless Chromium) and looks at every chapter of it.
//
//   node read.mjs BOOK.epub EXPECTED.json
//
// EXPECTED.json is a list of { title, leaves }: the articles that the book must have, in order, with the pieces of their
// texts. Each chapter must render; pictures must load; links, notes and their ways back must lead somewhere; the table of
// contents must lead to every chapter; and the text of the chapters must be that of the articles. Nothing may be asked of
// the network, and no script may run in the book.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const HERE = dirname(fileURLToPath(import.meta.url));
const KINDS = { '.html': 'text/html', '.js': 'text/javascript', '.epub': 'application/epub+zip' };
const PAGE = '<!doctype html><meta charset="utf-8"><title>reading</title><body style="margin:0;height:100vh"></body>';
const [book, expected] = process.argv.slice(2);

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://x').pathname);
  const file = path === '/book.epub' ? book : join(HERE, 'node_modules', 'foliate-js', path);
  try {
    const body = path === '/' ? PAGE : await readFile(file);
    response.writeHead(200, { 'Content-Type': path === '/' ? 'text/html' : (KINDS[extname(path)] ?? 'application/octet-stream') });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
  protocolTimeout: 300_000
});
const faults = [];
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 900, height: 1200 });
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (request.url().startsWith(origin) || /^(blob|data):/.test(request.url())) return void request.continue();
    faults.push(`asked the network for ${request.url()}`);
    void request.abort();
  });
  page.on('pageerror', (error) => faults.push(`error in the page: ${error.message}`));
  await page.goto(origin);
  const read = await page.evaluate(readBook);
  faults.push(...read.faults, ...compare(read.chapters, JSON.parse(await readFile(expected, 'utf8'))));
  console.log(`${read.chapters.length} files read, ${read.links} links and ${read.notes} notes resolved, ${read.pictures} pictures seen`);
} finally {
  await browser.close();
  server.close();
}
if (faults.length > 0) {
  console.error(faults.slice(0, 40).join('\n'));
  process.exitCode = 1;
}

/** Runs in the page: turns to every file of the spine and tells what is in it. */
async function readBook() {
  await import('/view.js');
  const blob = await (await fetch('/book.epub')).blob();
  const view = document.createElement('foliate-view');
  view.style.height = '100vh';
  document.body.append(view);
  await view.open(new File([blob], 'book.epub', { type: 'application/epub+zip' }));
  const faults = [];
  const chapters = [];
  const counts = { links: 0, notes: 0, pictures: 0 };
  const loaded = (index) =>
    new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`file ${index} did not load`)), 30_000);
      view.addEventListener('load', function heard({ detail }) {
        if (detail.index !== index) return;
        clearTimeout(timer);
        view.removeEventListener('load', heard);
        done(detail.doc);
      });
    });
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim();
  const { book } = view;
  for (const [index, section] of book.sections.entries()) {
    const waiting = loaded(index);
    await view.goTo(index);
    const doc = await waiting;
    const say = (fault) => faults.push(`${section.id}: ${fault}`);
    const box = doc.body?.getBoundingClientRect();
    if (doc.querySelector('parsererror')) say('is not well-formed');
    if (!box || box.width === 0 || box.height === 0) say('was not laid out');
    if (doc.querySelector('script')) say('holds a script');
    for (const picture of doc.images) {
      counts.pictures += 1;
      await picture.decode().catch(() => say(`a picture did not load: ${picture.getAttribute('src')}`));
    }
    for (const link of doc.querySelectorAll('a[href]')) {
      const href = link.getAttribute('href');
      if (book.isExternal?.(href) ?? /^[a-z][a-z0-9+.-]*:/i.test(href)) continue;
      counts.links += 1;
      const target = book.resolveHref(section.resolveHref?.(href) ?? href);
      const other = target && (await book.sections[target.index]?.createDocument());
      const found = other && (href.includes('#') ? target.anchor(other) : other.body);
      if (!found) say(`a link leads nowhere: ${href}`);
      if ((link.getAttribute('epub:type') ?? '').includes('noteref')) {
        counts.notes += 1;
        if (found?.getAttribute?.('role') !== 'doc-footnote') say(`a note is not where ${href} leads`);
        if (!squeeze(found?.textContent ?? '')) say(`the note ${href} is empty`);
      }
    }
    const heading = doc.querySelector('h1');
    const kind = doc.querySelector('section')?.getAttribute('role') ?? '';
    chapters.push({ kind, title: squeeze(heading?.textContent ?? ''), text: squeeze(doc.body?.textContent ?? '') });
  }
  const entries = (items) => (items ?? []).flatMap((item) => [item, ...entries(item.subitems)]);
  for (const entry of entries(book.toc)) {
    if (!book.resolveHref(entry.href)) faults.push(`the contents lead nowhere: ${entry.href}`);
  }
  return { chapters, faults, ...counts };
}

/** The chapters that are articles have the texts of the articles, piece by piece and in order. */
function compare(chapters, articles) {
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim();
  const found = chapters.filter(({ kind }) => kind === 'doc-chapter');
  const wrong = [];
  if (found.length !== articles.length) wrong.push(`${found.length} chapters instead of ${articles.length}`);
  for (const [n, article] of articles.entries()) {
    const chapter = found[n];
    if (!chapter) continue;
    if (chapter.title !== squeeze(article.title)) wrong.push(`“${chapter.title}” stands where “${article.title}” should`);
    // Numbers of notes stand within the words.
    const text = chapter.text.replace(/\d/g, '');
    let at = 0;
    for (const leaf of article.leaves) {
      const words = squeeze(leaf).replace(/\d/g, '');
      const place = text.indexOf(words, at);
      if (place < 0) wrong.push(`“${article.title}” does not say in its place: ${words.slice(0, 80)}`);
      else at = place + words.length;
    }
  }
  return wrong;
}
