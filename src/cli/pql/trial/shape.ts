import { originOf, variableSources } from '../../../pql/facts/origins.ts';
import type { Ir } from '../../../pql/ir.ts';
import { lambdaOf, walk } from '../../../pql/walk.ts';
import { isDate, isDateTime } from '../../../schema/infer/time-text.ts';
import {
  array,
  boolean,
  date,
  dateTime,
  double,
  type FieldNode,
  integer,
  map,
  type ObjectField,
  object,
  string,
} from '../../../schema/node.ts';

/** Thrown for a document that no union schema can describe; the message says why. */
export class NoSchema extends Error {
  override readonly name = 'NoSchema';
}

/** Dotted paths of objects that are maps: fields of lists without a step of their own, values of a map as `*`. */
export type MapPaths = ReadonlySet<string>;

/** What XDM itself says. */
const STANDARD_MAPS = ['identityMap', 'segmentMembership', 'segmentMembership.*'];

/** The objects that an expression treats as maps, in the profile or in its events. */
export function mapPaths(ir: Ir, schemaClass: 'profile' | 'event'): MapPaths {
  const sources = variableSources(ir);
  const paths = new Set(STANDARD_MAPS);
  walk(ir, (node) => {
    const read = readAsMap(node);
    const origin = read && originOf(read, sources);
    if (origin?.class === schemaClass) paths.add(origin.path.join('.'));
  });
  return paths;
}

const MAP_FUNCTIONS: ReadonlySet<string> = new Set(['keys', 'values', 'get']);

function readAsMap(node: Ir): Ir | undefined {
  if (node.kind === 'wildcard') return node.object;
  if (node.kind !== 'call') return undefined;
  const overEntries = lambdaOf(node.args)?.params.length === 2;
  return overEntries || MAP_FUNCTIONS.has(node.name) ? node.args[0] : undefined;
}

/**
 * The schema that describes documents, as data alone tells it: text that is always a date or a date-time is one, unless
 * `texts` says that it stays text; a list without elements is a list of strings.
 *
 * @throws NoSchema where a path holds values of several types
 */
export function schemaOf(
  documents: readonly Readonly<Record<string, unknown>>[],
  maps: MapPaths,
  texts: 'dated' | 'plain',
): ObjectField {
  return new Describer(maps, texts === 'dated').fieldsOf(documents, []);
}

class Describer {
  readonly #maps: MapPaths;
  readonly #dated: boolean;

  constructor(maps: MapPaths, dated: boolean) {
    this.#maps = maps;
    this.#dated = dated;
  }

  fieldsOf(objects: readonly object[], path: readonly string[]): ObjectField {
    const values = Map.groupBy(objects.flatMap(Object.entries), ([name]) => name);
    const fields = [...values].map(([name, entries]) => [name, this.#nodeOf(entries.map(second), [...path, name])]);
    return object(Object.fromEntries(fields.filter(([, node]) => node !== undefined)));
  }

  /** Undefined for values that are all null. */
  #nodeOf(values: readonly unknown[], path: readonly string[]): FieldNode | undefined {
    const present = values.filter((value) => value !== null);
    if (present.length === 0) return undefined;
    if (present.every((value) => typeof value === 'string')) return this.#textOf(present);
    if (present.every((value) => typeof value === 'number'))
      return present.every(Number.isInteger) ? integer() : double();
    if (present.every((value) => typeof value === 'boolean')) return boolean();
    if (present.every((value) => Array.isArray(value))) return array(this.#nodeOf(present.flat(1), path) ?? string());
    if (present.every(isObject)) return this.#objectOf(present, path);
    throw new NoSchema(`${path.join('.')} holds values of several types`);
  }

  #textOf(texts: readonly string[]): FieldNode {
    if (this.#dated && texts.every(isDate)) return date();
    return this.#dated && texts.every(isDateTime) ? dateTime() : string();
  }

  /** An object without fields has no columns to say that it is there: a map has. */
  #objectOf(objects: readonly object[], path: readonly string[]): FieldNode {
    const asMap = this.#maps.has(path.join('.')) || objects.every((each) => Object.values(each).every(isNull));
    if (!asMap) return this.fieldsOf(objects, path);
    const values = objects.flatMap((each): readonly unknown[] => Object.values(each));
    return map(this.#nodeOf(values, [...path, '*']) ?? string());
  }
}

const second = ([, value]: readonly [string, unknown]): unknown => value;
const isNull = (value: unknown): boolean => value === null;
const isObject = (value: unknown): value is object => typeof value === 'object';

/** The schema of both, if no path has two types; whole and fractional numbers share one. */
export function together(a: ObjectField, b: ObjectField): ObjectField | undefined {
  const fields = new Map(Object.entries(a.fields));
  for (const [name, node] of Object.entries(b.fields)) {
    const present = fields.get(name);
    const both = present === undefined ? node : bothOf(present, node);
    if (both === undefined) return undefined;
    fields.set(name, both);
  }
  return object(Object.fromEntries(fields));
}

function bothOf(a: FieldNode, b: FieldNode): FieldNode | undefined {
  if (a.kind === 'object') return b.kind === 'object' ? together(a, b) : undefined;
  if (a.kind === 'array') {
    const items = b.kind === 'array' ? bothOf(a.items, b.items) : undefined;
    return items && array(items);
  }
  if (a.kind === 'map') {
    const values = b.kind === 'map' ? bothOf(a.values, b.values) : undefined;
    return values && map(values);
  }
  if (b.kind !== 'scalar') return undefined;
  if (a.type === b.type) return a;
  const numbers = [a, b].every(({ type }) => type === 'integer' || type === 'double');
  return numbers ? double() : undefined;
}
