const audienceId = '3f6d0b82-9a1c-4e57-b0d4-62c8e17f5a90';
const audienceName = 'Spring list';

const given = {
  name: audienceName,
  fields: [
    { name: 'crm', type: 'string', identityNs: 'CRMID' },
    { name: 'score', type: 'integer' },
  ],
  sourceSpec: { params: { path: 'spring/list.csv', type: 'file' } },
  originName: 'CUSTOM_UPLOAD',
};

const kept = {
  fields: given.fields,
  sourceSpec: { params: { path: 'spring/list.csv', type: 'file', cloudType: 'DLZ' } },
  ttlInDays: 30,
  audienceType: 'people',
  originName: 'CUSTOM_UPLOAD',
  namespace: 'CustomerAudienceUpload',
  labels: [],
  tags: [],
};

const times = {
  createdBy: 'ana@example.org',
  createdAt: 1772438400,
  updatedBy: 'ana@example.org',
  updatedAt: 1772438400,
};
const audience = { audienceId, audienceName, ...kept, ...times };

const created = {
  operationId: '92277a1e-07ea-416f-96bb-eda089efa426',
  operationDetails: { name: audienceName, ...kept, expressActivation: false },
};

const started = {
  audienceName,
  audienceId,
  runId: 'ff1a885e-bb28-45bf-9d26-c1e8386eb64d',
  differentialIngestion: true,
  dataFilterStartTime: 1772352000,
  dataFilterEndTime: 1772438400,
  createdAt: 1772438400,
  createdBy: 'ana@example.org',
};
const run = { ...started, status: 'SUCCESS' };
const read = { status: 'SUCCESS', recordsRead: 1200, recordsIngested: 1198, recordsFailed: 2 };

export const externalAudienceExamples = {
  create: { body: given, answer: created },
  operation: { answer: { ...created, status: 'SUCCESS', audienceName, audienceId, ...times } },
  read: { answer: audience },
  change: { body: { description: 'Uploaded in March' }, answer: { ...audience, description: 'Uploaded in March' } },
  extend: { answer: { audienceId, name: audienceName } },
  start: { body: { dataFilterStartTime: 1772352000, differentialIngestion: true }, answer: started },
  runs: { answer: { runs: [run], _page: { limit: 20, count: 1, totalCount: 1 } } },
  run: {
    answer: {
      ...run,
      details: [
        { stage: 'DATASET_INGEST', flowRunId: '06ec5c63-460a-4909-9e02-dec584b107f5', ...read },
        {
          stage: 'PROFILE_STORE_INGEST',
          flowRunId: '5f5aa396-2cd3-49d2-adda-eced511955eb',
          ...read,
          recordsRead: 1198,
          recordsFailed: 0,
          newProfileFragments: 30,
          existingProfileFragments: 1168,
        },
      ],
    },
  },
};
