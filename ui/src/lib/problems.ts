/** Failures as values. */
import type { Problem } from './api';

/** Whatever was thrown, as what the library throws. */
export function asProblem(failure: unknown): Problem {
  if (failure && typeof failure === 'object' && 'message' in failure && 'code' in failure) return failure as Problem;
  return { code: 'unexpected', message: String(failure), hint: null };
}
