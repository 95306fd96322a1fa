import { randomBytes, randomUUID } from 'node:crypto';
import { type ExternalAudience, isPlatform } from '../../audiences/audience.ts';
import { epochOf } from '../../audiences/audience-base.ts';
import type { AudienceRepository } from '../../audiences/audience-repository.ts';
import type { Scope } from '../../audiences/definition.ts';
import { DAY, DEFAULT_NAMESPACE, type ExternalField } from '../../audiences/external/details.ts';
import { badRequest, duplicate, impossible, unknownResource } from '../../audiences/external/errors.ts';
import type { ExternalAudienceRepository, ExternalSource } from '../../audiences/external/repository.ts';
import {
  type CreateExternalAudience,
  daysOf,
  detailsOf,
  type StartRun,
  type UpdateExternalAudience,
} from '../../audiences/external/request.ts';
import type { AudienceWriter, WriteView } from '../../audiences/writer.ts';
import type { NamespaceRepository } from '../../profiles/index.ts';
import { Serial } from '../../serial.ts';
import { isFinal, newJob } from '../job.ts';
import type { Progress } from '../queue.ts';
import type { JobRepository, JobTables } from '../repository.ts';
import type { JobRunner } from '../runner.ts';
import type { CreationJob } from './creation.ts';
import type { IngestionJob, IngestionWork } from './job.ts';
import type { IngestionRetention } from './retention.ts';
import type { IngestionRuns, RunPage, RunQuery } from './runs.ts';

export interface ExternalAudiencesDependencies {
  readonly creations: JobRepository<CreationJob>;
  readonly jobs: JobRepository<IngestionJob>;
  readonly runs: IngestionRuns;
  readonly retention: IngestionRetention;
  readonly runner: JobRunner;
  readonly audiences: AudienceRepository;
  readonly writer: AudienceWriter;
  readonly sources: ExternalAudienceRepository;
  readonly namespaces: NamespaceRepository;
  readonly mergePolicy: (scope: Scope) => Promise<{ readonly id: string } | undefined>;
  readonly config: { readonly maxRunsPerAudience: number; readonly maxIngestionRuns: number };
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Who asks: user and request. */
export interface Requester {
  readonly userId: string;
  readonly requestId: string;
}

/** An external audience that was created here: what everybody sees of it, and how it gets its members. */
export interface FoundAudience {
  readonly audience: ExternalAudience;
  readonly source: ExternalSource;
}

/** Instants beyond it are milliseconds (api-audiences.md section 4.4). */
const LARGEST_SECONDS = 1e11;

/** Create, update, run, extend and delete external audiences (api-audiences.md section 4). */
export class ExternalAudiences {
  readonly #deps: ExternalAudiencesDependencies;
  /** Creations and runs of a sandbox begin one after the other, so that the checks before them still hold. */
  readonly #starts = new Serial();

  constructor(deps: ExternalAudiencesDependencies) {
    this.#deps = deps;
  }

