import { type Steps, withQuery } from '../step.ts';

export const operationSteps: Steps = {
  'GET /health': { valid: () => ({}) },
  'GET /metrics': { valid: () => ({}) },
  'GET /openapi.json': { valid: () => ({}) },
  'GET /secant/jobs': {
    valid: async (world) => {
      await world.segmentJob();
      return { query: { limit: 1, kind: 'segment' } };
    },
    invalid: [['an unknown status', 400, 'UPAPI-900001-400', withQuery({ status: 'DONE' })]],
  },
};
