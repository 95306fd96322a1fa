import { BOOLEAN } from '../check/types.ts';
import type { PqlType } from '../types.ts';
import type { PqlValue } from '../values/value.ts';
import type { Context, ItemFunction, ItemsFunction, Param, ParamKind, ValueFunction } from './declaration.ts';

/** Reads `list condition? integer` style parameter lists. */
export function params(text: string): readonly Param[] {
  if (text === '') return [];
  return text.split(' ').map((word) => {
    const optional = word.endsWith('?');
    const kind = KINDS.find((name) => name === (optional ? word.slice(0, -1) : word));
    if (kind === undefined) throw new Error(`unknown parameter kind ${word}`);
    return optional ? { kind, optional } : { kind };
  });
}

const KINDS: readonly ParamKind[] = [
  'any',
  'subject',
  'string',
  'boolean',
  'integer',
  'number',
  'time',
  'scalar',
  'list',
  'collection',
  'entries',
  'condition',
  'expression',
];

interface Description {
  readonly name: string;
  readonly params: string;
  readonly signature: string;
  readonly doc: string;
  readonly nulls?: string;
  readonly example: readonly [expression: string, value: string];
  readonly result: PqlType | ((args: readonly PqlType[], lambdaParams: number) => PqlType);
}

function describe(description: Description) {
  const { result } = description;
  return {
    name: description.name,
    signature: description.signature,
    doc: description.doc,
    nulls: description.nulls ?? 'null',
    example: description.example,
    params: params(description.params),
    result: typeof result === 'function' ? result : () => result,
  };
}

/** Declares a function of values. */
export function values(
  description: Description & { readonly apply: (args: readonly PqlValue[], context: Context) => PqlValue },
): ValueFunction {
  return { ...describe(description), over: 'values', apply: description.apply };
}

/** Declares a predicate of values: its result is a Boolean and false where null is involved. */
export function predicate(
  description: Omit<Description, 'result'> & {
    readonly apply: (args: readonly PqlValue[], context: Context) => boolean;
  },
): ValueFunction {
  return { ...describe({ nulls: 'false', ...description, result: BOOLEAN }), over: 'values', apply: description.apply };
}

/** Declares a function over the items of a collection. */
export function items(
  description: Description & {
    readonly apply: (collection: PqlValue, item: ItemFunction | undefined, rest: readonly PqlValue[]) => PqlValue;
  },
): ItemsFunction {
  return { ...describe(description), over: 'items', apply: description.apply };
}
