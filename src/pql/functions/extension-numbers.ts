import { INTEGER } from '../check/types.ts';
import type { PqlType } from '../types.ts';
import { elementsOf, type PqlValue } from '../values/value.ts';
import type { FunctionGroup, ValueFunction } from './declaration.ts';
import { values } from './define.ts';
import { distinct } from './lists.ts';

function ofNumber(
  name: string,
  doc: string,
  example: readonly [string, string],
  result: (args: readonly PqlType[]) => PqlType,
  apply: (value: number) => number,
): ValueFunction {
  return values({
    name,
    params: 'number',
    signature: `(Number) → ${name === 'absolute' ? 'Number' : 'Integer'}`,
    doc,
    example,
    result,
    apply: ([value = null]) => (typeof value === 'number' ? apply(value) : null),
  });
}

function counting(
  name: string,
  doc: string,
  example: readonly [string, string],
  apply: (list: readonly PqlValue[]) => number,
): ValueFunction {
  return values({
    name,
    params: 'list',
    signature: '(List<T>) → Integer',
    doc,
    nulls: '0',
    example,
    result: INTEGER,
    apply: ([list = null]) => apply(elementsOf(list)),
  });
}

const isNull = (value: PqlValue) => value === null;

export const EXTENSION_NUMBERS: FunctionGroup = {
  title: 'Extension: numbers and counting',
  functions: [
    ofNumber('absolute', 'The absolute value.', ['absolute(-2.5)', '2.5'], ([type = INTEGER]) => type, Math.abs),
    ofNumber('roundUp', 'The smallest integer that is not below.', ['roundUp(-1.5)', '-1'], () => INTEGER, Math.ceil),
    ofNumber(
      'roundDown',
      'The largest integer that is not above.',
      ['roundDown(-1.5)', '-2'],
      () => INTEGER,
      Math.floor,
    ),
    counting(
      'countWithNull',
      'The number of elements, nulls included.',
      ['[1, null].countWithNull()', '2'],
      (list) => list.length,
    ),
    counting(
      'countOnlyNull',
      'The number of null elements.',
      ['[1, null].countOnlyNull()', '1'],
      (list) => list.filter(isNull).length,
    ),
    counting(
      'distinctCountWithNull',
      'The number of distinct values, null counting as one.',
      ['[1, 1, null, null].distinctCountWithNull()', '2'],
      (list) => distinct(list).length + (list.some(isNull) ? 1 : 0),
    ),
  ],
};
