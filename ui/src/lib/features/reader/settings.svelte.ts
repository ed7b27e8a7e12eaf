/** How the reader sets its text: kept on this computer, the same for every library. */
import type { Colour } from '../../api';

export const FACES = ['serif', 'sans'] as const;
export const MEASURES = ['narrow', 'comfortable', 'wide'] as const;
export const SPACINGS = ['tight', 'normal', 'loose'] as const;
export const PAPERS = ['window', 'light', 'sepia', 'dark'] as const;

/** Sizes of the text in rem. */
export const SIZES = [0.88, 0.95, 1, 1.06, 1.15, 1.25, 1.4, 1.6, 1.8, 2.1];

const KEY = 'fonds-reading';

const USUAL = {
  /** Which of the sizes. */
  size: 3,
  face: 'serif' as (typeof FACES)[number],
  measure: 'comfortable' as (typeof MEASURES)[number],
  spacing: 'normal' as (typeof SPACINGS)[number],
  paper: 'window' as (typeof PAPERS)[number],
  /** Notes are shown beside the text. */
  notes: true,
  outline: false,
  /** The colour that was used last. */
  colour: 'yellow' as Colour
};

type Values = typeof USUAL;

/** What is allowed of each; anything else that was kept is passed over. */
const ALLOWED: { [K in keyof Values]: readonly Values[K][] } = {
  size: SIZES.map((_, n) => n),
  face: FACES,
  measure: MEASURES,
  spacing: SPACINGS,
  paper: PAPERS,
  notes: [true, false],
  outline: [true, false],
  colour: ['yellow', 'green', 'blue', 'pink', 'purple']
};

export class Settings {
  values = $state<Values>({ ...USUAL });
  /** The reader has the window to itself; the next start begins with the lists. */
  alone = $state(false);

  constructor(kept: string | null) {
    this.values = { ...USUAL, ...sound(kept) };
  }

  get size(): number {
    return SIZES[this.values.size] ?? 1;
  }

  set<K extends keyof Values>(key: K, value: Values[K]) {
    this.values[key] = value;
    localStorage.setItem(KEY, JSON.stringify(this.values));
  }

  /** One step larger or smaller; 0: the usual size. */
  resize(step: -1 | 0 | 1) {
    const size = step === 0 ? USUAL.size : this.values.size + step;
    this.set('size', Math.min(Math.max(size, 0), SIZES.length - 1));
  }
}

function sound(kept: string | null): Partial<Values> {
  try {
    const found: unknown = JSON.parse(kept ?? '{}');
    if (!found || typeof found !== 'object') return {};
    const isAllowed = ([key, value]: [string, unknown]) => (ALLOWED as Record<string, readonly unknown[]>)[key]?.includes(value);
    return Object.fromEntries(Object.entries(found).filter(isAllowed));
  } catch {
    return {};
  }
}

export const settings = new Settings(localStorage.getItem(KEY));
