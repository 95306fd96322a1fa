import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceError } from '../../src/errors.ts';
import {
  type AccessedProfile,
  type AskedIdentity,
  registerAccessEntities,
} from '../../src/http/routes/access-entities.ts';
import { startServer, type TestServer } from './kit.ts';

const ENTITIES = '/data/core/ups/access/entities';
const CLASS = 'schema.name=_xdm.context.profile';

const profile: AccessedProfile = {
  xid: 'xid-1',
  mergePolicyId: 'policy',
  sources: ['dataset'],
  tags: ['batch'],
  identityGraph: ['xid-1', 'xid-2'],
  identities: [
    { namespace: 'CRMID', id: '7', primary: true },
    { namespace: 'Email', id: 'a@x', primary: false },
  ],
  entity: {
    person: { name: { firstName: 'Ana', lastName: 'Ruiz' } },
    segmentMembership: { ups: { s: { status: 'realized' } } },
  },
  lastModifiedAt: Date.parse('2026-01-01T00:00:05Z'),
};

describe('GET /access/entities (profile-store.md section 4.1)', () => {
  const asked: AskedIdentity[] = [];
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({}, async (app) =>
      registerAccessEntities(app, {
        async readProfile(_scope, identity, mergePolicyId) {
          asked.push(identity);
          if (mergePolicyId === 'unknown')
            throw new ServiceError('UPAPI-900104-400', 'No such policy.', { status: 422, details: ['Why.'] });
          if (mergePolicyId === 'bug') throw new Error('hunter2');
          return 'id' in identity && identity.id === '7' ? profile : undefined;
        },
      }),
    );
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('sends the profile under the opaque id', async () => {
    const { status, body } = await server.call(`${ENTITIES}?${CLASS}&entityId=7&entityIdNS=CRMID&withCA=true`);
    expect([status, body]).toEqual([
      200,
      {
        'xid-1': {
          entityId: 'xid-1',
          mergePolicy: { id: 'policy' },
          sources: ['dataset'],
          tags: ['batch'],
          identityGraph: ['xid-1', 'xid-2'],
          entity: profile.entity,
          lastModifiedAt: '2026-01-01T00:00:05Z',
        },
      },
    ]);
  });

  it.each([
    ['entityId=7&entityIdNS=CRMID', { namespace: 'CRMID', id: '7' }],
    ['entityId=7&entityIdNs=CRMID', { namespace: 'CRMID', id: '7' }],
    ['entityId=opaque', { xid: 'opaque' }],
  ])('asks by %s', async (query, identity) => {
    await server.call(`${ENTITIES}?${CLASS}&${query}`);
    expect(asked.at(-1)).toEqual(identity);
  });

  it('selects fields', async () => {
    const { body } = await server.call(
      `${ENTITIES}?${CLASS}&entityId=7&entityIdNS=CRMID&fields=person.name.firstName, identities,x`,
    );
    expect(body).toMatchObject({
      'xid-1': {
        entity: {
          person: { name: { firstName: 'Ana' } },
          identities: [
            { id: '7', namespace: { code: 'CRMID' }, primary: true },
            { id: 'a@x', namespace: { code: 'Email' } },
          ],
        },
      },
    });
    expect(JSON.stringify(body)).not.toContain('Ruiz');
  });

  it.each([
    ['entityId=7&entityIdNS=CRMID', 'The query parameter schema.name is required.'],
    [
      'schema.name=_xdm.context.account&entityId=7&entityIdNS=CRMID',
      'Only entities of _xdm.context.profile can be read, found _xdm.context.account.',
    ],
    [`${CLASS}&entityIdNS=CRMID`, 'The query parameter entityId is required.'],
    [`${CLASS}&entityId=&entityIdNS=CRMID`, 'The query parameter entityId is required.'],
  ])('refuses %s, in its own form', async (query, cause) => {
    const { status, body } = await server.call(`${ENTITIES}?${query}`);
    expect([status, body]).toEqual([400, { message: 'The request is not valid.', cause, statusCode: '400' }]);
  });

  it.each([
    ['404', `${CLASS}&entityId=8&entityIdNS=CRMID`, { message: 'The entity 8 is not found.', statusCode: '404' }],
    [
      '422',
      `${CLASS}&entityId=7&entityIdNS=CRMID&mergePolicyId=unknown`,
      { message: 'No such policy.', cause: 'Why.', statusCode: '422' },
    ],
    [
      '500',
      `${CLASS}&entityId=7&entityIdNS=CRMID&mergePolicyId=bug`,
      { message: 'An unexpected error occurred.', cause: 'UPAPI-900060-500', statusCode: '500' },
    ],
  ])('answers %s in its own form', async (status, query, expected) => {
    const answer = await server.call(`${ENTITIES}?${query}`);
    expect([answer.status, answer.body]).toEqual([Number(status), expected]);
  });

  it('is checked like every route', async () => {
    const { body } = await server.call(ENTITIES, { headers: { 'x-sandbox-name': 'nowhere' } });
    expect(body).toMatchObject({ type: 'https://ns.adobe.com/aep/errors/UPAPI-900010-404' });
  });
});
