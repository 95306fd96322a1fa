import type { CompareOp, Ir } from '../ir.ts';
import { rowsOf } from './eventRows.ts';
import { elements } from './lists.ts';
import { presence } from './presence.ts';
import { refuse } from './refusal.ts';
import type { Scope } from './scope.ts';
import { and, not } from './sql.ts';
import { isScalar, type ListValue, type MapValue, predicate, type Scalar, sqlType, type Value } from './value.ts';

/** Equality of lists and of maps as wholes (pql.md section 4.4). Neither has an order, and neither equals a null one. */

/** The same elements as often, in any order; null equals null. */
export function compareLists(op: CompareOp, left: Value, right: Value, scope: Scope, at: Ir): Scalar {
  const [a, b] = [asList(left, scope, at), asList(right, scope, at)];
  const here = [a, b].map((list) => presence(list, at));
  return decided(op, here, () => {
    if (a.empty || b.empty) return `(length(${elements(a, at)}) = length(${elements(b, at)}))`;
    if (!isScalar(a.items) || !isScalar(b.items)) return refuse('comparing lists of lists, maps or objects', at);
    if (a.items.kind !== b.items.kind) return refuse('comparing lists of different types', at);
    const number = a.items.kind === 'number';
    const [x, y] = [a, b].map((list) => sorted(elements(list, at), number));
    return number
      ? and([`(${x} = ${y})`, `NOT arrayExists(item -> ifNull(isNaN(item), false), ${x})`])
      : `(${x} = ${y})`;
  });
}

/** The zeros are one number. */
function sorted(items: string, number: boolean): string {
  return `arraySort(${number ? `arrayMap(item -> item + 0., ${items})` : items})`;
}

function asList(value: Value, scope: Scope, at: Ir): ListValue {
  if (value.kind === 'events') return rowsOf(value, scope, at);
  return value.kind === 'list' ? value : refuse('comparing a list with something else', at);
}

/** The same keys with the same values; null equals null. */
export function compareMaps(op: CompareOp, a: MapValue, b: MapValue, at: Ir): Scalar {
  const here = [a, b].map((map) => presence(map, at));
  return decided(op, here, () => {
    if (!isScalar(a.values) || !isScalar(b.values)) return refuse('comparing maps of lists, maps or objects', at);
    if (a.values.kind !== b.values.kind) return refuse('comparing maps of different types', at);
    const value = a.values.kind === 'number' ? 'value + 0.' : 'value';
    const type = `Array(Tuple(String, ${sqlType(a.values)}))`;
    const [x, y] = [a, b].map(
      ({ sql }) =>
        `arraySort(entry -> entry.1, CAST(arrayMap((key, value) -> (key, ${value}), mapKeys(${sql}), mapValues(${sql})), '${type}'))`,
    );
    return `(${x} = ${y})`;
  });
}

function decided(op: CompareOp, present: readonly string[], equal: () => string): Scalar {
  if (op === '=') return predicate(and([...present, equal()]));
  return predicate(op === '!=' ? and([...present, not(equal())]) : 'false');
}
