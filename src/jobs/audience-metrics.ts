import type { AudienceMetrics } from '../audiences/audience-base.ts';
import type { AudienceResult } from '../evaluation/index.ts';

/**
 * What a run counted of each audience, as its metrics (api-audiences.md section 2.1.4).
 *
 * @param now epoch milliseconds
 */
export function audienceMetrics(
  type: AudienceMetrics['type'],
  jobId: string,
  results: readonly AudienceResult[],
  now: number,
): ReadonlyMap<string, AudienceMetrics> {
  const epoch = Math.floor(now / 1000);
  return new Map(
    results.map(({ byNamespace, existing, exited, id, members, realized }) => [
      id,
      {
        jobId,
        type,
        totalProfiles: members,
        totalProfilesByNamespace: byNamespace,
        totalProfilesByStatus: { realized, existing, exited },
        createEpoch: epoch,
        updateEpoch: epoch,
      },
    ]),
  );
}
