import type { Call } from '../ir.ts';
import { type AggregateName, aggregate, count } from './aggregates.ts';
import { arithmetic } from './arithmetic.ts';
import { argument, type CallCompiler } from './functions/arguments.ts';
import { compare, flagged, ignoringCase } from './functions/equality.ts';
import { elementAtCall, existsCall, filterCall, head, mapCall } from './functions/items.ts';
import * as maps from './functions/maps.ts';
import { isEmptyCall, isNotEmpty, isNotNull, isNull } from './functions/nulls.ts';
import * as numbers from './functions/numbers.ts';
import { groupBy, ordered } from './functions/ordering.ts';
import { matches, regexGroup, replaceAll } from './functions/regular-expressions.ts';
import { inSegment } from './functions/segments.ts';
import * as sets from './functions/sets.ts';
import * as text from './functions/text.ts';
import { includes, membership } from './membership.ts';
import { refuse } from './refusal.ts';
import type { Scope } from './scope.ts';
import { like, textTest } from './strings.ts';
import { adding, date } from './time/dates.ts';
import * as times from './time/functions.ts';
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
  intersects: sets.intersects,
  intersection: sets.intersection,
  subsetOf: sets.subsetOf,
  supersetOf: sets.supersetOf,
  distinct: sets.distinct,
  filter: filterCall,
  exists: existsCall,
  map: mapCall,
  topN: ordered('topN'),
  bottomN: ordered('bottomN'),
  head,
  elementAt: elementAtCall,
  groupBy,
  mapEntry: 'an entry that is not the result of `map`',

  // Aggregation
  count,
  sum: named('sum'),
  average: named('average'),
  min: named('min'),
  max: named('max'),

  // Maps
  get: maps.get,
  keys: maps.keys,
  values: maps.values,

  // Strings
  like,
  startsWith: textTest,
  doesNotStartWith: textTest,
  endsWith: textTest,
  doesNotEndWith: textTest,
  contains: textTest,
  doesNotContain: textTest,
  equals: flagged('='),
  notEqualTo: flagged('!='),
  matches,
  regexGroup,

  // Null tests
  isNull,
  isNotNull,

  // Date and time
  now: times.now,
  today: times.today,
  yesterday: times.yesterday,
  tomorrow: times.tomorrow,
  date,
  getMonth: times.getMonth,
  getYear: times.getYear,
  getDayOfMonth: times.getDayOfMonth,
  currentMonth: times.currentMonth,
  currentYear: times.currentYear,
  currentDayOfMonth: times.currentDayOfMonth,
  ignoreYear: 'a month and day without a test',

  // Audiences
  inSegment,

  // Extension: text and conversion
  length: text.length,
  lowerCase: text.lowerCase,
  upperCase: text.upperCase,
  trim: text.trim,
  leftTrim: text.leftTrim,
  rightTrim: text.rightTrim,
  concat: text.concat,
  substr: text.substr,
  indexOf: text.indexOf,
  lastIndexOf: text.lastIndexOf,
  replace: text.replace,
  replaceAll,
  split: text.split,
  equalsIgnoreCase: ignoringCase('='),
  notEqualWithIgnoreCase: ignoringCase('!='),
  isEmpty: isEmptyCall,
  isNotEmpty,
  toString: text.toText,
  toInt: text.toInt,

  // Extension: numbers and counting
  absolute: numbers.absolute,
  roundUp: numbers.roundUp,
  roundDown: numbers.roundDown,
  countWithNull: sets.countWithNull,
  countOnlyNull: sets.countOnlyNull,
  distinctCountWithNull: sets.distinctCountWithNull,

  // Extension: dates
  dayOfWeek: times.dayOfWeekCall,
  dayOfYear: times.dayOfYearCall,
  weekOfYear: times.weekOfYearCall,
  extractHours: times.extractHours,
  extractMinutes: times.extractMinutes,
  extractSeconds: times.extractSeconds,
  age: times.age,
  ageInMonths: times.ageInMonths,
  ageInDays: times.ageInDays,
  dateDiff: times.dateDiff,
  dateBetween: times.dateBetween,
  compareDates: times.compareDates,
  addYears: adding('year'),
  addMonths: adding('month'),
  addDays: adding('day'),
  addHours: adding('hour'),
  addMinutes: adding('minute'),
  addSeconds: adding('second'),
  currentTimeInMillis: times.currentTimeInMillis,
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
