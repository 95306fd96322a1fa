import type { Aggregation, Declaration, Ir, Quantification, Select } from '../ir.ts';
import { aggregated } from './aggregates.ts';
import {
  type Collection,
  every,
  filter,
  flattened,
  map,
  nonNull,
  ofVariable,
  some,
  toCollection,
  total,
} from './collections.ts';
import { compared } from './compared.ts';
import type { ItemCondition } from './lists.ts';
import { bind, type Scope } from './scope.ts';
import { and, not } from './sql.ts';
import { condition } from './truth.ts';
import { constant, predicate, type Value } from './value.ts';

/** `select`, quantifiers and comprehensions (pql.md section 7). */

function split(declarations: readonly Declaration[]): {
  readonly first: Declaration;
  readonly rest: readonly Declaration[];
} {
  const [first, ...rest] = declarations;
  if (first === undefined) throw new Error('A quantifier has no declarations');
  return { first, rest };
}

/** `select D`: the elements of the first list for which the other variables can be chosen. */
export function select(ir: Select, scope: Scope): Collection {
  return chosen(ir.declarations, scope, ir);
}

function chosen(declarations: readonly Declaration[], scope: Scope, at: Ir): Collection {
  const { first, rest } = split(declarations);
  const list = filtered(first, scope);
  if (rest.length === 0) return list;
  return filter(list, scope, at, (item, inner) => exists(rest, bind(inner, first.variable.id, item), at));
}

/** The domain of a declaration, of which only the elements that meet its condition. */
function filtered(declaration: Declaration, scope: Scope): Collection {
  const list = toCollection(declaration.domain, scope);
  if (declaration.condition === undefined) return list;
  const test = ofVariable(declaration.variable.id, declaration.condition);
  return filter(list, scope, declaration.domain, test.condition, test.written);
}

export function quantification(ir: Quantification, scope: Scope): Value {
  switch (ir.quantifier) {
    case 'some':
      return predicate(exists(ir.declarations, scope, ir));
    case 'none':
      return predicate(not(exists(ir.declarations, scope, ir)));
    case 'all':
      return predicate(forAll(ir.declarations, scope, ir));
    case 'one':
      return predicate(compared('=', total(chosen(ir.declarations, scope, ir), scope, ir), constant(1)));
  }
}

function exists(declarations: readonly Declaration[], scope: Scope, at: Ir): string {
  if (declarations.length === 0) return 'true';
  const { first, rest } = split(declarations);
  const own = first.condition && ofVariable(first.variable.id, first.condition);
  const test: ItemCondition = (item, inner) =>
    and([own?.condition(item, inner) ?? 'true', exists(rest, bind(inner, first.variable.id, item), at)]);
  return some(toCollection(first.domain, scope), scope, at, test, own?.written).sql;
}

function forAll(declarations: readonly Declaration[], scope: Scope, at: Ir): string {
  if (declarations.length === 0) return 'true';
  const { first, rest } = split(declarations);
  return every(toCollection(first.domain, scope), scope, at, (item, inner) => {
    const bound = bind(inner, first.variable.id, item);
    const own = first.condition === undefined ? 'true' : condition(first.condition, bound);
    return and([own, forAll(rest, bound, at)]);
  }).sql;
}

/** `sum e over D` and its siblings. */
export function aggregation(ir: Aggregation, scope: Scope): Value {
  const values = choices(ir.declarations, ir, scope);
  return ir.name === 'count' ? nonNull(values, scope, ir) : aggregated(ir.name, flattened(values, ir), scope, ir);
}

/** The value of every satisfying choice of the variables, in order. */
function choices(declarations: readonly Declaration[], ir: Aggregation, scope: Scope): Collection {
  const { first, rest } = split(declarations);
  const list = filtered(first, scope);
  const { value } = ir;
  if (rest.length > 0) {
    const nested = map(list, scope, ir, (item, inner) => choices(rest, ir, bind(inner, first.variable.id, item)));
    return flattened(nested, ir);
  }
  if (value === undefined) return map(list, scope, ir, () => constant(1));
  return map(list, scope, value, ofVariable(first.variable.id, value).value);
}
