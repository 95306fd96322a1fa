import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model, type ModelAudience } from './model/model.ts';
import { operations, within } from './model/operations.ts';
import { AUDIENCES, DEFINITIONS, type Resource, type Sandbox, startAudiences } from './model/service.ts';

let service: Awaited<ReturnType<typeof startAudiences>>;
beforeAll(async () => {
  service = await startAudiences();
});
afterAll(() => service.close());

// The model has the references of each audience once and derives who uses it, so that equality means that both lists
// fit together and that nothing refers to what is gone.
it('answers and keeps what the specification says, whatever clients ask for', async () => {
  const verdicts = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(operations, async (asked) => {
      const [model, sandbox] = [new Model(), service.newSandbox()];
      let before = await listed(sandbox);
      for (const one of asked) {
        const operation = within(model.made.length, one);
        const wanted = model.apply(operation);
        const { body, etag, verdict } = await sandbox.apply(operation, (slot) => tagOf(before, sandbox, slot));
        expect(verdict, JSON.stringify(operation)).toBe(wanted);
        verdicts.set(wanted, (verdicts.get(wanted) ?? 0) + 1);
        const after = await listed(sandbox);
        expect(after.map((resource) => seen(resource, sandbox))).toEqual(model.all.map((one) => expected(one, model)));
        const changed = 'slot' in operation ? operation.slot : model.made.length - 1;
        expectVersions(before, after, wanted === 'done' ? sandbox.ids[changed] : undefined);
        if (body?._etag !== undefined) expect(etag).toBe(body._etag);
        before = after;
      }
      await expectReadsToAgree(sandbox, before, model);
    }),
    { numRuns: 60 },
  );
  const refusals = ['UPAPI-113430-404', 'UPAPI-113000-404', 'UPAPI-900030-412', 'UPAPI-113434-400', 'UPAPI-900107-400'];
  const others = ['UPAPI-900101-422', 'UPAPI-900501-409', 'UPAPI-113631-403', 'UPAPI-900070-400', 'UPLIB-101206-500'];
  expect([...verdicts.keys()].toSorted()).toEqual(['done', ...refusals, ...others].toSorted());
}, 120_000);

/** All audiences in the order of their creation. */
async function listed(sandbox: Sandbox): Promise<readonly Resource[]> {
  const states = ['draft', 'published', 'inactive'];
  const all = (await Promise.all(states.map((state) => sandbox.list(`property=lifecycleState%3D%3D${state}`)))).flat();
  return all.toSorted((a, b) => sandbox.ids.indexOf(a.id) - sandbox.ids.indexOf(b.id));
}

const tagOf = (resources: readonly Resource[], { ids }: Sandbox, slot: number): string | undefined =>
  resources.find(({ id }) => id === ids[slot])?._etag;

/** What the model knows of a resource, with slots for ids. */
function seen(resource: Resource, { ids }: Sandbox) {
  const slots = (list: readonly string[]) => list.map((id) => ids.indexOf(id));
  const { audienceId, dependencies, dependents, description, id, lifecycleState, name, namespace, type } = resource;
  return {
    slot: ids.indexOf(id),
    type,
    name,
    description,
    state: lifecycleState,
    namespace,
    audienceId: audienceId === id ? undefined : audienceId,
    dependencies: slots(dependencies),
    dependents: slots(dependents),
  };
}

function expected({ isPlatform, uses: _, ...audience }: ModelAudience, model: Model) {
  const type = isPlatform ? 'SegmentDefinition' : 'ExternalSegment';
  return {
    ...{ description: undefined, audienceId: undefined, type, ...audience },
    dependents: model.dependents(audience.slot),
  };
}

/** An accepted change gives its audience a version that it never had, and nobody else another one. */
function expectVersions(before: readonly Resource[], after: readonly Resource[], changed: string | undefined): void {
  const old = new Map(before.map((resource) => [resource.id, resource]));
  for (const { _etag, id, updateTime } of after) {
    const was = old.get(id);
    if (was === undefined) continue;
    expect(_etag === was._etag).toBe(id !== changed);
    expect(updateTime).toBeGreaterThanOrEqual(was.updateTime);
  }
}

/** One by one, in bulk, in the list as it is and as segment definitions: always the same audiences. */
async function expectReadsToAgree(sandbox: Sandbox, resources: readonly Resource[], model: Model): Promise<void> {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  for (const [slot, id] of sandbox.ids.entries()) {
    const { body, headers, status } = await sandbox.call(`${AUDIENCES}/${id}`);
    const wanted = byId.get(id);
    expect(status).toBe(wanted === undefined ? 404 : 200);
    if (wanted !== undefined) expect([body, headers.get('etag')]).toEqual([wanted, wanted._etag]);
    const definition = await sandbox.call(`${DEFINITIONS}/${id}`);
    expect(definition.status).toBe(model.made[slot]?.isPlatform ? 200 : 404);
    if (definition.status === 200) expect(definition.headers.get('etag')).toBe(wanted?._etag);
  }
  if (sandbox.ids.length > 0) {
    const { body, status } = await sandbox.call(`${AUDIENCES}/bulk-get`, {
      method: 'POST',
      body: { ids: sandbox.ids },
    });
    if (resources.length === 0) expect(status).toBe(404);
    else expect(body).toMatchObject({ results: Object.fromEntries(byId) });
  }
  expect(await sandbox.list('sort=creationTime:asc')).toEqual(
    resources.filter(({ lifecycleState }) => lifecycleState !== 'inactive'),
  );
}
