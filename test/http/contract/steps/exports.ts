import { type Steps, withBody, withQuery } from '../step.ts';
import { PROFILE_SCHEMA, UPS } from '../world.ts';

const DATASETS = '/data/foundation/catalog/dataSets';
const EXPORTS = `${UPS}/export/jobs`;

export const exportSteps: Steps = {
  [`GET ${DATASETS}`]: {
    valid: async (world) => {
      await world.dataset();
      return { query: { limit: 1 } };
    },
    invalid: [['an empty page', 400, 'UPAPI-900001-400', withQuery({ limit: 0 })]],
  },
  [`POST ${DATASETS}`]: {
    valid: (world) => ({ body: world.datasetBody() }),
    invalid: [
      ['another schema', 400, 'UPAPI-900003-400', withBody({ schemaRef: { id: 'https://ns.example.org/shoes' } })],
      ['a name that is taken', 409, 'UPAPI-900003-400', (valid) => valid],
    ],
  },
  [`GET ${DATASETS}/{id}`]: { valid: async (world) => ({ params: { id: await world.dataset() } }) },
  [`GET ${EXPORTS}`]: {
    valid: async (world) => {
      await world.exportJob();
      return { query: { limit: 1, status: 'SUCCEEDED' } };
    },
    invalid: [
      ['a malformed offset', 400, 'UPAPI-900001-400', withQuery({ offset: 'second' })],
      ['an unknown status', 400, 'UPAPI-900001-400', withQuery({ status: 'DONE' })],
    ],
  },
  [`POST ${EXPORTS}`]: {
    valid: async (world) => ({ body: await world.exportBody() }),
    invalid: [
      ['an unknown dataset', 400, 'UPLIB-101554-503', withBody({ destination: { datasetId: 'none-such' } })],
      ['an unknown field', 400, 'UPAPI-900003-400', withBody({ fields: 'homeAddress.planet' })],
      ['no entries', 400, 'UPAPI-900003-400', withBody({ filter: { segments: [] } })],
      [
        'another schema',
        400,
        'UPAPI-900102-400',
        withBody({ schema: { ...PROFILE_SCHEMA, name: '_xdm.context.shoe' } }),
      ],
    ],
    foreign: [400, 'UPLIB-101554-503'],
  },
  [`GET ${EXPORTS}/{id}`]: { valid: async (world) => ({ params: { id: await world.exportJob() } }) },
  [`DELETE ${EXPORTS}/{id}`]: { valid: async (world) => ({ params: { id: await world.exportJob() } }) },
};
