import type { Ir } from '../ir.ts';
import type { PqlType } from '../types.ts';
import { adopt, holdsTime } from '../values/adopt.ts';
import { step, wildcard } from '../values/path.ts';
import { isList, MapEntry, MonthDay, type PqlObject, type PqlValue, Time } from '../values/value.ts';
import type { Compiler, Value } from './compiler.ts';

/** Reads one field of any value. */
export type Reader = (value: PqlValue) => PqlValue;

/** Names that objects have without being data; they take the careful way. */
const INHERITED: ReadonlySet<string> = new Set(
  [Object.prototype, Map.prototype, Time.prototype, MonthDay.prototype, MapEntry.prototype]
    .flatMap((prototype) => Object.getOwnPropertyNames(prototype))
    .concat('epoch', 'dateOnly', 'text', 'key', 'value'),
);

/** A reader of a field: plain objects are read directly, everything else as the language defines it. */
export function fieldReader(name: string): Reader {
  if (INHERITED.has(name)) return (value) => step(value, name);
  const alias = name.startsWith('xdm:') ? name.slice(4) : `xdm:${name}`;
  return (value) => {
    if (typeof value !== 'object' || value === null) return null;
    if (!isPlain(value)) return step(value, name);
    const found = value[name];
    if (found !== undefined) return found;
    return value[alias] === undefined ? null : step(value, name);
  };
}

/** True for JSON objects; one with a field named `constructor` takes the careful way. */
function isPlain(value: object): value is PqlObject {
  return value.constructor === Object;
}

/** A path `object.a.b`. */
export function compileField(compiler: Compiler, ir: Extract<Ir, { kind: 'field' }>): Value {
  return adopting(readPath(compiler, ir), ir.type);
}

/** The path without the conversion of its end to a time. */
export function readPath(compiler: Compiler, ir: Extract<Ir, { kind: 'field' }>): Value {
  const { start, names } = pathOf(ir);
  const object = compiler.value(start);
  const [first, second, third, ...more] = names.map(fieldReader);
  if (first === undefined) return object;
  if (second === undefined) return () => first(object());
  if (third === undefined) return () => second(first(object()));
  if (more.length === 0) return () => third(second(first(object())));
  const rest = [second, third, ...more];
  return () => {
    let value = first(object());
    for (const read of rest) value = read(value);
    return value;
  };
}

/** The node at which a path starts and its steps. */
export function pathOf(ir: Ir): { readonly start: Ir; readonly names: readonly string[] } {
  const names: string[] = [];
  let start = ir;
  while (start.kind === 'field') {
    names.unshift(start.name);
    start = start.object;
  }
  return { start, names };
}

function adopting(value: Value, type: PqlType): Value {
  return holdsTime(type) ? () => adopt(value(), type) : value;
}

export function compileWildcard(compiler: Compiler, ir: Extract<Ir, { kind: 'wildcard' }>): Value {
  const object = compiler.value(ir.object);
  return adopting(() => wildcard(object()), ir.type);
}

/**
 * A test for some value at the end of a path, through arrays without making lists; undefined where the node is not a
 * path, or its values must become times.
 */
export function somePathValue(
  compiler: Compiler,
  ir: Ir,
  test: (value: PqlValue) => boolean,
): (() => boolean) | undefined {
  if (ir.kind !== 'field' || holdsTime(ir.type)) return undefined;
  const { start, names } = pathOf(ir);
  const object = compiler.value(start);
  const readers = names.map(fieldReader);
  const holds = (value: PqlValue, from: number): boolean => {
    let current = value;
    for (let at = from; at < readers.length; at += 1) {
      if (isList(current)) return someElement(current, at);
      current = readers[at]?.(current) ?? null;
    }
    return isList(current) ? someElement(current, readers.length) : current !== null && test(current);
  };
  const someElement = (list: readonly PqlValue[], at: number): boolean => {
    for (const item of list) if (item !== null && holds(item, at)) return true;
    return false;
  };
  const [first, second, third] = readers;
  if (first === undefined || third !== undefined) return () => holds(object(), 0);
  if (second === undefined) {
    return () => {
      const value = first(object());
      return isList(value) ? someElement(value, 1) : value !== null && test(value);
    };
  }
  return () => {
    const inner = first(object());
    if (isList(inner)) return someElement(inner, 1);
    const value = second(inner);
    return isList(value) ? someElement(value, 2) : value !== null && test(value);
  };
}
