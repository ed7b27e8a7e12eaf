/** Which of the articles that sources hold come in. */
import type { Piece } from '../../api';
import { fold } from '../../components/fold';

/** All that the library has not. */
export function fresh(pieces: Piece[]): Set<string> {
  return new Set(pieces.filter((piece) => !piece.known).map((piece) => piece.path));
}

/** Those in which the words stand, whatever their marks and case. */
export function found(pieces: Piece[], words: string): Piece[] {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  return pieces.filter((piece) => {
    const text = fold([piece.title, ...piece.creators, piece.publication ?? '', piece.issued ?? ''].join(' '));
    return wanted.every((word) => text.includes(word));
  });
}
