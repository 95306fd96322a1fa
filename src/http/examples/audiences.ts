import { imsOrgId, mergePolicyId, sandbox, segmentId } from './common.ts';

const content = {
  name: 'Lapsed readers',
  description: 'No visit in 60 days',
  expression: { type: 'PQL', format: 'pql/text', value: 'loyalty.points > 100' },
  labels: ['core/C1'],
};

const audience = {
  id: segmentId,
  audienceId: segmentId,
  type: 'SegmentDefinition',
  originName: 'REAL_TIME_CUSTOMER_PROFILE',
  namespace: 'AEPSegments',
  name: content.name,
  description: content.description,
  schema: { name: '_xdm.context.profile' },
  imsOrgId,
  sandbox,
  mergePolicyId,
  profileInstanceId: 'ups',
  expression: content.expression,
  evaluationInfo: { batch: { enabled: true }, continuous: { enabled: false }, synchronous: { enabled: false } },
  dataGovernancePolicy: { excludeOptOut: true },
  overridePerformanceWarnings: false,
  ansibleUiEnabled: false,
  state: 'enabled',
  definedOn: [
    {
      'meta:resourceType': 'unions',
      'meta:containerId': 'tenant',
      $ref: 'https://ns.adobe.com/xdm/context/profile__union',
    },
  ],
  labels: content.labels,
  lifecycleState: 'published',
  saveSegmentMembership: true,
  isSystem: false,
  dependents: [],
  dependencies: [],
  createdBy: 'u1@acme',
  lastModifiedBy: 'u1@acme',
  creationTime: 1772438400000,
  createEpoch: 1772438400,
  updateTime: 1772438400000,
  updateEpoch: 1772438400,
  _etag: '"0a00b1c2-0000-0200-0000-69a540000000"',
};

export const audienceExamples = {
  list: {
    answer: {
      children: [audience],
      _page: {
        totalCount: 7,
        totalPages: 7,
        sortField: 'creationTime',
        sort: 'desc',
        pageSize: 1,
        limit: 1,
        start: '0',
        next: '1',
      },
      _links: { next: { href: '@/audiences?start=1&limit=1&totalCount=7' } },
    },
  },
  create: { body: content, answer: audience },
  read: { answer: audience },
  replace: { body: content, answer: audience },
  patch: { body: [{ op: 'add', path: '/labels', value: content.labels }], answer: audience },
  bulkGet: {
    body: { ids: [{ id: segmentId }, { id: 'none-such' }] },
    answer: {
      results: {
        [segmentId]: audience,
        'none-such': {
          requestId: 'q7Zt0LwY3nVb8KsJ2dRfX5uHa1mPc9Eg',
          errors: { '404': [{ code: 404, message: 'Not found.' }] },
        },
      },
    },
  },
  metadata: {
    body: { name: 'Spring list', audienceId: 'spring_list', namespace: 'Acme', originName: 'Acme CRM' },
    answer: { id: 'c2a4d1e8-7f30-4b6e-9d52-3e8a1b0c6f74', name: 'Spring list', audienceId: 'spring_list' },
  },
};
