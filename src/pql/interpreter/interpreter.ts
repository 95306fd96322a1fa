import { isComparison, isOperator } from '../check/operators.ts';
import { average, extreme, sum } from '../functions/aggregates.ts';
import type { ItemFunction } from '../functions/declaration.ts';
import { FUNCTIONS } from '../functions/registry.ts';
import type { Aggregation, Call, Declaration, Field, Ir, Lambda, Occurs, Wildcard } from '../ir.ts';
import { adopt } from '../values/adopt.ts';
import { compare } from '../values/compare.ts';
import { eventsOf } from '../values/events.ts';
import { step, wildcard } from '../values/path.ts';
import { recordsOf } from '../values/records.ts';
import { passes, passesInSomeYear, type TimeScope } from '../values/time-tests.ts';
import { epochOf } from '../values/time-text.ts';
import { elementsOf, fromData, isList, MonthDay, type PqlValue, Time, truth } from '../values/value.ts';
import { holdsChain } from './chain.ts';
import { type Bindings, bound, Evaluation, type EvaluationOptions } from './environment.ts';
import { arithmetic } from './operators.ts';

/**
 * Evaluates a query on a profile, straight from the specification: the oracle of the other evaluators.
 *
 * @param root profile as JSON; its events under `xEvent`, its memberships under `segmentMembership`
 * @throws StepLimitExceeded
 */
export function evaluate(ir: Ir, root: unknown, options: EvaluationOptions): PqlValue {
  const profile = fromData(root);
  let events: readonly PqlValue[] | undefined;
  const sorted = () => {
    events ??= eventsOf(profile);
    return events;
  };
  return run(ir, new Evaluation(profile, sorted, options), undefined);
}

function run(ir: Ir, evaluation: Evaluation, bindings: Bindings | undefined): PqlValue {
  evaluation.step();
  const value = (node: Ir) => run(node, evaluation, bindings);
  const holds = (node: Ir) => truth(value(node));
  switch (ir.kind) {
    case 'literal':
      return literal(ir.value, ir.type.kind);
    case 'root':
      return evaluation.root;
    case 'events':
      return evaluation.events();
    case 'variable':
      return bound(bindings, ir.id)?.value ?? null;
    case 'field':
      return adopt(step(stepped(ir, evaluation, bindings), ir.name), ir.type);
    case 'wildcard':
      return adopt(wildcard(stepped(ir, evaluation, bindings)), ir.type);
    case 'call':
      return call(ir, evaluation, bindings);
    case 'and':
      return ir.operands.every(holds);
    case 'or':
      return ir.operands.some(holds);
    case 'not':
      return !holds(ir.operand);
    case 'if':
      return value(holds(ir.condition) ? ir.then : ir.else);
    case 'lambda':
    case 'context':
      return null;
    case 'let':
      return run(ir.body, evaluation, extend(bindings, ir.variable.id, value(ir.value)));
    case 'list':
      return ir.items.map(value);
    case 'object':
      return new Map(ir.entries.map((entry) => [entry.name, value(entry.value)]));
    case 'select': {
      const [first, ...rest] = ir.declarations;
      if (first === undefined) return [];
      return elementsOf(value(first.domain)).filter((item) => {
        const inner = extend(bindings, first.variable.id, item);
        return satisfied(first, evaluation, inner) && someChoice(rest, evaluation, inner, () => true);
      });
    }
    case 'quantification': {
      const some = () => someChoice(ir.declarations, evaluation, bindings, () => true);
      if (ir.quantifier === 'some') return some();
      if (ir.quantifier === 'none') return !some();
      if (ir.quantifier === 'all') return everyChoice(ir.declarations, evaluation, bindings);
      return elementsOf(value({ ...ir, kind: 'select' })).length === 1;
    }
    case 'aggregation':
      return aggregation(ir, evaluation, bindings);
    case 'occurs':
      return occurs(ir, evaluation, bindings);
    case 'chain':
      return holdsChain(ir, evaluation, bindings, { value: run, scope: timeScope });
  }
}

function literal(value: string | number | boolean | null, type: string): PqlValue {
  if (type !== 'date' && type !== 'datetime') return value;
  const epoch = epochOf(value);
  return Number.isNaN(epoch) ? null : new Time(epoch, type === 'date');
}

/** What a path step is applied to. */
function stepped(
  { object, entity }: Field | Wildcard,
  evaluation: Evaluation,
  bindings: Bindings | undefined,
): PqlValue {
  const value = run(object, evaluation, bindings);
  return entity === undefined ? value : recordsOf(value, entity, evaluation);
}

