import type { Call, CompareOp, Ir } from '../ir.ts';
import { aggregate, count } from './aggregates.ts';
import { arithmetic } from './arithmetic.ts';
import { filter, itemFunction, map, some, toCollection } from './collections.ts';
import { comparison, notNull } from './comparison.ts';
import { elementAt } from './lists.ts';
import { includes, membership } from './membership.ts';
import { entry } from './paths.ts';
import { refuse } from './refusal.ts';
import { audienceColumn, compile, type Scope } from './scope.ts';
import { identifier, not } from './sql.ts';
import {
  concat,
  equalsIgnoringCase,
  ignoresCase,
  isEmpty,
  like,
  textFunction,
  textFunctionNames,
  textTest,
  textTests,
} from './strings.ts';
import { clockNames, clockValue, date, datePart, partNames } from './time/functions.ts';
import { truth } from './truth.ts';
import { nothing, predicate, type Value } from './value.ts';

type CallCompiler = (call: Call, scope: Scope) => Value;

/** Every operator and function that has an exact form in SQL. */
const compilers: ReadonlyMap<string, CallCompiler> = new Map<string, CallCompiler>([
  ...(['=', '!=', '<', '<=', '>', '>='] as const).map((op) => [op, compare(op)] as const),
  ...['+', '-', '*', '/', '%'].map((name) => [name, arithmetic] as const),
  ['in', (call, scope) => membership(argument(call, 0), argument(call, 1), false, call, scope)],
  ['notIn', (call, scope) => membership(argument(call, 0), argument(call, 1), true, call, scope)],
  ['includes', (call, scope) => includes(argument(call, 0), argument(call, 1), call, scope)],
  ['like', like],
  ['equals', equality('=', false)],
  ['notEqualTo', equality('!=', false)],
  ['equalsIgnoreCase', equality('=', true)],
  ['notEqualWithIgnoreCase', equality('!=', true)],
  ...[...textTests].map((name) => [name, textTest] as const),
  ...[...textFunctionNames].map((name) => [name, textFunction] as const),
  ['concat', concat],
  ['isNull', (call, scope) => predicate(not(isNotNull(call, scope)))],
  ['isNotNull', (call, scope) => predicate(isNotNull(call, scope))],
  ['isEmpty', (call, scope) => predicate(emptiness(call, scope))],
  ['isNotEmpty', (call, scope) => predicate(not(emptiness(call, scope)))],
  ['filter', filterCall],
  ['exists', existsCall],
  ['map', (call, scope) => map(list(call, scope), scope, call, itemFunction(argument(call, 1)).value)],
  ['count', count],
  ...(['sum', 'average', 'min', 'max'] as const).map((name) => [name, named(name)] as const),
  ['head', (call, scope) => element(call, 0, scope)],
  ['elementAt', (call, scope) => element(call, position(argument(call, 1)), scope)],
  ['get', get],
  ...[...clockNames].map((name) => [name, clockValue] as const),
  ...[...partNames].map((name) => [name, datePart] as const),
  ['date', date],
  ['inSegment', inSegment],
]);

export function call(ir: Call, scope: Scope): Value {
  const compiler = compilers.get(ir.name);
  return compiler === undefined ? refuse(`the function ${ir.name}`, ir) : compiler(ir, scope);
}

function argument(call: Call, index: number): Ir {
  const ir = call.args[index];
  if (ir === undefined) throw new Error(`${call.name} lacks argument ${index + 1}`);
  return ir;
}

function list(call: Call, scope: Scope) {
  return toCollection(argument(call, 0), scope);
}

function compare(op: CompareOp): CallCompiler {
  return (call, scope) => comparison(op, argument(call, 0), argument(call, 1), call, scope);
}

function equality(op: '=' | '!=', ignoreCase: boolean): CallCompiler {
  return (call, scope) => {
    const [left, right] = [argument(call, 0), argument(call, 1)];
    if (ignoreCase || ignoresCase(call.args[2])) return equalsIgnoringCase(left, right, op === '!=', call, scope);
    return comparison(op, left, right, call, scope);
  };
}

function named(name: 'sum' | 'average' | 'min' | 'max'): CallCompiler {
  return (call, scope) => aggregate(name, call, scope);
}

function isNotNull(call: Call, scope: Scope): string {
  const value = compile(argument(call, 0), scope);
  switch (value.kind) {
    case 'events':
      return 'true';
    case 'list':
    case 'map':
      if (value.present.kind === 'column') return value.present.sql;
      return value.present.kind === 'always' ? 'true' : refuse('whether a list inside of a list is there at all', call);
    case 'object':
      return value.row ? 'true' : refuse('whether an object is there at all', call);
    default:
      return notNull(value, call);
  }
}

function emptiness(call: Call, scope: Scope): string {
  return isEmpty(compile(argument(call, 0), scope), scope, call);
}

function filterCall(call: Call, scope: Scope): Value {
  const item = itemFunction(argument(call, 1));
  return filter(list(call, scope), scope, call, item.condition, item.written);
}

function existsCall(call: Call, scope: Scope): Value {
  if (call.args.length === 1) return predicate(truth(list(call, scope), scope, call));
  const item = itemFunction(argument(call, 1));
  return some(list(call, scope), scope, call, item.condition, item.written);
}

function element(call: Call, index: number, scope: Scope): Value {
  const elements = list(call, scope);
  if (elements.kind === 'nothing') return nothing;
  return elements.kind === 'list' ? elementAt(elements, index, call) : refuse('one event by its position', call);
}

function position(ir: Ir): number {
  return ir.kind === 'literal' && typeof ir.value === 'number'
    ? ir.value
    : refuse('a position that is not constant', ir);
}

function get(call: Call, scope: Scope): Value {
  const map = compile(argument(call, 0), scope);
  const key = argument(call, 1);
  if (map.kind === 'nothing') return nothing;
  if (map.kind !== 'map' || key.kind !== 'literal' || typeof key.value !== 'string')
    return refuse('an entry of something other than a map', call);
  return entry(map, key.value);
}

/** A member as the caller's column says; an audience that nobody evaluated has no members. */
function inSegment(call: Call, scope: Scope): Value {
  if (scope.rows === 'event') return refuse('a condition on events that reads a membership', call);
  const { compilation } = scope;
  const id = argument(call, 0);
  if (id.kind !== 'literal' || typeof id.value !== 'string') return refuse('an audience id that is not constant', id);
  if (compilation.audiences.has(id.value)) {
    compilation.usedAudiences.add(id.value);
    return predicate(identifier(audienceColumn(id.value)));
  }
  const external = compilation.layout.profile.some((column) => column.path[0] === 'segmentMembership');
  return external ? refuse('a membership that was evaluated elsewhere', call) : predicate('false');
}
