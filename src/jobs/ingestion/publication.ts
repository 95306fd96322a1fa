import type { Kysely } from 'kysely';
import type { AudienceMetrics } from '../../audiences/audience-base.ts';
import type { AudienceRepository } from '../../audiences/audience-repository.ts';
import { countByNamespace } from '../../evaluation/index.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';
import type { Evaluations } from '../evaluations.ts';
import type { JobRepository } from '../repository.ts';
import type { IngestionJob } from './job.ts';
import { publishRows } from './tables.ts';

export const ingestionMigrations: readonly Migration[] = [
  {
    module: 'ingestion',
    version: 1,
    up: [
      `CREATE TABLE ingestion_publication (
        job_id TEXT PRIMARY KEY,
        sandbox_id TEXT NOT NULL,
        document TEXT NOT NULL
      ) STRICT`,
    ],
  },
  {
    module: 'ingestion',
    version: 2,
    up: [
      `CREATE INDEX job_ingestion ON job (json_extract(document, '$.audienceId'), creation_time) WHERE kind = 'ingestion'`,
    ],
  },
];

type PublicationTables = { ingestion_publication: { job_id: string; sandbox_id: string; document: string } };

/** What is left to do once a run is committed. */
export interface Publication {
  readonly jobId: string;
  readonly sandboxId: string;
  readonly audienceId: string;
  readonly datasetId: string;
  /** Epoch milliseconds; undefined leaves it. */
  readonly expiresAt?: number;
  /** Undefined when the members are as they were. */
  readonly members?: {
    readonly runNo: number;
    readonly metrics: Omit<AudienceMetrics, 'totalProfilesByNamespace'>;
  };
}

export interface PublisherDependencies {
  readonly control: ControlStore;
  readonly columnar: Columnar;
  readonly databaseOf: (sandboxId: string) => Promise<string>;
  readonly audiences: AudienceRepository;
  readonly evaluations: Evaluations;
  readonly jobs: JobRepository<IngestionJob>;
}

/** Does what follows the commit of a run, also when a crash came between. */
export class Publisher {
  readonly #deps: PublisherDependencies;
  readonly #db: Kysely<ControlTables & PublicationTables>;

  constructor(deps: PublisherDependencies) {
    this.#deps = deps;
    this.#db = deps.control.db.withTables<PublicationTables>();
  }

  /** Notes the intent, in the transaction that commits the run. */
  async intend(db: Kysely<ControlTables>, publication: Publication): Promise<void> {
    const { jobId, sandboxId } = publication;
    await db
      .withTables<PublicationTables>()
      .insertInto('ingestion_publication')
      .values({ job_id: jobId, sandbox_id: sandboxId, document: JSON.stringify(publication) })
      .execute();
  }

  async isPending(jobId: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('ingestion_publication')
      .select('job_id')
      .where('job_id', '=', jobId)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Every step may be repeated. New profiles are visible before it. */
  async publish(publication: Publication): Promise<void> {
    const { audiences, columnar, databaseOf, evaluations, jobs } = this.#deps;
    const { audienceId, datasetId, expiresAt, jobId, members, sandboxId } = publication;
    const options = { database: await databaseOf(sandboxId) };
    await publishRows(columnar, datasetId, jobId, options);
    const metrics = members && {
      ...members.metrics,
      totalProfilesByNamespace:
        (await countByNamespace(columnar, members.runNo, [audienceId], options)).get(audienceId) ?? {},
    };
    await audiences.setState(
      sandboxId,
      new Map([[audienceId, { ...(expiresAt !== undefined && { expiresAt }), ...(metrics && { metrics }) }]]),
    );
    if (members !== undefined) await evaluations.afterCommit(sandboxId, [audienceId], false);
    await jobs.change(jobId, (job) => ({ ...job, isPublished: true }));
    await this.#db.deleteFrom('ingestion_publication').where('job_id', '=', jobId).execute();
  }

  /** Ends what was interrupted, in one sandbox or all; for a job that holds `MEMBERSHIPS` there, or before any job runs. */
  async publishPending(sandboxId?: string): Promise<void> {
    let pending = this.#db.selectFrom('ingestion_publication').select('document');
    if (sandboxId !== undefined) pending = pending.where('sandbox_id', '=', sandboxId);
    const rows = await pending.execute();
    for (const { document } of rows) await this.publish(JSON.parse(document));
  }
}
