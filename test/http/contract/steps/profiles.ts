import { type Steps, withBody, withQuery } from '../step.ts';
import { MARK, UPS } from '../world.ts';

const POLICIES = `${UPS}/config/mergePolicies`;

export const profileSteps: Steps = {
  [`GET ${POLICIES}`]: {
    valid: () => ({ query: { default: 'true', orderBy: '-name' } }),
    invalid: [['another order', 400, 'UPAPI-900001-400', withQuery({ orderBy: 'version' })]],
  },
  [`GET ${POLICIES}/{id}`]: { valid: async (world) => ({ params: { id: await world.mergePolicy() } }) },
  [`GET ${UPS}/access/entities`]: {
    valid: () => ({
      query: {
        'schema.name': '_xdm.context.profile',
        entityId: `${MARK}-1`,
        entityIdNS: 'CRMID',
        fields: 'homeAddress',
      },
    }),
    invalid: [
      ['another schema', 400, '400', withQuery({ 'schema.name': '_xdm.context.shoe' })],
      ['an unknown identity', 404, '404', withQuery({ entityId: 'none-such' })],
    ],
    foreign: [404, '404'],
  },
  'POST /secant/query': {
    valid: () => ({ body: { expression: `homeAddress.city = "${MARK}"`, limit: 2 } }),
    invalid: [
      ['an expression that does not parse', 400, 'UPAPI-900105-400', withBody({ expression: '(' })],
      ['too large a sample', 400, 'UPAPI-900003-400', withBody({ limit: 101 })],
    ],
  },
};
