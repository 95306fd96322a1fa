import type { Ir } from '../ir.ts';
import { walk } from '../walk.ts';

/** Operands of `and` and `or` with the cheap ones first, in the order in which they are written among equals. */
export function cheapFirst(operands: readonly Ir[]): readonly Ir[] {
  return operands
    .map((operand) => ({ operand, effort: effortOf(operand) }))
    .sort((a, b) => a.effort - b.effort)
    .map(({ operand }) => operand);
}

const FIELDS = 0;
const MEMBERSHIPS = 1;
const LOOPS = 2;

/** What the most expensive part of an expression looks at. */
function effortOf(ir: Ir): number {
  let effort = FIELDS;
  walk(ir, (node) => {
    effort = Math.max(effort, effortOfNode(node));
  });
  return effort;
}

function effortOfNode(node: Ir): number {
  switch (node.kind) {
    case 'events':
    case 'chain':
    case 'quantification':
    case 'select':
    case 'aggregation':
    case 'lambda':
      return LOOPS;
    case 'call':
      return node.name === 'inSegment' ? MEMBERSHIPS : FIELDS;
    default:
      return FIELDS;
  }
}
