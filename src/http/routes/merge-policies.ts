import { type Static, Type } from 'typebox';
import { invalidParameter, notFound } from '../../errors.ts';
import { type SortKey, sorted } from '../../order.ts';
import type { MergePolicy, MergePolicyRepository } from '../../profiles/index.ts';
import type { RequestContext } from '../context.ts';
import { ShortErrorBody } from '../errors/bodies.ts';
import { answerErrorsAs } from '../errors/other-envelope.ts';
import { mergePolicyExamples } from '../examples/merge-policies.ts';
import { IdParameter, operation } from '../operation.ts';
import type { App } from '../types.ts';
import { SandboxBody } from './schemas.ts';

const COLLECTION = '/data/core/ups/config/mergePolicies';

/** A merge policy as clients see it (profile-store.md section 3.1). */
const MergePolicyAnswer = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    imsOrgId: Type.String(),
    sandbox: SandboxBody,
    schema: Type.Object({ name: Type.String() }),
    version: Type.Integer(),
    identityGraph: Type.Object({ type: Type.Enum(['none', 'pdg']) }),
    attributeMerge: Type.Object({
      type: Type.Enum(['timestampOrdered', 'dataSetPrecedence']),
      order: Type.Optional(Type.Array(Type.String())),
    }),
    isActiveOnEdge: Type.Boolean(),
    default: Type.Boolean(),
    updateEpoch: Type.Integer({ description: 'Unix seconds.' }),
  },
  { $id: 'MergePolicy' },
);

const ListAnswer = Type.Object({
  _page: Type.Object({
    totalCount: Type.Integer(),
    pageSize: Type.Integer(),
    count: Type.Integer(),
    next: Type.String(),
  }),
  children: Type.Array(MergePolicyAnswer),
  _links: Type.Object({ next: Type.Object({ href: Type.String() }) }),
});

const MAXIMUM = 100;
const Filter = Type.Optional(Type.String());

const ListQuery = Type.Object({
  start: Type.Integer({ minimum: 0, default: 0, description: 'Where to go on: `_page.next` of the page before.' }),
  limit: Type.Integer({ minimum: 1, default: 20, description: `Items a page; more than ${MAXIMUM} is lowered to it.` }),
  orderBy: Type.Optional(Type.String({ description: '`name`, `+name` or `-name`.' })),
  orderby: Type.Optional(Type.String({ description: 'Other spelling of `orderBy`.' })),
  default: Type.Optional(Type.Boolean()),
  isActiveOnEdge: Type.Optional(Type.Boolean()),
  'schema.name': Filter,
  'identityGraph.type': Filter,
  'attributeMerge.type': Filter,
  version: Type.Optional(Type.Integer()),
});

/** Merge policies (profile-store.md section 3.2): reading. */
export function registerMergePolicies(app: App, policies: Pick<MergePolicyRepository, 'list'>): void {
  const tag = 'Merge policies';
  const errors = { errorBody: ShortErrorBody };
  const errorHandler = answerErrorsAs('short');
  const resources = async (context: RequestContext) =>
    (await policies.list(context.sandbox.sandboxId)).map((policy) => resourceOf(policy, context));

  app.get(
    COLLECTION,
    {
      ...operation(
        {
          access: 'segments:read',
          summary: 'List merge policies',
          examples: mergePolicyExamples.list,
          tag,
          answers: { 200: ListAnswer },
          ...errors,
        },
        { querystring: ListQuery },
      ),
      errorHandler,
    },
    async ({ context, query }) => {
      const order = orderOf(query.orderBy ?? query.orderby ?? 'name');
      const matching = (await resources(context)).filter((policy) => matches(policy, query));
      const ordered = sorted(matching, [order], (policy) => policy.name);
      return page(ordered, query.start, Math.min(query.limit, MAXIMUM), order.direction);
    },
  );

  app.get(
    `${COLLECTION}/:id`,
    {
      ...operation(
        {
          access: 'segments:read',
          summary: 'Read a merge policy',
          examples: mergePolicyExamples.read,
          tag,
          answers: { 200: MergePolicyAnswer },
          ...errors,
        },
        { params: IdParameter },
      ),
      errorHandler,
    },
    async ({ context, params }) => {
      const found = (await resources(context)).find(({ id }) => id === params.id);
      if (found === undefined) throw notFound([params.id]);
      return found;
    },
  );
}

type Resource = Static<typeof MergePolicyAnswer>;

function resourceOf(policy: MergePolicy, { imsOrgId, sandbox }: RequestContext): Resource {
  const { attributeMerge } = policy;
  return {
    id: policy.id,
    name: policy.name,
    imsOrgId,
    sandbox,
    schema: { name: policy.schemaName },
    version: policy.version,
    identityGraph: { type: policy.identityGraph },
    attributeMerge:
      'order' in attributeMerge ? { ...attributeMerge, order: [...attributeMerge.order] } : attributeMerge,
    isActiveOnEdge: policy.isActiveOnEdge,
    default: policy.isDefault,
    updateEpoch: Math.floor(policy.updatedAt / 1000),
  };
}

/** A `+` arrives decoded as a space. */
function orderOf(text: string): SortKey<'name'> {
  const [, sign, attribute] = /^([ +-]?)(.*)$/s.exec(text) ?? [];
  if (attribute !== 'name') throw invalidParameter('orderBy', text, 'It must be name, +name or -name.');
  return { attribute, direction: sign === '-' ? 'desc' : 'asc' };
}

function matches(policy: Resource, query: Static<typeof ListQuery>): boolean {
  const wanted: [value: unknown, expected: unknown][] = [
    [policy.default, query.default],
    [policy.isActiveOnEdge, query.isActiveOnEdge],
    [policy.schema.name, query['schema.name']],
    [policy.identityGraph.type, query['identityGraph.type']],
    [policy.attributeMerge.type, query['attributeMerge.type']],
    [policy.version, query.version],
  ];
  return wanted.every(([value, expected]) => expected === undefined || value === expected);
}

/** Both documented spellings of the page fields; `next` is always there, `""` on the last page. */
function page(policies: readonly Resource[], start: number, limit: number, direction: 'asc' | 'desc') {
  const children = policies.slice(start, start + limit);
  const next = start + limit < policies.length ? String(start + limit) : '';
  const orderBy = direction === 'asc' ? 'name' : '-name';
  const href = next === '' ? '' : `@/mergePolicies?start=${next}&orderBy=${orderBy}&limit=${limit}`;
  return {
    _page: { totalCount: policies.length, pageSize: children.length, count: children.length, next },
    children,
    _links: { next: { href } },
  };
}