function extend(outer: Bindings | undefined, id: number, value: PqlValue): Bindings {
  return { id, value, time: Number.NaN, outer };
}

function satisfied({ condition }: Declaration, evaluation: Evaluation, bindings: Bindings | undefined): boolean {
  return condition === undefined || truth(run(condition, evaluation, bindings));
}

/** True if some choice of the variables satisfies all conditions and `accept` of it. */
function someChoice(
  declarations: readonly Declaration[],
  evaluation: Evaluation,
  bindings: Bindings | undefined,
  accept: (bindings: Bindings | undefined) => boolean,
): boolean {
  const [first, ...rest] = declarations;
  if (first === undefined) return accept(bindings);
  return elementsOf(run(first.domain, evaluation, bindings)).some((item) => {
    const inner = extend(bindings, first.variable.id, item);
    return satisfied(first, evaluation, inner) && someChoice(rest, evaluation, inner, accept);
  });
}

function everyChoice(
  declarations: readonly Declaration[],
  evaluation: Evaluation,
  bindings: Bindings | undefined,
): boolean {
  const [first, ...rest] = declarations;
  if (first === undefined) return true;
  return elementsOf(run(first.domain, evaluation, bindings)).every((item) => {
    const inner = extend(bindings, first.variable.id, item);
    return satisfied(first, evaluation, inner) && everyChoice(rest, evaluation, inner);
  });
}

function aggregation(ir: Aggregation, evaluation: Evaluation, bindings: Bindings | undefined): PqlValue {
  const { value } = ir;
  const results: PqlValue[] = [];
  someChoice(ir.declarations, evaluation, bindings, (inner) => {
    const result = value === undefined ? true : run(value, evaluation, inner);
    if (isList(result) && ir.name !== 'count') results.push(...result);
    else results.push(result);
    return false;
  });
  switch (ir.name) {
    case 'count':
      return results.filter((result) => result !== null).length;
    case 'sum':
      return sum(results);
    case 'average':
      return average(results);
    case 'min':
      return extreme(results, 1);
    case 'max':
      return extreme(results, -1);
  }
}

function call(ir: Call, evaluation: Evaluation, bindings: Bindings | undefined): PqlValue {
  const { name, args } = ir;
  if (isOperator(name)) {
    const [a = null, b = null] = args.map((arg) => run(arg, evaluation, bindings));
    if (isComparison(name)) return compare(name, a, b);
    return args.length === 1 ? arithmetic('-', 0, a) : arithmetic(name, a, b);
  }
  const declaration = FUNCTIONS.get(name);
  if (declaration === undefined) throw new Error(`no function ${name}`);
  const lambda = args.find((arg) => arg.kind === 'lambda');
  const values = args.filter((arg) => arg.kind !== 'lambda').map((arg) => run(arg, evaluation, bindings));
  if (declaration.over === 'values') return adopt(declaration.apply(values, evaluation), ir.type);
  const [collection = null, ...rest] = values;
  return declaration.apply(collection, itemFunction(lambda, evaluation, bindings), rest);
}

function itemFunction(
  lambda: Lambda | undefined,
  evaluation: Evaluation,
  bindings: Bindings | undefined,
): ItemFunction | undefined {
  if (lambda === undefined) return undefined;
  const [first, second] = lambda.params;
  return {
    arity: second === undefined ? 1 : 2,
    type: lambda.body.type,
    call: (item, other) => {
      let inner = bindings;
      if (first !== undefined) inner = extend(inner, first.id, item);
      if (second !== undefined) inner = extend(inner, second.id, other);
      return run(lambda.body, evaluation, inner);
    },
  };
}

function timeScope(evaluation: Evaluation, bindings: Bindings | undefined): TimeScope {
  return {
    now: evaluation.now,
    valueOf: (reference) => run(reference.value, evaluation, bindings),
    labelTime: (reference) => bound(bindings, reference.id)?.time ?? Number.NaN,
  };
}

function occurs(ir: Occurs, evaluation: Evaluation, bindings: Bindings | undefined): boolean {
  const scope = timeScope(evaluation, bindings);
  return occursAt(run(ir.subject, evaluation, bindings), ir, scope);
}

/** A list holds for some element. */
function occursAt(subject: PqlValue, ir: Occurs, scope: TimeScope): boolean {
  if (isList(subject)) return subject.some((item) => occursAt(item, ir, scope));
  if (subject instanceof MonthDay) return passesInSomeYear(ir.test, subject.epoch, scope);
  const epoch = epochOf(subject);
  return !Number.isNaN(epoch) && passes(ir.test, epoch, scope);
}
