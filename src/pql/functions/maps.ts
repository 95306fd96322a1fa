import { ANY, listOf, STRING, valueType } from '../check/types.ts';
import type { PqlType } from '../types.ts';
import { entriesOf, isEntries, isList, ownValue, type PqlValue } from '../values/value.ts';
import type { FunctionGroup } from './declaration.ts';
import { values } from './define.ts';

/** `M.get(k)`: the value of a key; a run-time list is projected as by a path step. */
export function get(map: PqlValue, key: string): PqlValue {
  if (isList(map)) {
    return map.flatMap((item): readonly PqlValue[] => {
      const value = get(item, key);
      return value === null ? [] : isList(value) ? value : [value];
    });
  }
  return isEntries(map) ? (ownValue(map, key) ?? null) : null;
}

function valuesOf(args: readonly PqlType[]): PqlType {
  return valueType(args[0] ?? ANY);
}

export const MAPS: FunctionGroup = {
  title: 'Maps',
  functions: [
    values({
      name: 'get',
      params: 'entries string',
      signature: '(Map<String, V>, String) → V',
      doc: 'The value of a key. Also written `M["key"]`.',
      example: ['m.get("k")', '1'],
      result: valuesOf,
      apply: ([map = null, key = null]) => (typeof key === 'string' ? get(map, key) : null),
    }),
    values({
      name: 'keys',
      params: 'entries',
      signature: '(Map<String, V>) → List<String>',
      doc: 'The keys in stored order.',
      nulls: 'empty list',
      example: ['m.keys()', '["k","j"]'],
      result: listOf(STRING),
      apply: ([map = null]) => (isEntries(map) ? entriesOf(map).map(([key]) => key) : []),
    }),
    values({
      name: 'values',
      params: 'entries',
      signature: '(Map<String, V>) → List<V>',
      doc: 'The values that are not null.',
      nulls: 'empty list',
      example: ['m.values()', '[1,2]'],
      result: (args) => listOf(valuesOf(args)),
      apply: ([map = null]) =>
        isEntries(map)
          ? entriesOf(map)
              .map(([, value]) => value)
              .filter((value) => value !== null)
          : [],
    }),
  ],
};
