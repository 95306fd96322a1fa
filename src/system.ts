import type { FastifyBaseLogger } from 'fastify';
import { PROFILE_CLASS } from './audiences/content.ts';
import type { Scope } from './audiences/definition.ts';
import { externalAudienceMigrations } from './audiences/external/repository.ts';
import { FolderRepository, folderMigrations } from './audiences/folders/repository.ts';
import { Folders } from './audiences/folders/service.ts';
import { audienceMigrations } from './audiences/migrations.ts';
import { AudienceSearch } from './audiences/search/search.ts';
import type { Config } from './config/settings.ts';
import { type DataDirectory, takeDataDirectory } from './data-directory.ts';
import type { SandboxData } from './jobs/evaluator.ts';
import { createExports } from './jobs/exports/exports.ts';
import type { ExportJobs } from './jobs/exports/service.ts';
import { createExternalAudiences, type ExternalAudiencesParts } from './jobs/ingestion/external-audiences.ts';
import { ingestionMigrations } from './jobs/ingestion/publication.ts';
import { jobMigrations } from './jobs/migrations.ts';
import { scheduleMigrations } from './jobs/schedules/migrations.ts';
import { createScheduling, type Scheduling } from './jobs/schedules/scheduling.ts';
import { createSegmentation, type Segmentation } from './jobs/segmentation.ts';
import type { QuerySchema } from './pql/index.ts';
import {
  DatasetRepository,
  loadEntities,
  MergePolicyRepository,
  NamespaceRepository,
  ProfileImporter,
  profileMigrations,
} from './profiles/index.ts';
import { createEstimation, type Estimation, estimationMigrations } from './queries/estimation.ts';
import { ProfileLookup } from './queries/profile-lookup.ts';
import { Queries } from './queries/queries.ts';
import { createSandboxDatabases } from './sandbox-data.ts';
import { sandboxMigrations } from './sandboxes/migrations.ts';
import type { Sandbox } from './sandboxes/sandbox.ts';
import { Sandboxes } from './sandboxes/sandboxes.ts';
import { schemaMigrations, TenantFieldRepository } from './schema/tenant-field-repository.ts';
import { querySchema } from './schema/union.ts';
import type { Columnar } from './store/columnar/columnar.ts';
import { openColumnar } from './store/columnar/open.ts';
import { type ControlStore, openControl } from './store/control/control.ts';

/** Everything that the product is made of, put together: configuration, stores, services. */
export interface System extends AsyncDisposable {
  readonly config: Config;
  readonly logger: FastifyBaseLogger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly directory: DataDirectory;
  readonly control: ControlStore;
  readonly columnar: Columnar;
  readonly sandboxes: Sandboxes;
  readonly tenantFields: TenantFieldRepository;
  readonly policies: MergePolicyRepository;
  readonly importer: ProfileImporter;
  readonly segmentation: Segmentation;
  readonly datasets: DatasetRepository;
  readonly exports: ExportJobs;
  readonly externalAudiences: ExternalAudiencesParts;
  /** Its scheduler stands still until it is started. */
  readonly scheduling: Scheduling;
  readonly queries: Queries;
  readonly estimation: Estimation;
  readonly lookup: ProfileLookup;
  readonly folders: Folders;
  readonly search: AudienceSearch;
  readonly sandboxData: (sandboxId: string) => Promise<SandboxData>;
  /** The union schemas of a sandbox. */
  readonly schemaOf: (sandboxId: string) => Promise<QuerySchema>;
  /** Ends what a crash interrupted in any sandbox, and starts the segment jobs that wait. */
  readonly start: () => Promise<void>;
  /** Why the system cannot work, a sentence each; empty when it can. */
  readonly problems: () => Promise<readonly string[]>;
}

/**
 * Takes the data directory and opens the stores; disposing gives everything back, in reverse order.
 *
 * @throws DirectoryInUseError, ColumnarError
 */
