import { segmentId } from './common.ts';

export const scheduleOperationExamples = {
  addAudiences: {
    body: { id: 'e2a4c6b8-7d1f-4a35-8c90-1b3d5f7092a4', segments: [segmentId] },
    answer: { added: [segmentId], existing: [], invalid: [], segmentCount: { previous: 1, current: 2, diff: 1 } },
  },
  removeAudiences: {
    body: { id: 'e2a4c6b8-7d1f-4a35-8c90-1b3d5f7092a4', segments: [segmentId] },
    answer: { removed: [segmentId], existing: [], invalid: [], segmentCount: { previous: 2, current: 1, diff: -1 } },
  },
  audienceMap: {
    body: { segments: [segmentId] },
    answer: {
      audienceMap: { '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': ['e2a4c6b8-7d1f-4a35-8c90-1b3d5f7092a4'] },
      schedules: {
        'e2a4c6b8-7d1f-4a35-8c90-1b3d5f7092a4': { name: 'Every morning', schedule: '0 0 5 * * ?', frequency: 'daily' },
      },
    },
  },
  trigger: { body: { id: 'e2a4c6b8-7d1f-4a35-8c90-1b3d5f7092a4' } },
};
