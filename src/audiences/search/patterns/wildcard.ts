import type { WildcardStep } from '../query/tree.ts';
import type { Work } from '../work.ts';
import { codePoints } from './edit-distance.ts';
import { letterSet } from './letters.ts';
import type { TokenPattern } from './token-pattern.ts';

const ANY = -1;
const ONE = -2;

/** Tokens that fit a pattern: `*` stands for any characters, `?` for one code point. */
export function compileWildcard(steps: readonly WildcardStep[], work: Work): TokenPattern {
  const pattern = steps.flatMap((step) =>
    step === '*' ? [ANY] : step === '?' ? [ONE] : codePoints(step.text.toLowerCase()),
  );
  const texts = steps.map((step) => (typeof step === 'string' ? '' : step.text.toLowerCase()));
  const start = texts[0] ?? '';
  const isPrefix = steps.length === 2 && start !== '' && steps[1] === '*';
  const shortest = pattern.filter((code) => code !== ANY).length;
  const longest = texts.reduce((one, other) => (other.length > one.length ? other : one), '');
  return {
    letters: letterSet(texts.join('')),
    matches: (token) => {
      if (token.length < shortest || !token.startsWith(start)) return false;
      if (isPrefix) return true;
      if (!token.includes(longest)) return false;
      work.spend(token.length * pattern.length);
      return fits(codePoints(token), pattern);
    },
  };
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
