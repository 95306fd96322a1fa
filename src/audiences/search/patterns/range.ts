import { compareCodePoints } from '../../../order.ts';
import type { Bound } from '../query/tree.ts';
import type { TokenPattern } from './token-pattern.ts';

/** Tokens in an interval, by code points (api-search.md section 7.9); an absent bound is an open end. */
export function compileRange(from: Bound | undefined, to: Bound | undefined): TokenPattern {
  const low = from?.text.toLowerCase();
  const high = to?.text.toLowerCase();
  const matches = (token: string) => {
    const above = low === undefined ? 1 : compareCodePoints(token, low);
    const below = high === undefined ? 1 : compareCodePoints(high, token);
    return (
      (above > 0 || (above === 0 && from?.inclusive === true)) && (below > 0 || (below === 0 && to?.inclusive === true))
    );
  };
  return { letters: 0, matches };
}