  /** @throws ServiceError `100910-400`, `100950-409`, `100960-422` */
  create(scope: Scope, body: CreateExternalAudience, requester: Requester): Promise<CreationJob> {
    const { creations, mergePolicy, namespaces, now, retention, runner } = this.#deps;
    const { sandboxId } = scope.sandbox;
    return this.#starts.run(sandboxId, async () => {
      const details = detailsOf(body, await namespaces.list(sandboxId));
      await this.#refuseTaken(sandboxId, details.namespace, details.customAudienceId);
      const policy = await mergePolicy(scope);
      const id = randomUUID();
      const job: CreationJob = {
        ...newJob(id, scope, { source: 'api', requestId: requester.requestId }, now()),
        details,
        audienceId: randomUUID(),
        datasetId: randomBytes(12).toString('hex'),
        ...(policy !== undefined && { mergePolicyId: policy.id }),
        createdBy: requester.userId,
      };
      await retention.apply();
      await creations.insert(job);
      runner.wake(sandboxId);
      return job;
    });
  }

  async operation({ sandbox }: Scope, id: string): Promise<CreationJob> {
    const job = await this.#deps.creations.get(sandbox.sandboxId, id.toLowerCase());
    if (job === undefined || this.#deps.retention.isCreationOver(job)) throw unknownResource('operation', id);
    return job;
  }

  /** By its id, or by its `audienceId` in the default namespace. @throws ServiceError `100940-404` */
  async get({ sandbox: { sandboxId } }: Scope, id: string): Promise<FoundAudience> {
    const { audiences, sources } = this.#deps;
    const byId = await audiences.get(sandboxId, id.toLowerCase());
    const audience = byId ?? (await audiences.byAudienceId(sandboxId, DEFAULT_NAMESPACE, id));
    const source = audience && (await sources.get(sandboxId, audience.id));
    if (audience?.type !== 'ExternalSegment' || source === undefined) throw unknownAudience(id);
    return { audience, source };
  }

  /** @throws ServiceError `100910-400`, `100940-404` */
  async update(scope: Scope, id: string, body: UpdateExternalAudience, author: string): Promise<FoundAudience> {
    const { sources, writer } = this.#deps;
    const { audience: found } = await this.get(scope, id);
    await writer.change(scope, found.id, VIEW, { author }, async (stored) => {
      const source = await sources.get(scope.sandbox.sandboxId, found.id);
      if (source === undefined) throw unknownAudience(id);
      const ttlInDays = body.ttlInDays === undefined ? stored.ttlInDays : daysOf(body.ttlInDays);
      const fields = relabelled(source.details.fields, body.fields ?? []);
      const { description = stored.description, labels = stored.labels } = body;
      const audience: ExternalAudience = {
        ...stored,
        ...(description !== undefined && { description }),
        ...(labels !== undefined && { labels }),
        ttlInDays,
      };
      const details = { ...source.details, fields };
      return { audience, fallback: [], also: (db) => sources.setDetails(db, source.id, details) };
    });
    return this.get(scope, found.id);
  }

  /** @throws ServiceError `100910-400`, `100940-404`, `100960-422` */
  startRun(scope: Scope, id: string, body: StartRun, requester: Requester): Promise<IngestionJob> {
    const { jobs, retention, runner } = this.#deps;
    const work = this.#period(body);
    const { sandboxId } = scope.sandbox;
    return this.#starts.run(sandboxId, async () => {
      const { audience } = await this.get(scope, id);
      await this.#refuseRunning(sandboxId, audience.id);
      if (audience.lifecycleState === 'inactive') throw impossible('The audience is inactive.');
      await this.#refuseMany(sandboxId, audience.id);
      await retention.apply();
      const job = this.#newRun(scope, audience, work, requester);
      await jobs.insert(job);
      runner.wake(sandboxId);
      return job;
    });
  }

  async run(scope: Scope, id: string, runId: string): Promise<IngestionJob> {
    const { audience, source } = await this.get(scope, id);
    const job = await this.#deps.jobs.get(scope.sandbox.sandboxId, runId.toLowerCase());
    if (job?.audienceId !== audience.id || job.work.kind !== 'files' || this.#deps.retention.isRunOver(job, source)) {
      throw unknownResource('run', runId);
    }
    return job;
  }

  /** How far a run is, while this process works on it; in bytes. */
  progress(kind: string, id: string): Progress | undefined {
    return this.#deps.runner.progress(kind, id);
  }

  /** A page of the runs of an audience. */
  async runs(scope: Scope, id: string, query: RunQuery): Promise<RunPage> {
    const { audience } = await this.get(scope, id);
    await this.#deps.retention.apply();
    return this.#deps.runs.list(scope.sandbox.sandboxId, audience.id, query);
  }

  /** Moves the expiry by the days of the creation and reads the last rows again. @throws ServiceError `100960-422` */
  extend(scope: Scope, id: string, requester: Requester): Promise<FoundAudience> {
    const { audiences, jobs, now, retention, runner } = this.#deps;
    const { sandboxId } = scope.sandbox;
    return this.#starts.run(sandboxId, async () => {
      const { audience, source } = await this.get(scope, id);
      await this.#refuseRunning(sandboxId, audience.id);
      if (source.lastRunId === undefined) throw impossible('The audience has no successful run.');
      const { expiresAt } = audience;
      if (source.isExpired || expiresAt === undefined || expiresAt <= now()) {
        throw impossible('The audience has expired; a new run revives it.');
      }
      const later = expiresAt + source.details.ttlInDays * DAY;
      await retention.apply();
      const job = this.#newRun(scope, audience, { kind: 'extension' }, requester);
      await audiences.setState(sandboxId, new Map([[audience.id, { expiresAt: later }]]), (db) =>
        jobs.insertWithin(db.withTables<JobTables>(), job),
      );
      runner.wake(sandboxId);
      return { audience, source };
    });
  }

  /** @throws ServiceError `100940-404`; `100960-422` while other audiences use it */
  async delete(scope: Scope, id: string): Promise<void> {
    const { audience } = await this.get(scope, id);
    await this.#deps.writer.delete(scope, audience.id, VIEW);
  }

  #period({ dataFilterEndTime, dataFilterStartTime, differentialIngestion = true }: StartRun): IngestionWork {
    const start = seconds(dataFilterStartTime);
    const end = dataFilterEndTime === undefined ? Math.floor(this.#deps.now() / 1000) : seconds(dataFilterEndTime);
    if (end < start) throw badRequest("The field 'dataFilterEndTime' is before 'dataFilterStartTime'.");
    return { kind: 'files', start, end, differential: differentialIngestion };
  }

  #newRun(
    scope: Scope,
    audience: ExternalAudience,
    work: IngestionWork,
    { requestId, userId }: Requester,
  ): IngestionJob {
    return {
      ...newJob(randomUUID(), scope, { source: 'api', requestId }, this.#deps.now()),
      audienceId: audience.id,
      audienceName: audience.name,
      createdBy: userId,
      work,
      stages: [],
    };
  }

  async #refuseRunning(sandboxId: string, audienceId: string): Promise<void> {
    const running = await this.#deps.runs.underWay(sandboxId, audienceId);
    if (running.length > 0) throw impossible('An ingestion of the audience is in progress.');
  }

  /** Since 00:00 UTC (api-audiences.md section 4.12). */
  async #refuseMany(sandboxId: string, audienceId: string): Promise<void> {
    const { config, now, runs } = this.#deps;
    const midnight = Math.floor(now() / DAY) * DAY;
    const today = await runs.countSince(midnight, sandboxId, audienceId);
    if (today.all >= config.maxIngestionRuns) {
      throw impossible(`The sandbox has had its ${config.maxIngestionRuns} runs of today.`);
    }
    if (today.own >= config.maxRunsPerAudience) {
      throw impossible(`The audience has had its ${config.maxRunsPerAudience} runs of today.`);
    }
  }

  async #refuseTaken(sandboxId: string, namespace: string, audienceId: string | undefined): Promise<void> {
    if (audienceId === undefined) return;
    const { audiences, creations } = this.#deps;
    const pending = await creations.list(sandboxId, {
      offset: 0,
      limit: 1,
      sort: [],
      matches: ({ details, status }) =>
        !isFinal(status) && details.namespace === namespace && details.customAudienceId === audienceId,
    });
    const stored = await audiences.byAudienceId(sandboxId, namespace, audienceId);
    if (stored === undefined && pending.total === 0) return;
    throw duplicate(`The audience ${audienceId} already exists in namespace ${namespace}.`);
  }
}

