import { join } from 'node:path';
import { ApiError, eachItem } from '../../../src/client/index.ts';
import { readBatch } from '../../jobs/exports/read-batch.ts';
import { AUDIENCES, DEFINITIONS, EXTERNAL, emailOf, type Known, PEOPLE, type World } from './world.ts';

/** What can be seen of the audiences of a scenario at one moment, by their names in it. */
export type Everywhere = Readonly<Record<string, Sight>>;

/** One audience, as every part of the product shows it. */
export interface Sight {
  /** `GET` of it; absent when there is none. */
  readonly resource?: Resource;
  /** The same from the list as it is, from the lists of the states, and from a bulk-get. */
  readonly listed: readonly unknown[];
  readonly inState: readonly unknown[];
  readonly bulk: readonly unknown[];
  /** The view of segment definitions, one and in the list. */
  readonly definition?: { readonly name: string; readonly updateTime: number; readonly expression: unknown };
  readonly definitions: readonly unknown[];
  /** Its name where uploads are managed. */
  readonly upload?: string;
  readonly metrics?: { readonly type: string; readonly data: { readonly totalProfiles: number } };
  /** Names of entities that a search for its id finds. */
  readonly found: readonly string[];
  /** Its entry in `segmentMembership`, by person: `realized`, `exited`. */
  readonly entries: Readonly<Record<string, string>>;
  /** The same in an export of all profiles. */
  readonly exported: Readonly<Record<string, string>>;
  /** For whom `inSegment` of its id holds now. */
  readonly inSegment: readonly string[];
}

interface Resource {
  readonly name: string;
  readonly lifecycleState: string;
  readonly state?: string;
  readonly dependencies: readonly string[];
  readonly dependents: readonly string[];
  readonly updateTime: number;
  readonly lastModifiedBy: string;
  readonly _etag: string;
  readonly metrics?: unknown;
}

type Memberships = ReadonlyMap<string, Readonly<Record<string, Readonly<Record<string, { readonly status: string }>>>>>;

/** Looks at everything. */
export async function lookEverywhere(world: World, datasetId: string): Promise<Everywhere> {
  const [all, profiles, exported] = await Promise.all([
    collections(world),
    lookedUp(world),
    exportedMemberships(world, datasetId),
  ]);
  const seen = [...world.known].map(async ([name, known]): Promise<[string, Sight]> => {
    const { audienceId, id, kind, namespace } = known;
    const place = [kind === 'platform' ? 'ups' : namespace, audienceId] as const;
    const sight = {
      ...(await viewsOf(world, known)),
      listed: all.listed.filter((one) => one.id === id),
      inState: all.inStates.filter((one) => one.id === id),
      bulk: [all.bulk[id]].filter(isResource),
      definitions: all.definitions.filter((one) => one.id === id),
      entries: entriesAt(profiles, place),
      exported: entriesAt(exported, place),
    };
    return [name, sight];
  });
  return Object.fromEntries(await Promise.all(seen));
}

/** What shows several audiences at once. */
async function collections({ api: { client }, known }: World) {
  const ofState = (state: string) =>
    collect(eachItem(client, AUDIENCES, { query: { property: [`lifecycleState==${state}`] } }));
  const ids = [...known.values()].map(({ id }) => ({ id }));
  const bulk = ids.length === 0 ? undefined : await found(client.post(`${AUDIENCES}/bulk-get`, { body: { ids } }));
  return {
    listed: await collect(eachItem(client, AUDIENCES, { query: { limit: 2 } })),
    inStates: (await Promise.all(['draft', 'published', 'inactive'].map(ofState))).flat(),
    bulk: bulk?.results ?? {},
    definitions: await collect(eachItem(client, DEFINITIONS, { query: { limit: 2 } })),
  };
}

/** What shows one audience alone. */
async function viewsOf({ api: { client } }: World, { id, namespace }: Known) {
  const path = { id };
  const query = { property: ['withMetrics==true'] };
  const search = { 'schema.name': '_xdm.context.segmentdefinition', namespace, s: `segmentId:"${id}"` };
  const question = { expression: `inSegment("${id}")`, limit: 100 };
  const [resource, counted, definition, upload, searched, asked] = await Promise.all([
    found(client.get(`${AUDIENCES}/{id}`, { path })),
    found(client.get(`${AUDIENCES}/{id}`, { path, query })),
    found(client.get(`${DEFINITIONS}/{id}`, { path })),
    found(client.get(`${EXTERNAL}/{id}`, { path })),
    client.get('/data/core/ups/search/entities', { query: search }),
    client.post('/secant/query', { body: question }),
  ]);
  return {
    ...(resource && { resource }),
    ...(definition && { definition }),
    ...(upload && { upload: upload.audienceName }),
    ...(counted?.metrics && { metrics: counted.metrics }),
    found: searched.data.entities.map(({ name }) => name),
    inSegment: asked.data.sample.map((one) => personOf(one.id)).toSorted(),
  };
}

const isResource = (item: unknown): boolean => typeof item === 'object' && item !== null && 'name' in item;

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What is asked for; undefined when it is not there. */
async function found<T>(answer: Promise<{ readonly data: T }>): Promise<T | undefined> {
  try {
    return (await answer).data;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** `segmentMembership` of every person, from the look-up of profiles. */
async function lookedUp({ api }: World): Promise<Memberships> {
  const memberships = new Map();
  for (const person of PEOPLE) {
    const query = { 'schema.name': '_xdm.context.profile', entityIdNS: 'Email', entityId: emailOf(person) };
    const answer = await api.get(`/data/core/ups/access/entities?${new URLSearchParams(query)}`);
    if (answer.status === 404) continue;
    const [profile] = Object.values<{ entity: { segmentMembership?: object } }>(answer.body);
    memberships.set(person, profile?.entity.segmentMembership ?? {});
  }
  return memberships;
}

/** The same of every profile, from an export. */
async function exportedMemberships({ api, sandboxId }: World, datasetId: string): Promise<Memberships> {
  const schema = { name: '_xdm.context.profile' };
  const body = {
    destination: { datasetId },
    schema,
    fields: 'identityMap,segmentMembership',
    filter: { emptyProfiles: true },
  };
  const { data: created } = await api.client.post('/data/core/ups/export/jobs', { body });
  await api.idle();
  const { data: job } = await api.client.get('/data/core/ups/export/jobs/{id}', { path: { id: `${created.id}` } });
  const { batchId = '' } = job.destination;
  const batch = await readBatch(join(api.system.directory.datasetPath, sandboxId, datasetId, batchId));
  const memberships = new Map();
  for (const { identityMap, segmentMembership } of batch.records) {
    const person = PEOPLE.find((one) => JSON.stringify(identityMap).includes(emailOf(one)));
    memberships.set(person, segmentMembership ?? {});
  }
  return memberships;
}

function entriesAt(
  memberships: Memberships,
  [namespace, audienceId]: readonly [string, string],
): Record<string, string> {
  return Object.fromEntries(
    [...memberships].flatMap(([person, map]) => {
      const entry = map[namespace]?.[audienceId];
      return entry ? [[person, entry.status]] : [];
    }),
  );
}

/** Of a primary identity in either namespace. */
const personOf = (id: string): string => PEOPLE.find((one) => id === one || id === emailOf(one)) ?? id;
