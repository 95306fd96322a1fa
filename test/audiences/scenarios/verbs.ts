import { expect, vi } from 'vitest';
import {
  AUDIENCES,
  DAY,
  DEFINITIONS,
  EXTERNAL,
  emailOf,
  identitiesOf,
  type Kind,
  type Person,
  type World,
} from './world.ts';

/** What the product answered to a step. */
export interface Outcome {
  readonly status: number;
  readonly body?: { readonly type?: string };
}

/** Something that somebody does. `changes` names the audience that gets a new version by it, unless it is refused. */
export interface Act {
  readonly changes?: string;
  readonly run: (world: World) => Promise<Outcome>;
}

/** A value that may need ids of the audiences of the scenario. */
type OfWorld<T> = T | ((id: (name: string) => string) => T);

const resolve = <T extends object>(value: OfWorld<T>, world: World): T =>
  typeof value === 'function' ? value((name) => world.id(name)) : value;

const DONE = { status: 200 };

/** Imports records of people who live in cities. */
export const people = (cities: Readonly<Partial<Record<Person, string>>>): Act => ({
  async run({ api }) {
    await api.importProfiles(
      Object.entries(cities).map(([name, city]) => ({ identityMap: identitiesOf(name), homeAddress: { city } })),
    );
    return DONE;
  },
});

/** Imports records that carry memberships of an audience from elsewhere, entered `daysAgo`. */
export const carry = (name: string, members: readonly Person[], daysAgo: number): Act => ({
  async run({ api, known }) {
    const { audienceId, namespace } = known.get(name) ?? { audienceId: '', namespace: '' };
    const lastQualificationTime = new Date(api.system.now() - daysAgo * DAY).toISOString();
    await api.importProfiles(
      members.map((person) => ({
        identityMap: identitiesOf(person),
        segmentMembership: { [namespace]: { [audienceId]: { status: 'realized', lastQualificationTime } } },
      })),
    );
    return DONE;
  },
});

/** Creates an audience through `/audiences`; its name in the product is that in the scenario. */
export const create = (name: string, body: OfWorld<Readonly<Record<string, unknown>>>): Act => ({
  changes: name,
  async run(world) {
    const answer = await world.api.post(AUDIENCES, { name, ...resolve(body, world) });
    if (answer.status === 200)
      note(world, name, answer.body.type === 'ExternalSegment' ? 'metadata' : 'platform', answer.body);
    return answer;
  },
});

/** Creates an audience whose members come in files: those of `<name>.csv`. */
export const createUploaded = (name: string, body: Readonly<Record<string, unknown>> = {}): Act => ({
  changes: name,
  async run(world) {
    const { api } = world;
    const created = await api.post(EXTERNAL, {
      name,
      fields: [{ name: 'email', type: 'string', identityNs: 'Email' }],
      sourceSpec: { params: { path: `${name}.csv`, type: 'file' } },
      originName: 'CUSTOM_UPLOAD',
      ...body,
    });
    await api.idle();
    const operation = await api.get(`${EXTERNAL}/operations/${created.body.operationId}`);
    note(world, name, 'uploaded', (await api.get(`${AUDIENCES}/${operation.body.audienceId}`)).body);
    return created;
  },
});

/** Creates an audience of which only the metadata is known here. */
export const createMetadata = (name: string, audienceId: string): Act => ({
  changes: name,
  async run(world) {
    const body = { name, audienceId, namespace: 'Acme', originName: 'Acme' };
    const answer = await world.api.post('/data/core/ais/audiences?createAudienceMetaOnly=true', body);
    if (answer.status === 200) note(world, name, 'metadata', { ...body, id: answer.body.id });
    return answer;
  },
});

function note({ known }: World, name: string, kind: Kind, body: { id: string; audienceId: string; namespace: string }) {
  known.set(name, { kind, id: body.id, audienceId: body.audienceId, namespace: body.namespace });
}

/** A JSON Patch of one operation. */
export const patch = (name: string, path: string, value: OfWorld<object> | string | number): Act => ({
  changes: name,
  run: async (world) =>
    world.api.patch(`${AUDIENCES}/${world.id(name)}`, [
      {
        op: 'add',
        path,
        value: typeof value === 'object' || typeof value === 'function' ? resolve(value, world) : value,
      },
    ]),
});

export const setState = (name: string, state: string): Act => patch(name, '/lifecycleState', state);

/** Overwrites through `/audiences`. */
export const put = (name: string, body: OfWorld<Readonly<Record<string, unknown>>>): Act => ({
  changes: name,
  run: async (world) => world.api.put(`${AUDIENCES}/${world.id(name)}`, { name, ...resolve(body, world) }),
});

/** Replaces the content through the older view. */
export const redefine = (name: string, body: OfWorld<Readonly<Record<string, unknown>>>): Act => ({
  changes: name,
  run: async (world) =>
    world.api.patch(`${DEFINITIONS}/${world.id(name)}`, {
      name,
      schema: { name: '_xdm.context.profile' },
      ...resolve(body, world),
    }),
});

/** Changes an uploaded audience where it was created. */
export const updateUploaded = (name: string, body: Readonly<Record<string, unknown>>): Act => ({
  changes: name,
  run: async (world) => world.api.patch(`${EXTERNAL}/${world.id(name)}`, body),
});

/** Deletes through one of the three paths that audiences have; ends when its memberships are gone as well. */
export const remove = (name: string, through: string = AUDIENCES): Act => ({
  async run(world) {
    const { api, sandboxId } = world;
    const answer = await api.delete(`${through}/${world.id(name)}`);
    const areMembersGone = async () => !(await api.system.segmentation.heads(sandboxId)).has(world.id(name));
    if (answer.status < 300)
      await vi.waitFor(async () => expect(await areMembersGone()).toBe(true), { timeout: 10_000 });
    return answer;
  },
});

/** Runs a segment job over all audiences. */
export const evaluate: Act = {
  async run({ api }) {
    const { body } = await api.post('/data/core/ups/segment/jobs', [{ segmentId: '*' }]);
    await api.idle();
    return {
      status: (await api.get(`/data/core/ups/segment/jobs/${body.id}`)).body.status === 'SUCCEEDED' ? 200 : 500,
    };
  },
};

/** Drops a file with these members and reads all of it. */
export const ingest = (name: string, members: readonly Person[]): Act => ({
  async run(world) {
    const { api } = world;
    await world.drop(`${name}.csv`, ['email', ...members.map(emailOf), ''].join('\n'));
    const body = { dataFilterStartTime: 0, dataFilterEndTime: 4_000_000_000, differentialIngestion: false };
    const started = await api.post(`${EXTERNAL}/${world.id(name)}/runs`, body);
    await api.idle();
    if (started.status !== 200) return started;
    const run = await api.get(`${EXTERNAL}/${world.id(name)}/runs/${started.body.runId}`);
    return { status: run.body.status === 'SUCCESS' ? 200 : 500 };
  },
});

/** Extends the expiry. */
export const extend = (name: string): Act => ({
  async run(world) {
    const answer = await world.api.post(`${EXTERNAL}/extend-ttl/${world.id(name)}`, undefined);
    await world.api.idle();
    return answer;
  },
});

/** Lets time pass, and the work that is due then be done. */
export const days = (count: number): Act => ({
  async run({ api }) {
    api.advance(count * DAY);
    const { reference } = await api.system.sandboxes.defaultOf(api.imsOrgId);
    await api.system.segmentation.maintenance.submitDue({ imsOrgId: api.imsOrgId, sandbox: reference });
    await api.idle();
    return DONE;
  },
});
