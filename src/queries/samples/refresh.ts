import { every, type MaintenanceTask } from '../../jobs/maintenance/task.ts';
import type { Samples } from './samples.ts';

const CHECK_INTERVAL = 15 * 60 * 1000;

/** Looks within 15 minutes after a batch whether a sandbox needs another sample (api-segmentation.md section 5.6). */
export function sampleRefresh(samples: Samples): MaintenanceTask {
  return {
    name: 'sample-refresh',
    exclusive: [],
    isDue: async (occasion) =>
      every(CHECK_INTERVAL)(occasion) && (await samples.mayBeDue(occasion.scope.sandbox.sandboxId)),
    async run({ sandbox }, { signal }) {
      const sample = await samples.check(sandbox.sandboxId, signal);
      return sample === undefined ? {} : { profiles: sample.rows };
    },
  };
}
