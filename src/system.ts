import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config/settings.ts';
import { type DataDirectory, takeDataDirectory } from './data-directory.ts';
import { batchMigrations } from './profiles/batches/batch-ledger.ts';
import { datasetMigrations } from './profiles/datasets/dataset-repository.ts';
import { namespaceMigrations } from './profiles/identity/namespace-repository.ts';
import { ProfileImporter } from './profiles/import/importer.ts';
import { sandboxMigrations } from './sandboxes/migrations.ts';
import { Sandboxes } from './sandboxes/sandboxes.ts';
import { schemaMigrations, TenantFieldRepository } from './schema/tenant-field-repository.ts';
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
  readonly importer: ProfileImporter;
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
  await control.migrate([
    ...sandboxMigrations,
    ...schemaMigrations,
    ...namespaceMigrations,
    ...datasetMigrations,
    ...batchMigrations,
  ]);
  const columnar = opening.adopt(await openColumnar(columnarOptions(config, directory)), (store) => store.close());
  const sandboxes = new Sandboxes(control);

  const opened = opening.move();
  return {
    config,
    logger,
    now,
    directory,
    control,
    columnar,
    sandboxes,
    tenantFields: new TenantFieldRepository(control),
    importer: new ProfileImporter({ columnar, control, now, workDirectory: directory.workPath }),
    problems: () => problemsOf(control, columnar),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
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
