import { randomUUID } from 'node:crypto';
import type { SegmentDefinition } from '../../audiences/definition.ts';
import type { DefinitionRepository } from '../../audiences/repository.ts';
import type { Heads, MembershipPlaces } from '../../evaluation/index.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import { audienceMetrics } from '../audience-metrics.ts';
import { type Evaluations, MEMBERSHIPS } from '../evaluations.ts';
import type { SandboxData } from '../evaluator.ts';
import type { JobKind, Prepared, RunContext } from '../kind.ts';
import type { JobDb, JobRepository } from '../repository.ts';
import type { DatasetFiles } from './dataset-files.ts';
import { ExportError, exportFailure } from './failure.ts';
import { EXPORT_JOB, type ExportJob } from './job.ts';
import { dropSelections, ProfileSelection, type SelectionEntry } from './selection.ts';
import { placeOf, selectionName, writeExport } from './write.ts';

export interface ExportKindDependencies {
  readonly jobs: JobRepository<ExportJob>;
  readonly columnar: Columnar;
  readonly files: DatasetFiles;
  readonly definitions: DefinitionRepository;
  readonly evaluations: Evaluations;
  readonly sandboxData: (sandboxId: string) => Promise<SandboxData>;
  readonly sandboxIds: () => Promise<readonly string[]>;
  readonly heads: (sandboxId: string) => Promise<Heads>;
  readonly places: (sandboxId: string) => Promise<MembershipPlaces>;
  readonly maxConcurrent: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** An evaluation that the export made and that is committed with it. */
interface OwnEvaluation {
  readonly heads: Heads;
  readonly commit: (db: JobDb) => Promise<void>;
  readonly afterCommit: (isAlone: boolean) => Promise<void>;
}

/** Export jobs for the runner (api-segmentation.md section 6). */
export function exportKind(deps: ExportKindDependencies): JobKind<ExportJob> {
  const { columnar, evaluations, files, jobs } = deps;

  async function prepare(job: ExportJob): Promise<Prepared<ExportJob>> {
    const data = await deps.sandboxData(job.scope.sandbox.sandboxId);
    const definitions = await requestedBy(deps.definitions, job);
    return {
      started: (stored) => ({ ...stored, computeId: randomUUID() }),
      async run(context) {
        const evaluation = evaluatesFirst(job) ? await evaluate(job, definitions, context) : undefined;
        const stored = await deps.heads(job.scope.sandbox.sandboxId);
        await using session = await columnar.session();
        const written = await writeExport({
          job,
          columnar: session,
          files,
          data,
          heads: new Map([...stored, ...(evaluation?.heads ?? [])]),
          places: await deps.places(job.scope.sandbox.sandboxId),
          entries: job.filter?.segments && entriesOf(job, definitions),
          context,
          now: deps.now,
        });
        // Memberships of a definition that was deleted may have gone before they were read.
        await requestedBy(deps.definitions, job);
        return {
          status: 'SUCCEEDED',
          ended: (current) => ({ ...current, ...written }),
          async commit(db) {
            await evaluation?.commit(db);
            for (const batchId of job.batchIds) await files.publish(placeOf(job, batchId));
          },
          ...(evaluation !== undefined && { afterCommit: () => evaluation.afterCommit(context.isAlone()) }),
        };
      },
    };
  }

  /** Evaluates the requested definitions; the export reads the memberships before they are committed. */
  async function evaluate(
    job: ExportJob,
    definitions: readonly SegmentDefinition[],
    { signal, startTime: now }: RunContext,
  ): Promise<OwnEvaluation> {
    const { scope } = job;
    const { sandboxId } = scope.sandbox;
    const all = await evaluations.withReferences(sandboxId, definitions);
    const runNo = await evaluations.open(sandboxId, job.id, true);
    const request = { scope, definitions: all, runNo, now, persist: true, signal, onProgress: () => undefined };
    const { failures, results } = await evaluations.evaluate(request);
    const [failure] = failures;
    if (failure !== undefined) throw new ExportError(failure.message);
    const ids = results.map(({ id }) => id);
    return {
      heads: new Map(ids.map((id) => [id, runNo])),
      commit: (db) => evaluations.commit(db, sandboxId, runNo, ids),
      afterCommit: (isAlone) =>
        evaluations.afterCommit(sandboxId, ids, isAlone, audienceMetrics('export', job.id, results, now)),
    };
  }

  async function clear(job: ExportJob): Promise<void> {
    await evaluations.clear(job.id);
    const { database } = await deps.sandboxData(job.scope.sandbox.sandboxId);
    await new ProfileSelection(columnar, selectionName(job), { database }).drop();
    const stored = await jobs.find(job.id);
    if (stored === undefined || stored.status === 'SUCCEEDED') return;
    for (const batchId of job.batchIds) await files.discard(placeOf(job, batchId));
  }

  /** Nothing runs yet, so whatever is unfinished is a leftover. */
  async function recover(): Promise<void> {
    for (const sandboxId of await deps.sandboxIds()) {
      await dropSelections(columnar, (await deps.sandboxData(sandboxId)).database);
      await files.discardUnfinished(sandboxId);
    }
  }

  return {
    name: EXPORT_JOB,
    jobs,
    maxConcurrent: deps.maxConcurrent,
    waitsAs: 'NEW',
    exclusive: (job) => (evaluatesFirst(job) ? [MEMBERSHIPS] : []),
    prepare,
    clear,
    recover,
    requeued: ({ computeId: _computeId, ...rest }) => rest,
    failure: exportFailure,
  };
}

const evaluatesFirst = (job: ExportJob): boolean =>
  job.evaluationInfo?.segmentation === true && job.filter?.segments !== undefined;

/** The definitions of `filter.segments`, each once. @throws ExportError when one was deleted since */
async function requestedBy(definitions: DefinitionRepository, job: ExportJob): Promise<readonly SegmentDefinition[]> {
  const ids = [...new Set((job.filter?.segments ?? []).map(({ segmentId }) => segmentId))];
  const found = await definitions.byIds(job.scope.sandbox.sandboxId, ids);
  return ids.map((id) => {
    const definition = found.get(id);
    if (definition !== undefined) return definition;
    throw new ExportError(`The segment definition ${id} was deleted before the export ended.`);
  });
}

/** Stored memberships know two states: a current member is `realized` (api-segmentation.md section 6.4). */
function entriesOf(job: ExportJob, definitions: readonly SegmentDefinition[]): readonly SelectionEntry[] {
  const policies = new Map(definitions.map(({ id, dataGovernancePolicy }) => [id, dataGovernancePolicy]));
  return (job.filter?.segments ?? []).map(({ segmentId, status }) => ({
    audienceId: segmentId,
    realized: status.includes('realized') || status.includes('existing'),
    exited: status.includes('exited'),
    includesOptedOut: policies.get(segmentId)?.excludeOptOut === false,
  }));
}
