import { includes } from './characters.ts';
import type { Expression, Expressions } from './expressions.ts';

/** What is left of the texts of an expression that start with a character (Brzozowski). */
export function derivative(all: Expressions, expression: Expression, code: number): Expression {
  const of = (item: Expression) => derivative(all, item, code);
  switch (expression.kind) {
    case 'empty':
      return all.nothing;
    case 'characters':
      return includes(expression.characters, code) ? all.empty : all.nothing;
    case 'concatenation':
      return derivativeOfConcatenation(all, expression, code);
    case 'union':
      return all.union(expression.items.map(of));
    case 'intersection':
      return all.intersection(expression.items.map(of));
    case 'complement':
      return all.complement(of(expression.item));
    case 'repetition': {
      const { item, least, most } = expression;
      return all.concatenation(of(item), all.repetition(item, Math.max(0, least - 1), most - 1));
    }
  }
}

/** Goes along the parts in a loop: there may be thousands. */
function derivativeOfConcatenation(all: Expressions, expression: Expression, code: number): Expression {
  const parts: Expression[] = [];
  let at = expression;
  while (at.kind === 'concatenation') {
    parts.push(all.concatenation(derivative(all, at.first, code), at.rest));
    if (!at.first.nullable) return all.union(parts);
    at = at.rest;
  }
  return all.union([...parts, derivative(all, at, code)]);
}

/**
 * Adds code points at which the derivative may change, going up from 0: between two neighbours it is the same for all
 * characters.
 */
export function addBoundaries(expression: Expression, boundaries: Set<number>): void {
  switch (expression.kind) {
    case 'empty':
      return;
    case 'characters':
      for (const [from, to] of expression.characters) boundaries.add(from).add(to + 1);
      return;
    case 'concatenation': {
      let at: Expression = expression;
      while (at.kind === 'concatenation') {
        addBoundaries(at.first, boundaries);
        if (!at.first.nullable) return;
        at = at.rest;
      }
      addBoundaries(at, boundaries);
      return;
    }
    case 'union':
    case 'intersection':
      for (const item of expression.items) addBoundaries(item, boundaries);
      return;
    case 'complement':
    case 'repetition':
      addBoundaries(expression.item, boundaries);
  }
}