const unknownAudience = (id: string) => unknownResource('audience', id);

const VIEW: WriteView<ExternalAudience> = {
  has: (audience): audience is ExternalAudience => !isPlatform(audience),
  missing: unknownAudience,
  used: (ids) => impossible(`The audience is used by ${ids.join(', ')}.`),
};

const seconds = (time: number): number => Math.floor(time > LARGEST_SECONDS ? time / 1000 : time);

/** The fields with the labels of those that are listed. @throws ServiceError `100910-400` */
function relabelled(
  fields: readonly ExternalField[],
  listed: NonNullable<UpdateExternalAudience['fields']>,
): readonly ExternalField[] {
  const twice = listed.find(({ name }, index) => listed.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw badRequest(`The field '${twice.name}' is there twice.`);
  for (const { identityNs, name, type } of listed) {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) throw badRequest(`The audience has no field '${name}'.`);
    const isOther = identityNs !== undefined && identityNs.toLowerCase() !== field.identityNs?.toLowerCase();
    if (isOther || (type !== undefined && type !== field.type)) {
      throw badRequest(`Of the field '${name}' only the labels can be changed.`);
    }
  }
  return fields.map((field) => {
    const { labels } = listed.find(({ name }) => name === field.name) ?? {};
    return labels === undefined ? field : { ...field, labels };
  });
}

/** The audience as this part of the API shows it; instants are Unix seconds (api-audiences.md section 4.3). */
export function externalAudienceResource({ audience, source }: FoundAudience) {
  const { audienceType, fields, sourceSpec } = source.details;
  const { description, labels = [], tags = [] } = audience;
  return {
    audienceId: audience.id,
    audienceName: audience.name,
    ...(description !== undefined && { description }),
    fields,
    sourceSpec,
    ttlInDays: audience.ttlInDays,
    labels,
    tags,
    audienceType,
    originName: audience.originName,
    namespace: audience.namespace,
    createdBy: audience.createdBy,
    createdAt: epochOf(audience.createdAt),
    updatedBy: audience.lastModifiedBy,
    updatedAt: epochOf(audience.updatedAt),
  };
}
