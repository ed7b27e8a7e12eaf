/**
 * Finding in the text of one article, by the rules that the library is searched by: a word typed without marks finds every
 * marking of it, one typed with marks is exact, both placements of a tone mark are the same. Unlike there, words may be
 * found within others, as in any text on a screen.
 */
import { fold } from '../../../components/fold';

/** A place in the text, in code points. */
export interface Hit {
  start: number;
  end: number;
}

/** More places are not looked for. */
export const MOST = 2000;

/** A letter of the text, with the marks that stand behind it on their own. */
interface Letter {
  start: number;
  end: number;
  /** Without marks; of white space a space. */
  folded: string;
  /** With its marks but the tone. */
  exact: string;
  tone: string;
  isPart: boolean;
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** A text that can be searched again and again. */
export class Searched {
  readonly #letters: Letter[];

  constructor(text: string) {
    this.#letters = letters(text);
  }

  /** Every place where what was typed stands, in order. */
  find(typed: string): Hit[] {
    const wanted = letters(typed.trim());
    if (wanted.length === 0) return [];
    const words = wordsOf(wanted);
    const hits: Hit[] = [];
    const all = this.#letters;
    for (let at = 0; at + wanted.length <= all.length && hits.length < MOST; at++) {
      if (!wanted.every((letter, n) => letter.folded === all[at + n]?.folded)) continue;
      if (!words.every((word) => agrees(word, wanted, all, at))) continue;
      const end = at + wanted.length;
      hits.push({ start: all[at]?.start ?? 0, end: all[end - 1]?.end ?? 0 });
      at = end - 1;
    }
    return hits;
  }
}

/** A word of what was typed: from where to where, its tone, and whether it has any mark. */
interface Word {
  from: number;
  to: number;
  tone: string;
  isMarked: boolean;
}

function wordsOf(typed: Letter[]): Word[] {
  const words: Word[] = [];
  for (let from = 0; from < typed.length; from++) {
    if (!typed[from]?.isPart) continue;
    let to = from;
    while (typed[to]?.isPart) to++;
    const own = typed.slice(from, to);
    words.push({ from, to, tone: tone(own), isMarked: own.some((letter) => letter.tone || letter.exact !== letter.folded) });
    from = to;
  }
  return words;
}

/** Whether a marked word stands so in the text. One that goes on there may have its tone further on, or none typed yet. */
function agrees(word: Word, typed: Letter[], text: Letter[], at: number): boolean {
  if (!word.isMarked) return true;
  const found = text.slice(at + word.from, at + word.to);
  if (found.some((letter, n) => letter.exact !== typed[word.from + n]?.exact)) return false;
  let to = at + word.to;
  const goesOn = word.to === typed.length && text[to]?.isPart;
  if (!goesOn) return tone(found) === word.tone;
  while (text[to]?.isPart) to++;
  return !word.tone || tone(text.slice(at + word.from, to)) === word.tone;
}

function tone(letters: Letter[]): string {
  return letters.map((letter) => letter.tone).join('');
}

function letters(text: string): Letter[] {
  const found: Letter[] = [];
  let place = 0;
  for (const c of text.normalize('NFC')) {
    const before = found.at(-1);
    const folded = /\s/u.test(c) ? ' ' : fold(c);
    const joins = before && (folded === '' || (folded === ' ' && before.folded === ' '));
    if (joins) {
      before.end = place + 1;
      before.tone += tones(c);
    } else if (folded !== '') {
      found.push({ start: place, end: place + 1, folded, exact: exact(c), tone: tones(c), isPart: /[\p{L}\p{N}\p{M}]/u.test(c) });
    }
    place += 1;
  }
  return found;
}

function tones(c: string): string {
  return (c.normalize('NFD').match(TONES) ?? []).join('');
}

/** The capital eth looks like the capital đ, and old texts have one for the other. */
function exact(c: string): string {
  return c.toLowerCase().normalize('NFD').replace(TONES, '').normalize('NFC').replace('ð', 'đ');
}
