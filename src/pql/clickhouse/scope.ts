import type { Ir } from '../ir.ts';
import type { Layout } from './layout.ts';
import type { LeafRecorder } from './leaves.ts';
import { refuse, refuseOutOfReach } from './refusal.ts';
import type { Scalar, Value } from './value.ts';

/** What one compilation reads and records; the same in all of its scopes. */
export interface Compilation {
  readonly layout: Layout;
  /** Names of the fields that the expression may read: of an event that is taken as a whole, no others are. */
  readonly fieldNames: ReadonlySet<string>;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly leaves: LeafRecorder;
  /** Audiences whose membership the caller provides as columns; see {@link audienceColumn}. */
  readonly audiences: ReadonlySet<string>;
  readonly usedAudiences: Set<string>;
  readonly compile: (ir: Ir, scope: Scope) => Value;
}

/** Which rows SQL text runs over, and what the variables stand for there. */
export interface Scope {
  readonly compilation: Compilation;
  readonly rows: 'profile' | 'event';
  /** SQL lambdas around; gives each its parameter name, so that equal expressions have equal text. */
  readonly depth: number;
  readonly variables: ReadonlyMap<number, { readonly value: Value; readonly rows: 'profile' | 'event' }>;
  /** The times of the chain labels that a time test may refer to. */
  readonly labels?: ReadonlyMap<number, Scalar>;
}

/** Characters of SQL text of one expression. Some forms repeat an operand, so that nesting can multiply the text. */
export const LONGEST = 1_000_000;

export function compile(ir: Ir, scope: Scope): Value {
  const value = scope.compilation.compile(ir, scope);
  const tooLong = 'sql' in value && value.sql.length > LONGEST;
  return tooLong ? refuse('an expression whose SQL would be too long', ir) : value;
}

export function bind(scope: Scope, id: number, value: Value): Scope {
  return { ...scope, variables: new Map(scope.variables).set(id, { value, rows: scope.rows }) };
}

/** The value of a variable; one of the other row scope has no meaning here, unless it is constant. */
export function lookup(ir: Extract<Ir, { kind: 'variable' }>, scope: Scope): Value {
  const found = scope.variables.get(ir.id);
  if (found === undefined) throw new Error(`The variable ${ir.id} is not bound`);
  const { value, rows } = found;
  const fits =
    rows === scope.rows || value.kind === 'nothing' || (value.kind === 'scalar' && value.constant !== undefined);
  return fits ? value : refuseOutOfReach('a condition on events that reads something outside of the event', ir);
}

/** The scope of an event condition: the columns are those of `events`. */
export function eventScope(scope: Scope): Scope {
  return { ...scope, rows: 'event', depth: 0 };
}

/** Where the other operand of a test of `value` is compiled: for events, where their rows are. */
export function beside(value: Value, scope: Scope): Scope {
  return value.kind === 'events' ? eventScope(scope) : scope;
}

/** Lambdas inside of each other that ClickHouse evaluates with certainty; at some 60 it fails. */
const DEEPEST = 40;

/** The parameter of a new SQL lambda, and the scope inside of it. */
export function lambdaScope(scope: Scope, at: Ir): { readonly parameter: string; readonly inner: Scope } {
  if (scope.depth >= DEEPEST) return refuse('conditions on elements that are nested this deep', at);
  return { parameter: `item_${scope.depth}`, inner: { ...scope, depth: scope.depth + 1 } };
}

/** The name of the column that holds whether the profile is a member of an audience. */
export function audienceColumn(id: string): string {
  return `audience ${id}`;
}
