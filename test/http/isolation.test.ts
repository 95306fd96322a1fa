import { afterAll, describe, expect, it } from 'vitest';
import type { Operation } from './contract/document.ts';
import { codeOf, envelopeProblems } from './contract/envelopes.ts';
import { codesOf } from './contract/refusals.ts';
import type { Call } from './contract/step.ts';
import { stepOf } from './contract/steps/index.ts';
import { MARK, OTHER_TENANTS, onlyWith, World, without } from './contract/world.ts';
import type { Answer } from './kit.ts';

const world = await World.open();
afterAll(() => world[Symbol.asyncDispose]());
const guarded = world.document.operations.filter(({ security }) => security.length > 0);
/** Numbers of the whole process hold no data of a tenant. */
const NOT_OF_A_TENANT = ['GET /metrics'];

/** What the first tenant has and the answer shows, beyond what the request itself said. */
function leaked(call: Call, { text }: Answer): string[] {
  const said = JSON.stringify(call);
  return [...world.secrets].filter((secret) => text.includes(secret) && !said.includes(secret));
}

/** A body whose names are not those of the first tenant, so that they cannot come back as what they are. */
function unmarked(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body).replaceAll(MARK, 'plainville'));
}

/** How a missing permission is answered: api-conventions.md section 3.3, api-audiences.md section 4.8. */
function denial({ path }: Operation): readonly [status: number, code: string] {
  return path.startsWith('/data/core/ais/') ? [401, '100922-401'] : [403, 'UPAPI-113752-403'];
}

function statusAbroad({ path, responses }: Operation): number {
  return path.includes('{') ? 404 : Number(Object.keys(responses)[0]);
}

describe.each(guarded)('$name', (operation) => {
  const step = stepOf(operation);

  it.each(Object.entries(OTHER_TENANTS))('shows nothing to %s', async (_, headers) => {
    const valid = await step.valid(world);
    const call = { ...valid, body: unmarked(valid.body), headers: { ...valid.headers, ...headers } };
    const answer = await world.send(operation, call);
    const [status = statusAbroad(operation), code = codesOf(operation).unknown] = step.foreign ?? [];
    expect(answer.status, answer.text).toBe(status);
    if (status >= 400) {
      expect(codeOf(answer.body)).toBe(code);
      expect(envelopeProblems(answer)).toEqual([]);
    }
    if (!NOT_OF_A_TENANT.includes(operation.name)) expect(leaked(call, answer)).toEqual([]);
    expect(world.document.problems(operation, answer)).toEqual([]);
    // What another tenant asked for has changed nothing here.
    expect((await world.send(operation, valid)).status).toBeLessThan(300);
  });

  it('takes the permission that the document names, and no other', async () => {
    const permission = operation['x-permission'] ?? '';
    const valid = await step.valid(world);
    const denied = await world.send(operation, { ...valid, headers: { ...valid.headers, ...without(permission) } });
    expect([denied.status, codeOf(denied.body)], denied.text).toEqual(denial(operation));
    expect(envelopeProblems(denied)).toEqual([]);
    expect(leaked(valid, denied)).toEqual([]);
    const allowed = await world.send(operation, { ...valid, headers: { ...valid.headers, ...onlyWith(permission) } });
    expect(allowed.status, allowed.text).toBeLessThan(300);
  });
});
