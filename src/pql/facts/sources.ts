import type { Ir } from '../ir.ts';
import { lambdaOf } from '../walk.ts';
import type { VariableSources } from './origins.ts';
import { type LookBack, lookBackOf, shorter, UNBOUNDED } from './windows.ts';

/** A condition on the item of a number. */
export interface ItemCondition {
  readonly item: number;
  readonly condition: Ir;
}

/** Some of the events: those for which all conditions hold. */
export interface EventSource {
  readonly conditions: readonly ItemCondition[];
  /** True if a path leads further into the events. */
  readonly isPath: boolean;
}

/** Reads `xEvent`, `xEvent[c]`, `select v from xEvent where c` and paths into them; undefined for anything else. */
export function eventSource(ir: Ir, variables: VariableSources): EventSource | undefined {
  switch (ir.kind) {
    case 'events':
      return { conditions: [], isPath: false };
    case 'field':
    case 'wildcard': {
      const source = eventSource(ir.object, variables);
      return source === undefined ? undefined : { ...source, isPath: true };
    }
    case 'variable': {
      const source = variables.get(ir.id);
      return source?.bound === 'value' ? eventSource(source.to, variables) : undefined;
    }
    case 'call': {
      if (ir.name !== 'filter') return undefined;
      const [collection] = ir.args;
      const source = collection === undefined ? undefined : eventSource(collection, variables);
      const item = conditionOf(ir.args);
      return source === undefined || item === undefined ? undefined : withCondition(source, item);
    }
    case 'select': {
      const [only, ...rest] = ir.declarations;
      const source = only === undefined || rest.length > 0 ? undefined : eventSource(only.domain, variables);
      if (source === undefined || only?.condition === undefined) return source;
      return withCondition(source, { item: only.variable.id, condition: only.condition });
    }
    default:
      return undefined;
  }
}

/** The condition in the lambda of a call. */
export function conditionOf(args: readonly Ir[]): ItemCondition | undefined {
  const lambda = lambdaOf(args);
  const item = lambda?.params.at(-1);
  return lambda === undefined || item === undefined ? undefined : { item: item.id, condition: lambda.body };
}

export function withCondition(source: EventSource, condition: ItemCondition): EventSource {
  return { ...source, conditions: [...source.conditions, condition] };
}

/** The look-back that conditions on events give by tests of their timestamp. */
export function lookBackOfConditions(conditions: readonly ItemCondition[], timestamp: readonly string[]): LookBack {
  return conditions
    .map(({ item, condition }) => lookBackOfCondition(condition, item, timestamp))
    .reduce(shorter, UNBOUNDED);
}

/** Conjunction takes the minimum, disjunction the maximum, a negated time condition is unbounded. */
function lookBackOfCondition(ir: Ir, item: number, timestamp: readonly string[]): LookBack {
  switch (ir.kind) {
    case 'and':
      return ir.operands.map((operand) => lookBackOfCondition(operand, item, timestamp)).reduce(shorter);
    case 'or': {
      const lookBacks = ir.operands.map((operand) => lookBackOfCondition(operand, item, timestamp));
      return lookBacks.reduce((a, b) => (a.hours >= b.hours ? a : b));
    }
    case 'not': {
      const inner = lookBackOfCondition(ir.operand, item, timestamp);
      return inner === UNBOUNDED ? inner : { hours: Number.POSITIVE_INFINITY, code: 'WINDOW_TOO_LONG' };
    }
    case 'occurs':
      return isPathOf(ir.subject, item, timestamp) ? lookBackOf(ir.test) : UNBOUNDED;
    default:
      return UNBOUNDED;
  }
}

function isPathOf(ir: Ir, item: number, path: readonly string[]): boolean {
  const last = path.at(-1);
  if (last === undefined) return ir.kind === 'variable' && ir.id === item;
  return ir.kind === 'field' && ir.name === last && isPathOf(ir.object, item, path.slice(0, -1));
}
