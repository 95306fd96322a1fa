import type { PqlType } from '../types.ts';
import type { PqlValue } from '../values/value.ts';

/**
 * What an argument must be, statically and at run time (pql.md sections 6 and 11.2).
 *
 * `subject` is a string that may also be the list at the end of a path (the predicate then holds for some or every
 * element); `collection` is a list, or one object as its only element; `entries` is a map or an object; `condition`
 * and `expression` are evaluated in the scope of the current item, or are lambdas.
 */
export type ParamKind =
  | 'any'
  | 'subject'
  | 'string'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'time'
  | 'scalar'
  | 'list'
  | 'collection'
  | 'entries'
  | 'condition'
  | 'expression';

export interface Param {
  readonly kind: ParamKind;
  readonly optional?: boolean;
}

/** A lambda or the expression of an item scope as functions see it. */
export interface ItemFunction {
  /** 2 for a lambda over the entries of a map. */
  readonly arity: 1 | 2;
  /** The static type of the result. */
  readonly type: PqlType;
  call(item: PqlValue, second: PqlValue): PqlValue;
}

/** What a function may read besides its arguments. */
export interface Context {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly root: PqlValue;
}

interface Described {
  readonly name: string;
  /** Argument types and result as in pql.md section 6.10. */
  readonly signature: string;
  readonly params: readonly Param[];
  /** Static type of the result; a lambda counts as the type of its body, with its number of parameters. */
  readonly result: (args: readonly PqlType[], lambdaParams: number) => PqlType;
  readonly doc: string;
  /** What null arguments give, where it is not null. */
  readonly nulls: string;
  /** An expression over the sample root of the documentation, and its value as JSON. */
  readonly example: readonly [expression: string, value: string];
}

/** A function of values alone. */
export interface ValueFunction extends Described {
  readonly over: 'values';
  readonly apply: (args: readonly PqlValue[], context: Context) => PqlValue;
}

/** A function that evaluates its second argument for the items of its first. */
export interface ItemsFunction extends Described {
  readonly over: 'items';
  readonly apply: (collection: PqlValue, item: ItemFunction | undefined, rest: readonly PqlValue[]) => PqlValue;
}

export type FunctionDeclaration = ValueFunction | ItemsFunction;

/** A function group: one page of the reference. */
export interface FunctionGroup {
  readonly title: string;
  readonly functions: readonly FunctionDeclaration[];
}
