import { bodyOf, type Steps, withBody, withQuery } from '../step.ts';
import { UPS } from '../world.ts';

const SEARCH = `${UPS}/search`;
const FOLDERS = '/unifiedfolders/folders/segment';
const schema = { 'schema.name': '_xdm.context.segmentdefinition' };
const noSchema = withQuery({ 'schema.name': '_xdm.context.shoe' });

export const searchSteps: Steps = {
  [`GET ${SEARCH}/namespaces`]: {
    valid: async (world) => {
      await world.audience();
      return { query: { ...schema, s: 'name:people OR hush*' } };
    },
    invalid: [['another schema', 400, 'UPAPI-900001-400', noSchema]],
  },
  [`GET ${SEARCH}/entities`]: {
    valid: async (world) => {
      await world.audience();
      return { query: { ...schema, namespace: 'AEPSegments', limit: 2 } };
    },
    invalid: [
      ['another schema', 400, 'UPAPI-900001-400', noSchema],
      ['an empty page', 400, 'UPAPI-900001-400', withQuery({ limit: 0 })],
    ],
  },
  [`GET ${SEARCH}/taxonomy`]: {
    valid: async (world) => ({
      query: { ...schema, namespace: 'AEPSegments', entityId: await world.audience() },
    }),
    invalid: [['another schema', 400, 'UPAPI-900001-400', noSchema]],
  },
  [`POST ${FOLDERS}`]: {
    valid: (world) => ({ body: { name: world.name('Folder') } }),
    invalid: [['an empty name', 400, 'UPAPI-900003-400', withBody({ name: '' })]],
  },
  [`GET ${FOLDERS}/{id}`]: { valid: async (world) => ({ params: { id: await world.folder() } }) },
  [`PATCH ${FOLDERS}/{id}`]: {
    valid: async (world) => ({
      params: { id: await world.folder() },
      body: [{ op: 'replace', path: '/name', value: world.name('Folder') }],
    }),
    invalid: [['another path', 400, 'UPAPI-900070-400', bodyOf([{ op: 'replace', path: '/id', value: 'x' }])]],
  },
  [`DELETE ${FOLDERS}/{id}`]: { valid: async (world) => ({ params: { id: await world.folder() } }) },
  [`GET ${FOLDERS}/{id}/subfolders`]: { valid: async (world) => ({ params: { id: await world.folder() } }) },
  [`GET ${FOLDERS}/{id}/validate`]: { valid: async (world) => ({ params: { id: await world.folder() } }) },
};
