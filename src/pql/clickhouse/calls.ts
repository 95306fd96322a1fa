import type { Call } from '../ir.ts';
import { type AggregateName, aggregate, count } from './aggregates.ts';
import { arithmetic } from './arithmetic.ts';
import { argument, type CallCompiler } from './functions/arguments.ts';
import { compare, equality } from './functions/equality.ts';
import { elementAtCall, existsCall, filterCall, head, mapCall } from './functions/items.ts';
import { get } from './functions/maps.ts';
import { isEmptyCall, isNotEmpty, isNotNull, isNull } from './functions/nulls.ts';
import { inSegment } from './functions/segments.ts';
import { includes, membership } from './membership.ts';
import { refuse } from './refusal.ts';
import type { Scope } from './scope.ts';
import { concat, like, textFunction, textTest } from './strings.ts';
import { clockValue, date, datePart } from './time/functions.ts';
import type { Value } from './value.ts';

/** Operators that are calls. */
const OPERATORS: Readonly<Record<string, CallCompiler>> = {
  '=': compare('='),
  '!=': compare('!='),
  '<': compare('<'),
  '<=': compare('<='),
  '>': compare('>'),
  '>=': compare('>='),
  '+': arithmetic,
  '-': arithmetic,
  '*': arithmetic,
  '/': arithmetic,
  '%': arithmetic,
};

/**
 * Every function of the language (pql.md section 6) in the order of its reference: how it is said in SQL, or, as text,
 * why it never is. A compiler may still refuse arguments for which there is no exact form.
 */
export const SQL_FUNCTIONS: Readonly<Record<string, CallCompiler | string>> = {
  // Lists
  in: (call, scope) => membership(argument(call, 0), argument(call, 1), false, call, scope),
  notIn: (call, scope) => membership(argument(call, 0), argument(call, 1), true, call, scope),
  includes: (call, scope) => includes(argument(call, 0), argument(call, 1), call, scope),
  filter: filterCall,
  exists: existsCall,
  map: mapCall,
  head,
  elementAt: elementAtCall,

  // Aggregation
  count,
  sum: named('sum'),
  average: named('average'),
  min: named('min'),
  max: named('max'),

  // Maps
  get,

  // Strings
  like,
  startsWith: textTest,
  doesNotStartWith: textTest,
  endsWith: textTest,
  doesNotEndWith: textTest,
  contains: textTest,
  doesNotContain: textTest,
  equals: equality('=', false),
  notEqualTo: equality('!=', false),

  // Null tests
  isNull,
  isNotNull,

  // Date and time
  now: clockValue,
  today: clockValue,
  yesterday: clockValue,
  tomorrow: clockValue,
  date,
  getMonth: datePart,
  getYear: datePart,
  getDayOfMonth: datePart,
  currentMonth: clockValue,
  currentYear: clockValue,
  currentDayOfMonth: clockValue,
  ignoreYear: 'a month and day without a test',

  // Audiences
  inSegment,

  // Extension: text and conversion
  length: textFunction,
  lowerCase: textFunction,
  upperCase: textFunction,
  concat,
  equalsIgnoreCase: equality('=', true),
  notEqualWithIgnoreCase: equality('!=', true),
  isEmpty: isEmptyCall,
  isNotEmpty,

  // Extension: dates
  extractHours: datePart,
  extractMinutes: datePart,
  extractSeconds: datePart,
  currentTimeInMillis: clockValue,
};

function named(name: AggregateName): CallCompiler {
  return (call, scope) => aggregate(name, call, scope);
}

export function call(ir: Call, scope: Scope): Value {
  const owner = [OPERATORS, SQL_FUNCTIONS].find((compilers) => Object.hasOwn(compilers, ir.name));
  const compiler = owner?.[ir.name];
  if (typeof compiler === 'function') return compiler(ir, scope);
  return refuse(compiler ?? `the function ${ir.name}`, ir);
}
