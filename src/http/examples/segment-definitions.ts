import { imsOrgId, mergePolicyId, sandbox, segmentId } from './common.ts';

const content = {
  name: 'People of Utrecht',
  description: 'People of Utrecht',
  expression: { type: 'PQL', format: 'pql/text', value: 'homeAddress.city = "Utrecht"' },
  schema: { name: '_xdm.context.profile' },
};

const definition = {
  ...content,
  id: segmentId,
  profileInstanceId: 'ups',
  imsOrgId,
  sandbox,
  mergePolicyId,
  evaluationInfo: { batch: { enabled: true }, continuous: { enabled: false }, synchronous: { enabled: false } },
  dataGovernancePolicy: { excludeOptOut: true },
  creationTime: 1772438400000,
  updateEpoch: 1772438400,
  updateTime: 1772438400000,
};

export const definitionExamples = {
  list: {
    answer: {
      segments: [definition],
      page: { totalCount: 1, totalPages: 1, sortField: 'name', sort: 'desc', pageSize: 1, limit: 2 },
      link: {},
    },
  },
  create: { body: content, answer: definition },
  read: { answer: definition },
  change: { body: content, answer: definition },
  remove: {
    answer: {
      status: true,
      message: "Segment definition with id '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31' has been deleted",
    },
  },
  bulkGet: {
    body: { ids: [{ id: segmentId }, { id: 'none-such' }] },
    answer: {
      results: {
        '9d3b7f52-4a0e-4c55-8d0b-6b1f2c7e4a31': definition,
        'none-such': {
          requestId: 'q7Zt0LwY3nVb8KsJ2dRfX5uHa1mPc9Eg',
          errors: { '404': [{ code: 404, message: 'Not found.' }] },
        },
      },
    },
  },
};
