import { bodyOf, type Steps, withBody, withHeaders, withQuery } from '../step.ts';
import { UPS } from '../world.ts';

const AUDIENCES = `${UPS}/audiences`;
const stale = withHeaders({ 'if-match': '"00000000-0000-0000-0000-000000000000"' });

export const audienceSteps: Steps = {
  [`GET ${AUDIENCES}`]: {
    valid: async (world) => {
      await world.audience();
      return { query: { limit: 2, sort: 'name:desc', property: ['type==SegmentDefinition'] } };
    },
    invalid: [
      ['an unknown sort attribute', 400, 'UPAPI-900001-400', withQuery({ sort: 'shoeSize' })],
      ['a filter without ==', 400, 'UPAPI-900001-400', withQuery({ property: ['type'] })],
    ],
  },
  [`POST ${AUDIENCES}`]: {
    valid: (world) => ({ body: world.definitionBody() }),
    invalid: [['a name that is taken', 422, 'UPAPI-900101-422', (valid) => valid]],
  },
  [`GET ${AUDIENCES}/{id}`]: { valid: async (world) => ({ params: { id: await world.audience() } }) },
  [`PUT ${AUDIENCES}/{id}`]: {
    valid: async (world) => ({ params: { id: await world.audience() }, body: world.definitionBody() }),
    invalid: [['an older version', 412, 'UPAPI-900030-412', stale]],
  },
  [`PATCH ${AUDIENCES}/{id}`]: {
    valid: async (world) => ({
      params: { id: await world.audience() },
      body: [{ op: 'add', path: '/description', value: 'Changed' }],
    }),
    invalid: [
      ['no operations', 400, 'UPAPI-900070-400', bodyOf([])],
      ['an older version', 412, 'UPAPI-900030-412', stale],
    ],
  },
  [`DELETE ${AUDIENCES}/{id}`]: {
    valid: async (world) => ({ params: { id: await world.audience() } }),
    invalid: [['an older version', 412, 'UPAPI-900030-412', stale]],
  },
  [`POST ${AUDIENCES}/bulk-get`]: {
    valid: async (world) => ({ body: { ids: [{ id: await world.audience() }] } }),
    invalid: [['no ids', 400, 'UPAPI-113015-400', withBody({ ids: [] })]],
    foreign: [404, 'UPAPI-113000-404'],
  },
  'POST /data/core/ais/audiences': {
    valid: (world) => ({ query: { createAudienceMetaOnly: 'true' }, body: world.metadataBody() }),
    invalid: [['an id that is taken', 409, '100950-409', (valid) => valid]],
  },
};
