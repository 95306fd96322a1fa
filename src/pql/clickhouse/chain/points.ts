import type { Chain, Ir } from '../../ir.ts';
import { filterItems, mapItems } from '../lists.ts';
import { refuse } from '../refusal.ts';
import { bind, compile, eventScope, type Scope } from '../scope.ts';
import { and } from '../sql.ts';
import { toInstant } from '../time/occurs.ts';
import { timeTest } from '../time/tests.ts';
import { condition } from '../truth.ts';
import {
  type EventList,
  type ListValue,
  type Nothing,
  type Scalar,
  type ScalarType,
  scalar,
  type Value,
} from '../value.ts';
import type { Conditions } from './conditions.ts';

/** The path of the field by which an element is tied to others, if it is. */
export type KeyOf = (conditions: Conditions) => readonly string[] | undefined;

/** Where the events of a chain come from; all texts are Int64 epoch milliseconds or arrays of the profile. */
export interface Points {
  /** The fitting events as an array of `(key, time)`; the key is 0 where the element has none. */
  readonly all: (conditions: Conditions) => string;
  /** The times of the fitting events as an array without order. */
  readonly times: (conditions: Conditions) => string;
  /** The time of the first or last fitting event, null if there is none. */
  readonly extreme: (conditions: Conditions, name: 'min' | 'max') => string;
  /** Number of fitting events. */
  readonly count: (conditions: Conditions) => string;
  /** True where no event can fit. */
  readonly never: (conditions: Conditions) => boolean;
  /** What makes an event fit one of the elements that were asked for, where events are rows. */
  readonly fits: ReadonlySet<string>;
  /** The types of the keys that were asked for. */
  readonly keyTypes: ReadonlySet<ScalarType>;
}

interface Fit {
  readonly where: string;
  readonly time: string;
  readonly key: string;
  /** Absent where the key is 0. */
  readonly keyType?: ScalarType;
}

/** Events where they are stored: the texts are aggregates over the rows of `events`. */
export function storedPoints(chain: Chain, list: EventList, scope: Scope, keyOf: KeyOf): Points {
  const fits = new Set<string>();
  const keyTypes = new Set<ScalarType>();
  const fitting = (conditions: Conditions): Fit => {
    const found = fitOf(chain, conditions, keyOf(conditions), list.element, eventScope(scope));
    const where = and([...list.where, found.where]);
    fits.add(where);
    if (found.keyType !== undefined) keyTypes.add(found.keyType);
    return { ...found, where };
  };
  const array = (value: string, where: string) => `groupArrayIf(${value}, ${where})`;
  return {
    fits,
    keyTypes,
    all: (conditions) => {
      const { where, time, key } = fitting(conditions);
      return array(`(${key}, ${time})`, where);
    },
    times: (conditions) => {
      const { where, time } = fitting(conditions);
      return array(time, where);
    },
    extreme: (conditions, name) => {
      const { where, time } = fitting(conditions);
      return `${name}If(toNullable(${time}), ${where})`;
    },
    count: (conditions) => `countIf(${fitting(conditions).where})`,
    never: (conditions) => fitting(conditions).where === 'false',
  };
}

/** The items of an array of the profile. */
export function arrayPoints(chain: Chain, list: ListValue, scope: Scope, keyOf: KeyOf): Points {
  const keyTypes = new Set<ScalarType>();
  const each = (conditions: Conditions, value: (fit: Fit) => string): string => {
    const fitted = (item: Value, inner: Scope) => {
      const found = fitOf(chain, conditions, keyOf(conditions), item, inner);
      if (found.keyType !== undefined) keyTypes.add(found.keyType);
      return found;
    };
    const fitting = filterItems(list, scope, chain, (item, inner) => fitted(item, inner).where);
    const values = mapItems(fitting, scope, chain, (item, inner) =>
      scalar('instant', value(fitted(item, inner)), false),
    );
    return values.sql;
  };
  const never = (conditions: Conditions): boolean => {
    let where = '';
    filterItems(list, scope, chain, (item, inner) => {
      where = fitOf(chain, conditions, keyOf(conditions), item, inner).where;
      return where;
    });
    return where === 'false';
  };
  return {
    fits: new Set(),
    keyTypes,
    all: (conditions) => each(conditions, ({ key, time }) => `(${key}, ${time})`),
    times: (conditions) => each(conditions, ({ time }) => time),
    extreme: (conditions, name) =>
      `array${name === 'min' ? 'Min' : 'Max'}(${each(conditions, ({ time }) => `toNullable(${time})`)})`,
    count: (conditions) => `length(${each(conditions, ({ time }) => time)})`,
    never,
  };
}

/** When an event fits an element as far as the event alone decides, and its time and key where it does. */
function fitOf(
  chain: Chain,
  { element, own, keys }: Conditions,
  keyPath: readonly string[] | undefined,
  item: Value,
  around: Scope,
): Fit {
  const scope = bind(around, element.item.id, item);
  const read = (path: readonly string[]) => compile(pathFrom(element.item.id, path, chain), scope);
  const time = timeOf(read(chain.timestamp), chain);
  const key = keyPath && keyOf(read(keyPath), chain);
  if (time === undefined) return { where: 'false', time: '0', key: '0' };
  const tests = own.map((part) => ('span' in part ? condition(part, scope) : timeTest(part, scope, chain)(time)));
  const tied = keys.length > 0;
  const wanted = [time, ...(tied && key?.kind === 'scalar' ? [key] : [])].filter(({ nullable }) => nullable);
  const present = wanted.map(({ sql }) => `isNotNull(${sql})`);
  const fit = { where: and([...present, ...tests]), time: time.nullable ? `assumeNotNull(${time.sql})` : time.sql };
  if (key === undefined) return { ...fit, key: '0' };
  if (key.kind === 'scalar') return { ...fit, key: comparable(key), keyType: key.type };
  return tied ? { ...fit, where: 'false', key: '0' } : refuse('equality with a field that no event has', chain);
}

function pathFrom(variable: number, path: readonly string[], { span }: Chain): Ir {
  const type = { kind: 'any' } as const;
  return path.reduce<Ir>((object, name) => ({ kind: 'field', object, name, type, span }), {
    kind: 'variable',
    id: variable,
    type,
    span,
  });
}

function timeOf(value: Value, at: Chain): Scalar | undefined {
  if (value.kind === 'nothing') return undefined;
  return value.kind === 'scalar' ? toInstant(value, at) : refuse('a list or object in the place of a timestamp', at);
}

function keyOf(value: Value, at: Chain): Scalar | Nothing {
  return value.kind === 'scalar' || value.kind === 'nothing'
    ? value
    : refuse('equality of lists or objects of two events', at);
}

/** A key that is sorted next to its equals: whether it is null, which equals nothing, and its value. */
function comparable({ type, sql, nullable }: Scalar): string {
  const value = nullable ? `ifNull(${sql}, ${DEFAULTS[type]})` : sql;
  const exact = { number: `(${value} + 0.)`, string: `CAST(${value}, 'String')`, instant: value, boolean: value };
  return `(${nullable ? `isNull(${sql})` : 'toUInt8(0)'}, ${exact[type]})`;
}

const DEFAULTS = { number: '0.', string: "''", instant: 'toInt64(0)', boolean: 'false' } as const;
