import { AudienceRepository } from '../audiences/audience-repository.ts';
import { Audiences } from '../audiences/audiences.ts';
import { AudienceCatalogue } from '../audiences/catalogue.ts';
import type { Scope } from '../audiences/definition.ts';
import { Definitions } from '../audiences/definitions.ts';
import { renewedExpiry } from '../audiences/expiry.ts';
import { DefinitionRepository } from '../audiences/repository.ts';
import type { MergePolicy } from '../audiences/rules.ts';
import { Versions } from '../audiences/version.ts';
import { AudienceWriter } from '../audiences/writer.ts';
import {
  deleteAudienceMemberships,
  discardRun,
  type Heads,
  type LoadProfiles,
  type Membership,
  type MembershipPlaces,
  pruneBitmaps,
  readMemberships,
} from '../evaluation/index.ts';
import type { QuerySchema } from '../pql/index.ts';
import { DatasetRepository } from '../profiles/index.ts';
import type { Columnar } from '../store/columnar/columnar.ts';
import type { ControlStore } from '../store/control/control.ts';
import { Evaluations } from './evaluations.ts';
import { createEvaluator, type SandboxData } from './evaluator.ts';
import { RunLedger } from './ledger.ts';
import type { MaintenanceJob } from './maintenance/job.ts';
import { MAINTENANCE_JOB, Maintenance } from './maintenance/maintenance.ts';
import { membershipSweep } from './maintenance/membership-sweep.ts';
import { placesOf } from './membership-places.ts';
import { JobQueue } from './queue.ts';
import { JobRepository } from './repository.ts';
import { JobRunner } from './runner.ts';
import type { SegmentJob } from './segments/job.ts';
import { SEGMENT_JOB, segmentKind } from './segments/kind.ts';
import { SegmentJobs } from './segments/service.ts';
import { systemTimer } from './timer.ts';

export interface SegmentationDependencies {
  readonly control: ControlStore;
  readonly columnar: Columnar;
  readonly loadProfiles: LoadProfiles;
  readonly sandboxData: (sandboxId: string) => Promise<SandboxData>;
  /** The union schemas of a sandbox. */
  readonly schemaOf: (sandboxId: string) => Promise<QuerySchema>;
  readonly mergePolicy: (scope: Scope, className: string, id: string | undefined) => Promise<MergePolicy | undefined>;
  readonly config: {
    readonly strictEvaluation: boolean;
    readonly maxConcurrentJobs: number;
    readonly maxQueuedJobs: number;
    readonly jobRetentionDays: number;
    readonly exposeStacks: boolean;
  };
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onUnexpected: (error: unknown, job?: { readonly id: string }) => void;
}

/** Definitions, the jobs of all kinds and the memberships that jobs write. */
export interface Segmentation {
  /** The one that all audiences are written through. */
  readonly repository: AudienceRepository;
  readonly catalogue: AudienceCatalogue;
  readonly writer: AudienceWriter;
  readonly audiences: Audiences;
  readonly definitions: Definitions;
  readonly jobs: SegmentJobs;
  readonly runner: JobRunner;
  readonly evaluations: Evaluations;
  readonly maintenance: Maintenance;
  /** Finishes what the last process left behind and starts the jobs that wait. */
  readonly start: () => Promise<void>;
  /** Puts running jobs back in the queue. */
  readonly stop: () => Promise<void>;
  readonly heads: (sandboxId: string) => Promise<Heads>;
  readonly places: (sandboxId: string) => Promise<MembershipPlaces>;
  /** What the system has evaluated for a profile. */
  readonly membershipsOf: (sandboxId: string, profileNo: number) => Promise<readonly Membership[]>;
}

/** Puts definitions and jobs together over the two stores. */
export function createSegmentation(deps: SegmentationDependencies): Segmentation {
  const { control, columnar, config, now, mergePolicy, sandboxData, schemaOf } = deps;
  const definitionRepository = new DefinitionRepository(control);
  const repository = new AudienceRepository(control);
  const catalogue = new AudienceCatalogue(repository);
  const jobRepository = new JobRepository<SegmentJob>(control, SEGMENT_JOB);
  const ledger = new RunLedger(control);
  const places = placesOf(catalogue);
  const databaseOf = async (sandboxId: string) => (await sandboxData(sandboxId)).database;

  const removeAudience = async (sandboxId: string, id: string) => {
    await deleteAudienceMemberships(columnar, await databaseOf(sandboxId), id, await ledger.ended());
    await ledger.removeAudience(sandboxId, id);
  };
  const writer = new AudienceWriter(repository, new Versions(now));
  writer.onUpdated(renewedExpiry(now));
  writer.onDeleted(({ sandbox }, { id }) => void removeAudience(sandbox.sandboxId, id).catch(deps.onUnexpected));
  const datasets = new DatasetRepository(control, now);
  const rules = {
    repository,
    catalogue,
    writer,
    mergePolicy,
    schemaOf,
    strictEvaluation: config.strictEvaluation,
  };
  const audiences = new Audiences({
    ...rules,
    datasetExists: async (sandboxId, id) => (await datasets.get(sandboxId, id)) !== undefined,
  });
  const definitions = new Definitions({ ...rules, definitions: definitionRepository });
  const runner = new JobRunner({
    queue: new JobQueue(control),
    timer: systemTimer,
    now,
    exposeStacks: config.exposeStacks,
    onUnexpected: deps.onUnexpected,
  });
  const evaluations = new Evaluations({
    ledger,
    definitions: definitionRepository,
    audiences: repository,
    evaluate: createEvaluator({ ...deps, places, audiences: repository }),
    discard: async (sandboxId, runNo) => discardRun(columnar, await databaseOf(sandboxId), runNo),
    tidy: async (sandboxId, heads) => pruneBitmaps(columnar, await databaseOf(sandboxId), heads),
    removeAudience,
    now,
  });
  const jobs = new SegmentJobs({
    jobs: jobRepository,
    definitions: definitionRepository,
    runner,
    mergePolicyVersion: async (scope, id) => (await mergePolicy(scope, '_xdm.context.profile', id))?.version ?? 1,
    now,
    maxQueued: config.maxQueuedJobs,
    retentionDays: config.jobRetentionDays,
  });
  runner.add(
    segmentKind({
      jobs: jobRepository,
      definitions: definitionRepository,
      evaluations,
      freeze: (scope, listed) => jobs.freeze(scope, listed),
      maxConcurrent: config.maxConcurrentJobs,
    }),
  );
  const maintenance = new Maintenance({
    jobs: new JobRepository<MaintenanceJob>(control, MAINTENANCE_JOB),
    runner,
    now,
    retentionDays: config.jobRetentionDays,
  });
  maintenance.add(membershipSweep({ columnar, databaseOf, evaluations }));
  runner.add(maintenance.kind());
  return {
    repository,
    catalogue,
    writer,
    audiences,
    definitions,
    jobs,
    runner,
    evaluations,
    maintenance,
    start: () => runner.start(),
    stop: () => runner.stop(),
    heads: (sandboxId) => ledger.heads(sandboxId),
    places,
    async membershipsOf(sandboxId, profileNo) {
      const view = { database: await databaseOf(sandboxId), heads: await ledger.heads(sandboxId), now: now() };
      return (await readMemberships(columnar, view, [profileNo])).get(profileNo) ?? [];
    },
  };
}
