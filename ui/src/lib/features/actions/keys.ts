/**
 * Shortcuts as the registry writes them: `Mod+Shift+Z`, `?`, `F6`. `Mod` is Command on macOS and Control elsewhere.
 */

export interface Chord {
  mod: boolean;
  shift: boolean;
  alt: boolean;
  /** As `KeyboardEvent.key` names it, letters in lower case. */
  key: string;
}

/** What of a keyboard event tells which keys were pressed. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export function chord(written: string): Chord {
  const parts = written.split('+');
  // `Mod++` is the plus key.
  const key = written.endsWith('+') ? '+' : (parts.at(-1) ?? '');
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return { mod: has('Mod'), shift: has('Shift'), alt: has('Alt'), key: key.length === 1 ? key.toLowerCase() : key };
}

export function isPressed(wanted: Chord, pressed: Pressed, mac = isMac): boolean {
  const mod = mac ? pressed.metaKey : pressed.ctrlKey;
  const other = mac ? pressed.ctrlKey : pressed.metaKey;
  if (other || mod !== wanted.mod || pressed.altKey !== wanted.alt) return false;
  // Signs such as `?` lie behind Shift on some keyboards and not on others.
  const isSign = wanted.key.length === 1 && !/[a-z0-9]/.test(wanted.key);
  if (!isSign && pressed.shiftKey !== wanted.shift) return false;
  if (pressed.key.toLowerCase() === wanted.key.toLowerCase()) return true;
  // A keyboard of another script has the letters in their usual places.
  return wanted.mod && /^[a-z]$/.test(wanted.key) && !/^[\x20-\x7e]$/.test(pressed.key) && pressed.code === `Key${wanted.key.toUpperCase()}`;
}

const NAMES: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Enter: '↵', Escape: 'Esc' };

/** The keys as people read them, one a key cap. */
export function caps(written: string, mac = isMac): string[] {
  const { mod, shift, alt, key } = chord(written);
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const held = mac ? [alt && '⌥', shift && '⇧', mod && '⌘'] : [mod && 'Ctrl', alt && 'Alt', shift && 'Shift'];
  return [...held.filter((cap) => cap !== false), name];
}

/** The keys in one word, for a hint beside a name. */
export function spelled(written: string, mac = isMac): string {
  return caps(written, mac).join(mac ? '' : '+');
}

/** As native menus want them; undefined for keys that would be taken from people who type. */
export function accelerator(written: string): string | undefined {
  const { mod, shift, alt, key } = chord(written);
  if (!mod && !/^F\d+$/.test(key)) return undefined;
  const name = key.length === 1 ? key.toUpperCase() : key;
  return [mod && 'CmdOrCtrl', alt && 'Alt', shift && 'Shift', name === '+' ? 'Plus' : name].filter(Boolean).join('+');
}
