import { bodyOf, type Steps, withBody, withHeaders } from '../step.ts';
import { UPS } from '../world.ts';

const SCHEDULES = `${UPS}/config/schedules`;
const stale = withHeaders({ 'if-match': '"00000000-0000-0000-0000-000000000000"' });

export const scheduleSteps: Steps = {
  [`GET ${SCHEDULES}`]: {
    valid: async (world) => {
      await world.schedule();
      return { query: { start: 0, limit: 1 } };
    },
  },
  [`POST ${SCHEDULES}`]: {
    valid: async (world) => ({ body: await world.scheduleBody() }),
    invalid: [
      ['no name', 400, 'UPLIB-101206-500', withBody({ name: undefined })],
      ['a cron expression that is none', 400, 'UPAPI-900301-400', withBody({ schedule: 'daily' })],
      ['a run an hour', 400, 'UPAPI-900302-400', withBody({ schedule: '0 0 * * * ?' })],
      ['an unknown definition', 400, 'UPAPI-113000-404', withBody({ properties: { segments: ['none-such'] } })],
    ],
    foreign: [400],
  },
  [`GET ${SCHEDULES}/{id}`]: { valid: async (world) => ({ params: { id: await world.schedule() } }) },
  [`PATCH ${SCHEDULES}/{id}`]: {
    valid: async (world) => ({
      params: { id: await world.schedule() },
      body: [{ op: 'replace', path: '/schedule', value: '0 30 5 * * ?' }],
    }),
    invalid: [
      ['no operations', 400, 'UPAPI-900070-400', bodyOf([])],
      ['another path', 400, 'UPAPI-900070-400', bodyOf([{ op: 'add', path: '/name', value: 'x' }])],
      [
        'a cron expression that is none',
        400,
        'UPAPI-900301-400',
        bodyOf([{ op: 'add', path: '/schedule', value: '' }]),
      ],
      ['an older version', 412, 'UPAPI-900030-412', stale],
    ],
  },
  [`DELETE ${SCHEDULES}/{id}`]: { valid: async (world) => ({ params: { id: await world.schedule() } }) },
  [`POST ${SCHEDULES}/add-audiences`]: {
    valid: async (world) => ({ body: { id: await world.schedule(), segments: [await world.definition()] } }),
    invalid: [['no segments', 400, 'UPAPI-900003-400', withBody({ segments: [] })]],
    foreign: [404],
  },
  [`POST ${SCHEDULES}/remove-audiences`]: {
    valid: async (world) => ({ body: { id: await world.schedule(), segments: [await world.definition()] } }),
    invalid: [['no segments', 400, 'UPAPI-900003-400', withBody({ segments: [] })]],
    foreign: [404],
  },
  [`POST ${SCHEDULES}/audience-map`]: {
    valid: async (world) => {
      const { properties } = await world.scheduleBody();
      return { body: properties };
    },
    invalid: [['no segments', 400, 'UPAPI-900003-400', withBody({ segments: [] })]],
  },
  [`POST ${SCHEDULES}/trigger`]: {
    valid: async (world) => ({ body: { id: await world.schedule() } }),
    invalid: [['an unknown schedule', 404, 'UPAPI-113000-404', withBody({ id: 'none-such' })]],
    foreign: [404],
  },
  'GET /secant/schedules/{id}/runs': { valid: async (world) => ({ params: { id: await world.schedule() } }) },
};
