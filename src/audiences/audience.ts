import type { AudienceBase, JsonObject } from './audience-base.ts';
import type { SegmentDefinition } from './definition.ts';

/** Namespace and origin of the audiences that this system decides by an expression (api-audiences.md section 1.1). */
export const PLATFORM_NAMESPACE = 'AEPSegments';
export const PLATFORM_ORIGIN = 'REAL_TIME_CUSTOMER_PROFILE';

/** A stored audience; `type` tells the kinds apart, as on the wire. */
export type Audience = SegmentDefinition | ExternalAudience;

/** An audience whose members come from outside. */
export interface ExternalAudience extends AudienceBase {
  readonly type: 'ExternalSegment';
  readonly schema?: { readonly name: string; readonly id?: string };
  readonly mergePolicyId?: string;
  readonly audienceMeta?: JsonObject;
  /** Identifier in the source system. */
  readonly sourceId?: string;
  /** 1 to 90. */
  readonly ttlInDays: number;
  /** Epoch milliseconds at which the members leave; unset before the first run. It changes without a new version. */
  readonly expiresAt?: number;
}

export const isPlatform = (audience: Audience): audience is SegmentDefinition => audience.type === 'SegmentDefinition';

/** The key under `segmentMembership` that holds the audiences of a namespace (api-audiences.md section 1.4). */
export const membershipKey = (namespace: string): string => (namespace === PLATFORM_NAMESPACE ? 'ups' : namespace);
