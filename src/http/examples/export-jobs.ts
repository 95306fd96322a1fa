import { imsOrgId, mergePolicyId, sandbox, segmentId } from './common.ts';

const waiting = {
  id: 41,
  jobType: 'BATCH',
  destination: {
    datasetId: '65a9c0ffee12ab34cd56ef78',
    segmentPerBatch: false,
    batchId: '7f3b1d9c5e2a48609bd4c1f0a6e83527',
  },
  fields: 'identityMap,homeAddress.city',
  schema: { name: '_xdm.context.profile' },
  imsOrgId,
  sandbox,
  profileInstanceId: 'ups',
  status: 'NEW',
  filter: { segments: [{ segmentId, segmentNs: 'ups', status: ['realized', 'existing'] }] },
  mergePolicy: { id: mergePolicyId, version: 1 },
  metrics: { totalTime: { startTimeInMs: 1772438400250 } },
  computeGatewayJobId: { exportJob: '' },
  creationTime: 1772438400250,
  updateTime: 1772438400250,
  requestId: 'q7Zt0LwY3nVb8KsJ2dRfX5uHa1mPc9Eg',
};

const succeeded = {
  ...waiting,
  status: 'SUCCEEDED',
  metrics: {
    totalTime: { startTimeInMs: 1772438400250, endTimeInMs: 1772438400250, totalTimeInMs: 0 },
    profileExportTime: { startTimeInMs: 1772438400250, endTimeInMs: 1772438400250, totalTimeInMs: 0 },
    aCPDatasetWriteTime: { startTimeInMs: 1772438400250, endTimeInMs: 1772438400250, totalTimeInMs: 0 },
    totalExportedProfileCounter: 0,
    exportedProfileByNamespaceCounter: {},
  },
  computeGatewayJobId: { exportJob: 'e446381d-c827-422b-9e64-de8664efb9a8' },
};

export const exportJobExamples = {
  list: {
    answer: {
      records: [succeeded],
      page: { sortField: 'createdTime', sort: 'desc', pageOffset: '1772438400250_41', pageSize: 1 },
      link: { next: '' },
    },
  },
  create: {
    body: {
      destination: { datasetId: '65a9c0ffee12ab34cd56ef78' },
      schema: { name: '_xdm.context.profile' },
      fields: 'identityMap,homeAddress.city',
      filter: { segments: [{ segmentId }] },
    },
    answer: waiting,
  },
  read: { answer: succeeded },
  remove: { answer: { status: true, message: 'Export job has been deleted' } },
};
