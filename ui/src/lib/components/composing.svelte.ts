/**
 * Input methods, by which Vietnamese and many other languages are typed: while one is making a letter or a word, its keys are
 * no shortcuts, and what stands in the field is not what was meant yet.
 */
import type { Attachment } from 'svelte/attachments';

/** `keyCode` of a key that went to an input method. */
const TAKEN = 229;

/** Whether a key belongs to an input method. */
export function isTaken(event: Pick<KeyboardEvent, 'isComposing' | 'key' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === TAKEN || event.key === 'Process';
}

class Composing {
  /** A word is being made now. */
  on = $state(false);

  /** Watches a window: nothing in it hears the keys of input methods. Comes before all other listeners. */
  watch(window: Window): () => void {
    const listeners: [string, (event: Event) => void][] = [
      ['keydown', (event) => isTaken(event as KeyboardEvent) && event.stopImmediatePropagation()],
      ['keyup', (event) => isTaken(event as KeyboardEvent) && event.stopImmediatePropagation()],
      ['compositionstart', () => (this.on = true)],
      ['compositionend', () => (this.on = false)],
      // A field that goes while a word is made in it tells of no end.
      ['focusin', () => (this.on = false)]
    ];
    for (const [name, listener] of listeners) window.addEventListener(name, listener, true);
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener, true);
    };
  }
}

export const composing = new Composing();

/** Tells what is typed into a field, and no word before it is made: `<input {@attach whenMade(find)} />`. */
export function whenMade(take: (value: string) => void): Attachment<HTMLInputElement> {
  return (field) => {
    // Webviews differ in whether the last input comes before the end of a composition or after it.
    const input = (event: Event) => {
      if (!(event as InputEvent).isComposing) take(field.value);
    };
    const end = () => take(field.value);
    field.addEventListener('input', input);
    field.addEventListener('compositionend', end);
    return () => {
      field.removeEventListener('input', input);
      field.removeEventListener('compositionend', end);
    };
  };
}
