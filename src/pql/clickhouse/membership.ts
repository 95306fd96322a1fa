import type { Ir, ListLiteral } from '../ir.ts';
import { type Collection, some, toCollection } from './collections.ts';
import { anyElement, compareScalars } from './comparison.ts';
import { overEvents, rowsOf } from './eventRows.ts';
import type { ItemCondition } from './lists.ts';
import { notNull, presence } from './presence.ts';
import { refuse } from './refusal.ts';
import { beside, compile, lambdaScope, type Scope } from './scope.ts';
import { and, not, or } from './sql.ts';
import { constant, type EventList, predicate, type Scalar, type Value } from './value.ts';

/** `x in L` and `x notIn L` (pql.md section 6.2). */
export function membership(subject: Ir, list: Ir, negative: boolean, at: Ir, scope: Scope): Value {
  return overEvents(compile(subject, scope), scope, at, (value) => {
    if (list.kind === 'list') {
      const items = scalarsOf(list, beside(value, scope));
      return anyElement(value, negative, scope, at, (x) => inItems(x, items, negative, at));
    }
    return overEvents(toCollection(list, beside(value, scope)), scope, at, (elements) =>
      elements.kind === 'events'
        ? inEvents(subject, elements, negative, at, scope)
        : inElements(value, elements, negative, at, scope),
    );
  });
}

function inElements(
  value: Value,
  elements: Exclude<Collection, EventList>,
  negative: boolean,
  at: Ir,
  scope: Scope,
): Scalar {
  // `x` is the item of a lambda around the search, where it is one of several.
  const inner = value.kind === 'scalar' ? scope : lambdaScope(scope, at).inner;
  return anyElement(value, negative, scope, at, (x) => {
    const equals = (item: Value) => onScalar(item, at, (other) => compareScalars('=', x, other, at));
    const found = some(elements, inner, at, equals).sql;
    return negative ? and([notNull(x, at), presence(elements, at), not(found)]) : found;
  });
}

/** `L.includes(x)`: as `in`, but it is x that is converted to the type of the elements. */
export function includes(list: Ir, subject: Ir, at: Ir, scope: Scope): Value {
  return overEvents(toCollection(list, scope), scope, at, (elements) => {
    const value = compile(subject, beside(elements, scope));
    if (value.kind === 'nothing') return predicate('false');
    if (value.kind !== 'scalar') return refuse('looking for a list, map or object in a list', at);
    return some(elements, scope, at, (item) =>
      onScalar(item, at, (element) => compareScalars('=', element, value, at)),
    );
  });
}

/** A test of an element beside a scalar, which no object and no map equals. */
function onScalar(item: Value, at: Ir, test: (item: Scalar) => string): string {
  if (item.kind === 'scalar') return test(item);
  return item.kind === 'list' || item.kind === 'events' ? refuse('looking in a list of lists', at) : 'false';
}

/** `xEvent` is never null, and neither is what is projected from it. */
function inEvents(subject: Ir, list: EventList, negative: boolean, at: Ir, scope: Scope): Value {
  const value = compile(subject, beside(list, scope));
  if (value.kind === 'nothing') return predicate('false');
  if (value.kind !== 'scalar') return refuse('looking for a list, map or object in a list', at);
  const found = some(list, scope, at, (item) =>
    onScalar(item, at, (element) => compareScalars('=', value, element, at)),
  );
  return predicate(negative ? and([notNull(value, at), not(found.sql)]) : found.sql);
}

/** Whether an item equals an element of a list: `x in L` for each x of another list. */
export function memberOf(list: Ir, scope: Scope, at: Ir): ItemCondition {
  if (list.kind === 'list') {
    const items = scalarsOf(list, scope);
    return (x) => (x.kind === 'nothing' ? 'false' : inItems(expectScalar(x, at), items, false, at));
  }
  const found = toCollection(list, scope);
  const elements = found.kind === 'events' ? rowsOf(found, scope, at) : found;
  return (x, inner) => {
    if (x.kind === 'nothing') return 'false';
    const subject = expectScalar(x, at);
    return some(elements, inner, at, (item) =>
      item.kind === 'nothing' ? 'false' : compareScalars('=', subject, expectScalar(item, at), at),
    ).sql;
  };
}

function inItems(x: Scalar, items: readonly Scalar[], negative: boolean, at: Ir): string {
  const found = or([...constants(x, items, at), ...others(items).map((item) => compareScalars('=', x, item, at))]);
  return negative ? and([notNull(x, at), not(found)]) : found;
}

/** One `IN` for all constants of the subject's own type; each other constant is an equality of its own. */
function constants(x: Scalar, items: readonly Scalar[], at: Ir): readonly string[] {
  const known = items.filter((item) => item.constant !== undefined);
  const same = known.filter((item) => item.type === x.type).map(withoutSign);
  const converted = known.filter((item) => item.type !== x.type).map((item) => compareScalars('=', x, item, at));
  if (same.length < 2) return [...same.map((item) => compareScalars('=', x, item, at)), ...converted];
  const list = `${withoutSign(x).sql} IN (${same.map((item) => item.sql).join(', ')})`;
  return [x.nullable ? `ifNull(${list}, false)` : `(${list})`, ...converted];
}

/** `IN` tells the two zeros apart, the language does not. */
function withoutSign(value: Scalar): Scalar {
  if (value.type !== 'number') return value;
  return typeof value.constant === 'number' ? constant(value.constant + 0) : { ...value, sql: `(${value.sql} + 0.)` };
}

function others(items: readonly Scalar[]): readonly Scalar[] {
  return items.filter((item) => item.constant === undefined);
}

/** The elements of a written list that are not null. */
function scalarsOf(list: ListLiteral, scope: Scope): readonly Scalar[] {
  return list.items.flatMap((ir) => {
    const item = compile(ir, scope);
    return item.kind === 'nothing' ? [] : [expectScalar(item, ir)];
  });
}

function expectScalar(value: Value, at: Ir): Scalar {
  return value.kind === 'scalar' ? value : refuse('a list, map or object as an element of a list', at);
}
