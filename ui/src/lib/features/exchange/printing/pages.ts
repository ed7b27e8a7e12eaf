/** The pages of a PDF, drawn by pdf.js. Everything it needs is in the app: no network, no code made from text. */
import { getDocument, PDFWorker, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
// The worker is started here: pdf.js would wrap it in a blob where the window's origin is not http.
import Worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker';

/** An open PDF. */
export interface Pages {
  count: number;
  /** The printed number of each page. */
  labels: string[];
  /** Size of the first page in points. */
  width: number;
  height: number;
  /** Draws a page, counted from 1, as wide as that many pixels of the window. */
  draw(page: number, width: number, stop: AbortSignal): Promise<HTMLCanvasElement>;
  /** Gives its memory back. */
  free(): void;
}

/** More pixels for one of the window than this are not seen. */
const SHARPEST = 3;

/** Opens a PDF; the bytes move to the worker. */
export async function openPages(bytes: ArrayBuffer): Promise<Pages> {
  const port = new Worker();
  const worker = new PDFWorker({ port: port as unknown as null });
  const task = getDocument({ data: new Uint8Array(bytes), worker, useWasm: false, useWorkerFetch: false });
  const free = () => {
    const close = () => {
      worker.destroy();
      port.terminate();
    };
    void task.destroy().then(close, close);
  };
  try {
    const pdf = await task.promise;
    const [labels, first] = await Promise.all([pdf.getPageLabels(), pdf.getPage(1)]);
    const { width, height } = first.getViewport({ scale: 1 });
    const counted = Array.from({ length: pdf.numPages }, (_, n) => labels?.[n] || String(n + 1));
    return { count: pdf.numPages, labels: counted, width, height, draw: (...what) => draw(pdf, ...what), free };
  } catch (failure) {
    free();
    throw failure;
  }
}

async function draw(pdf: PDFDocumentProxy, number: number, width: number, stop: AbortSignal) {
  const page = await pdf.getPage(number);
  stop.throwIfAborted();
  const density = Math.min(window.devicePixelRatio || 1, SHARPEST);
  const viewport = page.getViewport({ scale: (width * density) / page.getViewport({ scale: 1 }).width });
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  const drawing = page.render({ canvas, viewport });
  stop.addEventListener('abort', () => drawing.cancel(), { once: true });
  await drawing.promise;
  page.cleanup();
  return canvas;
}
