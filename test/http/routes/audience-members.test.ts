import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBatch } from '../../jobs/exports/read-batch.ts';
import { type Api, startApi } from '../../kit/api.ts';

const UPS = '/data/core/ups';
const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.parse('2026-03-02T08:00:00.250Z');

/** Audiences by namespace and identifier, in the order of their creation. */
const AUDIENCES = ['Acme/list', 'Other/list', 'acme/list', 'Solo/own'] as const;
type Name = (typeof AUDIENCES)[number] | 'unnamed' | 'evaluated';

interface Entry {
  /** Outer and inner key of `segmentMembership`; `*` stands for the id of the audience without an identifier. */
  readonly at: string;
  readonly status?: string;
  /** Days before now. */
  readonly since?: number;
  /** Days after now. */
  readonly until?: number;
}

interface Profile {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** The audiences that the profile is in. */
  readonly in: readonly Name[];
  /** Whether the entries have vanished. */
  readonly gone?: true;
}

const profiles: readonly Profile[] = [
  { name: 'a member', entries: [{ at: 'Acme/list', since: 1 }], in: ['Acme/list'] },
  { name: 'in another namespace', entries: [{ at: 'Other/list', since: 1 }], in: ['Other/list'] },
  {
    name: 'in both namespaces',
    entries: [
      { at: 'Acme/list', since: 1 },
      { at: 'Other/list', since: 1 },
    ],
    in: ['Acme/list', 'Other/list'],
  },
  {
    name: 'in one, has left the other',
    entries: [
      { at: 'Acme/list', since: 1, status: 'exited' },
      { at: 'Other/list', since: 1 },
    ],
    in: ['Other/list'],
  },
  { name: 'by the very case of the namespace', entries: [{ at: 'acme/list', since: 1 }], in: ['acme/list'] },
  { name: 'by any case of the namespace', entries: [{ at: 'SOLO/own', since: 1 }], in: ['Solo/own'] },
  { name: 'the case of the identifier counts', entries: [{ at: 'Solo/OWN', since: 1 }], in: [] },
  { name: 'in a namespace without audiences', entries: [{ at: 'Nowhere/own', since: 1 }], in: [] },
  { name: 'existing', entries: [{ at: 'Solo/own', since: 1, status: 'existing' }], in: ['Solo/own'] },
  { name: 'exited', entries: [{ at: 'Solo/own', since: 1, status: 'exited' }], in: [] },
  { name: 'an exit of 30 days', entries: [{ at: 'Solo/own', since: 30, status: 'exited' }], in: [] },
  {
    name: 'an exit of more than 30 days',
    entries: [{ at: 'Solo/own', since: 30.1, status: 'exited' }],
    in: [],
    gone: true,
  },
  { name: 'just under 30 days', entries: [{ at: 'Solo/own', since: 29.9 }], in: ['Solo/own'] },
  { name: '30 days', entries: [{ at: 'Solo/own', since: 30 }], in: [], gone: true },
  { name: 'an end after 30 days', entries: [{ at: 'Solo/own', since: 90, until: 1 }], in: ['Solo/own'] },
  { name: 'an end before 30 days', entries: [{ at: 'Solo/own', since: 2, until: -1 }], in: [] },
  { name: 'without a time', entries: [{ at: 'Solo/own' }], in: ['Solo/own'] },
  { name: 'by the id of the audience', entries: [{ at: 'Bare/*', since: 1 }], in: ['unnamed'] },
  { name: 'by the id, 30 days', entries: [{ at: 'Bare/*', since: 30 }], in: [], gone: true },
  { name: 'claims what is evaluated', entries: [{ at: 'Solo/+', since: 1 }], in: [] },
];

let api: Api;
const ids = new Map<Name, string>();
beforeAll(async () => {
  api = await startApi();
  for (const key of AUDIENCES) {
    const [namespace, audienceId] = key.split('/');
    const body = { name: key, namespace, audienceId, originName: 'Acme' };
    const made = await api.post('/data/core/ais/audiences?createAudienceMetaOnly=true', body);
    ids.set(key, made.body.id);
  }
  const audience = async (body: object) => (await api.post(`${UPS}/audiences`, body)).body.id;
  ids.set('unnamed', await audience({ name: 'unnamed', namespace: 'Bare' }));
  ids.set('evaluated', await audience({ name: 'evaluated', expression: { value: 'homeAddress.city = "Basel"' } }));
  await api.importProfiles(
    profiles.map(({ entries, name }) => ({
      identityMap: { CRMID: [{ id: name, primary: true }] },
      segmentMembership: membership(entries),
    })),
  );
}, 60_000);
afterAll(() => api.close());

const instant = (days: number) => new Date(NOW + days * DAY).toISOString();

function membership(entries: readonly Entry[]) {
  const paths = entries.map(({ at, since, status = 'realized', until }) => {
    const [namespace = '', key = ''] = at.split('/');
    const audienceId = { '*': ids.get('unnamed'), '+': ids.get('evaluated') }[key] ?? key;
    const entry = {
      status,
      ...(since !== undefined && { lastQualificationTime: instant(-since) }),
      ...(until !== undefined && { validUntil: instant(until) }),
    };
    return { namespace, audienceId, entry };
  });
  return Object.fromEntries(
    Object.entries(Object.groupBy(paths, ({ namespace }) => namespace)).map(([namespace, own = []]) => [
      namespace,
      Object.fromEntries(own.map(({ audienceId, entry }) => [audienceId, entry])),
    ]),
  );
}

