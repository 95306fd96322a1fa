import type { Ast } from '../ast.ts';
import type { Token } from './token.ts';

/** Stands for what could not be read; never seen by the checker, because there is a complaint. */
export function placeholder({ start, end }: Token): Ast {
  return { kind: 'literal', literal: 'null', value: null, start, end };
}
