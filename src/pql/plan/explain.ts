import type { Layout } from '../clickhouse/layout.ts';
import { type EventLeaf, LeafTable } from '../clickhouse/leaves.ts';
import { type PushdownContext, pushdown, type Reason } from '../clickhouse/pushdown.ts';
import { type Facts, factsOf } from '../facts/facts.ts';
import type { Ir, Span } from '../ir.ts';

/** What SQL would run against. */
export interface PlanContext {
  /** The attribute columns that exist. */
  readonly layout: Layout;
  /** Epoch milliseconds; times appear in the SQL. */
  readonly now: number;
  /** Audiences whose members are known; `inSegment` of any other id is false. */
  readonly audiences?: ReadonlySet<string>;
}

/** One condition of the query that is not itself made of `and`, `or` and `not`. */
export interface PlanPart {
  readonly span: Span;
  /** Why SQL cannot decide it, with the construct that is to blame; absent when SQL decides it. */
  readonly reason?: Reason;
  /** Names of the event leaves that are computed for it. */
  readonly leaves: readonly string[];
  /** Hours of events that it can look back on; absent when it reads none, infinite without a window. */
  readonly lookBackHours?: number;
}

/** An aggregate over the events of each profile. Equal ones of all audiences of a run are computed once. */
export interface PlanLeaf {
  readonly name: string;
  /** SQL over the columns of events. */
  readonly aggregate: string;
  /** The event types that are read; absent when all are. */
  readonly eventTypes?: readonly string[];
}

/** A condition on one leaf, computed where the leaf is. */
export interface PlanTest {
  readonly name: string;
  readonly sql: string;
}

/** What is left to the evaluator. */
export interface Residual {
  /** The first construct that SQL cannot say exactly. */
  readonly reason: Reason;
  /** Whether the events of these profiles are loaded too. */
  readonly loadsEvents: boolean;
}

/** How a batch run would evaluate a query. Plain data. */
export interface QueryPlan {
  /** In the order of the text. */
  readonly parts: readonly PlanPart[];
  readonly leaves: readonly PlanLeaf[];
  readonly tests: readonly PlanTest[];
  /**
   * The condition, over columns of profiles, leaves and tests, that decides membership, or selects candidates when there is a residual: it holds
   * wherever the query does then, and `true` is all profiles.
   */
  readonly condition: string;
  /** Absent when SQL decides the whole query. */
  readonly residual?: Residual;
  /** Share of the parts that the evaluator decides, 0 to 1. */
  readonly residualShare: number;
}

/**
 * Tells what of a query the columnar engine decides in SQL and what it leaves to the evaluator, without running anything.
 *
 * @example
 * const { condition, residual } = explainPlan(ir, { layout, now: Date.now() });
 * if (residual) console.log(`${residual.reason.construct}: evaluated for each profile with ${condition}`);
 */
export function explainPlan(ir: Ir, context: PlanContext, facts: Facts = factsOf(ir)): QueryPlan {
  const { layout, now, audiences = new Set() } = context;
  const full: PushdownContext = { layout, now, audiences, leaves: new LeafTable() };
  const whole = pushdown(ir, full);
  const { leaves, tests, sql } = whole.condition;
  const computed = new Set(leaves.map(({ name }) => name));
  const parts = atomsOf(ir).map((atom) => partOf(atom, full, facts, computed));
  const undecided = parts.filter((part) => part.reason !== undefined).length;
  return {
    parts,
    leaves: leaves.map(leafOf),
    tests: tests.map((test) => ({ name: test.name, sql: test.sql })),
    condition: sql,
    ...(whole.kind === 'candidates' && { residual: { reason: whole.reason, loadsEvents: facts.usesEvents } }),
    residualShare: whole.kind === 'exact' ? 0 : undecided / parts.length,
  };
}

/** The conditions that a query joins by `and`, `or` and `not`; the query itself when it does not. */
function atomsOf(ir: Ir): readonly Ir[] {
  if (ir.kind === 'and' || ir.kind === 'or') return ir.operands.flatMap(atomsOf);
  return ir.kind === 'not' ? atomsOf(ir.operand) : [ir];
}

function partOf(ir: Ir, context: PushdownContext, { eventQueries }: Facts, computed: ReadonlySet<string>): PlanPart {
  const result = pushdown(ir, context);
  const nodes = eventQueries.filter(({ span }) => isWithin(span, ir.span)).flatMap((query) => query.nodes);
  return {
    span: ir.span,
    ...(result.kind === 'candidates' && { reason: result.reason }),
    leaves: result.condition.leaves.map(({ name }) => name).filter((name) => computed.has(name)),
    ...(nodes.length > 0 && { lookBackHours: Math.max(...nodes.map(({ lookBack }) => lookBack.hours)) }),
  };
}

function isWithin(inner: Span, outer: Span): boolean {
  if (inner.pointer === undefined || outer.pointer === undefined)
    return inner.start >= outer.start && inner.end <= outer.end;
  return inner.pointer === outer.pointer || inner.pointer.startsWith(`${outer.pointer}/`);
}

function leafOf({ name, aggregate, eventTypes }: EventLeaf): PlanLeaf {
  return { name, aggregate, ...(eventTypes !== undefined && { eventTypes: [...eventTypes].sort() }) };
}
