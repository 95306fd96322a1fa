import { Compile } from 'typebox/compile';
import { refuseReadOnly } from '../../audiences/immutable.ts';
import type { AudienceInput } from '../../audiences/input.ts';
import { malformed, noUsableValue } from '../../errors.ts';
import { applyPatch, PATCH_KINDS, stepsOf } from '../apply-patch.ts';
import { isTooDeep } from '../body/parse.ts';
import { type PatchOperation, readPatch } from '../json-patch.ts';
import { bodyReader } from '../validation/body.ts';
import { isObject } from '../validation/schema.ts';
import { AudienceBody, audienceInput } from './audience-bodies.ts';

const LISTS = ['labels', 'tags'];

const shape = Compile(AudienceBody);
const readBody = bodyReader(AudienceBody);

/**
 * Reads a JSON Patch of an audience; the answer makes of a resource what the patch asks for.
 *
 * @throws ServiceError `UPLIB-101206-500`, `UPAPI-900070-400`, `UPAPI-113434-400`, the last two also from the answer
 */
export function readAudiencePatch(body: unknown): (resource: Readonly<Record<string, unknown>>) => AudienceInput {
  const operations = readPatch(Array.isArray(body) ? body.map(withSlash) : body, PATCH_KINDS).map(withoutAlias);
  for (const { op, path } of operations) {
    const [member = ''] = stepsOf(path);
    if (op !== 'test') refuseReadOnly(member);
  }
  return (resource) => {
    const patched = applyPatch(resource, operations, LISTS);
    if (isTooDeep(patched)) throw malformed();
    if (!Object.hasOwn(patched, 'lifecycleState')) {
      throw malformed([noUsableValue('lifecycleState', 'java.lang.String')]);
    }
    const read = readBody(patched);
    if (!shape.Check(read)) throw malformed();
    return audienceInput(read);
  };
}

/** Clients leave out the slash at the beginning of a pointer. */
function withSlash(operation: unknown): unknown {
  if (!isObject(operation)) return operation;
  const { path } = operation;
  const isBare = typeof path === 'string' && path !== '' && !path.startsWith('/');
  return isBare ? { ...operation, path: `/${path}` } : operation;
}

function withoutAlias<O extends string>(operation: PatchOperation<O>): PatchOperation<O> {
  return operation.path === '/lifecycle' ? { ...operation, path: '/lifecycleState' } : operation;
}
