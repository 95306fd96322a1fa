import { imsOrgId } from './common.ts';

const dataset = {
  '65a9c0ffee12ab34cd56ef78': {
    name: 'Exports for the shop',
    imsOrg: imsOrgId,
    sandboxId: '0b6a6c1e-52d7-4c1e-9e55-1f2f4d9c8a10',
    tags: {},
    version: '1.0.0',
    created: 1772438400250,
    updated: 1772438400250,
    createdUser: 'client',
    schemaRef: {
      id: 'https://ns.adobe.com/xdm/context/profile__union',
      contentType: 'application/vnd.adobe.xed+json;version=1',
    },
    fileDescription: { format: 'parquet' },
    files: '@/dataSets/65a9c0ffee12ab34cd56ef78/files',
  },
};

export const datasetExamples = {
  list: { answer: dataset },
  create: {
    body: { name: 'Exports for the shop', schemaRef: { id: 'https://ns.adobe.com/xdm/context/profile__union' } },
    answer: ['@/dataSets/65a9c0ffee12ab34cd56ef78'],
  },
  read: { answer: dataset },
};
