import { Type } from 'typebox';
import { ROOT } from '../../audiences/folders/folder.ts';
import type { SearchDocument } from '../../audiences/search/index/document.ts';
import type { AudienceSearch } from '../../audiences/search/search.ts';
import { sourceIdOf } from '../../audiences/search/source-id.ts';
import { invalidParameter } from '../../errors.ts';
import { searchExamples } from '../examples/search.ts';
import { operation } from '../operation.ts';
import type { App } from '../types.ts';

const SEARCH = '/data/core/ups/search';
const SCHEMA = '_xdm.context.segmentdefinition';
const MAXIMUM = 50;

const SchemaParameters = {
  'schema.name': Type.Optional(Type.String({ description: `Required, here or as \`schemaClass\`: \`${SCHEMA}\`.` })),
  schemaClass: Type.Optional(Type.String({ description: 'Other name of `schema.name`.' })),
};
const namespace = Type.String({ minLength: 1, description: 'Exact, case-sensitive.' });
const s = Type.Optional(
  Type.String({ description: 'The query; everything matches a blank one. `+` is sent as `%2B`.' }),
);

const Status = Type.Object({ message: Type.String() });

const NamespacesAnswer = Type.Object({
  namespaces: Type.Array(
    Type.Object({ namespace: Type.String(), displayName: Type.String(), count: Type.Integer({ minimum: 1 }) }),
  ),
  totalCount: Type.Integer({ description: 'Namespaces.' }),
  status: Status,
});

const EntitiesAnswer = Type.Object({
  entities: Type.Array(
    Type.Object({
      id: Type.String(),
      sourceId: Type.String(),
      base64EncodedSourceId: Type.String(),
      isFolder: Type.Boolean(),
      parentFolderId: Type.String({ description: `Id of a folder, or \`${ROOT}\`.` }),
      name: Type.String(),
      description: Type.Optional(Type.String()),
    }),
  ),
  page: Type.Object({
    totalCount: Type.Integer(),
    totalPages: Type.Integer({ minimum: 1 }),
    pageOffset: Type.Integer(),
    pageSize: Type.Integer({ description: 'Entities in this answer.' }),
  }),
  status: Status,
});

const TaxonomyAnswer = Type.Object({
  taxonomy: Type.Array(
    Type.Object({
      id: Type.String(),
      base64EncodedSourceId: Type.String(),
      name: Type.String(),
      parentFolderId: Type.String(),
    }),
  ),
  status: Status,
});

const SUCCESS = { message: 'Success' };
const cannotFind = (id: string) => ({ message: `Cannot find entityId ${id}.` });

/**
 * Search of audiences and folders (api-search.md sections 1 and 4 to 6).
 *
 * @param labels names of namespaces to show; others show themselves
 */
export function registerSearch(
  app: App,
  search: AudienceSearch,
  labels: readonly { readonly namespace: string; readonly label: string }[],
): void {
  const tag = 'Search';
  const labelOf = new Map(labels.map(({ label, namespace }) => [namespace, label]));

  app.get(
    `${SEARCH}/namespaces`,
    operation(
      {
        access: 'segments:read',
        summary: 'Count the matches of a query by namespace',
        tag,
        answers: { 200: NamespacesAnswer },
        examples: searchExamples.namespaces,
      },
      { querystring: Type.Object({ ...SchemaParameters, s }) },
    ),
    async ({ context, query }) => {
      checkSchema(query);
      const found = await search.namespaces(context.sandbox.sandboxId, query.s ?? '');
      const namespaces = found.map(({ namespace, count }) => ({
        namespace,
        displayName: labelOf.get(namespace) ?? namespace,
        count,
      }));
      return { namespaces, totalCount: namespaces.length, status: SUCCESS };
    },
  );

  app.get(
    `${SEARCH}/entities`,
    operation(
      {
        access: 'segments:read',
        summary: 'Find audiences and folders of a namespace',
        tag,
        answers: { 200: EntitiesAnswer },
        examples: searchExamples.entities,
      },
      {
        querystring: Type.Object({
          ...SchemaParameters,
          namespace,
          s,
          entityId: Type.Optional(
            Type.String({ description: `Folder id or \`${ROOT}\`: only what is directly in that folder.` }),
          ),
          limit: Type.Integer({
            minimum: 1,
            default: MAXIMUM,
            description: `Entities a page; more than ${MAXIMUM} is lowered to it.`,
          }),
          page: Type.Integer({ minimum: 0, default: 0, description: 'Page index, from 0.' }),
        }),
      },
    ),
    async ({ context, query }) => {
      checkSchema(query);
      const { sandboxId } = context.sandbox;
      const limit = Math.min(query.limit, MAXIMUM);
      const { entityId = '' } = query;
      const found = await search.entities(sandboxId, {
        namespace: query.namespace,
        query: query.s ?? '',
        ...(entityId !== '' && { folderId: entityId }),
        offset: query.page * limit,
        limit,
      });
      return {
        entities: found.entities.map((document) => entityOf(document, sandboxId)),
        page: {
          totalCount: found.totalCount,
          totalPages: Math.max(1, Math.ceil(found.totalCount / limit)),
          pageOffset: query.page,
          pageSize: found.entities.length,
        },
        status: found.folderFound ? SUCCESS : cannotFind(entityId),
      };
    },
  );

  app.get(
    `${SEARCH}/taxonomy`,
    operation(
      {
        access: 'segments:read',
        summary: 'Show the folders that lead to an audience or a folder',
        tag,
        answers: { 200: TaxonomyAnswer },
        examples: searchExamples.taxonomy,
      },
      {
        querystring: Type.Object({
          ...SchemaParameters,
          namespace,
          entityId: Type.String({ minLength: 1, description: 'Id of a folder or an audience.' }),
        }),
      },
    ),
    async ({ context, query }) => {
      checkSchema(query);
      const { sandboxId } = context.sandbox;
      const path = await search.path(sandboxId, query.namespace, query.entityId);
      return {
        taxonomy: path.map((document) => {
          const { base64EncodedSourceId, id, name, parentFolderId } = entityOf(document, sandboxId);
          return { id, base64EncodedSourceId, name, parentFolderId };
        }),
        status: path.length > 0 ? SUCCESS : cannotFind(query.entityId),
      };
    },
  );
}

/** Either name of the parameter will do; both must agree. */
function checkSchema(query: { readonly 'schema.name'?: string; readonly schemaClass?: string }): void {
  const { 'schema.name': name, schemaClass } = query;
  if (name === undefined && schemaClass === undefined) throw invalidParameter('schema.name', '', 'It is required.');
  if (name !== undefined && name !== SCHEMA) throw invalidParameter('schema.name', name, `It must be ${SCHEMA}.`);
  if (schemaClass !== undefined && schemaClass !== SCHEMA) {
    throw invalidParameter('schemaClass', schemaClass, `It must be ${SCHEMA}.`);
  }
}

/** A result of api-search.md section 2.2. */
function entityOf(document: SearchDocument, sandboxId: string) {
  const { description, id, isFolder, name, parentFolderId } = document;
  const sourceId = sourceIdOf(document, sandboxId);
  return {
    id,
    sourceId,
    base64EncodedSourceId: Buffer.from(sourceId).toString('base64'),
    isFolder,
    parentFolderId,
    name,
    ...(description !== undefined && { description }),
  };
}
