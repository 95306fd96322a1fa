import { type Static, Type } from 'typebox';
import type { AudienceInput } from '../../audiences/input.ts';
import { malformed, noUsableValue } from '../../errors.ts';
import {
  ClassAnswer,
  ClassBody,
  checkClass,
  ExpressionAnswer,
  ExpressionBody,
  GovernanceAnswer,
  GovernanceBody,
  MethodsAnswer,
  MethodsBody,
} from './rule-schemas.ts';
import { SandboxBody } from './schemas.ts';

const FreeObject = Type.Record(Type.String(), Type.Unknown());

/** The body of POST and PUT. */
export const AudienceBody = Type.Object({
  name: Type.String(),
  type: Type.Optional(
    Type.String({ description: '`SegmentDefinition` (default with an `expression`) or `ExternalSegment`.' }),
  ),
  description: Type.Optional(Type.String()),
  namespace: Type.Optional(Type.String({ description: 'Required for external audiences.' })),
  audienceId: Type.Optional(Type.String({ description: 'Of external audiences: unique in the namespace.' })),
  originName: Type.Optional(Type.String({ description: 'Of external audiences; `CUSTOM_UPLOAD` by default.' })),
  lifecycleState: Type.Optional(Type.String({ description: '`draft`, `published` (default) or `inactive`.' })),
  lifecycle: Type.Optional(Type.String({ description: 'Old name of `lifecycleState`.' })),
  schema: Type.Optional(ClassBody),
  expression: Type.Optional(ExpressionBody),
  mergePolicyId: Type.Optional(Type.String()),
  evaluationInfo: Type.Optional(MethodsBody),
  dataGovernancePolicy: Type.Optional(GovernanceBody),
  overridePerformanceWarnings: Type.Optional(Type.Boolean()),
  labels: Type.Optional(Type.Array(Type.String())),
  tags: Type.Optional(Type.Array(Type.String())),
  datasetId: Type.Optional(Type.String()),
  audienceMeta: Type.Optional(FreeObject),
  linkedAudienceRef: Type.Optional(FreeObject),
  sourceId: Type.Optional(Type.String()),
  ttlInDays: Type.Optional(Type.Union([Type.Integer(), Type.String({ description: 'The number as text.' })])),
});

/** A body as the service takes it: aliases resolved, numbers as numbers. @throws ServiceError `UPLIB-101206-500` */
export function audienceInput(body: Static<typeof AudienceBody>): AudienceInput {
  const { lifecycle, lifecycleState = lifecycle, ttlInDays, ...rest } = body;
  if (body.schema !== undefined) checkClass(body.schema);
  return {
    ...rest,
    ...(lifecycleState !== undefined && { lifecycleState }),
    ...(ttlInDays !== undefined && { ttlInDays: wholeNumber('ttlInDays', ttlInDays) }),
  };
}

function wholeNumber(path: string, value: number | string): number {
  if (typeof value === 'string' && !/^[+-]?\d{1,9}$/.test(value)) throw malformed([noUsableValue(path, 'int')]);
  return Number(value);
}

const Counts = Type.Record(Type.String(), Type.Integer());

const Metrics = Type.Object({
  imsOrgId: Type.String(),
  sandbox: SandboxBody,
  jobId: Type.String(),
  type: Type.String(),
  id: Type.String(),
  data: Type.Object({
    totalProfiles: Type.Integer(),
    totalProfilesByNamespace: Counts,
    totalProfilesByStatus: Counts,
  }),
  createEpoch: Type.Integer(),
  updateEpoch: Type.Integer(),
});

export const AudienceAnswer = Type.Object(
  {
    id: Type.String(),
    audienceId: Type.String(),
    type: Type.String(),
    originName: Type.String(),
    namespace: Type.String(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    schema: Type.Optional(ClassAnswer),
    imsOrgId: Type.String(),
    sandbox: SandboxBody,
    mergePolicyId: Type.Optional(Type.String()),
    profileInstanceId: Type.Optional(Type.String()),
    expression: Type.Optional(ExpressionAnswer),
    evaluationInfo: Type.Optional(MethodsAnswer),
    dataGovernancePolicy: Type.Optional(GovernanceAnswer),
    overridePerformanceWarnings: Type.Optional(Type.Boolean()),
    ansibleUiEnabled: Type.Optional(Type.Boolean()),
    state: Type.Optional(Type.String({ description: '`enabled`, or `disabled` while inactive.' })),
    definedOn: Type.Optional(Type.Array(Type.Record(Type.String(), Type.String()))),
    audienceMeta: Type.Optional(FreeObject),
    sourceId: Type.Optional(Type.String()),
    ttlInDays: Type.Optional(Type.Integer()),
    datasetId: Type.Optional(Type.String()),
    linkedAudienceRef: Type.Optional(FreeObject),
    labels: Type.Optional(Type.Array(Type.String())),
    tags: Type.Optional(Type.Array(Type.String())),
    lifecycleState: Type.String(),
    saveSegmentMembership: Type.Boolean(),
    isSystem: Type.Boolean(),
    dependents: Type.Array(Type.String(), { description: 'Ids of the audiences that use this one.' }),
    dependencies: Type.Array(Type.String(), { description: 'Ids of the audiences that this one uses.' }),
    createdBy: Type.String(),
    lastModifiedBy: Type.String(),
    creationTime: Type.Integer({ description: 'Unix milliseconds.' }),
    createEpoch: Type.Integer({ description: 'Unix seconds.' }),
    updateTime: Type.Integer({ description: 'Unix milliseconds.' }),
    updateEpoch: Type.Integer({ description: 'Unix seconds.' }),
    _etag: Type.String(),
    metrics: Type.Optional(Metrics),
  },
  { $id: 'Audience' },
);

export const AudiencesAnswer = Type.Object({
  children: Type.Array(AudienceAnswer),
  _page: Type.Object({
    totalCount: Type.Integer(),
    totalPages: Type.Integer(),
    sortField: Type.String(),
    sort: Type.String(),
    pageSize: Type.Integer(),
    limit: Type.Integer(),
    start: Type.String(),
    next: Type.Optional(Type.String()),
  }),
  _links: Type.Object({ next: Type.Optional(Type.Object({ href: Type.String() })) }),
});
