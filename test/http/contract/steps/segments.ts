import { bodyOf, type Steps, withBody, withHeaders, withQuery } from '../step.ts';
import { UPS } from '../world.ts';

const DEFINITIONS = `${UPS}/segment/definitions`;
const JOBS = `${UPS}/segment/jobs`;
const CONVERSION = `${UPS}/segment/conversion`;
const stale = withHeaders({ 'if-match': '"00000000-0000-0000-0000-000000000000"' });

const unusable = (value: string) => withBody({ expression: { type: 'PQL', format: 'pql/text', value } });

export const segmentSteps: Steps = {
  [`GET ${DEFINITIONS}`]: {
    valid: async (world) => {
      await world.definition();
      return { query: { limit: 2, page: 0, sort: 'name:desc', 'evaluationInfo.batch.enabled': 'True' } };
    },
    invalid: [
      ['an unknown sort attribute', 400, 'UPAPI-900001-400', withQuery({ sort: 'shoeSize' })],
      ['an empty page', 400, 'UPAPI-900001-400', withQuery({ limit: 0 })],
    ],
  },
  [`POST ${DEFINITIONS}`]: {
    valid: (world) => ({ body: world.definitionBody() }),
    invalid: [
      ['an expression that does not parse', 400, 'UPAPI-900105-400', unusable('homeAddress.city =')],
      ['an unknown field', 400, 'UPAPI-900105-400', unusable('homeAddress.planet = "Mars"')],
      ['an unknown audience', 400, 'UPAPI-900107-400', unusable('inSegment("11111111-2222-4333-8444-555555555555")')],
      ['another schema', 400, 'UPAPI-900102-400', withBody({ schema: { name: '_xdm.context.product' } })],
      ['an unknown merge policy', 400, 'UPAPI-900104-400', withBody({ mergePolicyId: 'none-such' })],
      ['another language', 400, 'UPAPI-900103-400', withBody({ expression: { type: 'SQL', value: 'true' } })],
      ['a name that is taken', 422, 'UPAPI-900101-422', (valid) => valid],
    ],
  },
  [`GET ${DEFINITIONS}/{id}`]: { valid: async (world) => ({ params: { id: await world.definition() } }) },
  [`PATCH ${DEFINITIONS}/{id}`]: {
    valid: async (world) => ({ params: { id: await world.definition() }, body: world.definitionBody() }),
    invalid: [
      ['an older version', 412, 'UPAPI-900030-412', stale],
      ['an expression that does not parse', 400, 'UPAPI-900105-400', unusable('(')],
    ],
  },
  [`DELETE ${DEFINITIONS}/{id}`]: { valid: async (world) => ({ params: { id: await world.definition() } }) },
  [`POST ${DEFINITIONS}/bulk-get`]: {
    valid: async (world) => ({ body: { ids: [{ id: await world.definition() }, { id: 'none-such' }] } }),
    invalid: [
      ['no ids', 400, 'UPAPI-113015-400', withBody({ ids: [] })],
      ['unknown ids only', 404, 'UPAPI-113000-404', bodyOf(['none-such'])],
    ],
    foreign: [404],
  },
  [`POST ${CONVERSION}`]: {
    valid: () => ({ body: { expression: { format: 'pql/text', value: 'person.name.firstName = "Ann"' } } }),
    invalid: [
      ['an unknown format', 400, 'UPAPI-900103-400', withBody({ expression: { format: 'sql', value: 'true' } })],
      [
        'an expression that does not parse',
        400,
        'UPAPI-900105-400',
        withBody({ expression: { format: 'pql/text', value: '(' } }),
      ],
    ],
  },
  [`GET ${JOBS}`]: {
    valid: async (world) => {
      await world.segmentJob();
      return { query: { limit: 1, status: 'SUCCEEDED', property: ['schema.name==_xdm.context.profile'] } };
    },
    invalid: [
      ['an unknown status', 400, 'UPAPI-900001-400', withQuery({ status: 'DONE' })],
      ['a filter without ==', 400, 'UPAPI-900001-400', withQuery({ property: ['schema.name'] })],
    ],
  },
  [`POST ${JOBS}`]: {
    valid: async (world) => ({ body: [{ segmentId: await world.definition() }] }),
    invalid: [
      ['no ids', 400, 'UPAPI-900201-400', bodyOf([])],
      ['an unknown definition', 400, 'UPAPI-113000-404', bodyOf([{ segmentId: 'none-such' }])],
    ],
    foreign: [400],
  },
  [`GET ${JOBS}/{id}`]: { valid: async (world) => ({ params: { id: await world.segmentJob() } }) },
  [`DELETE ${JOBS}/{id}`]: { valid: async (world) => ({ params: { id: await world.segmentJob() } }) },
  [`POST ${JOBS}/bulk-get`]: {
    valid: async (world) => ({ body: { ids: [{ id: await world.segmentJob() }] } }),
    invalid: [['no ids', 400, 'UPAPI-113015-400', withBody({ ids: [] })]],
    foreign: [404],
  },
};
