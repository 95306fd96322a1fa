import { letterSet } from '../letters.ts';
import type { Expression } from './expressions.ts';

/** Letters that every text of an expression has, as `letterSet` tells them; not always all of them. */
export function lettersOf(expression: Expression): number {
  switch (expression.kind) {
    case 'empty':
    case 'complement':
      return 0;
    case 'characters': {
      const [range, ...more] = expression.characters;
      return range !== undefined && more.length === 0 && range[0] === range[1]
        ? letterSet(String.fromCodePoint(range[0]))
        : 0;
    }
    case 'concatenation': {
      let letters = 0;
      let at: Expression = expression;
      while (at.kind === 'concatenation') {
        letters |= lettersOf(at.first);
        at = at.rest;
      }
      return letters | lettersOf(at);
    }
    case 'union':
      return expression.items.reduce((letters, item) => letters & lettersOf(item), -1);
    case 'intersection':
      return expression.items.reduce((letters, item) => letters | lettersOf(item), 0);
    case 'repetition':
      return expression.least === 0 ? 0 : lettersOf(expression.item);
  }
}