export async function openSystem(config: Config, logger: FastifyBaseLogger, now: () => number): Promise<System> {
  await using opening = new AsyncDisposableStack();
  const directory = opening.adopt(takeDataDirectory(config.dataDir), (taken) => taken.release());
  const control = opening.adopt(openControl(directory.controlPath), (store) => store.close());
  await control.migrate(migrations);
  const columnar = opening.adopt(await openColumnar(columnarOptions(config, directory)), (store) => store.close());

  const sandboxes = new Sandboxes(control);
  const tenantFields = new TenantFieldRepository(control);
  const namespaces = new NamespaceRepository(control);
  const policies = new MergePolicyRepository(control, now);
  const importer = new ProfileImporter({ columnar, control, now, workDirectory: directory.workPath });
  const { databaseOf, sandboxData } = createSandboxDatabases({ columnar, importer, tenantFields });
  const schemaOf = async (sandboxId: string) => querySchema(await tenantFields.list(sandboxId));
  const sandboxIds = async () => (await sandboxes.all()).map(({ reference }) => reference.sandboxId);
  const mergePolicy = ({ sandbox }: Scope, className: string, id: string | undefined) =>
    policyFor(policies, sandbox.sandboxId, className, id);
  const segmentation = createSegmentation({
    control,
    columnar,
    config,
    now,
    sandboxData,
    schemaOf,
    loadProfiles: loadEntities,
    mergePolicy,
    onUnexpected: (error, job) => logger.error({ err: error, jobId: job?.id }, 'unexpected'),
  });
  opening.defer(() => segmentation.stop());
  const { heads, membershipsOf, places } = segmentation;

  const estimation = createEstimation({
    control,
    columnar,
    config,
    now,
    policies,
    loadProfiles: loadEntities,
    databaseOf,
    sandboxIds,
    schemaOf,
    heads,
    places,
    mergePolicy,
    onUnexpected: (error) => logger.error({ err: error }, 'unexpected'),
  });
  opening.defer(() => estimation.stop());
  segmentation.maintenance.add(estimation.maintenance);

  const datasetPath = config.datasetDir ?? directory.datasetPath;
  const externalAudiences = createExternalAudiences({
    control,
    columnar,
    importer,
    segmentation,
    databaseOf,
    mergePolicy: ({ sandbox }) => policies.default(sandbox.sandboxId),
    landingZonePath: config.landingZoneDir ?? directory.landingZonePath,
    datasetPath,
    workPath: directory.workPath,
    config,
    now,
    onUnexpected: (error) => logger.error({ err: error }, 'unexpected'),
  });
  opening.defer(() => externalAudiences.settled());
  const exports = createExports({
    control,
    columnar,
    segmentation,
    sandboxData,
    schemaOf,
    sandboxIds,
    mergePolicy,
    datasetPath,
    config,
    now,
  });
  const scheduling = createScheduling({
    control,
    segmentation,
    exports,
    config,
    now,
    scopes: async () => (await sandboxes.all()).filter(({ state }) => state === 'active').map(toScope),
    mergePolicies: async (sandboxId) =>
      (await policies.list(sandboxId)).filter(({ schemaName }) => schemaName === PROFILE_CLASS).length,
    warn: (message) => logger.warn(message),
    onUnexpected: (error) => logger.error({ err: error }, 'unexpected'),
  });
  opening.defer(() => scheduling.scheduler.stop());

  const folderRepository = new FolderRepository(control);
  const audiences = async (sandboxId: string) => (await segmentation.catalogue.of(sandboxId)).all();

  const opened = opening.move();
  return {
    config,
    logger,
    now,
    directory,
    control,
    columnar,
    sandboxes,
    tenantFields,
    policies,
    importer,
    segmentation,
    datasets: new DatasetRepository(control, now),
    exports,
    externalAudiences,
    scheduling,
    queries: new Queries({
      audiences: segmentation.repository,
      columnar,
      heads,
      places,
      loadProfiles: loadEntities,
      now,
      sandboxData,
    }),
    estimation,
    lookup: new ProfileLookup({ columnar, databaseOf, membershipsOf, namespaces, now, places, policies }),
    folders: new Folders({ repository: folderRepository, audiences, now }),
    search: new AudienceSearch({ repository: segmentation.repository, folders: folderRepository, audiences }),
    sandboxData,
    schemaOf,
    async start() {
      for (const { reference } of await sandboxes.all()) await databaseOf(reference.sandboxId);
      await externalAudiences.start();
      await segmentation.start();
      await estimation.start();
    },
    problems: () => problemsOf(control, columnar),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const migrations = [
  ...sandboxMigrations,
  ...schemaMigrations,
  ...profileMigrations,
  ...audienceMigrations,
  ...externalAudienceMigrations,
  ...folderMigrations,
  ...jobMigrations,
  ...ingestionMigrations,
  ...scheduleMigrations,
  ...estimationMigrations,
];

const toScope = ({ imsOrgId, reference }: Sandbox): Scope => ({ imsOrgId, sandbox: reference });

/** The policy with the id, or the default one, when it is of the class. */
async function policyFor(policies: MergePolicyRepository, sandboxId: string, className: string, id?: string) {
  const policy = id === undefined ? await policies.default(sandboxId) : await policies.get(sandboxId, id);
  return policy?.schemaName === className ? policy : undefined;
}

const MEBIBYTE = 1024 * 1024;

function columnarOptions(config: Config, directory: DataDirectory) {
  const bytes = (mebibytes: number | undefined) => mebibytes && mebibytes * MEBIBYTE;
  return {
    path: directory.columnarPath,
    url: config.clickhouseUrl,
    username: config.clickhouseUser,
    password: config.clickhousePassword,
    memoryLimit: bytes(config.memoryLimitMb),
    queryMemoryLimit: bytes(config.queryMemoryLimitMb),
  };
}

async function problemsOf(control: ControlStore, columnar: Columnar): Promise<readonly string[]> {
  const checks: [name: string, check: Promise<unknown>][] = [
    ['control', control.db.selectFrom('schema_migrations').select('module').execute()],
    ['columnar', columnar.query('SELECT 1', { signal: AbortSignal.timeout(2_000) })],
  ];
  const settled = await Promise.allSettled(checks.map(([, check]) => check));
  return checks.flatMap(([name], index) =>
    settled[index]?.status === 'rejected' ? [`The ${name} store does not answer.`] : [],
  );
}
