import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Serves the samples' pictures by digest, their originals by article, and pages in place of an e-book's, to `npm run browse`. */
const pictures: Plugin = {
  name: 'samples',
  configureServer({ middlewares }) {
    middlewares.use('/samples/original', async (request, response, next) => {
      const samples = JSON.parse(await readFile('src/lib/api/memory/samples.json', 'utf8'));
      const article = samples.articles.find(({ id }: { id: string }) => `/${id}` === request.url);
      if (!article) return next();
      response.setHeader('Content-Type', `${article.source.mediaType}; charset=utf-8`);
      response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'");
      response.end(await readFile(`../samples/${article.source.fileName}`));
    });
    middlewares.use('/samples/ebook', (request, response) => {
      const name = (request.url ?? '').replace(/^.*\//, '').replace(/[^\w.-].*$/, '');
      response.setHeader('Content-Type', 'application/xhtml+xml; charset=utf-8');
      response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
      response.end(`<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${name}</title></head><body><h1>${name}</h1></body></html>`);
    });
    middlewares.use('/samples', async (request, response, next) => {
      const samples = JSON.parse(await readFile('src/lib/api/memory/samples.json', 'utf8'));
      const name = samples.pictures[(request.url ?? '').slice(1)];
      if (!name) return next();
      response.setHeader('Content-Type', 'image/png');
      response.end(await readFile(`../samples/images/${name}`));
    });
  }
};

export default defineConfig({
  base: './',
  plugins: [svelte(), pictures],
  // The fonts lie beside the printing crate.
  server: { fs: { allow: ['..'] } },
  build: { target: 'safari16', sourcemap: false },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'] }
});
