import type { Kysely, Selectable } from 'kysely';
import type { ControlTables } from '../store/control/control.ts';
import type { Audience } from './audience.ts';
import type { LifecycleState } from './audience-base.ts';

export type AudienceTables = {
  audience: {
    id: string;
    sandbox_id: string;
    type: Audience['type'];
    namespace: string;
    audience_id: string;
    name: string;
    lifecycle_state: LifecycleState;
    schema_name: string | null;
    created_at: number;
    /** The audience as JSON, without what {@link AudienceTables.audience_state} has. */
    document: string;
  };
  audience_dependency: { audience_id: string; dependency_id: string };
  /** What the system finds out about an audience, which is no new version of it. */
  audience_state: {
    audience_id: string;
    /** Unix seconds. */
    baseline_time: number | null;
    /** Epoch milliseconds. */
    expires_at: number | null;
    metrics: string | null;
  };
};

export type AudienceDb = Kysely<ControlTables & AudienceTables>;

/** Audiences with their state, to be narrowed and read by {@link fromRow}. */
export const selectAudiences = (db: AudienceDb, sandboxId: string) =>
  db
    .selectFrom('audience')
    .leftJoin('audience_state', 'audience_state.audience_id', 'audience.id')
    .select(['document', 'baseline_time', 'expires_at', 'metrics'])
    .where('sandbox_id', '=', sandboxId);

export function toRow(sandboxId: string, audience: Audience): AudienceTables['audience'] {
  const { metrics: _metrics, baselineTime: _baseline, expiresAt: _expiry, ...document } = withState(audience);
  return {
    id: audience.id,
    sandbox_id: sandboxId,
    type: audience.type,
    namespace: audience.namespace,
    audience_id: audience.audienceId,
    name: audience.name,
    lifecycle_state: audience.lifecycleState,
    schema_name: audience.schema?.name ?? null,
    created_at: audience.createdAt,
    document: JSON.stringify(document),
  };
}

type Found = Pick<Selectable<AudienceTables['audience']>, 'document'> &
  Pick<Selectable<AudienceTables['audience_state']>, 'baseline_time' | 'expires_at' | 'metrics'>;

export function fromRow(row: Found): Audience {
  return {
    ...JSON.parse(row.document),
    ...(row.baseline_time !== null && { baselineTime: row.baseline_time }),
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.metrics !== null && { metrics: JSON.parse(row.metrics) }),
  };
}

/** Either kind with the members of both. */
const withState = (audience: Audience): Audience & { readonly baselineTime?: number; readonly expiresAt?: number } =>
  audience;
