import type { Ir } from '../ir.ts';

/** Size of a conjunctive normal form; numbers saturate. */
export interface NormalForm {
  readonly clauses: number;
  readonly literals: number;
}

const ATOM: NormalForm = { clauses: 1, literals: 1 };
/** Beyond this nothing is counted any more. */
const SATURATION = 1e9;

/** Size of the conjunctive normal form of a condition; anything but `and`, `or` and `not` is one literal. */
export function normalForm(ir: Ir, negated = false): NormalForm {
  if (ir.kind === 'not') return normalForm(ir.operand, !negated);
  if (ir.kind !== 'and' && ir.kind !== 'or') return ATOM;
  const parts = ir.operands.map((operand) => normalForm(operand, negated));
  return parts.reduce((ir.kind === 'and') === negated ? disjunction : conjunction);
}

function conjunction(a: NormalForm, b: NormalForm): NormalForm {
  return saturated(a.clauses + b.clauses, a.literals + b.literals);
}

/** Every clause of one side with every clause of the other. */
function disjunction(a: NormalForm, b: NormalForm): NormalForm {
  return saturated(a.clauses * b.clauses, a.literals * b.clauses + b.literals * a.clauses);
}

function saturated(clauses: number, literals: number): NormalForm {
  return { clauses: Math.min(clauses, SATURATION), literals: Math.min(literals, SATURATION) };
}
