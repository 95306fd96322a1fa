import type { Ir } from '../ir.ts';
import { type Collection, some, toCollection } from './collections.ts';
import { anyElement, compareScalars, notNull } from './comparison.ts';
import { refuse } from './refusal.ts';
import { beside, compile, type Scope } from './scope.ts';
import { and, not, or } from './sql.ts';
import { constant, type EventList, predicate, type Scalar, type Value } from './value.ts';

/** `x in L` and `x notIn L` (pql.md section 6.2). */
export function membership(subject: Ir, list: Ir, negative: boolean, at: Ir, scope: Scope): Value {
  const value = compile(subject, scope);
  if (list.kind === 'list') {
    const items = list.items.map((item) => expectScalarOrNull(compile(item, beside(value, scope)), item));
    const known = items.filter((item) => item !== undefined);
    return anyElement(value, negative, scope, at, (x) => inItems(x, known, negative, at));
  }
  const elements = toCollection(list, beside(value, scope));
  if (elements.kind === 'events') return inEvents(subject, elements, negative, at, scope);
  const here = presence(elements, list);
  return anyElement(value, negative, scope, at, (x) => {
    const found = some(elements, scope, at, (item) =>
      item.kind === 'scalar' ? compareScalars('=', x, item, at) : 'false',
    ).sql;
    return negative ? and([notNull(x, at), here(), not(found)]) : found;
  });
}

/** `L.includes(x)`: as `in`, but it is x that is converted to the type of the elements. */
export function includes(list: Ir, subject: Ir, at: Ir, scope: Scope): Value {
  const elements = toCollection(list, scope);
  const value = compile(subject, beside(elements, scope));
  if (value.kind === 'nothing') return predicate('false');
  if (value.kind !== 'scalar') return refuse('looking for a list, map or object in a list', at);
  return some(elements, scope, at, (item) => (item.kind === 'scalar' ? compareScalars('=', item, value, at) : 'false'));
}

/** `xEvent` is never null, and neither is what is projected from it. */
function inEvents(subject: Ir, list: EventList, negative: boolean, at: Ir, scope: Scope): Value {
  const value = compile(subject, beside(list, scope));
  if (value.kind === 'nothing') return predicate('false');
  if (value.kind !== 'scalar') return refuse('looking for a list, map or object in a list', at);
  const found = some(list, scope, at, (item) =>
    item.kind === 'scalar' ? compareScalars('=', value, item, at) : 'false',
  );
  return predicate(negative ? and([notNull(value, at), not(found.sql)]) : found.sql);
}

/** Whether the list is not null; asked only by `notIn`, which is false for null. */
function presence(list: Exclude<Collection, EventList>, at: Ir): () => string {
  return () => {
    if (list.kind === 'nothing') return 'false';
    if (list.present.kind === 'always') return 'true';
    return list.present.kind === 'column'
      ? list.present.sql
      : refuse('whether a list inside of a list is there at all', at);
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

function expectScalarOrNull(value: Value, at: Ir): Scalar | undefined {
  if (value.kind === 'nothing') return undefined;
  return value.kind === 'scalar' ? value : refuse('a list, map or object as an element of a list', at);
}
