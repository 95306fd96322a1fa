import { type Steps, withBody, withQuery } from '../step.ts';

/** Both spellings of the path. */
export const externalAudienceSteps: Steps = {
  ...stepsBelow('/data/core/ais/external-audience'),
  ...stepsBelow('/data/core/ais/external-audiences'),
};

function stepsBelow(collection: string): Steps {
  return {
    [`POST ${collection}`]: {
      valid: (world) => ({ body: world.externalBody() }),
      invalid: [
        ['no fields', 400, '100910-400', withBody({ fields: [] })],
        [
          'a path that leads out',
          400,
          '100910-400',
          withBody({ sourceSpec: { params: { path: '../list.csv', type: 'file' } } }),
        ],
      ],
    },
    [`GET ${collection}/operations/{id}`]: {
      valid: async (world) => ({ params: { id: (await world.externalAudience()).operationId } }),
    },
    [`GET ${collection}/{id}`]: {
      valid: async (world) => ({ params: { id: (await world.externalAudience()).id } }),
    },
    [`PATCH ${collection}/{id}`]: {
      valid: async (world) => ({ params: { id: (await world.externalAudience()).id }, body: { description: 'Newer' } }),
      invalid: [['a field that stays', 400, '100910-400', withBody({ name: 'Other' })]],
    },
    [`DELETE ${collection}/{id}`]: {
      valid: async (world) => ({ params: { id: (await world.externalAudience()).id } }),
    },
    [`POST ${collection}/extend-ttl/{id}`]: {
      valid: async (world) => ({ params: { id: (await world.ingestion()).id } }),
    },
    [`POST ${collection}/{id}/runs`]: {
      valid: async (world) => ({
        params: { id: (await world.externalAudience()).id },
        body: { dataFilterStartTime: 0, differentialIngestion: true },
      }),
      invalid: [['a time that is none', 400, '100910-400', withBody({ dataFilterStartTime: 'now' })]],
    },
    [`GET ${collection}/{id}/runs`]: {
      valid: async (world) => ({
        params: { id: (await world.ingestion()).id },
        query: { limit: 5, sortBy: 'name', property: ['status=SUCCESS'] },
      }),
      invalid: [['an unknown property', 400, '100910-400', withQuery({ property: ['shoeSize=44'] })]],
    },
    [`GET ${collection}/{id}/runs/{run}`]: {
      valid: async (world) => {
        const { id, run } = await world.ingestion();
        return { params: { id, run } };
      },
    },
  };
}
