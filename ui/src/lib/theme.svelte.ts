/** How the window looks: light, dark, or as the system; and how large everything is. */
import { setZoom } from './api';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

const THEME = 'fonds-theme';
const ZOOM = 'fonds-zoom';
/** The sizes that the keys step through. */
export const SIZES = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

class Looks {
  theme = $state<Theme>('system');
  zoom = $state(1);

  /** Begins with the choices of last time, and follows the system where that was chosen. */
  begin() {
    const kept = localStorage.getItem(THEME);
    this.theme = kept === 'light' || kept === 'dark' ? kept : 'system';
    this.#show();
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#show());
    const zoom = Number(localStorage.getItem(ZOOM));
    if (SIZES.includes(zoom) && zoom !== 1) this.enlarge(zoom);
  }

  get isDark() {
    return this.theme === 'dark' || (this.theme === 'system' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  }

  choose(theme: Theme) {
    this.theme = theme;
    localStorage.setItem(THEME, theme);
    this.#show();
  }

  /** Light where it was dark, and the other way round. */
  turn() {
    this.choose(this.isDark ? 'light' : 'dark');
  }

  enlarge(zoom: number) {
    this.zoom = zoom;
    localStorage.setItem(ZOOM, String(zoom));
    void setZoom(zoom);
  }

  /** One size larger (1) or smaller (-1). */
  step(by: 1 | -1) {
    const at = SIZES.indexOf(this.zoom);
    const next = SIZES[(at < 0 ? SIZES.indexOf(1) : at) + by];
    if (next) this.enlarge(next);
  }

  #show() {
    document.documentElement.dataset.theme = this.isDark ? 'dark' : 'light';
  }
}

export const looks = new Looks();
