import { imsOrgId, sandbox, segmentId } from './common.ts';

const schedule = {
  id: 'e2a4c6b8-7d1f-4a35-8c90-1b3d5f7092a4',
  imsOrgId,
  sandbox,
  name: 'Every morning',
  state: 'inactive',
  type: 'batch_segmentation',
  schedule: '0 0 5 * * ?',
  frequency: 'daily',
  properties: { segments: [segmentId] },
  createEpoch: 1772438400,
  updateEpoch: 1772438400,
};

export const scheduleExamples = {
  list: {
    answer: {
      _page: { totalCount: 2, pageSize: 1, next: '1' },
      children: [schedule],
      _links: { next: { href: '@/config/schedules?start=1&limit=1&totalCount=2' } },
    },
  },
  create: {
    body: {
      name: 'Every morning',
      type: 'batch_segmentation',
      properties: { segments: [segmentId] },
      schedule: '0 0 5 * * ?',
      state: 'inactive',
    },
    answer: schedule,
  },
  read: { answer: schedule },
  change: { body: [{ op: 'replace', path: '/schedule', value: '0 30 5 * * ?' }] },
};
