import { imsOrgId, mergePolicyId, sandbox, segmentId } from './common.ts';

const job = {
  id: '5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93',
  imsOrgId,
  sandbox,
  profileInstanceId: 'ups',
  source: 'api',
  status: 'SUCCEEDED',
  batchId: 'b84e2f17-0d63-4a9c-95e1-3c7f60a2d8b5',
  computeJobId: 12,
  computeGatewayJobId: '3a9f6c1e-84b2-4d07-9c5e-71f0a2b8d364',
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
  metrics: {
    totalTime: { startTimeInMs: 1772438400250, endTimeInMs: 1772438400250, totalTimeInMs: 0 },
    profileSegmentationTime: { startTimeInMs: 1795335361007, endTimeInMs: 1795335361013, totalTimeInMs: 6 },
    totalProfiles: 20,
    segmentedProfileCounter: { '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': 10 },
    segmentedProfileByNamespaceCounter: { '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': { crmid: 10 } },
    segmentedProfileByStatusCounter: {
      '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': { realized: 10, existing: 0, exited: 0 },
    },
    totalProfilesByMergePolicy: { 'c8d1e5a2-6b34-4f90-8e17-2a5d9b0c7f46': 20 },
  },
  requestId: 'q7Zt0LwY3nVb8KsJ2dRfX5uHa1mPc9Eg',
  schema: { name: '_xdm.context.profile' },
  _links: {
    cancel: { href: '/segment/jobs/5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93', method: 'DELETE' },
    checkStatus: { href: '/segment/jobs/5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93', method: 'GET' },
  },
  creationTime: 1772438400250,
  updateTime: 1772438400000,
  updateEpoch: 1772438400,
};

export const segmentJobExamples = {
  list: {
    answer: {
      _page: { totalCount: 1, pageSize: 1 },
      children: [
        {
          id: '5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93',
          imsOrgId,
          sandbox,
          profileInstanceId: 'ups',
          source: 'api',
          status: 'SUCCEEDED',
          batchId: 'b84e2f17-0d63-4a9c-95e1-3c7f60a2d8b5',
          computeJobId: 12,
          computeGatewayJobId: '3a9f6c1e-84b2-4d07-9c5e-71f0a2b8d364',
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
          metrics: {
            totalTime: { startTimeInMs: 1772438400250, endTimeInMs: 1772438400250, totalTimeInMs: 0 },
            profileSegmentationTime: { startTimeInMs: 1795335360861, endTimeInMs: 1795335360867, totalTimeInMs: 6 },
            totalProfiles: 20,
            segmentedProfileCounter: { '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': 10 },
            segmentedProfileByNamespaceCounter: { '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': { crmid: 10 } },
            segmentedProfileByStatusCounter: {
              '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': { realized: 10, existing: 0, exited: 0 },
            },
            totalProfilesByMergePolicy: { 'c8d1e5a2-6b34-4f90-8e17-2a5d9b0c7f46': 20 },
          },
          requestId: 'q7Zt0LwY3nVb8KsJ2dRfX5uHa1mPc9Eg',
          schema: { name: '_xdm.context.profile' },
          _links: {
            cancel: { href: '/segment/jobs/5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93', method: 'DELETE' },
            checkStatus: { href: '/segment/jobs/5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93', method: 'GET' },
          },
          creationTime: 1772438400250,
          updateTime: 1772438400000,
          updateEpoch: 1772438400,
        },
      ],
      _links: { next: {} },
    },
  },
  create: {
    body: [{ segmentId }],
    answer: {
      id: '5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93',
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
        cancel: { href: '/segment/jobs/5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93', method: 'DELETE' },
        checkStatus: { href: '/segment/jobs/5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93', method: 'GET' },
      },
      creationTime: 1772438400250,
      updateTime: 1772438400000,
      updateEpoch: 1772438400,
    },
  },
  read: { answer: job },
  bulkGet: {
    body: { ids: [{ id: '5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93' }] },
    answer: {
      results: {
        '5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93': {
          id: '5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93',
          imsOrgId,
          sandbox,
          profileInstanceId: 'ups',
          source: 'api',
          status: 'SUCCEEDED',
          batchId: 'b84e2f17-0d63-4a9c-95e1-3c7f60a2d8b5',
          computeJobId: 12,
          computeGatewayJobId: '3a9f6c1e-84b2-4d07-9c5e-71f0a2b8d364',
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
          metrics: {
            totalTime: { startTimeInMs: 1772438400250, endTimeInMs: 1772438400250, totalTimeInMs: 0 },
            profileSegmentationTime: { startTimeInMs: 1795335361196, endTimeInMs: 1795335361202, totalTimeInMs: 6 },
            totalProfiles: 20,
            segmentedProfileCounter: { '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': 10 },
            segmentedProfileByNamespaceCounter: { '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': { crmid: 10 } },
            segmentedProfileByStatusCounter: {
              '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': { realized: 10, existing: 0, exited: 0 },
            },
            totalProfilesByMergePolicy: { 'c8d1e5a2-6b34-4f90-8e17-2a5d9b0c7f46': 20 },
          },
          requestId: 'q7Zt0LwY3nVb8KsJ2dRfX5uHa1mPc9Eg',
          schema: { name: '_xdm.context.profile' },
          _links: {
            cancel: { href: '/segment/jobs/5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93', method: 'DELETE' },
            checkStatus: { href: '/segment/jobs/5c0e7a1d-3f52-4b86-9a07-d1e84b2f6c93', method: 'GET' },
          },
          creationTime: 1772438400250,
          updateTime: 1772438400000,
          updateEpoch: 1772438400,
        },
      },
    },
  },
};
