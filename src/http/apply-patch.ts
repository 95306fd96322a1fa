import { isDeepStrictEqual } from 'node:util';
import { invalidPatch } from './errors/catalogue.ts';
import type { PatchOperation } from './json-patch.ts';
import { isObject } from './validation/schema.ts';

/** The operations that {@link applyPatch} knows. */
export const PATCH_KINDS = ['add', 'replace', 'remove', 'test'] as const;

type Operation = PatchOperation<(typeof PATCH_KINDS)[number]>;

/**
 * What the operations make of a document, in order; the document itself stays as it is. Beyond RFC 6902 `replace` needs
 * no target in objects, and `add` and `replace` make the parents that are missing (api-audiences.md section 2.5).
 *
 * @param lists members of the document that are made as arrays
 * @throws ServiceError `UPAPI-900070-400` with the index of the operation that fails
 */
export function applyPatch(
  document: Readonly<Record<string, unknown>>,
  operations: readonly Operation[],
  lists: readonly string[],
): Record<string, unknown> {
  const copy = structuredClone(document);
  for (const [index, operation] of operations.entries()) {
    const steps = stepsOf(operation.path);
    const key = steps.pop();
    if (key === undefined) throw invalidPatch(index, "'path' must name a member.");
    const parent = parentOf(copy, steps, operation, lists);
    const problem = parent === undefined ? NO_TARGET : apply(parent, key, operation);
    if (problem !== undefined) throw invalidPatch(index, problem);
  }
  return copy;
}

/** The unescaped steps of a pointer. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const NO_TARGET = "There is nothing at 'path'.";
const INDEX = /^(0|[1-9]\d*)$/;

type Container = Record<string, unknown> | unknown[];

const isContainer = (value: unknown): value is Container => isObject(value) || Array.isArray(value);

function parentOf(
  document: Record<string, unknown>,
  steps: readonly string[],
  { op }: Operation,
  lists: readonly string[],
): Container | undefined {
  let parent: Container = document;
  for (const [depth, step] of steps.entries()) {
    let child = memberOf(parent, step);
    if (child === undefined && (op === 'add' || op === 'replace') && isObject(parent)) {
      child = depth === 0 && lists.includes(step) ? [] : {};
      parent[step] = child;
    }
    if (!isContainer(child)) return undefined;
    parent = child;
  }
  return parent;
}

function memberOf(container: Container, key: string): unknown {
  if (Array.isArray(container)) return INDEX.test(key) ? container[Number(key)] : undefined;
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

/** What is wrong with the operation, if anything. */
function apply(parent: Container, key: string, { op, value }: Operation): string | undefined {
  const before = memberOf(parent, key);
  if (op === 'test') return isDeepStrictEqual(before, value) ? undefined : 'The value is another one.';
  if (Array.isArray(parent)) return applyToArray(parent, key, op, value);
  if (op !== 'remove') parent[key] = value;
  else if (before === undefined) return NO_TARGET;
  else delete parent[key];
  return undefined;
}

function applyToArray(parent: unknown[], key: string, op: 'add' | 'replace' | 'remove', value: unknown) {
  const at = key === '-' && op === 'add' ? parent.length : INDEX.test(key) ? Number(key) : Number.NaN;
  const last = op === 'add' ? parent.length : parent.length - 1;
  if (!(at <= last)) return NO_TARGET;
  parent.splice(at, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]));
  return undefined;
}
