import { dataPath, isTenantRoot } from '../../schema/names.ts';
import type { ArrayField, FieldNode, MapField, ObjectField } from '../../schema/node.ts';
import { isObject, type JsonObject } from '../json.ts';
import { NameIndex } from '../name-index.ts';
import type { Check, CheckOptions, Tally } from './check.ts';
import { Rejection } from './rejection.ts';
import { mismatch, scalarCheck } from './scalar.ts';

/** Compiles the check of a union schema: the one meaning of validity, for every way in. */
export function compileCheck(schema: FieldNode, options: CheckOptions): Check {
  switch (schema.kind) {
    case 'scalar':
      return scalarCheck(schema, options.text);
    case 'object':
      return objectCheck(schema, options);
    case 'array':
      return arrayCheck(schema, options);
    case 'map':
      return mapCheck(schema, options);
  }
}

function objectCheck(schema: ObjectField, options: CheckOptions): Check {
  const { fields, required = [] } = schema;
  // Compiled when first met: most data touches a small part of the catalogue.
  const checks = new NameIndex((name) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field && compileCheck(field, options);
  });
  const checkOf = (name: string): Check | undefined => checks.find(name);
  return (value, tally) => {
    const object = published(asObject(value, options.text), checkOf);
    const result = checkedMembers(object, checkOf, options, tally);
    for (const name of required) {
      if (!Object.hasOwn(result, name)) throw new Rejection('REQUIRED', 'the field is required', [name]);
    }
    return result;
  };
}

function mapCheck(schema: MapField, options: CheckOptions): Check {
  const check = compileCheck(schema.values, options);
  return (value, tally) => checkedMembers(asObject(value, options.text), () => check, options, tally);
}

/** Checks members in place of themselves: the object is copied only when one of them changes. */
function checkedMembers(
  object: JsonObject,
  checkOf: (name: string) => Check | undefined,
  options: CheckOptions,
  tally: Tally,
): JsonObject {
  let changes: Map<string, unknown> | undefined;
  for (const name in object) {
    const value = object[name];
    const checked = member(name, value, checkOf, options, tally);
    if (checked === value) continue;
    changes ??= new Map(Object.entries(object));
    if (checked === undefined) changes.delete(name);
    else changes.set(name, checked);
  }
  return changes === undefined ? object : Object.fromEntries(changes);
}

/** The value to store; undefined for none. */
function member(
  name: string,
  value: unknown,
  checkOf: (name: string) => Check | undefined,
  options: CheckOptions,
  tally: Tally,
): unknown {
  const check = checkOf(name);
  if (check === undefined) {
    if (options.unknownFields === 'reject')
      throw new Rejection('UNKNOWN_FIELD', 'the schema has no such field', [name]);
    tally.unknownFields += 1;
    return undefined;
  }
  if (value === null) {
    if (options.nulls === 'keep') return null;
    tally.nulls += 1;
    return undefined;
  }
  try {
    return check(value, tally);
  } catch (error) {
    throw error instanceof Rejection ? error.below(name) : error;
  }
}

function arrayCheck(schema: ArrayField, options: CheckOptions): Check {
  // A null among items has no field that a patch could remove.
  const check = compileCheck(schema.items, { ...options, nulls: 'drop' });
  return (value, tally) => {
    const items = options.text && typeof value === 'string' ? parsedCell(value, '[') : value;
    if (!Array.isArray(items)) throw mismatch('a list', value);
    let result: unknown[] | undefined;
    for (let index = 0; index < items.length; index++) {
      const item: unknown = items[index];
      const checked = item === null ? undefined : checkedItem(check, item, index, tally);
      if (item === null) tally.nulls += 1;
      if (checked !== item) result ??= items.slice(0, index);
      if (checked !== undefined) result?.push(checked);
    }
    return result ?? items;
  };
}

function checkedItem(check: Check, item: unknown, index: number, tally: Tally): unknown {
  try {
    return check(item, tally);
  } catch (error) {
    throw error instanceof Rejection ? error.below(index) : error;
  }
}

function asObject(value: unknown, text: boolean): JsonObject {
  const object = text && typeof value === 'string' ? parsedCell(value, '{') : value;
  if (!isObject(object)) throw mismatch('an object', value);
  return object;
}

function parsedCell(cell: string, opening: string): unknown {
  if (!cell.startsWith(opening)) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    throw new Rejection('MALFORMED', 'the cell is not valid JSON');
  }
}

/** Names as the standard publishes them (`xdm:name`) in the spelling of platform data. */
function published(object: JsonObject, known: (name: string) => unknown): JsonObject {
  const foreign = (name: string) => known(name) === undefined && /[:@]/.test(name);
  if (!hasForeign(object, foreign)) return object;
  const result = new Map<string, unknown>();
  for (const [name, value] of Object.entries(object)) {
    const [first = name, ...rest] = foreign(name) ? dataPath(name) : [name];
    result.set(first, rest.length === 0 ? value : nested(result.get(first), rest, value));
  }
  return Object.fromEntries(result);
}

function hasForeign(object: JsonObject, foreign: (name: string) => boolean): boolean {
  for (const name in object) if (foreign(name)) return true;
  return false;
}

function nested(present: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const object = isObject(present) ? present : {};
  return Object.fromEntries([...Object.entries(object), [name, nested(object[name], rest, value)]]);
}

/** Whether a row was refused only for fields below a tenant root that nobody declared, which inference may add. */
export function isUnknownTenantField(rejection: Rejection): boolean {
  const [root] = rejection.path;
  return rejection.code === 'UNKNOWN_FIELD' && root !== undefined && isTenantRoot(root);
}
