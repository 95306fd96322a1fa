import type { AudienceRepository } from '../../audiences/audience-repository.ts';
import type { ExternalAudienceRepository } from '../../audiences/external/repository.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import { type Evaluations, MEMBERSHIPS } from '../evaluations.ts';
import type { RunLedger } from '../ledger.ts';
import type { MaintenanceTask } from '../maintenance/task.ts';
import type { JobTables } from '../repository.ts';
import { stageMembers } from './stage-members.ts';

export interface ExpiryDependencies {
  readonly columnar: Columnar;
  readonly audiences: AudienceRepository;
  readonly sources: ExternalAudienceRepository;
  readonly evaluations: Evaluations;
  readonly ledger: RunLedger;
  readonly databaseOf: (sandboxId: string) => Promise<string>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Lets the members of external audiences leave when their time is over (api-audiences.md section 4.10). */
export class Expiry {
  readonly #deps: ExpiryDependencies;

  constructor(deps: ExpiryDependencies) {
    this.#deps = deps;
  }

  /** Does nothing before the time of the audience. For a job that holds {@link MEMBERSHIPS}. */
  async expire(sandboxId: string, audienceId: string): Promise<void> {
    const { audiences, columnar, databaseOf, evaluations, ledger, now, sources } = this.#deps;
    const audience = await audiences.get(sandboxId, audienceId);
    if (audience?.type !== 'ExternalSegment') return;
    const { expiresAt, metrics } = audience;
    if (expiresAt === undefined || expiresAt > now()) return;
    const database = await databaseOf(sandboxId);
    const runNo = await evaluations.open(sandboxId, `expiry ${audienceId}`, true);
    await using session = await columnar.session();
    const { change } = await stageMembers({
      columnar: session,
      database,
      options: { database },
      audienceId,
      runNo,
      heads: await ledger.heads(sandboxId),
      ns: '',
      source: undefined,
      scratch: '',
      keepsOthers: false,
      at: expiresAt,
      openNewProfiles: () => Promise.reject(new Error('An expiry brings no profiles')),
    });
    const left = { realized: 0, existing: 0, exited: change.exited };
    const state = {
      expiresAt: undefined,
      ...(metrics && {
        metrics: { ...metrics, totalProfiles: 0, totalProfilesByNamespace: {}, totalProfilesByStatus: left },
      }),
    };
    await audiences.setState(sandboxId, new Map([[audienceId, state]]), async (db) => {
      await evaluations.commit(db.withTables<JobTables>(), sandboxId, runNo, [audienceId]);
      await sources.setExpired(db, audienceId);
    });
    await evaluations.afterCommit(sandboxId, [audienceId], false);
  }

  task(): MaintenanceTask {
    const due = async (sandboxId: string) =>
      (await this.#deps.audiences.expired(this.#deps.now())).filter((one) => one.sandboxId === sandboxId);
    return {
      name: 'external-audience-expiry',
      exclusive: [MEMBERSHIPS],
      isDue: async ({ scope }) => (await due(scope.sandbox.sandboxId)).length > 0,
      run: async ({ sandbox: { sandboxId } }, { onProgress, signal }) => {
        const expired = await due(sandboxId);
        for (const [index, { id }] of expired.entries()) {
          signal.throwIfAborted();
          await this.expire(sandboxId, id);
          onProgress(index + 1, expired.length);
        }
        return { expired: expired.length };
      },
    };
  }
}
