import { type Call, type Steps, withBody, withQuery } from '../step.ts';
import { UPS, type World } from '../world.ts';

const PREVIEW = `${UPS}/preview`;

/** The link from an estimate to its preview, in parts. */
async function executionOf(world: World): Promise<Call> {
  const { body } = await world.api.get(`${UPS}/estimate/${await world.preview()}`);
  const { pathname, searchParams } = new URL(body._links.preview, world.api.url);
  const [, appId = '', executionId = ''] = /preview\/([^/]+)\/execution\/([^/]+)$/.exec(pathname) ?? [];
  return { params: { appId, executionId }, query: { previewQueryId: searchParams.get('previewQueryId') ?? '' } };
}

export const estimateSteps: Steps = {
  [`POST ${PREVIEW}`]: {
    valid: (world) => ({ body: world.previewBody() }),
    invalid: [
      ['an expression that does not parse', 400, 'UPAPI-900105-400', withBody({ predicateExpression: '(' })],
      ['an unknown type', 400, 'UPAPI-900103-400', withBody({ predicateType: 'sql' })],
      ['an unknown class', 400, 'UPAPI-900102-400', withBody({ predicateModel: '_xdm.context.shoe' })],
    ],
  },
  [`GET ${PREVIEW}/{id}`]: {
    valid: async (world) => ({ params: { id: await world.preview() }, query: { offset: 1, limit: 2 } }),
    invalid: [['an empty page', 400, 'UPAPI-900001-400', withQuery({ limit: 0 })]],
  },
  [`DELETE ${PREVIEW}/{id}`]: { valid: async (world) => ({ params: { id: await world.preview() } }) },
  [`GET ${PREVIEW}/{appId}/execution/{executionId}`]: {
    valid: executionOf,
    invalid: [['another query', 404, 'UPAPI-113000-404', withQuery({ previewQueryId: 'none-such' })]],
  },
  [`GET ${UPS}/estimate/{id}`]: { valid: async (world) => ({ params: { id: await world.preview() } }) },
  'GET /secant/estimates/{id}': { valid: async (world) => ({ params: { id: await world.preview() } }) },
  [`GET ${UPS}/previewsamplestatus`]: { valid: () => ({}) },
};
