import { Type } from 'typebox';
import { type Folder, ROOT } from '../../audiences/folders/folder.ts';
import type { Folders } from '../../audiences/folders/service.ts';
import type { RequestContext } from '../context.ts';
import { invalidPatch } from '../errors/catalogue.ts';
import { JsonPatchBody, readPatch } from '../json-patch.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

const COLLECTION = '/unifiedfolders/folders';
const TAG = 'Folders';

/** What a folder and the root have in common. */
const Common = {
  id: Type.String(),
  name: Type.String(),
  noun: Type.Literal('segment'),
  imsOrg: Type.String(),
  sandboxId: Type.String(),
  sandboxName: Type.String(),
  status: Type.Enum(['IN_USE', 'ARCHIVED']),
  _links: Type.Object({ self: Type.Object({ href: Type.String() }) }),
};
const Own = {
  parentId: Type.String({ description: `A folder id, or \`${ROOT}\`.` }),
  namespace: Type.String(),
  createdBy: Type.String(),
  createdAt: Type.String({ description: 'ISO 8601 with milliseconds.' }),
  modifiedBy: Type.String(),
  modifiedAt: Type.String({ description: 'ISO 8601 with milliseconds.' }),
};
const FolderAnswer = Type.Object({ ...Common, ...Own }, { $id: 'Folder' });
const SubfoldersAnswer = Type.Object({
  ...Common,
  ...Type.Partial(Type.Object(Own)).properties,
  children: Type.Array(FolderAnswer, { description: 'By name.' }),
});
const DeleteAnswer = Type.Object({ message: Type.String() });

const FolderBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  parentId: Type.Optional(
    Type.String({
      description: `A folder id; the top level when absent, \`${ROOT}\` or \`{org}/{sandboxId}/segment\`.`,
    }),
  ),
  namespace: Type.Optional(
    Type.String({ maxLength: 255, description: 'Where the folder is listed; `AEPSegments` when absent.' }),
  ),
});

const EXAMPLE = {
  id: '6b1d1f0c-52a7-4c1e-9e55-1f2f4d9c8a10',
  name: 'Spring campaigns',
  noun: 'segment',
  parentId: ROOT,
  namespace: 'AEPSegments',
  imsOrg: '5F1A2B3C4D5E6F7A8B9C0D1E@AdobeOrg',
  sandboxId: '0b6a6c1e-52d7-4c1e-9e55-1f2f4d9c8a10',
  sandboxName: 'prod',
  createdBy: 'ana@example.org',
  createdAt: '2026-03-02T08:00:00.250Z',
  modifiedBy: 'ana@example.org',
  modifiedAt: '2026-03-02T08:00:00.250Z',
  status: 'IN_USE',
  _links: { self: { href: '/folders/segment/6b1d1f0c-52a7-4c1e-9e55-1f2f4d9c8a10' } },
} as const;
const DELETED = { message: 'delete request accepted successfully' };

/** Folders of audiences (api-search.md section 3.3); `segments` is another spelling of the noun, left undocumented. */
export function registerFolders(app: App, folders: Folders): void {
  registerNoun(app, folders, 'segment', false);
  registerNoun(app, folders, 'segments', true);
}

