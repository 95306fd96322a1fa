import type { Steps, Work } from '../../work.ts';
import { includes } from './characters.ts';
import type { Expression, Expressions } from './expressions.ts';

/** What is left of the texts of an expression that start with a character (Brzozowski). */
export function* derivative(all: Expressions, expression: Expression, code: number, work: Work): Steps<Expression> {
  if (work.pauses()) yield;
  switch (expression.kind) {
    case 'empty':
      return all.nothing;
    case 'characters':
      return includes(expression.characters, code) ? all.empty : all.nothing;
    case 'concatenation':
      return yield* derivativeOfConcatenation(all, expression, code, work);
    case 'union':
    case 'intersection': {
      const items: Expression[] = [];
      for (const item of expression.items) items.push(yield* derivative(all, item, code, work));
      return all[expression.kind](items);
    }
    case 'complement':
      return all.complement(yield* derivative(all, expression.item, code, work));
    case 'repetition': {
      const { item, least, most } = expression;
      const first = yield* derivative(all, item, code, work);
      return all.concatenation(first, all.repetition(item, Math.max(0, least - 1), most - 1));
    }
  }
}

/** Goes along the parts in a loop: there may be thousands. */
function* derivativeOfConcatenation(
  all: Expressions,
  expression: Expression,
  code: number,
  work: Work,
): Steps<Expression> {
  const parts: Expression[] = [];
  let at = expression;
  while (at.kind === 'concatenation') {
    parts.push(all.concatenation(yield* derivative(all, at.first, code, work), at.rest));
    if (!at.first.nullable) return all.union(parts);
    at = at.rest;
  }
  return all.union([...parts, yield* derivative(all, at, code, work)]);
}

/**
 * Adds code points at which the derivative may change, going up from 0: between two neighbours it is the same for all
 * characters.
 */
export function* addBoundaries(expression: Expression, boundaries: Set<number>, work: Work): Steps<void> {
  work.spend(1);
  if (work.pauses()) yield;
  switch (expression.kind) {
    case 'empty':
      return;
    case 'characters':
      for (const [from, to] of expression.characters) boundaries.add(from).add(to + 1);
      work.spend(expression.characters.length);
      return;
    case 'concatenation': {
      let at: Expression = expression;
      while (at.kind === 'concatenation') {
        yield* addBoundaries(at.first, boundaries, work);
        if (!at.first.nullable) return;
        at = at.rest;
      }
      yield* addBoundaries(at, boundaries, work);
      return;
    }
    case 'union':
    case 'intersection':
      for (const item of expression.items) yield* addBoundaries(item, boundaries, work);
      return;
    case 'complement':
    case 'repetition':
      yield* addBoundaries(expression.item, boundaries, work);
  }
}
