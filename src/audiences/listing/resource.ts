import { type Audience, isPlatform } from '../audience.ts';
import { type AudienceBase, type AudienceMetrics, epochOf } from '../audience-base.ts';
import type { AudienceEntry } from '../catalogue.ts';
import type { Scope, SegmentDefinition } from '../definition.ts';

export type AudienceResource = ReturnType<typeof audienceResource>;

/** The audience as clients see it, without its metrics (api-audiences.md section 1.3). */
export function audienceResource(
  { audience, dependents }: Pick<AudienceEntry, 'audience' | 'dependents'>,
  scope: Scope,
) {
  const { description, labels, linkedAudienceRef, tags, datasetId, createdAt, updatedAt } = audience;
  const [createEpoch, updateEpoch] = [epochOf(createdAt), epochOf(updatedAt)];
  return {
    id: audience.id,
    audienceId: audience.audienceId,
    type: audience.type,
    originName: audience.originName,
    namespace: audience.namespace,
    name: audience.name,
    ...(description !== undefined && { description }),
    ...(audience.schema !== undefined && { schema: audience.schema }),
    imsOrgId: scope.imsOrgId,
    sandbox: scope.sandbox,
    ...(audience.mergePolicyId !== undefined && { mergePolicyId: audience.mergePolicyId }),
    ...(isPlatform(audience) ? platformFields(audience) : externalFields(audience)),
    ...(audience.ttlInDays !== undefined && { ttlInDays: Number(audience.ttlInDays) }),
    ...(datasetId !== undefined && { datasetId }),
    ...(linkedAudienceRef !== undefined && { linkedAudienceRef }),
    ...(labels !== undefined && { labels }),
    ...(tags !== undefined && { tags }),
    lifecycleState: audience.lifecycleState,
    saveSegmentMembership: true,
    isSystem: false,
    dependents,
    dependencies: audience.dependencies,
    createdBy: audience.createdBy,
    lastModifiedBy: audience.lastModifiedBy,
    creationTime: createEpoch * 1000,
    createEpoch,
    updateTime: updateEpoch * 1000,
    updateEpoch,
    _etag: `"${audience.etag}"`,
  };
}

function platformFields(definition: SegmentDefinition) {
  return {
    profileInstanceId: 'ups',
    expression: definition.expression,
    evaluationInfo: definition.evaluationInfo,
    dataGovernancePolicy: definition.dataGovernancePolicy,
    overridePerformanceWarnings: definition.overridePerformanceWarnings,
    ansibleUiEnabled: false,
    state: definition.lifecycleState === 'inactive' ? 'disabled' : 'enabled',
    definedOn: [
      {
        'meta:resourceType': 'unions',
        'meta:containerId': 'tenant',
        $ref: `https://ns.adobe.com/xdm/context/${definition.schema.name.replace(/^_xdm\.context\./, '')}__union`,
      },
    ],
  };
}

const externalFields = ({ audienceMeta, sourceId }: Exclude<Audience, SegmentDefinition>) => ({
  ...(audienceMeta !== undefined && { audienceMeta }),
  ...(sourceId !== undefined && { sourceId }),
});

/** The counts of an audience as clients see them (section 2.1.4). */
export function metricsResource(
  { id, metrics }: Pick<AudienceBase, 'id'> & { readonly metrics: AudienceMetrics },
  scope: Scope,
) {
  return {
    imsOrgId: scope.imsOrgId,
    sandbox: scope.sandbox,
    jobId: metrics.jobId,
    type: metrics.type,
    id,
    data: {
      totalProfiles: metrics.totalProfiles,
      totalProfilesByNamespace: metrics.totalProfilesByNamespace,
      totalProfilesByStatus: metrics.totalProfilesByStatus,
    },
    createEpoch: metrics.createEpoch,
    updateEpoch: metrics.updateEpoch,
  };
}
