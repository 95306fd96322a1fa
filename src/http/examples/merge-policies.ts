import { imsOrgId, mergePolicyId, sandbox } from './common.ts';

const policy = {
  id: mergePolicyId,
  name: 'Default Timebased',
  imsOrgId,
  sandbox,
  schema: { name: '_xdm.context.profile' },
  version: 1,
  identityGraph: { type: 'pdg' },
  attributeMerge: { type: 'timestampOrdered' },
  isActiveOnEdge: true,
  default: true,
  updateEpoch: 1772438400,
};

export const mergePolicyExamples = {
  list: {
    answer: {
      _page: { totalCount: 1, pageSize: 1, count: 1, next: '' },
      children: [policy],
      _links: { next: { href: '' } },
    },
  },
  read: { answer: policy },
};
