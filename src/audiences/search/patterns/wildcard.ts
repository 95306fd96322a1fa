import type { WildcardStep } from '../query/tree.ts';
import type { TokenTest } from './regular-expression/automaton.ts';

const ANY = -1;
const ONE = -2;

/**
 * Decides whether a token, in lower case, fits a pattern as a whole: `*` stands for any characters, `?` for one code
 * point. Takes at most the product of both lengths.
 */
export function compileWildcard(steps: readonly WildcardStep[]): TokenTest {
  const pattern = steps.flatMap((step) =>
    step === '*' ? [ANY] : step === '?' ? [ONE] : [...step.text.toLowerCase()].map(codeOf),
  );
  const shortest = pattern.filter((code) => code !== ANY).length;
  const texts = steps.flatMap((step) => (typeof step === 'string' ? [] : [step.text.toLowerCase()]));
  const longest = texts.reduce((one, other) => (other.length > one.length ? other : one), '');
  return (token) => token.length >= shortest && token.includes(longest) && fits([...token].map(codeOf), pattern);
}

/** Goes back only to the last `*`: what was taken before it fits whatever follows. */
function fits(text: readonly number[], pattern: readonly number[]): boolean {
  let at = 0;
  let step = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[step] === ANY) {
      star = step;
      resume = at;
      step += 1;
    } else if (step < pattern.length && (pattern[step] === ONE || pattern[step] === text[at])) {
      at += 1;
      step += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      step = star + 1;
    } else return false;
  }
  while (pattern[step] === ANY) step += 1;
  return step === pattern.length;
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;
