import type { Facts } from '../facts/facts.ts';
import type { Ir } from '../ir.ts';
import type { QueryPlan } from '../plan/explain.ts';
import { childrenOf, lambdaOf, walk } from '../walk.ts';
import { normalForm } from './normal-form.ts';

/** A static estimate of what a query costs, from its text alone. */
export interface Cost {
  /** Atomic conditions, those inside of filters included. */
  readonly leaves: number;
  /** Literals of the largest conjunctive normal form of a condition. */
  readonly normalFormLiterals: number;
  /** Event conditions, each a scan of the events that it selects. */
  readonly eventScans: number;
  /** Hours of events that are needed; infinite without a window, 0 without events. */
  readonly lookBackHours: number;
  readonly sequences: number;
  readonly longestSequence: number;
  readonly aggregations: number;
  /** Levels of lists and maps inside each other, events aside. */
  readonly arrayDepth: number;
  /** Share of the conditions that SQL cannot decide, 0 to 1; known with a plan. */
  readonly residualShare?: number;
}

const AGGREGATES: ReadonlySet<string> = new Set(['count', 'sum', 'average', 'min', 'max']);

/** Estimates the cost of a query; with a plan (`explainPlan`) also how much of it the evaluator has to decide. */
export function costOf(ir: Ir, facts: Facts, plan?: QueryPlan): Cost {
  /** Operands of conditions that are measured with the whole. */
  const inner = new Set<Ir>();
  let normalFormLiterals = 0;
  let leaves = 0;
  let sequences = 0;
  let longestSequence = 0;
  let aggregations = 0;
  walk(ir, (node) => {
    if (isLeaf(node)) leaves += 1;
    if (isLogical(node)) {
      if (!inner.has(node)) normalFormLiterals = Math.max(normalFormLiterals, normalForm(node).literals);
      for (const operand of childrenOf(node)) inner.add(operand);
    }
    if (node.kind === 'aggregation' || (node.kind === 'call' && AGGREGATES.has(node.name))) aggregations += 1;
    if (node.kind !== 'chain') return;
    if (node.elements.length > 1) sequences += 1;
    longestSequence = Math.max(longestSequence, node.elements.length);
  });
  const nodes = facts.eventQueries.flatMap((query) => query.nodes);
  return {
    leaves,
    normalFormLiterals,
    eventScans: nodes.length,
    lookBackHours: Math.max(0, ...nodes.map((node) => node.lookBack.hours)),
    sequences,
    longestSequence,
    aggregations,
    arrayDepth: arrayDepth(ir),
    ...(plan !== undefined && { residualShare: plan.residualShare }),
  };
}

function isLogical({ kind }: Ir): boolean {
  return kind === 'and' || kind === 'or' || kind === 'not';
}

/** A Boolean that no other condition makes up: a comparison, a predicate, a time test. */
function isLeaf(ir: Ir): boolean {
  if (ir.kind === 'occurs') return true;
  return ir.kind === 'call' && ir.type.kind === 'boolean' && lambdaOf(ir.args) === undefined;
}

/** Levels of item scopes inside each other; the scope of the events themselves is none. */
function arrayDepth(ir: Ir): number {
  const below = childrenOf(ir).map(arrayDepth);
  const deepest = Math.max(0, ...below);
  return deepest + (opensItems(ir) ? 1 : 0);
}

function opensItems(ir: Ir): boolean {
  if (ir.kind === 'call') return lambdaOf(ir.args) !== undefined && !isEvents(ir.args[0]);
  const declares = ir.kind === 'select' || ir.kind === 'quantification' || ir.kind === 'aggregation';
  return declares && ir.declarations.some((declaration) => !isEvents(declaration.domain));
}

function isEvents(ir: Ir | undefined): boolean {
  if (ir?.kind === 'call' && ir.name === 'filter') return isEvents(ir.args[0]);
  return ir?.kind === 'events';
}
