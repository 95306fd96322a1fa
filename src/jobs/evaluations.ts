import type { AudienceMetrics } from '../audiences/audience-base.ts';
import type { AudienceRepository } from '../audiences/audience-repository.ts';
import type { Scope, SegmentDefinition } from '../audiences/definition.ts';
import { withReferences } from '../audiences/references.ts';
import type { DefinitionRepository } from '../audiences/repository.ts';
import type { BatchProgress, BatchResult, Heads } from '../evaluation/index.ts';
import type { OpenRun, RunLedger } from './ledger.ts';
import type { JobDb } from './repository.ts';

/** One evaluation of frozen definitions over all profiles of a sandbox. */
export interface EvaluationRequest {
  readonly scope: Scope;
  readonly definitions: readonly SegmentDefinition[];
  readonly runNo: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly heads: Heads;
  /** False: results are counted and not written. */
  readonly persist: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BatchProgress) => void;
}

export interface EvaluationDependencies {
  readonly ledger: RunLedger;
  readonly definitions: DefinitionRepository;
  readonly audiences: AudienceRepository;
  readonly evaluate: (request: EvaluationRequest) => Promise<BatchResult>;
  /** Removes what a run wrote that did not commit. */
  readonly discard: (sandboxId: string, runNo: number) => Promise<void>;
  /** Frees what earlier runs wrote and no head names any more. */
  readonly tidy: (sandboxId: string, heads: Heads) => Promise<void>;
  /** Removes the memberships of an audience that was deleted while a run evaluated it. */
  readonly removeAudience: (sandboxId: string, audienceId: string) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What a job that writes memberships must have for itself: the change log needs runs that follow each other. */
export const MEMBERSHIPS = 'memberships';

/** The runs of evaluation inside jobs, from the first row to the commit; for every kind of job that evaluates. */
export class Evaluations {
  readonly #deps: EvaluationDependencies;

  constructor(deps: EvaluationDependencies) {
    this.#deps = deps;
  }

  /** The listed definitions with everything that they refer to, however deep. */
  withReferences(sandboxId: string, listed: readonly SegmentDefinition[]): Promise<readonly SegmentDefinition[]> {
    return withReferences(this.#deps.definitions, sandboxId, listed);
  }

  /** Numbers a run for a job. A job whose run is to be committed holds {@link MEMBERSHIPS}. */
  async open(sandboxId: string, jobId: string, persist: boolean): Promise<number> {
    // Rows of a run that could not be discarded in its time would be seen once this one commits.
    if (persist) await this.clearSandbox(sandboxId);
    return this.#deps.ledger.open(sandboxId, jobId, persist);
  }

  async evaluate(request: Omit<EvaluationRequest, 'heads'>): Promise<BatchResult> {
    const heads = await this.#deps.ledger.heads(request.scope.sandbox.sandboxId);
    return this.#deps.evaluate({ ...request, heads });
  }

  /** Those of the ids that still exist. */
  async existing(sandboxId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.#deps.audiences.byIds(sandboxId, ids)).keys());
  }

  /** Makes the memberships of a run visible, inside the transaction that ends the job. */
  commit(db: JobDb, sandboxId: string, runNo: number, audienceIds: readonly string[]): Promise<void> {
    return this.#deps.ledger.commit(db, sandboxId, runNo, audienceIds);
  }

  /**
   * What follows a commit. Bitmaps of earlier runs are freed when nobody can be reading them.
   *
   * @param counted what the run counted of each audience
   * @param evaluatedIds all that the run wrote of, also what was deleted meanwhile and did not commit
   */
  async afterCommit(
    sandboxId: string,
    audienceIds: readonly string[],
    isAlone: boolean,
    counted: ReadonlyMap<string, AudienceMetrics> = new Map(),
    evaluatedIds: readonly string[] = audienceIds,
  ): Promise<void> {
    const { audiences, ledger, now } = this.#deps;
    if (isAlone) await this.#deps.tidy(sandboxId, await ledger.heads(sandboxId));
    const baselineTime = Math.floor(now() / 1000);
    const stateOf = (metrics: AudienceMetrics | undefined) => ({ baselineTime, ...(metrics && { metrics }) });
    await audiences.setState(sandboxId, new Map(audienceIds.map((id) => [id, stateOf(counted.get(id))])));
    const kept = await this.existing(sandboxId, evaluatedIds);
    for (const id of evaluatedIds.filter((one) => !kept.has(one))) await this.#deps.removeAudience(sandboxId, id);
  }

  /** Removes what the runs of a job wrote and did not commit. */
  async clear(jobId: string): Promise<void> {
    await this.#discard((await this.#deps.ledger.openRuns()).filter((run) => run.jobId === jobId));
  }

  /** The same of all runs of a sandbox that write; for a job that holds {@link MEMBERSHIPS}. */
  async clearSandbox(sandboxId: string): Promise<void> {
    await this.#discard(
      (await this.#deps.ledger.openRuns()).filter((run) => run.writes && run.sandboxId === sandboxId),
    );
  }

  /** Removes what runs of the last process wrote and did not commit, and memberships of deleted audiences. */
  async recover(): Promise<void> {
    const { ledger } = this.#deps;
    await this.#discard(await ledger.openRuns());
    for (const [sandboxId, entries] of Map.groupBy(await ledger.audiences(), (entry) => entry.sandboxId)) {
      const ids = entries.map(({ audienceId }) => audienceId);
      const kept = await this.existing(sandboxId, ids);
      for (const id of ids.filter((one) => !kept.has(one))) await this.#deps.removeAudience(sandboxId, id);
    }
  }

  async #discard(runs: readonly OpenRun[]): Promise<void> {
    for (const { runNo, sandboxId } of runs) {
      await this.#deps.discard(sandboxId, runNo);
      await this.#deps.ledger.close(runNo);
    }
  }
}
