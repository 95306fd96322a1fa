import type { Conditional, Ir, ListLiteral } from '../ir.ts';
import { call } from './calls.ts';
import { chain } from './chain/chain.ts';
import { constantOf } from './constants.ts';
import { aggregation, quantification, select } from './declarations.ts';
import { events } from './events.ts';
import { asItem } from './lists.ts';
import { field, root, wildcard } from './paths.ts';
import { refuse } from './refusal.ts';
import { bind, compile, lookup, type Scope } from './scope.ts';
import { and, not, or } from './sql.ts';
import { occurs } from './time/occurs.ts';
import { condition } from './truth.ts';
import { always, emptyList, type ListValue, nothing, predicate, type Value } from './value.ts';

/** The exact SQL of any expression; throws a {@link Refusal} where there is none. */
export function compileExpression(ir: Ir, scope: Scope): Value {
  return constantOf(ir, scope.compilation.now) ?? compileOpen(ir, scope);
}

function compileOpen(ir: Ir, scope: Scope): Value {
  switch (ir.kind) {
    case 'literal':
      return refuse('a text with half of a character', ir);
    case 'context':
      throw new Error('A context reference is constant');
    case 'root':
      return root(ir, scope);
    case 'events':
      return events(ir, scope);
    case 'variable':
      return lookup(ir, scope);
    case 'field':
      return field(ir, scope);
    case 'wildcard':
      return wildcard(ir, scope);
    case 'call':
      return call(ir, scope);
    case 'and':
      return predicate(and(ir.operands.map((operand) => condition(operand, scope))));
    case 'or':
      return predicate(or(ir.operands.map((operand) => condition(operand, scope))));
    case 'not':
      return predicate(not(condition(ir.operand, scope)));
    case 'if':
      return conditional(ir, scope);
    case 'let':
      return compile(ir.body, bind(scope, ir.variable.id, compile(ir.value, scope)));
    case 'list':
      return listLiteral(ir, scope);
    case 'select':
      return select(ir, scope);
    case 'quantification':
      return quantification(ir, scope);
    case 'aggregation':
      return aggregation(ir, scope);
    case 'occurs':
      return occurs(ir, scope);
    case 'chain':
      return chain(ir, scope);
    case 'object':
      return refuse('an object literal', ir);
    case 'lambda':
      return refuse('a function as a value', ir);
  }
}

function conditional(ir: Conditional, scope: Scope): Value {
  const test = condition(ir.condition, scope);
  if (test === 'true') return compile(ir.then, scope);
  if (test === 'false') return compile(ir.else, scope);
  const a = compile(ir.then, scope);
  const b = compile(ir.else, scope);
  if (a.kind === 'nothing' && b.kind === 'nothing') return nothing;
  const [yes, no] = [a, b].map((value) =>
    value.kind === 'nothing' ? 'NULL' : value.kind === 'scalar' ? value.sql : undefined,
  );
  const type = a.kind === 'scalar' ? a.type : b.kind === 'scalar' ? b.type : undefined;
  const same = [a, b].every((value) => value.kind === 'nothing' || (value.kind === 'scalar' && value.type === type));
  if (yes === undefined || no === undefined || type === undefined || !same)
    return refuse('a choice between values of different types', ir);
  const nullable = [a, b].some((value) => value.kind !== 'scalar' || value.nullable);
  return { kind: 'scalar', type, sql: `if(${test}, ${yes}, ${no})`, nullable };
}

/** A list of scalars of one type; `in` reads other literals item by item. */
function listLiteral(ir: ListLiteral, scope: Scope): ListValue {
  const items = ir.items.map((item) => asItem(compile(item, scope), item));
  const [first] = items;
  if (first === undefined) return emptyList;
  if (items.some(({ type }) => type.kind !== first.type.kind)) return refuse('a list of values of different types', ir);
  const nullable = items.some((item) => item.nullable);
  const sql = `[${items.map((item) => item.sql).join(', ')}]`;
  return { kind: 'list', sql, items: first.type, itemsNullable: nullable, compact: false, present: always };
}