function registerNoun(app: App, folders: Folders, noun: string, hide: boolean): void {
  const collection = `${COLLECTION}/${noun}`;
  const described: typeof operation = (about, request) => {
    const options = operation(about, request);
    return { ...options, schema: { ...options.schema, hide } };
  };

  app.post(
    collection,
    described(
      {
        access: 'segments:write',
        summary: 'Create a folder',
        tag: TAG,
        answers: { 200: FolderAnswer },
        examples: { body: { name: EXAMPLE.name }, answer: EXAMPLE },
      },
      { body: FolderBody },
    ),
    async ({ body, context }) => resourceOf(await folders.create(scopeOf(context), body, context.userId), context),
  );

  app.get(
    `${collection}/:id`,
    described(
      {
        access: 'segments:read',
        summary: 'Read a folder',
        tag: TAG,
        answers: { 200: FolderAnswer },
        examples: { answer: EXAMPLE },
      },
      { params: IdParameter },
    ),
    async ({ context, params }) => resourceOf(await folders.get(scopeOf(context), params.id), context),
  );

  app.patch(
    `${collection}/:id`,
    described(
      {
        access: 'segments:write',
        summary: 'Rename a folder',
        documentedBody: JsonPatchBody,
        description: 'A JSON Patch that replaces `/name`.',
        tag: TAG,
        answers: { 200: FolderAnswer },
        examples: { body: [{ op: 'replace', path: '/name', value: EXAMPLE.name }], answer: EXAMPLE },
      },
      { params: IdParameter, body: Type.Array(Type.Unknown()) },
    ),
    async ({ body, context, params }) => {
      const folder = await folders.rename(scopeOf(context), params.id, newName(body), context.userId);
      return resourceOf(folder, context);
    },
  );

  app.delete(
    `${collection}/:id`,
    described(
      {
        access: 'segments:write',
        summary: 'Delete an empty folder',
        description: 'It can still be read, with status `ARCHIVED`.',
        tag: TAG,
        answers: { 200: DeleteAnswer },
        examples: { answer: DELETED },
      },
      { params: IdParameter },
    ),
    async ({ context, params }) => {
      await folders.archive(scopeOf(context), params.id, context.userId);
      return DELETED;
    },
  );

  app.get(
    `${collection}/:id/subfolders`,
    described(
      {
        access: 'segments:read',
        summary: 'Read a folder and those directly below it',
        description: `The id may be \`${ROOT}\`.`,
        tag: TAG,
        answers: { 200: SubfoldersAnswer },
        examples: { answer: { ...EXAMPLE, children: [] } },
      },
      { params: IdParameter },
    ),
    async ({ context, params }) => {
      const scope = scopeOf(context);
      const { id } = params;
      const folder =
        id === ROOT
          ? commonOf({ id, name: ROOT, status: 'IN_USE' }, context)
          : resourceOf(await folders.inUse(scope, id), context);
      const children = await folders.children(scope, id);
      return { ...folder, children: children.map((child) => resourceOf(child, context)) };
    },
  );

  app.get(
    `${collection}/:id/validate`,
    described(
      {
        access: 'segments:read',
        summary: 'Read a folder that is not deleted',
        tag: TAG,
        answers: { 200: FolderAnswer },
        examples: { answer: EXAMPLE },
      },
      { params: IdParameter },
    ),
    async ({ context, params }) => resourceOf(await folders.inUse(scopeOf(context), params.id), context),
  );
}

/** @throws ServiceError `UPAPI-900070-400` */
function newName(body: readonly unknown[]): string {
  const names = readPatch(body, ['replace']).map(({ path, value }, index) => {
    if (path !== '/name') throw invalidPatch(index, "'path' must be /name.");
    if (typeof value !== 'string' || value.length > 255) {
      throw invalidPatch(index, "'value' must be a string of at most 255 characters.");
    }
    return value;
  });
  return names.at(-1) ?? '';
}

function commonOf({ id, name, status }: Pick<Folder, 'id' | 'name' | 'status'>, { imsOrgId, sandbox }: RequestContext) {
  return {
    id,
    name,
    noun: 'segment' as const,
    imsOrg: imsOrgId,
    sandboxId: sandbox.sandboxId,
    sandboxName: sandbox.sandboxName,
    status,
    _links: { self: { href: `/folders/segment/${id}` } },
  };
}

function resourceOf(folder: Folder, context: RequestContext) {
  return {
    ...commonOf(folder, context),
    parentId: folder.parentId,
    namespace: folder.namespace,
    createdBy: folder.createdBy,
    createdAt: new Date(folder.createdAt).toISOString(),
    modifiedBy: folder.modifiedBy,
    modifiedAt: new Date(folder.modifiedAt).toISOString(),
  };
}
