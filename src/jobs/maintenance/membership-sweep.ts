import { EXIT_RETENTION, sweepChanges } from '../../evaluation/index.ts';
import type { Columnar } from '../../store/columnar/columnar.ts';
import { type Evaluations, MEMBERSHIPS } from '../evaluations.ts';
import { every, type MaintenanceTask } from './task.ts';

const DAY = 24 * 60 * 60 * 1000;

export interface SweepDependencies {
  readonly columnar: Columnar;
  readonly databaseOf: (sandboxId: string) => Promise<string>;
  readonly evaluations: Evaluations;
}

/** Forgets every day what the change log holds of exits of more than 30 days ago (evaluation.md section 4.3). */
export function membershipSweep({ columnar, databaseOf, evaluations }: SweepDependencies): MaintenanceTask {
  return {
    name: 'membership-sweep',
    exclusive: [MEMBERSHIPS],
    isDue: every(DAY),
    async run({ sandbox: { sandboxId } }, { onProgress, signal, startTime }) {
      await evaluations.clearSandbox(sandboxId);
      await using session = await columnar.session();
      const before = startTime - EXIT_RETENTION;
      const removed = await sweepChanges(session, {
        database: await databaseOf(sandboxId),
        before,
        onProgress,
        signal,
      });
      return { removed };
    },
  };
}
