import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scope } from '../../audiences/definition.ts';
import { ExternalAudienceRepository } from '../../audiences/external/repository.ts';
import { deleteAudienceMemberships } from '../../evaluation/index.ts';
import { DatasetRepository, NamespaceRepository, type ProfileImporter } from '../../profiles/index.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import type { ControlStore } from '../../store/control/control.ts';
import { RunLedger } from '../ledger.ts';
import { JobRepository } from '../repository.ts';
import { Retention } from '../retention.ts';
import type { Segmentation } from '../segmentation.ts';
import { CREATION_JOB, type CreationJob, creationKind } from './creation.ts';
import { Expiry } from './expiry.ts';
import { INGESTION_JOB, type IngestionJob } from './job.ts';
import { ingestionKind } from './kind.ts';
import { LandingZone } from './landing-zone.ts';
import { Publisher } from './publication.ts';
import { IngestionRetention } from './retention.ts';
import { IngestionRuns } from './runs.ts';
import { ExternalAudiences } from './service.ts';
import { datasetTable, dropTable } from './tables.ts';

export interface ExternalAudiencesSetup {
  readonly control: ControlStore;
  readonly columnar: Columnar;
  readonly importer: ProfileImporter;
  readonly segmentation: Pick<Segmentation, 'runner' | 'evaluations' | 'maintenance' | 'repository' | 'writer'>;
  readonly databaseOf: (sandboxId: string) => Promise<string>;
  readonly mergePolicy: (scope: Scope) => Promise<{ readonly id: string } | undefined>;
  readonly landingZonePath: string;
  readonly datasetPath: string;
  readonly workPath: string;
  readonly config: {
    readonly strictEcid: boolean;
    readonly maxRunsPerAudience: number;
    readonly maxIngestionRuns: number;
    readonly jobRetentionDays: number;
  };
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onUnexpected: (error: unknown) => void;
}

/** External audiences, put together. */
export interface ExternalAudiencesParts {
  readonly service: ExternalAudiences;
  /** How their members come in, for whoever reads memberships. */
  readonly sources: ExternalAudienceRepository;
  /** Removes what the last process left behind of audiences that were deleted. */
  readonly start: () => Promise<void>;
  /** Resolves when nothing is being removed of audiences that were deleted. */
  readonly settled: () => Promise<void>;
}

/** Puts external audiences together, and gives their kinds of job to the runner; to be called before that starts. */
export function createExternalAudiences(setup: ExternalAudiencesSetup): ExternalAudiencesParts {
  const { columnar, config, control, databaseOf, importer, now, segmentation } = setup;
  const { evaluations, maintenance, repository: audiences, runner, writer } = segmentation;
  const sources = new ExternalAudienceRepository(control);
  const datasets = new DatasetRepository(control, now);
  const namespaces = new NamespaceRepository(control);
  const ledger = new RunLedger(control);
  const jobs = new JobRepository<IngestionJob>(control, INGESTION_JOB);
  const runs = new IngestionRuns(control);
  const creations = new JobRepository<CreationJob>(control, CREATION_JOB);
  const expiry = new Expiry({ columnar, audiences, sources, evaluations, ledger, databaseOf, now });
  const publisher = new Publisher({
    control,
    columnar,
    databaseOf,
    audiences,
    evaluations,
    jobs,
    completeProfiles: (sandboxId) => importer.prepare(sandboxId),
  });

  const removeData = async (sandboxId: string, id: string) => {
    const source = await sources.get(sandboxId, id);
    if (source === undefined) return;
    for (const job of await runs.underWay(sandboxId, id)) {
      await runner.cancel(INGESTION_JOB, job);
      await runner.settled(INGESTION_JOB, job);
    }
    const options = { database: await databaseOf(sandboxId) };
    await deleteAudienceMemberships(columnar, options.database, id, await ledger.ended());
    await ledger.removeAudience(sandboxId, id);
    await dropTable(columnar, datasetTable(source.datasetId), options);
    await rm(join(setup.datasetPath, sandboxId, source.datasetId), { recursive: true, force: true });
    await datasets.delete(sandboxId, source.datasetId);
    await sources.delete(id);
  };
  const removals = new Set<Promise<void>>();
  audiences.onChanged(({ audience, id, sandboxId }) => {
    if (audience !== undefined) return;
    const removal = removeData(sandboxId, id)
      .catch(setup.onUnexpected)
      .finally(() => removals.delete(removal));
    removals.add(removal);
  });

  maintenance.add(publisher.task());
  maintenance.add(expiry.task());
  runner.add(creationKind({ jobs: creations, audiences, writer, sources, datasets }));
  runner.add(
    ingestionKind({
      jobs,
      columnar,
      audiences,
      sources,
      namespaces,
      importer,
      evaluations,
      ledger,
      expiry,
      publisher,
      storage: new LandingZone(setup.landingZonePath),
      databaseOf,
      workPath: setup.workPath,
      datasetPath: setup.datasetPath,
      strictEcid: config.strictEcid,
      now,
    }),
  );
  return {
    service: new ExternalAudiences({
      creations,
      jobs,
      runs,
      retention: new IngestionRetention({
        retention: new Retention(now, config.jobRetentionDays),
        creations,
        runs,
        datasetPath: setup.datasetPath,
      }),
      runner,
      audiences,
      writer,
      sources,
      namespaces,
      mergePolicy: setup.mergePolicy,
      config,
      now,
    }),
    sources,
    async start() {
      for (const { id, sandboxId } of await sources.all()) {
        if ((await audiences.get(sandboxId, id)) === undefined) await removeData(sandboxId, id);
      }
    },
    async settled() {
      await Promise.all(removals);
    },
  };
}
