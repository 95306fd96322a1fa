import type { Scope } from '../../audiences/definition.ts';
import { DefinitionRepository } from '../../audiences/repository.ts';
import type { MergePolicy } from '../../audiences/rules.ts';
import type { QuerySchema } from '../../pql/index.ts';
import { DatasetRepository } from '../../profiles/index.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import type { ControlStore } from '../../store/control/control.ts';
import type { SandboxData } from '../evaluator.ts';
import { JobRepository } from '../repository.ts';
import type { Segmentation } from '../segmentation.ts';
import { DatasetFiles } from './dataset-files.ts';
import { EXPORT_JOB, type ExportJob } from './job.ts';
import { exportKind } from './kind.ts';
import { ExportJobs } from './service.ts';

export interface ExportsDependencies {
  readonly control: ControlStore;
  readonly columnar: Columnar;
  readonly segmentation: Pick<Segmentation, 'runner' | 'evaluations' | 'heads' | 'places'>;
  readonly sandboxData: (sandboxId: string) => Promise<SandboxData>;
  /** The union schemas of a sandbox. */
  readonly schemaOf: (sandboxId: string) => Promise<QuerySchema>;
  readonly sandboxIds: () => Promise<readonly string[]>;
  readonly mergePolicy: (scope: Scope, className: string, id: string | undefined) => Promise<MergePolicy | undefined>;
  /** Directory of the files of datasets. */
  readonly datasetPath: string;
  readonly config: {
    readonly maxConcurrentExports: number;
    readonly maxQueuedExports: number;
    readonly jobRetentionDays: number;
  };
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Puts export jobs together, and gives their kind to the runner; to be called before the runner starts. */
export function createExports(deps: ExportsDependencies): ExportJobs {
  const { columnar, config, control, mergePolicy, now, sandboxData, segmentation } = deps;
  const { evaluations, heads, places, runner } = segmentation;
  const jobs = new JobRepository<ExportJob>(control, EXPORT_JOB);
  const definitions = new DefinitionRepository(control);
  const datasets = new DatasetRepository(control, now);
  runner.add(
    exportKind({
      jobs,
      columnar,
      files: new DatasetFiles(deps.datasetPath),
      definitions,
      evaluations,
      sandboxData,
      sandboxIds: deps.sandboxIds,
      heads,
      places,
      maxConcurrent: config.maxConcurrentExports,
      now,
    }),
  );
  return new ExportJobs({
    jobs,
    definitions,
    runner,
    dataset: (sandboxId, id) => datasets.get(sandboxId, id),
    schemaOf: deps.schemaOf,
    mergePolicy: (scope, id) => mergePolicy(scope, '_xdm.context.profile', id),
    now,
    maxQueued: config.maxQueuedExports,
    retentionDays: config.jobRetentionDays,
  });
}
