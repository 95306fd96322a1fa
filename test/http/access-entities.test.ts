import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xidOf } from '../../src/profiles/index.ts';
import { type Api, startApi } from '../kit/api.ts';
import { type CallOptions, call, ORG } from './kit.ts';

const ENTITIES = '/data/core/ups/access/entities';
const CLASS = 'schema.name=_xdm.context.profile';
const ANA = `${ENTITIES}?${CLASS}&entityId=ana@shop.example&entityIdNS=email`;

describe('GET /access/entities (profile-store.md section 4.1)', () => {
  let api: Api;
  const send = (path: string, options?: CallOptions) => call(api.url + path, options);
  beforeAll(async () => {
    api = await startApi();
    await api.importProfiles([
      {
        identityMap: { Email: [{ id: 'ana@shop.example', primary: true }], Phone: [{ id: '+31-1' }] },
        person: { name: { firstName: 'Ana', lastName: 'Ruiz' } },
        homeAddress: { city: 'Utrecht' },
      },
      {
        identityMap: {
          Email: [{ id: 'many@shop.example', primary: true }],
          Phone: Array.from({ length: 19 }, (_, index) => ({ id: `a${index}` })),
        },
      },
    ]);
    for (const prefix of ['b', 'c']) {
      await api.importProfiles([
        {
          identityMap: {
            Email: [{ id: 'many@shop.example', primary: true }],
            Phone: Array.from({ length: 19 }, (_, index) => ({ id: `${prefix}${index}` })),
          },
        },
      ]);
    }
  });
  afterAll(() => api.close());

  const email = xidOf(6, 'ana@shop.example');
  const phone = xidOf(7, '+31-1');

  it('sends the profile under the opaque id of the identity asked for', async () => {
    const { status, body } = await send(ANA);
    const [policy] = await api.system.policies.list((await api.system.sandboxes.defaultOf(ORG)).reference.sandboxId);
    expect([status, body]).toEqual([
      200,
      {
        [email]: {
          entityId: email,
          mergePolicy: { id: policy?.id },
          sources: [expect.stringMatching(/^[0-9a-f]{24}$/)],
          tags: [expect.stringMatching(/^[0-9A-Z]{26}$/)],
          identityGraph: expect.arrayContaining([email, phone]),
          entity: {
            identityMap: { Email: [{ id: 'ana@shop.example' }], Phone: [{ id: '+31-1' }] },
            person: { name: { firstName: 'Ana', lastName: 'Ruiz' } },
            homeAddress: { city: 'Utrecht' },
            segmentMembership: {},
          },
          lastModifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        },
      },
    ]);
  });

  it.each([
    ['a secondary identity', 'entityId=%2B31-1&entityIdNs=Phone', phone],
    ['the id of the namespace', 'entityId=ana@shop.example&entityIdNS=6', email],
    ['an opaque id', `entityId=${phone}`, phone],
  ])('finds it by %s', async (_name, query, xid) => {
    const { status, body } = await send(`${ENTITIES}?${CLASS}&${query}&withCA=true`);
    expect([status, body]).toEqual([200, { [xid]: expect.objectContaining({ entityId: xid }) }]);
  });

  it('selects fields', async () => {
    const { body } = await send(`${ANA}&fields=person.name.firstName, identities,x`);
    expect(body).toMatchObject({ [email]: { entity: { person: { name: { firstName: 'Ana' } } } } });
    const { entity } = (body as Record<string, { entity: Record<string, unknown> }>)[email] ?? {};
    expect(Object.keys(entity ?? {})).toEqual(['person', 'identities']);
    expect(entity?.identities).toEqual(
      expect.arrayContaining([
        { id: 'ana@shop.example', namespace: { code: 'Email' } },
        { id: '+31-1', namespace: { code: 'Phone' } },
      ]),
    );
  });

  it('shows memberships', async () => {
    const headers = { 'content-type': 'application/json' };
    const created = await send('/data/core/ups/segment/definitions', {
      method: 'POST',
      headers,
      body: {
        name: 'Utrecht',
        expression: { value: 'homeAddress.city = "Utrecht"' },
        schema: { name: '_xdm.context.profile' },
      },
    });
    const { id } = created.body as { id: string };
    await send('/data/core/ups/segment/jobs', { method: 'POST', headers, body: [{ segmentId: id }] });
    await api.system.segmentation.runner.idle();
    const { body } = await send(`${ANA}&fields=segmentMembership`);
    expect(body).toMatchObject({
      [email]: {
        entity: {
          segmentMembership: {
            ups: { [id]: { status: 'realized', lastQualificationTime: expect.stringMatching(/^20/) } },
          },
        },
      },
    });
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
    const { status, body } = await send(`${ENTITIES}?${query}`);
    expect([status, body]).toEqual([400, { message: 'The request is not valid.', cause, statusCode: '400' }]);
  });

  it.each([
    ['an unknown identity', `${CLASS}&entityId=8&entityIdNS=Email`, '8'],
    ['an unknown namespace', `${CLASS}&entityId=8&entityIdNS=Nothing`, '8'],
    ['an unknown opaque id', `${CLASS}&entityId=nothing`, 'nothing'],
  ])('does not find %s', async (_name, query, id) => {
    const { status, body } = await send(`${ENTITIES}?${query}`);
    expect([status, body]).toEqual([404, { message: `The entity ${id} is not found.`, statusCode: '404' }]);
  });

  it('does not show profiles of other organizations', async () => {
    expect((await send(ANA, { headers: { 'x-gw-ims-org-id': 'OTHER@AdobeOrg' } })).status).toBe(404);
  });

  it('answers 422 for an unknown policy and for too many identities', async () => {
    const unknown = await send(`${ANA}&mergePolicyId=nothing`);
    expect([unknown.status, unknown.body]).toEqual([
      422,
      { message: 'The merge policy nothing is not found.', cause: 'UPAPI-900104-400', statusCode: '422' },
    ]);
    const many = await send(`${ENTITIES}?${CLASS}&entityId=many@shop.example&entityIdNS=Email`);
    expect(many).toMatchObject({
      status: 422,
      body: { message: 'UPS-ACCSDK-1000005:Too many related identities. Got: 58, max: 50', statusCode: '422' },
    });
  });

  it('is checked like every route', async () => {
    const { body } = await send(ENTITIES, { headers: { 'x-sandbox-name': 'nowhere', 'x-gw-ims-org-id': ORG } });
    expect(body).toMatchObject({ type: 'https://ns.adobe.com/aep/errors/UPAPI-900010-404' });
  });
});
