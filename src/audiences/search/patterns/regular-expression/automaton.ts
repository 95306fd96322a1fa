import { invalidQuery } from '../../query/error.ts';
import type { Steps, Work } from '../../work.ts';
import type { TokenPattern } from '../token-pattern.ts';
import { expressionOf } from './build.ts';
import { addBoundaries, derivative } from './derivative.ts';
import { type Expression, Expressions } from './expressions.ts';
import { lettersOf } from './letters-of.ts';
import { parseRegularExpression } from './parser.ts';

/** States that a pattern may need (api-search.md section 7.8). */
const MOST_STATES = 10_000;

/** What a part of an expression costs, in units of work. */
const COST = 300;

/**
 * A test that is linear in the length of tokens.
 *
 * @param pattern a valid one
 * @throws ServiceError `UPAPI-900601-400` when it needs too many states or too much work
 */
export function* compileRegularExpression(pattern: string, work: Work): Steps<TokenPattern> {
  const parsed = parseRegularExpression(pattern, (reason) => {
    throw invalidQuery(reason);
  });
  const all = new Expressions((parts) => work.spend(COST * parts));
  const first = yield* expressionOf(parsed, all, work);
  const states = yield* statesOf(first, all, work);
  const matches = (token: string) => {
    work.spend(token.length);
    let state = states[0];
    for (let at = 0; at < token.length && state !== undefined; at += 1) {
      const code = token.codePointAt(at) ?? 0;
      if (code > 0xffff) at += 1;
      state = states[next(state, code)];
    }
    return state?.accepts ?? false;
  };
  return { letters: lettersOf(first), matches };
}

interface State {
  readonly accepts: boolean;
  /** The first characters of the ranges in which the next state is the same, ascending from 0. */
  readonly starts: readonly number[];
  /** The next state in each range; -1 where no text goes on. */
  readonly targets: readonly number[];
}

function next({ starts, targets }: State, code: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= code) low = middle;
    else high = middle;
  }
  return targets[low] ?? -1;
}

/** All derivatives of an expression that are not nothing; the expression itself is the first. */
function* statesOf(first: Expression, all: Expressions, work: Work): Steps<readonly State[]> {
  const numbers = new Map<Expression, number>([[first, 0]]);
  const states: State[] = [];
  // The map grows while it is gone through.
  for (const expression of numbers.keys()) {
    const boundaries = new Set([0]);
    yield* addBoundaries(expression, boundaries, work);
    work.spend(COST * boundaries.size);
    const starts: number[] = [];
    const targets: number[] = [];
    for (const start of [...boundaries].sort((one, other) => one - other)) {
      const target = numberOf(yield* derivative(all, expression, start, work), all, numbers);
      if (targets.at(-1) === target) continue;
      starts.push(start);
      targets.push(target);
    }
    states.push({ accepts: expression.nullable, starts, targets });
  }
  return states;
}

function numberOf(expression: Expression, all: Expressions, numbers: Map<Expression, number>): number {
  if (expression === all.nothing) return -1;
  const known = numbers.get(expression);
  if (known !== undefined) return known;
  if (numbers.size === MOST_STATES) {
    throw invalidQuery(`a regular expression needs more than ${MOST_STATES} states`);
  }
  numbers.set(expression, numbers.size);
  return numbers.size - 1;
}
