import type { Kysely } from 'kysely';
import type { AudienceMetrics } from '../../audiences/audience-base.ts';
import type { AudienceRepository } from '../../audiences/audience-repository.ts';
import { DAY } from '../../audiences/external/details.ts';
import { countByNamespace } from '../../evaluation/index.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';
import { type Evaluations, MEMBERSHIPS } from '../evaluations.ts';
import type { MaintenanceTask } from '../maintenance/task.ts';
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
  /** When the run of a client was complete, epoch milliseconds, from which the expiry counts; undefined leaves that. */
  readonly completedAt?: number;
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
  /** Ends what was interrupted of new profiles of a sandbox. */
  readonly completeProfiles: (sandboxId: string) => Promise<unknown>;
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
    const { audienceId, datasetId, jobId, members, sandboxId } = publication;
    const options = { database: await databaseOf(sandboxId) };
    await publishRows(columnar, datasetId, jobId, options);
    const metrics = members && {
      ...members.metrics,
      totalProfilesByNamespace:
        (await countByNamespace(columnar, members.runNo, [audienceId], options)).get(audienceId) ?? {},
    };
    const expiry = await this.#expiry(publication);
    await audiences.setState(sandboxId, new Map([[audienceId, { ...expiry, ...(metrics && { metrics }) }]]));
    if (members !== undefined) await evaluations.afterCommit(sandboxId, [audienceId], false);
    await jobs.change(jobId, (job) => ({ ...job, isPublished: true }));
    await this.#db.deleteFrom('ingestion_publication').where('job_id', '=', jobId).execute();
  }

  /**
   * Ends what was interrupted, in one sandbox or all, and answers how much; for a job that holds {@link MEMBERSHIPS}
   * there, or before any job runs.
   */
  async publishPending(sandboxId?: string): Promise<number> {
    const pending = await this.#pending(sandboxId);
    for (const publication of pending) {
      await this.#deps.completeProfiles(publication.sandboxId);
      await this.publish(publication);
    }
    return pending.length;
  }

  /** Ends what a store that failed has interrupted, without a restart. */
  task(): MaintenanceTask {
    return {
      name: 'external-audience-publication',
      exclusive: [MEMBERSHIPS],
      isDue: async ({ scope }) => (await this.#pending(scope.sandbox.sandboxId)).length > 0,
      run: async ({ sandbox }) => ({ published: await this.publishPending(sandbox.sandboxId) }),
    };
  }

  /** The days are those that the audience has by now: they may have been changed during the run. */
  async #expiry({ audienceId, completedAt, sandboxId }: Publication): Promise<{ readonly expiresAt?: number }> {
    const audience = completedAt === undefined ? undefined : await this.#deps.audiences.get(sandboxId, audienceId);
    if (completedAt === undefined || audience?.type !== 'ExternalSegment') return {};
    return { expiresAt: completedAt + audience.ttlInDays * DAY };
  }

  async #pending(sandboxId: string | undefined): Promise<readonly Publication[]> {
    let pending = this.#db.selectFrom('ingestion_publication').select('document');
    if (sandboxId !== undefined) pending = pending.where('sandbox_id', '=', sandboxId);
    return (await pending.execute()).map(({ document }) => JSON.parse(document));
  }
}
