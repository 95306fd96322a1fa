import { AudienceRepository } from '../audiences/audience-repository.ts';
import type { Scope } from '../audiences/definition.ts';
import {
  type Heads,
  type LoadProfiles,
  type MembershipPlaces,
  SAMPLE_RULES,
  type SampleRules,
} from '../evaluation/index.ts';
import type { MaintenanceTask } from '../jobs/maintenance/task.ts';
import type { QuerySchema } from '../pql/index.ts';
import { ControlBatchLedger, type MergePolicyRepository, NamespaceRepository } from '../profiles/index.ts';
import type { Columnar } from '../store/columnar/columnar.ts';
import type { ControlStore } from '../store/control/control.ts';
import { Previews } from './previews/previews.ts';
import { PreviewRepository, previewMigrations } from './previews/repository.ts';
import { PreviewRunner } from './previews/runner.ts';
import { sampleRefresh } from './samples/refresh.ts';
import { SampleRepository, sampleMigrations } from './samples/repository.ts';
import { Samples } from './samples/samples.ts';
import { sampleStatus } from './samples/status.ts';

/** Tables of samples and previews in the control store. */
export const estimationMigrations = [...sampleMigrations, ...previewMigrations];

export interface EstimationDependencies {
  readonly control: ControlStore;
  readonly columnar: Columnar;
  readonly policies: MergePolicyRepository;
  readonly loadProfiles: LoadProfiles;
  readonly databaseOf: (sandboxId: string) => Promise<string>;
  readonly sandboxIds: () => Promise<readonly string[]>;
  readonly schemaOf: (sandboxId: string) => Promise<QuerySchema>;
  readonly heads: (sandboxId: string) => Promise<Heads>;
  readonly places: (sandboxId: string) => Promise<MembershipPlaces>;
  /** The policy with the id, or the default one; undefined when it is unknown or of another class. */
  readonly mergePolicy: (scope: Scope, className: string, id?: string) => Promise<{ readonly id: string } | undefined>;
  readonly config: {
    readonly maxRunningPreviews: number;
    readonly previewTtlHours: number;
    readonly previewMaxResults: number;
    readonly previewTimeoutSeconds: number;
    readonly sampleChangePercent: number;
    readonly exposeStacks: boolean;
  };
  /** `SAMPLE_RULES` unless given. */
  readonly sampleRules?: SampleRules;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onUnexpected: (error: unknown) => void;
}

/** Samples of the profiles, and the previews and estimates that are made of them. */
export interface Estimation {
  readonly previews: Previews;
  readonly runner: PreviewRunner;
  readonly samples: Samples;
  readonly sampleStatus: (scope: Scope) => ReturnType<typeof sampleStatus>;
  /** Keeps the samples up to date. */
  readonly maintenance: MaintenanceTask;
  /** Takes up what the last process left behind. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Puts samples and previews together over the two stores. */
export function createEstimation(deps: EstimationDependencies): Estimation {
  const { columnar, config, control, now, onUnexpected, policies, schemaOf } = deps;
  const batches = new ControlBatchLedger(control);
  const repository = new PreviewRepository(control);
  const samples = new Samples({
    ...deps,
    repository: new SampleRepository(control),
    batches,
    rules: deps.sampleRules ?? SAMPLE_RULES,
    changeAbove: config.sampleChangePercent / 100,
  });
  const audiences = new AudienceRepository(control);
  const runner = new PreviewRunner({
    audiences,
    columnar,
    repository,
    samples,
    loadProfiles: deps.loadProfiles,
    namespaces: new NamespaceRepository(control),
    schemaOf,
    heads: deps.heads,
    places: deps.places,
    maxMembers: config.previewMaxResults,
    timeLimitMs: Math.ceil(config.previewTimeoutSeconds * 1000),
    exposeStacks: config.exposeStacks,
    onUnexpected,
  });
  const previews = new Previews({
    repository,
    runner,
    checks: { audiences, schemaOf, mergePolicy: deps.mergePolicy },
    maxRunning: config.maxRunningPreviews,
    ttlHours: config.previewTtlHours,
    now,
  });
  return {
    previews,
    runner,
    samples,
    maintenance: sampleRefresh(samples),
    sampleStatus: (scope) => sampleStatus(scope, { samples, batches, policies }),
    async start() {
      await samples.start();
      await runner.start();
    },
    async stop() {
      samples.stop();
      await runner.stop();
    },
  };
}
