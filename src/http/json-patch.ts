import { Type } from 'typebox';
import { malformed } from '../errors.ts';
import { MAX_DEPTH } from './body/parse.ts';
import { invalidPatch } from './errors/catalogue.ts';
import { isObject } from './validation/schema.ts';

/** One operation of RFC 6902; `value` is there for all but `remove`. */
export interface PatchOperation<O extends string = string> {
  readonly op: O;
  /** RFC 6901 pointer. */
  readonly path: string;
  readonly value?: unknown;
}

/** The body as callers are told it; {@link readPatch} reads it. */
export const JsonPatchBody = Type.Array(
  Type.Object({ op: Type.String(), path: Type.String(), value: Type.Optional(Type.Unknown()) }),
);

const LIMIT = 100;
const BAD_ESCAPE = /~(?![01])/;
/** Steps that would reach into the prototypes of objects. */
const FORBIDDEN_STEPS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Checks a JSON Patch body by api-conventions.md section 14: 1 to 100 operations, each of an allowed kind and complete.
 *
 * @throws ServiceError `UPLIB-101206-500` when it is no array, `UPAPI-900070-400` with the index of the first problem
 */
export function readPatch<O extends string>(body: unknown, allowed: readonly O[]): readonly PatchOperation<O>[] {
  if (!Array.isArray(body)) throw malformed();
  if (body.length === 0) throw invalidPatch(0, 'At least one operation is required.');
  if (body.length > LIMIT) throw invalidPatch(LIMIT, `At most ${LIMIT} operations are allowed.`);
  return body.map((operation, index) => readOperation(operation, index, allowed));
}

const isPointer = (path: string): boolean => (path === '' || path.startsWith('/')) && !BAD_ESCAPE.test(path);

function readOperation<O extends string>(operation: unknown, index: number, allowed: readonly O[]): PatchOperation<O> {
  if (!isObject(operation)) throw invalidPatch(index, 'It must be an object.');
  const { op: given, path } = operation;
  const op = allowed.find((name) => name === given);
  if (op === undefined) throw invalidPatch(index, `'op' must be one of ${allowed.join(', ')}.`);
  if (typeof path !== 'string' || !isPointer(path)) throw invalidPatch(index, "'path' must be a JSON pointer.");
  // The slash at the beginning leaves an empty part before it.
  const steps = path.split('/', MAX_DEPTH + 2).slice(1);
  if (steps.length > MAX_DEPTH) throw invalidPatch(index, `'path' must have at most ${MAX_DEPTH} steps.`);
  if (steps.some((step) => FORBIDDEN_STEPS.has(step))) {
    throw invalidPatch(index, `'path' must not contain ${[...FORBIDDEN_STEPS].join(', ')}.`);
  }
  const hasValue = Object.hasOwn(operation, 'value');
  if (!hasValue && op !== 'remove') throw invalidPatch(index, `'value' is required for ${op}.`);
  return { op, path, ...(hasValue && { value: operation.value }) };
}
