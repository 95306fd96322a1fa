import type { Chain, ChainElement, Ir, Span } from '../ir.ts';
import { conjuncts } from './chain/conditions.ts';
import { compileExpression } from './compile.ts';
import type { Layout } from './layout.ts';
import { type EventLeaf, LeafRecorder, type LeafTable, type LeafTest } from './leaves.ts';
import { fieldNames, readsOf } from './reads.ts';
import { Refusal } from './refusal.ts';
import type { Scope } from './scope.ts';
import { and, or } from './sql.ts';
import { condition } from './truth.ts';

export interface PushdownContext {
  readonly layout: Layout;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Shared by all audiences of a run, so that equal leaves get one name. */
  readonly leaves: LeafTable;
  /** Audiences that have a column of their own (`audienceColumn`); `inSegment` of any other id is false. */
  readonly audiences: ReadonlySet<string>;
}

/** A condition over one row: columns of `profiles`, of leaves and their tests, and of audiences. Two-valued, never null. */
export interface Condition {
  readonly sql: string;
  readonly leaves: readonly EventLeaf[];
  readonly tests: readonly LeafTest[];
  readonly audiences: readonly string[];
}

export interface Reason {
  /** The construct that SQL cannot say exactly, as a noun phrase. */
  readonly construct: string;
  readonly span: Span;
}

/**
 * What the columnar engine can do for an expression: decide it, or, where some construct has no exact form in SQL,
 * select candidates, a superset of the profiles for which it holds.
 */
export type Pushdown =
  | { readonly kind: 'exact'; readonly condition: Condition }
  | { readonly kind: 'candidates'; readonly condition: Condition; readonly reason: Reason };

/** Compiles the truth of an expression over the profile (pql.md section 1). */
export function pushdown(ir: Ir, context: PushdownContext): Pushdown {
  const exact = attempt(ir, context);
  if (!('construct' in exact)) return { kind: 'exact', condition: exact };
  return { kind: 'candidates', condition: superset(ir, context), reason: exact };
}

function attempt(ir: Ir, context: PushdownContext): Condition | Reason {
  const leaves = new LeafRecorder(context.leaves);
  const usedAudiences = new Set<string>();
  const compilation = { ...context, fieldNames: fieldNames(ir), leaves, usedAudiences, compile: compileExpression };
  const scope: Scope = { compilation, rows: 'profile', depth: 0, variables: new Map() };
  try {
    const sql = condition(ir, scope);
    return { sql, leaves: [...leaves.leaves], tests: [...leaves.tests], audiences: [...usedAudiences] };
  } catch (error) {
    if (error instanceof Refusal) return { construct: error.message, span: error.span };
    throw error;
  }
}

/** A condition that holds at least where the expression does: parts that cannot be decided count as true. */
function superset(ir: Ir, context: PushdownContext): Condition {
  const exact = attempt(ir, context);
  if (!('construct' in exact)) return exact;
  if (ir.kind === 'and')
    return joined(
      and,
      ir.operands.map((operand) => superset(operand, context)),
    );
  if (ir.kind === 'or')
    return joined(
      or,
      ir.operands.map((operand) => superset(operand, context)),
    );
  if (ir.kind === 'chain') {
    return joined(
      and,
      ir.elements.filter(demandsEvents).map((element) => superset(someFits(ir, element), context)),
    );
  }
  return { sql: 'true', leaves: [], tests: [], audiences: [] };
}

/** Whether a chain can only hold with an event for the element (pql.md section 9.2, rules 1 and 3). */
function demandsEvents({ count }: ChainElement): boolean {
  if (count === undefined || count.op === '>') return true;
  return count.op === '>=' && count.value > 0;
}

/** What a chain that holds implies for an element: an event that fits, wherever in time and after whatever others. */
function someFits({ collection, elements, span, type }: Chain, { item, what, where }: ChainElement): Ir {
  const readsLabel = (part: Ir) => elements.some(({ labelId }) => readsOf(part).has(labelId));
  const operands = [what, where].flatMap(conjuncts).filter((part) => !readsLabel(part));
  const body: Ir =
    operands.length === 0 ? { kind: 'literal', value: true, type, span } : { kind: 'and', operands, type, span };
  const condition: Ir = { kind: 'lambda', params: [item], body, implicit: true, type: { kind: 'function' }, span };
  return { kind: 'call', name: 'exists', args: [collection, condition], type, span };
}

function joined(join: (operands: readonly string[]) => string, parts: readonly Condition[]): Condition {
  const sql = join(parts.map((part) => part.sql));
  const used = parts.filter(({ sql: part }) => sql !== 'true' || part === 'true');
  return {
    sql,
    leaves: [...new Set(used.flatMap((part) => part.leaves))],
    tests: [...new Set(used.flatMap((part) => part.tests))],
    audiences: [...new Set(used.flatMap((part) => part.audiences))],
  };
}
