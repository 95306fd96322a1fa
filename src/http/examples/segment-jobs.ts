import { imsOrgId, mergePolicyId, sandbox, segmentId } from './common.ts';

const id = '5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93';

const waiting = {
  id,
  imsOrgId,
  sandbox,
  profileInstanceId: 'ups',
  source: 'api',
  status: 'NEW',
  segments: [
    {
      segmentId,
      segment: {
        id: segmentId,
        expression: { type: 'PQL', format: 'pql/text', value: 'homeAddress.city = "Utrecht"' },
        mergePolicyId,
        mergePolicy: { id: mergePolicyId, version: 1 },
      },
    },
  ],
  metrics: { totalTime: {}, profileSegmentationTime: {} },
  requestId: 'q7Zt0LwY3nVb8KsJ2dRfX5uHa1mPc9Eg',
  schema: { name: '_xdm.context.profile' },
  _links: {
    cancel: { href: `/segment/jobs/${id}`, method: 'DELETE' },
    checkStatus: { href: `/segment/jobs/${id}`, method: 'GET' },
  },
  creationTime: 1772438400250,
  updateTime: 1772438400000,
  updateEpoch: 1772438400,
};

const succeeded = {
  ...waiting,
  status: 'SUCCEEDED',
  batchId: 'b84e2f17-0d63-4a9c-95e1-3c7f60a2d8b5',
  computeJobId: 12,
  computeGatewayJobId: '3a9f6c1e-84b2-4d07-9c5e-71f0a2b8d364',
  metrics: {
    totalTime: { startTimeInMs: 1772438400250, endTimeInMs: 1772438400250, totalTimeInMs: 0 },
    profileSegmentationTime: { startTimeInMs: 1795335361007, endTimeInMs: 1795335361013, totalTimeInMs: 6 },
    totalProfiles: 20,
    segmentedProfileCounter: { [segmentId]: 10 },
    segmentedProfileByNamespaceCounter: { [segmentId]: { crmid: 10 } },
    segmentedProfileByStatusCounter: { [segmentId]: { realized: 10, existing: 0, exited: 0 } },
    totalProfilesByMergePolicy: { [mergePolicyId]: 20 },
  },
};

export const segmentJobExamples = {
  list: { answer: { _page: { totalCount: 1, pageSize: 1 }, children: [succeeded], _links: { next: {} } } },
  create: { body: [{ segmentId }], answer: waiting },
  read: { answer: succeeded },
  bulkGet: { body: { ids: [{ id }] }, answer: { results: { [id]: succeeded } } },
};
