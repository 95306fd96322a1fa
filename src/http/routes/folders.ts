import { Type } from 'typebox';
import { type Folder, ROOT } from '../../audiences/folders/folder.ts';
import type { Folders } from '../../audiences/folders/service.ts';
import { NAME_LIMIT } from '../../audiences/text-limits.ts';
import type { RequestContext } from '../context.ts';
import { invalidPatch } from '../errors/catalogue.ts';
import { folderExamples } from '../examples/folders.ts';
import { JsonPatchBody, readPatch } from '../json-patch.ts';
import { type About, IdParameter, operation, type RequestSchemas } from '../operation.ts';
import type { App } from '../types.ts';
import { scopeOf } from './scope.ts';

const COLLECTION = '/unifiedfolders/folders';

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
  name: Type.String({ minLength: 1, maxLength: NAME_LIMIT }),
  parentId: Type.Optional(
    Type.String({
      description: `A folder id; the top level when absent, \`${ROOT}\` or \`{org}/{sandboxId}/segment\`.`,
    }),
  ),
  namespace: Type.Optional(
    Type.String({ maxLength: NAME_LIMIT, description: 'Where the folder is listed; `AEPSegments` when absent.' }),
  ),
});

const DELETED = { message: 'delete request accepted successfully' };
const READ = { access: 'segments:read', tag: 'Folders', answers: { 200: FolderAnswer } } as const;
const WRITE = { ...READ, access: 'segments:write' } as const;

/** Folders of audiences (api-search.md section 3.3); `segments` is another spelling of the noun, left undocumented. */
export function registerFolders(app: App, folders: Folders): void {
  registerNoun(app, folders, 'segment', false);
  registerNoun(app, folders, 'segments', true);
}

function registerNoun(app: App, folders: Folders, noun: string, hide: boolean): void {
  const collection = `${COLLECTION}/${noun}`;
  function described<const S extends RequestSchemas>(about: About, request: S) {
    const options = operation(about, request);
    return { ...options, schema: { ...options.schema, hide } };
  }

  app.post(
    collection,
    described({ ...WRITE, summary: 'Create a folder', examples: folderExamples.create }, { body: FolderBody }),
    async ({ body, context }) => resourceOf(await folders.create(scopeOf(context), body, context.userId), context),
  );

  app.get(
    `${collection}/:id`,
    described({ ...READ, summary: 'Read a folder', examples: folderExamples.read }, { params: IdParameter }),
    async ({ context, params }) => resourceOf(await folders.get(scopeOf(context), params.id), context),
  );

  app.patch(
    `${collection}/:id`,
    described(
      {
        ...WRITE,
        summary: 'Rename a folder',
        description: 'A JSON Patch that replaces `/name`.',
        documentedBody: JsonPatchBody,
        examples: folderExamples.rename,
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
        ...WRITE,
        summary: 'Delete an empty folder',
        description: 'It can still be read, with status `ARCHIVED`.',
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
        ...READ,
        summary: 'Read a folder and those directly below it',
        description: `The id may be \`${ROOT}\`.`,
        answers: { 200: SubfoldersAnswer },
        examples: folderExamples.subfolders,
      },
      { params: IdParameter },
    ),
    async ({ context, params: { id } }) => {
      const scope = scopeOf(context);
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
      { ...READ, summary: 'Read a folder that is not deleted', examples: folderExamples.read },
      { params: IdParameter },
    ),
    async ({ context, params }) => resourceOf(await folders.inUse(scopeOf(context), params.id), context),
  );
}

/** @throws ServiceError `UPAPI-900070-400` */
function newName(body: readonly unknown[]): string {
  const names = readPatch(body, ['replace']).map(({ path, value }, index) => {
    if (path !== '/name') throw invalidPatch(index, "'path' must be /name.");
    if (typeof value !== 'string') throw invalidPatch(index, "'value' must be a string.");
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
