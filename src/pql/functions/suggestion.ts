import { nearest } from '../nearest.ts';
import { FUNCTIONS } from './registry.ts';

/** Names that other languages have for functions of PQL, in lower case. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['abs', 'absolute'],
  ['any', 'exists'],
  ['avg', 'average'],
  ['ceil', 'roundUp'],
  ['ceiling', 'roundUp'],
  ['first', 'head'],
  ['floor', 'roundDown'],
  ['len', 'length'],
  ['lower', 'lowerCase'],
  ['size', 'count'],
  ['some', 'exists'],
  ['substring', 'substr'],
  ['upper', 'upperCase'],
]);

/** Known as functions, written without parentheses. */
const MOMENTS: ReadonlySet<string> = new Set(['now', 'today', 'yesterday', 'tomorrow']);

/** The function that somebody who wrote an unknown name may have meant. */
export function suggestFunction(name: string): string | undefined {
  const candidates = [...FUNCTIONS.keys()].filter((known) => !MOMENTS.has(known));
  return SYNONYMS.get(name.toLowerCase()) ?? nearest(name, candidates);
}
