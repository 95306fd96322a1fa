import type { SandboxReference } from '../sandboxes/sandbox.ts';
import { type AudienceBase, epochOf } from './audience-base.ts';

/** Where a resource lives: an organisation and one of its sandboxes (api-conventions.md section 4). */
export interface Scope {
  readonly imsOrgId: string;
  readonly sandbox: SandboxReference;
}

export type ExpressionFormat = 'pql/text' | 'pql/json';

export interface Expression {
  readonly type: 'PQL';
  readonly format: ExpressionFormat;
  /** As submitted, byte for byte. */
  readonly value: string;
}

export interface EvaluationInfo {
  readonly batch: { readonly enabled: boolean };
  readonly continuous: { readonly enabled: boolean };
  readonly synchronous: { readonly enabled: boolean };
}

/** What a client may send for a definition; shapes are checked, values are not (api-segmentation.md section 1.1). */
export interface DefinitionInput {
  readonly id?: string;
  readonly name: string;
  readonly description?: string;
  readonly expression: { readonly type?: string; readonly format?: string; readonly value: string };
  readonly schema: { readonly name?: string; readonly id?: string };
  readonly mergePolicyId?: string;
  readonly evaluationInfo?: {
    readonly [method in keyof EvaluationInfo]?: { readonly enabled?: boolean };
  };
  readonly dataGovernancePolicy?: { readonly excludeOptOut?: boolean };
  readonly profileInstanceId?: string;
  readonly payloadSchema?: string;
  readonly ttlInDays?: number | string;
}

/** The client-writable content of a definition, validated and with defaults filled in. */
export interface DefinitionContent {
  readonly name: string;
  readonly description?: string;
  readonly expression: Expression;
  readonly schema: { readonly name: string; readonly id?: string };
  readonly mergePolicyId: string;
  readonly evaluationInfo: EvaluationInfo;
  readonly dataGovernancePolicy: { readonly excludeOptOut: boolean };
  readonly payloadSchema?: string;
  readonly ttlInDays?: number | string;
}

/** An audience whose members an expression decides; as a segment definition it has a second view (api-audiences.md 1.7). */
export interface SegmentDefinition extends AudienceBase, DefinitionContent {
  readonly type: 'SegmentDefinition';
  readonly profileInstanceId: string;
  readonly overridePerformanceWarnings: boolean;
  /** Unix seconds of the end of the last segment job that evaluated it completely; it changes without a new version. */
  readonly baselineTime?: number;
}

/** The definition as clients see it (api-segmentation.md section 1.1). */
export function definitionResource(definition: SegmentDefinition, scope: Scope) {
  return {
    id: definition.id,
    schema: definition.schema,
    profileInstanceId: definition.profileInstanceId,
    imsOrgId: scope.imsOrgId,
    sandbox: scope.sandbox,
    name: definition.name,
    ...(definition.description !== undefined && { description: definition.description }),
    expression: definition.expression,
    mergePolicyId: definition.mergePolicyId,
    evaluationInfo: definition.evaluationInfo,
    dataGovernancePolicy: definition.dataGovernancePolicy,
    ...(definition.payloadSchema !== undefined && { payloadSchema: definition.payloadSchema }),
    ...(definition.ttlInDays !== undefined && { ttlInDays: definition.ttlInDays }),
    creationTime: epochOf(definition.createdAt) * 1000,
    ...(definition.baselineTime !== undefined && { baselineTime: definition.baselineTime }),
    updateEpoch: epochOf(definition.updatedAt),
    updateTime: epochOf(definition.updatedAt) * 1000,
  };
}

/** The method that counts where several are enabled: edge before streaming before batch (evaluation.md section 1.1). */
export function effectiveMethod(info: EvaluationInfo): 'batch' | 'streaming' | 'edge' {
  if (info.synchronous.enabled) return 'edge';
  return info.continuous.enabled ? 'streaming' : 'batch';
}