const membersOf = (name: Name) =>
  profiles.filter((profile) => profile.in.includes(name)).map((profile) => profile.name);

async function answers(expression: string) {
  const { body } = await api.post('/secant/query', { expression, limit: 100 });
  return body.sample.map(({ id }: { id: string }) => id).toSorted();
}

describe('members of audiences that are known by their metadata', () => {
  it.each<[string, Name, (id: string) => string]>([
    ['by its id', 'Acme/list', (id) => id],
    ['by its id in upper case', 'Acme/list', (id) => id.toUpperCase()],
    ['by an identifier in several namespaces: the first', 'Acme/list', () => 'list'],
    ['the second by its id', 'Other/list', (id) => id],
    ['by the case of the namespace', 'acme/list', (id) => id],
    ['by its identifier', 'Solo/own', () => 'own'],
    ['without an identifier of its own', 'unnamed', (id) => id],
    ['one that this system evaluates', 'evaluated', (id) => id],
  ])('inSegment finds them %s', async (_, name, written) => {
    const text = `inSegment("${written(ids.get(name) ?? '')}")`;
    expect(await answers(text)).toEqual(membersOf(name).toSorted());
    expect(await answers(`not ${text}`)).toHaveLength(profiles.length - membersOf(name).length);
  });

  it('a segment job and an estimate find the same', async () => {
    const users = await Promise.all(
      [...ids].map(async ([name, id]) => {
        const body = { name: `uses ${name}`, expression: { value: `inSegment("${id}")` } };
        return { name, id: (await api.post(`${UPS}/audiences`, body)).body.id };
      }),
    );
    const { body: job } = await api.post(`${UPS}/segment/jobs`, [{ segmentId: '*' }]);
    await api.idle();
    const { segmentedProfileCounter } = (await api.get(`${UPS}/segment/jobs/${job.id}`)).body.metrics;
    expect(users.map(({ id, name }) => [name, segmentedProfileCounter[id]])).toEqual(
      users.map(({ name }) => [name, membersOf(name).length]),
    );
    const question = { predicateExpression: `inSegment("${ids.get('Solo/own')}")` };
    const { body: preview } = await api.post(`${UPS}/preview`, question);
    await api.system.estimation.runner.idle();
    expect((await api.get(`${UPS}/estimate/${preview.previewId}`)).body.estimatedSize).toBe(
      membersOf('Solo/own').length,
    );
  }, 60_000);

  it('reads of the map see the entries as they came, without an expiry', async () => {
    const realized = profiles.filter(({ entries }) =>
      entries.some(({ at, status = 'realized' }) => at === 'Solo/own' && status === 'realized'),
    );
    expect(await answers('segmentMembership.get("Solo").get("own").status = "realized"')).toEqual(
      realized.map(({ name }) => name).toSorted(),
    );
  });

  it.each(profiles)('shows the entries of $name while they last', async ({ entries, gone, name }) => {
    const query = `schema.name=_xdm.context.profile&entityIdNS=CRMID&entityId=${encodeURIComponent(name)}`;
    const { body } = await api.get(`${UPS}/access/entities?${query}`);
    const [found] = Object.values<{ entity: { segmentMembership: Record<string, object> } }>(body);
    const { ups: _, ...others } = found?.entity.segmentMembership ?? {};
    expect(others).toEqual(membership(gone ? [] : entries));
  });

  it('exports the same entries as it shows', async () => {
    const everybody = {
      name: 'everybody',
      expression: { value: 'person.birthYear.isNull()' },
      dataGovernancePolicy: { excludeOptOut: false },
    };
    const segmentId = (await api.post(`${UPS}/audiences`, everybody)).body.id;
    const union = { id: 'https://ns.adobe.com/xdm/context/profile__union' };
    const dataset = { name: 'Export', schemaRef: union, fileDescription: { format: 'json' } };
    const datasetId = (await api.post('/data/foundation/catalog/dataSets', dataset)).body[0].slice(
      '@/dataSets/'.length,
    );
    const request = {
      destination: { datasetId },
      schema: { name: '_xdm.context.profile' },
      filter: { segments: [{ segmentId }] },
      evaluationInfo: { segmentation: true },
    };
    const { body: job } = await api.post(`${UPS}/export/jobs`, request);
    await api.idle();
    const { destination, sandbox } = (await api.get(`${UPS}/export/jobs/${job.id}`)).body;
    const { datasetPath } = api.system.directory;
    const { records } = await readBatch(join(datasetPath, sandbox.sandboxId, datasetId, destination.batchId));
    const exported = records.map(({ identityMap, segmentMembership }) => [identityMap, segmentMembership]);
    expect(exported).toHaveLength(profiles.length);
    for (const { entries, gone, name } of profiles) {
      const own = exported.find(([identityMap]) => JSON.stringify(identityMap).includes(JSON.stringify(name)));
      const { ups: _, ...others } = Object(own?.[1]);
      expect(instants(others), name).toEqual(instants(membership(gone ? [] : entries)));
    }
  }, 60_000);
});

/** With instants in one form. */
const instants = (memberships: object): unknown =>
  JSON.parse(JSON.stringify(memberships), (key, value) =>
    key === 'lastQualificationTime' || key === 'validUntil' ? Date.parse(value) : value,
  );
