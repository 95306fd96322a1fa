import { imsOrgId, sandbox } from './common.ts';

const folder = {
  id: '6b1d1f0c-52a7-4c1e-9e55-1f2f4d9c8a10',
  name: 'Spring campaigns',
  noun: 'segment',
  parentId: 'root',
  namespace: 'AEPSegments',
  imsOrg: imsOrgId,
  sandboxId: sandbox.sandboxId,
  sandboxName: sandbox.sandboxName,
  createdBy: 'ana@example.org',
  createdAt: '2026-03-02T08:00:00.250Z',
  modifiedBy: 'ana@example.org',
  modifiedAt: '2026-03-02T08:00:00.250Z',
  status: 'IN_USE',
  _links: { self: { href: '/folders/segment/6b1d1f0c-52a7-4c1e-9e55-1f2f4d9c8a10' } },
};

export const folderExamples = {
  create: { body: { name: folder.name }, answer: folder },
  read: { answer: folder },
  rename: { body: [{ op: 'replace', path: '/name', value: folder.name }], answer: folder },
  subfolders: { answer: { ...folder, children: [] } },
};
