import type { SegmentDefinition } from '../../audiences/definition.ts';
import type { AudienceResult, BatchResult } from '../../evaluation/index.ts';
import type { JobError } from '../job.ts';
import type { JobCounters } from './job.ts';

/** What a run came to: the results that count, and one error for each segment that has none. */
export interface Outcome {
  readonly results: readonly AudienceResult[];
  readonly errors: readonly JobError[];
  /** At least one listed segment was evaluated, or there was none to evaluate. */
  readonly succeeded: boolean;
}

/**
 * Sorts a run's answer by what still exists (api-segmentation.md section 3.6).
 *
 * @param listed ids that the job names; @param existing ids of definitions that exist at the end of the run
 */
export function outcomeOf(result: BatchResult, listed: readonly string[], existing: ReadonlySet<string>): Outcome {
  const results = result.results.filter(({ id }) => existing.has(id));
  const failed = result.failures.map(({ code, message }): JobError => ({ code, msg: message, callStack: '' }));
  const gone = listed.filter((id) => !existing.has(id) && !result.failures.some((failure) => failure.id === id));
  const deleted = gone.map(
    (id): JobError => ({
      code: '0080000001',
      msg: `${id}: the segment definition was deleted before the job ended.`,
      callStack: '',
    }),
  );
  return {
    results,
    errors: [...failed, ...deleted],
    succeeded: listed.length === 0 || listed.some((id) => results.some((one) => one.id === id)),
  };
}

/** Metrics of a job that succeeded (api-segmentation.md section 3.5). */
export function countersOf(
  results: readonly AudienceResult[],
  definitions: readonly SegmentDefinition[],
  profiles: number,
): JobCounters {
  const policies = new Set(definitions.map((definition) => definition.mergePolicyId));
  const perSegment = <T>(value: (result: AudienceResult) => T): Record<string, T> =>
    Object.fromEntries(results.map((result) => [result.id, value(result)]));
  return {
    totalProfiles: profiles * policies.size,
    segmentedProfileCounter: perSegment(({ members }) => members),
    segmentedProfileByNamespaceCounter: perSegment(({ byNamespace }) => byNamespace),
    segmentedProfileByStatusCounter: perSegment(({ realized, existing, exited }) => ({ realized, existing, exited })),
    totalProfilesByMergePolicy: Object.fromEntries([...policies].map((id) => [id, profiles])),
  };
}
