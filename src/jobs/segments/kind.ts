import { randomUUID } from 'node:crypto';
import type { Scope, SegmentDefinition } from '../../audiences/definition.ts';
import type { DefinitionRepository } from '../../audiences/repository.ts';
import type { BatchResult } from '../../evaluation/index.ts';
import { audienceMetrics } from '../audience-metrics.ts';
import { type Evaluations, MEMBERSHIPS } from '../evaluations.ts';
import { causeOf } from '../failure.ts';
import { timeSpan } from '../job.ts';
import type { JobKind, Prepared, Result, RunContext } from '../kind.ts';
import type { JobRepository } from '../repository.ts';
import type { JobSegment, SegmentJob } from './job.ts';
import { countersOf, outcomeOf } from './outcome.ts';

export const SEGMENT_JOB = 'segment';

export interface SegmentKindDependencies {
  readonly jobs: JobRepository<SegmentJob>;
  readonly definitions: DefinitionRepository;
  readonly evaluations: Evaluations;
  readonly freeze: (scope: Scope, definitions: readonly SegmentDefinition[]) => Promise<readonly JobSegment[]>;
  readonly maxConcurrent: number;
}

/** Segment jobs for the runner (api-segmentation.md sections 3.2 to 3.6). */
export function segmentKind(deps: SegmentKindDependencies): JobKind<SegmentJob> {
  const { jobs, definitions, evaluations } = deps;

  async function prepare(job: SegmentJob): Promise<Prepared<SegmentJob>> {
    const { sandboxId } = job.scope.sandbox;
    const listed = await listedBy(definitions, job);
    const evaluated = await evaluations.withReferences(sandboxId, listed);
    const segments = await deps.freeze(job.scope, listed);
    const runNo = await evaluations.open(sandboxId, job.id, job.persist);
    const run = { batchId: randomUUID(), computeJobId: runNo, computeGatewayJobId: randomUUID() };
    return {
      started: (stored) => ({ ...stored, segments, run }),
      async run(context) {
        const ids = job.request.kind === 'ids' ? job.request.ids : segments.map(({ id }) => id);
        const { signal, startTime: now, onProgress } = context;
        const result = await evaluations.evaluate({
          scope: job.scope,
          definitions: evaluated,
          runNo,
          now,
          persist: job.persist,
          signal,
          onProgress: ({ profilesDone, profilesTotal }) => onProgress(profilesDone, profilesTotal),
        });
        return finish(job, { runNo, ids, evaluated, result }, context);
      },
    };
  }

  async function finish(job: SegmentJob, run: FinishedRun, context: RunContext): Promise<Result<SegmentJob>> {
    const { sandboxId } = job.scope.sandbox;
    const { evaluated, result, runNo } = run;
    const evaluatedIds = evaluated.map(({ id }) => id);
    const existing = await evaluations.existing(sandboxId, evaluatedIds);
    const { results, errors, succeeded } = outcomeOf(result, run.ids, existing);
    const written = results.map(({ id }) => id);
    return {
      status: succeeded ? 'SUCCEEDED' : 'FAILED',
      ended: (stored) => ({
        ...stored,
        errors,
        profileSegmentationTime: timeSpan(result.startedAt, result.finishedAt),
        ...(succeeded && { counters: countersOf(results, evaluated, result.profiles) }),
      }),
      ...(job.persist && {
        commit: (db) => evaluations.commit(db, sandboxId, runNo, written),
        afterCommit: () => {
          const counted = audienceMetrics('batch_segmentation', job.id, results, context.startTime);
          return evaluations.afterCommit(sandboxId, written, context.isAlone(), counted, evaluatedIds);
        },
      }),
    };
  }

  return {
    name: SEGMENT_JOB,
    jobs,
    maxConcurrent: deps.maxConcurrent,
    waitsAs: 'QUEUED',
    exclusive: (job) => (job.persist ? [MEMBERSHIPS] : []),
    prepare,
    clear: (job) => evaluations.clear(job.id),
    recover: () => evaluations.recover(),
    requeued({ run: _run, segments, ...rest }) {
      return rest.request.kind === 'ids' && segments !== undefined ? { ...rest, segments } : rest;
    },
    failure: causeOf,
  };
}

interface FinishedRun {
  readonly runNo: number;
  /** Ids that the job lists. */
  readonly ids: readonly string[];
  /** Everything that was evaluated, references included. */
  readonly evaluated: readonly SegmentDefinition[];
  readonly result: BatchResult;
}

/** The definitions that the job lists, as far as they still exist. */
async function listedBy(definitions: DefinitionRepository, { scope, request, schemaName }: SegmentJob) {
  const { sandboxId } = scope.sandbox;
  if (request.kind === 'all') return definitions.ofClass(sandboxId, schemaName, ['draft', 'published']);
  const found = await definitions.byIds(sandboxId, request.ids);
  return request.ids.flatMap((id) => found.get(id) ?? []);
}
