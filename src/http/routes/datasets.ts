import { Type } from 'typebox';
import { invalidField, notFound, ServiceError } from '../../errors.ts';
import type { Dataset, DatasetRepository } from '../../profiles/index.ts';
import { UNION_ID } from '../../schema/union.ts';
import { datasetExamples } from '../examples/datasets.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';

const COLLECTION = '/data/foundation/catalog/dataSets';
const MAXIMUM = 100;

const Tags = Type.Record(Type.String(), Type.Array(Type.String()));

const DatasetBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  description: Type.Optional(Type.String()),
  schemaRef: Type.Object({
    id: Type.String({ description: `\`${UNION_ID.profile}\`` }),
    contentType: Type.Optional(Type.String()),
  }),
  fileDescription: Type.Optional(
    Type.Object({
      format: Type.Optional(Type.String({ description: '`parquet` (default) or `json`, an object a line.' })),
    }),
  ),
  tags: Type.Optional(Tags),
});

const DatasetAnswer = Type.Object(
  {
    name: Type.String(),
    description: Type.Optional(Type.String()),
    imsOrg: Type.String(),
    sandboxId: Type.String(),
    tags: Tags,
    version: Type.String(),
    created: Type.Integer({ description: 'Unix milliseconds.' }),
    updated: Type.Integer({ description: 'Unix milliseconds.' }),
    createdUser: Type.String(),
    schemaRef: Type.Object({ id: Type.String(), contentType: Type.String() }),
    fileDescription: Type.Object({ format: Type.String() }),
    files: Type.String(),
  },
  { $id: 'Dataset' },
);
const Answer = Type.Record(Type.String(), DatasetAnswer, { description: 'By id.' });

/** The part of the catalog that exports need: datasets on the union schema of profiles (profile-store.md section 5.1). */
export function registerDatasets(app: App, datasets: DatasetRepository): void {
  const tag = 'Datasets';

  app.get(
    COLLECTION,
    operation(
      {
        access: 'segments:read',
        summary: 'List datasets, the oldest first',
        examples: datasetExamples.list,
        tag,
        answers: { 200: Answer },
      },
      {
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, default: 20, description: `More than ${MAXIMUM} is lowered to it.` }),
          start: Type.Integer({ minimum: 0, default: 0, description: 'Item offset.' }),
          name: Type.Optional(Type.String({ description: 'Only the dataset of this name.' })),
        }),
      },
    ),
    async ({ context, query }) => {
      const all = await datasets.list(context.sandbox.sandboxId);
      const named = query.name === undefined ? all : all.filter(({ name }) => name === query.name);
      const page = named.slice(query.start, query.start + Math.min(query.limit, MAXIMUM));
      return Object.fromEntries(page.map((dataset) => [dataset.id, resourceOf(dataset, context)]));
    },
  );

  app.post(
    COLLECTION,
    operation(
      {
        access: 'segments:export',
        summary: 'Create a dataset for exports',
        examples: datasetExamples.create,
        tag,
        answers: { 201: Type.Array(Type.String({ description: '`@/dataSets/{id}`' })) },
      },
      { body: DatasetBody },
    ),
    async ({ body, context }, reply) => {
      const { description, name, schemaRef, tags } = body;
      if (schemaRef.id !== UNION_ID.profile) {
        throw invalidField('schemaRef.id', `Only datasets on ${UNION_ID.profile} can be created here.`);
      }
      const format = body.fileDescription?.format ?? 'parquet';
      if (format !== 'parquet' && format !== 'json') {
        throw invalidField('fileDescription.format', `'${format}' is not one of parquet, json.`);
      }
      const dataset = await datasets.create(context.sandbox.sandboxId, {
        name,
        ...(description !== undefined && { description }),
        behavior: 'record',
        schemaId: schemaRef.id,
        upsert: false,
        format,
        tags: tags ?? {},
        createdBy: context.userId,
      });
      if (dataset === undefined) {
        throw new ServiceError('UPAPI-900003-400', `A dataset with the name '${name}' already exists.`, {
          status: 409,
        });
      }
      reply.header('location', `${context.baseUrl}${COLLECTION}/${dataset.id}`);
      return reply.status(201).send([`@/dataSets/${dataset.id}`]);
    },
  );

  app.get(
    `${COLLECTION}/:id`,
    operation(
      {
        access: 'segments:read',
        summary: 'Read a dataset',
        examples: datasetExamples.read,
        tag,
        answers: { 200: Answer },
      },
      { params: IdParameter },
    ),
    async ({ context, params }) => {
      const dataset = await datasets.get(context.sandbox.sandboxId, params.id);
      if (dataset === undefined) throw notFound([params.id]);
      return { [dataset.id]: resourceOf(dataset, context) };
    },
  );
}

/** A dataset as clients see it; it never changes once it is there. */
function resourceOf(
  dataset: Dataset,
  { imsOrgId, sandbox }: { readonly imsOrgId: string; readonly sandbox: { readonly sandboxId: string } },
) {
  return {
    name: dataset.name,
    ...(dataset.description !== undefined && { description: dataset.description }),
    imsOrg: imsOrgId,
    sandboxId: sandbox.sandboxId,
    tags: dataset.tags,
    version: '1.0.0',
    created: dataset.created,
    updated: dataset.created,
    createdUser: dataset.createdBy,
    schemaRef: { id: dataset.schemaId, contentType: 'application/vnd.adobe.xed+json;version=1' },
    fileDescription: { format: dataset.format },
    files: `@/dataSets/${dataset.id}/files`,
  };
}
